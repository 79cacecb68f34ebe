/** What a list field was asked, checked: the lists of the REST API that make it up, and which rows of them. */
import { MAX_IDS } from '../loaders/load-request.ts';
import { camelCase } from '../schema/attribute.ts';
import { type Cursors, cursorsOf, type Place } from './cursor.ts';
import { type Filters, sendFilters } from '../schema/filter.ts';
import { kantataIdOf } from '../schema/global-id.ts';
import type { EndpointDeclaration, Resource } from '../schema/resource.ts';
import type { Rows } from './page.ts';
import type { RootField } from './plan.ts';
import { UnusableInput } from '../schema/unusable-input.ts';

export type ListField = Extract<RootField, { kind: 'list' }>;

export type Params = Readonly<Record<string, string>>;

/** The order of a list, as a column of its rows and a direction. */
export interface RowOrder {
  readonly column: string;
  readonly descending: boolean;
}

export interface ListRequest {
  readonly field: ListField;
  /** One list, or one for each value of the mandatory parameter; none when no row can match. */
  readonly lists: readonly Params[];
  /** How rows of several lists stand among each other. */
  readonly order: RowOrder | null;
  readonly first: number;
  /** Rows to pass: of each list by `after`, or of all together by `offset`. */
  readonly after: Place;
  readonly offset: number;
  readonly cursors: Cursors;
  readonly listener?: RowsListener;
}

/** Hears of the rows of a list while they come. */
export interface RowsListener {
  /** More of them have come, but not yet what hangs on them. */
  come(rows: Rows, isComplete: boolean): void;
  /** A page failed, and all before it have come. */
  broken(error: Error): void;
}

export interface ListArguments {
  readonly filter?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: string | null;
  readonly orderByCustomField?: CustomFieldOrder | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly offset?: number | null;
  readonly [required: string]: unknown;
}

export interface CustomFieldOrder {
  readonly fieldId: string;
  readonly direction?: string | null;
}

export interface ListLimits {
  readonly maxFirst: number;
  /** REST calls that the summaries of the operation may make for pages. */
  readonly summaryCalls: number;
}

const MAX_OFFSET = 2 ** 31 - 1;

/** Reads the arguments of a list field. Throws {@link UnusableInput}. */
export function listRequest(
  field: ListField,
  args: ListArguments,
  cursorKey: string,
  { maxFirst }: ListLimits,
): ListRequest {
  const { resource, key } = field;
  const endpoint = resource.declaration.endpoint as EndpointDeclaration;
  const first = args.first ?? 20;
  if (first < 1 || first > maxFirst) throw new UnusableInput(`first: a number from 1 to ${maxFirst}.`);
  if (args.after != null && args.offset != null) throw new UnusableInput('after and offset: give one of them.');
  const lists = checkedLists(endpoint, args, `\`${key}ById\` takes any number`);
  const width = Math.max(lists.length, 1);
  const identity = lists.length > 0 ? lists.map(sorted) : [args.filter];
  const cursors = cursorsOf(cursorKey, [resource.endpoint?.path, ...identity], width);
  const offset = args.offset ?? 0;
  const after = args.after == null ? Array.from({ length: width }, () => 0) : cursors.read(args.after);
  if (offset < 0 || Math.max(offset, ...after) + first > MAX_OFFSET)
    throw new UnusableInput('offset: zero or more, and within reason.');
  // Rows of merged lists are passed by reading them: no list knows how many of its own come first.
  if (lists.length > 1 && offset + first > maxFirst)
    throw new UnusableInput(`offset and first together: at most ${maxFirst} across several types. Use \`after\`.`);
  return { field, lists, order: rowOrder(resource, endpoint, args.orderBy ?? null), first, after, offset, cursors };
}

const sorted = (params: Params) =>
  Object.keys(params)
    .toSorted()
    .map((name) => [name, params[name]]);

/**
 * The lists that the arguments of a field choose. Throws {@link UnusableInput}.
 *
 * @param instead what to do in place of asking for more ids than one list can take.
 */
export function checkedLists(endpoint: EndpointDeclaration, args: ListArguments, instead: string): Params[] {
  const lists = listsOf(endpoint, args);
  // Only now: what is wrong with one value is the better complaint.
  const clash = endpoint.clash?.(args.filter ?? {});
  if (clash) throw new UnusableInput(`filter: ${clash}`);
  for (const { only } of lists)
    if (only && only.split(',').length > MAX_IDS)
      throw new UnusableInput(`filter.ids: at most ${MAX_IDS} ids; ${instead}.`);
  return lists;
}

/** The lists that the arguments ask for. */
function listsOf(endpoint: EndpointDeclaration, args: ListArguments): Params[] {
  const fixed = requiredOf(endpoint.filters, args);
  const order = orderOf(args);
  return fixed.flatMap((required): Params[] => {
    const sent = sendFilters(endpoint.filters, { ...args.filter, ...required });
    return sent === 'nothing' ? [] : [{ ...sent, ...(order && { order }) }];
  });
}

/** The parameter `order`; null for the list's own order. */
function orderOf({ orderBy, orderByCustomField }: ListArguments): string | null {
  if (!orderByCustomField) return orderBy ?? null;
  if (orderBy) throw new UnusableInput('orderBy and orderByCustomField: give one of them.');
  const field = kantataIdOf(orderByCustomField.fieldId, 'CustomField', 'orderByCustomField.fieldId');
  return `custom_field:${field}:${orderByCustomField.direction === 'DESC' ? 'desc' : 'asc'}`;
}

/** The mandatory parameters of an endpoint, looked up once. */
const mandatory = new WeakMap<Filters, readonly (readonly [name: string, several: string | null])[]>();

const mandatoryOf = (filters: Filters) => {
  let names = mandatory.get(filters);
  if (!names) {
    names = Object.entries(filters).flatMap(([name, { required, several }]) =>
      required ? [[name, several] as const] : [],
    );
    mandatory.set(filters, names);
  }
  return names;
};

/** The values of mandatory parameters: one set, or one for each value where several may be given. */
function requiredOf(filters: Filters, args: ListArguments): Record<string, unknown>[] {
  let sets: Record<string, unknown>[] = [{}];
  for (const [name, several] of mandatoryOf(filters)) {
    const one = args[name];
    const many = several ? (args[several] as readonly unknown[] | null | undefined) : null;
    if (several && (one == null) === (many == null))
      throw new UnusableInput(`${name} and ${several}: give exactly one of them.`);
    const values = many == null ? [one] : [...new Set(many)];
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}

function rowOrder(
  { attributes }: Resource,
  { defaultOrder }: EndpointDeclaration,
  chosen: string | null,
): RowOrder | null {
  const [name, direction] = (chosen ?? defaultOrder ?? '').split(':') as [string, string?];
  return attributes.has(camelCase(name)) ? { column: name, descending: direction === 'desc' } : null;
}
