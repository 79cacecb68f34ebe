/** What a list field was asked, checked: the lists of the REST API that make it up, and which rows of them. */
import { type Depth, MAX_IDS } from '../loaders/load-request.ts';
import { camelCase, snakeCase } from '../schema/attribute.ts';
import { type Cursors, cursorsOf, type Place } from './cursor.ts';
import { type Filters, sendFilters } from '../schema/filter.ts';
import { kantataIdOf } from '../schema/global-id.ts';
import type { EndpointDeclaration, Resource } from '../schema/resource.ts';
import type { Note } from './notes.ts';
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
  /** The client named no value of the mandatory parameter: there is a list for each, and one that is forbidden is left out. */
  readonly isEveryScope: boolean;
  /** How rows of several lists stand among each other. */
  readonly order: RowOrder | null;
  readonly first: number;
  /** Rows to pass: of each list by `after`, or of all together by `offset`. */
  readonly after: Place;
  readonly offset: number;
  readonly cursors: Cursors;
  /** In which wave it is asked for. Default: the first. */
  readonly depth?: Depth;
  /** The words of closed sets that it is filtered by. */
  readonly words: readonly FilterWord[];
  /** What of its arguments the answer should say something about. */
  readonly notes: readonly Note[];
  readonly listener?: RowsListener;
}

/** A word that a list is filtered by: the argument, and the column that has it. */
export interface FilterWord {
  readonly filter: string;
  readonly column: string;
  readonly name: string;
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
  const first = firstOf(args, maxFirst);
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
  const order = rowOrder(resource, endpoint, args.orderBy ?? null);
  return {
    field,
    lists,
    isEveryScope: isEveryScope(endpoint.filters, args),
    words: wordsIn(resource, endpoint.filters, args.filter ?? {}),
    notes: notesOn(endpoint.filters, args, field.rows),
    order,
    first,
    after,
    offset,
    cursors,
  };
}

/** How many rows are asked for. Throws {@link UnusableInput}. */
export function firstOf({ first }: ListArguments, maxFirst: number): number {
  const number = first ?? 20;
  if (number < 1 || number > maxFirst) throw new UnusableInput(`first: a number from 1 to ${maxFirst}.`);
  return number;
}

export const sorted = (params: Params) =>
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

/** The words that a filter asks for, where one column of the rows holds words of the same set. */
function wordsIn({ attributes }: Resource, filters: Filters, values: Readonly<Record<string, unknown>>): FilterWord[] {
  return Object.entries(values).flatMap(([filter, value]): FilterWord[] => {
    const type = filters[filter]?.type;
    if (value == null || type?.kind !== 'enum') return [];
    const columns = [...attributes].filter(([, attribute]) => attribute.type === type);
    const [name, attribute] = columns.length === 1 ? (columns[0] ?? []) : [];
    if (!name) return [];
    const column = attribute?.wire ?? snakeCase(name);
    // As graphql-js reads them: names of the enum's values.
    const words = (Array.isArray(value) ? value : [value]) as readonly string[];
    return words.map((word) => ({ filter, column, name: word }));
  });
}

/** What to say of the arguments of a list. `areRead` is false where its rows are only counted. */
export const notesOn = (filters: Filters, args: ListArguments, areRead: boolean): readonly Note[] => [
  ...deprecatedIn(filters, args.filter ?? {}),
  ...(areRead ? uncertainOrder(args) : []),
];

/** What to say of deprecated arguments that were given. */
const deprecatedIn = (filters: Filters, values: Readonly<Record<string, unknown>>): Note[] =>
  Object.entries(values).flatMap(([name, value]): Note[] => {
    const instead = filters[name]?.deprecated;
    return value == null || !instead
      ? []
      : [{ code: 'DEPRECATED_ARGUMENT', message: `\`filter.${name}\` is deprecated. ${instead}` }];
  });

/**
 * What to say of an order that the API documents and the engine behind it may not have: of `custom_field:<id>:asc` that
 * engine reads the first two parts and knows neither as an order, and by relevance it sorts what a search has found.
 */
function uncertainOrder({ filter, orderBy, orderByCustomField }: ListArguments): Note[] {
  const isBySearch = orderBy === 'search' && filter?.search == null;
  if (!isBySearch && !orderByCustomField) return [];
  const message = orderByCustomField
    ? 'The API may silently ignore `orderByCustomField` and use its default order: compare the values of the field before you rely on it.'
    : 'Without `filter.search` there is no relevance to order by: the API may use its default order.';
  return [{ code: 'UNCERTAIN_ORDER', message }];
}

/** The parameter `order`; null for the list's own order. */
export function orderOf({ orderBy, orderByCustomField }: ListArguments): string | null {
  if (!orderByCustomField) return orderBy ?? null;
  if (orderBy) throw new UnusableInput('orderBy and orderByCustomField: give one of them.');
  const field = kantataIdOf(orderByCustomField.fieldId, 'CustomField', 'orderByCustomField.fieldId');
  return `custom_field:${field}:${orderByCustomField.direction === 'DESC' ? 'desc' : 'asc'}`;
}

interface Mandatory {
  readonly name: string;
  /** The argument that takes several values of it; then all are meant where neither is given. */
  readonly several: string | null;
  readonly every: readonly string[];
}

/** The mandatory parameters of an endpoint, looked up once. */
const mandatory = new WeakMap<Filters, readonly Mandatory[]>();

const mandatoryOf = (filters: Filters) => {
  let names = mandatory.get(filters);
  if (!names) {
    names = Object.entries(filters).flatMap(([name, { required, several, type }]) =>
      required ? [{ name, several, every: type.kind === 'enum' ? type.values.map((value) => value.name) : [] }] : [],
    );
    mandatory.set(filters, names);
  }
  return names;
};

/** Whether a mandatory parameter that takes several values was given none. */
const isEveryScope = (filters: Filters, args: ListArguments): boolean =>
  mandatoryOf(filters).some(({ name, several }) => several !== null && args[name] == null && args[several] == null);

/** The values of mandatory parameters: one set, or one for each value where several may be given. */
function requiredOf(filters: Filters, args: ListArguments): Record<string, unknown>[] {
  let sets: Record<string, unknown>[] = [{}];
  for (const { name, several, every } of mandatoryOf(filters)) {
    const one = args[name];
    const many = several ? (args[several] as readonly unknown[] | null | undefined) : null;
    if (several && one != null && many != null)
      throw new UnusableInput(`${name} and ${several}: give at most one of them.`);
    const values = one != null || several === null ? [one] : many == null ? every : [...new Set(many)];
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
