/** Lists under records with their arguments read and checked: what the loaders are asked, and how cursors are sealed. */
import { GraphQLError } from 'graphql';
import { MAX_IDS } from '../loaders/load-request.ts';
import type { NestedArguments, NestedNeed, NestedRows } from '../loaders/nested-need.ts';
import { sendFilters } from '../schema/filter.ts';
import type { EndpointDeclaration } from '../schema/resource.ts';
import { UnusableInput } from '../schema/unusable-input.ts';
import { isId } from '../upstream/id.ts';
import { type Cursors, cursorsOf } from './cursor.ts';
import { toGraphQLError } from './errors.ts';
import { firstOf, type ListArguments, type ListLimits, notesOn, orderOf, type Params, sorted } from './list-request.ts';
import type { Note } from './notes.ts';
import type { Rows } from './page.ts';
import type { NestedField, Plan } from './plan.ts';
import { Refused } from './refused.ts';
import { argumentsOf } from './root-request.ts';

/** The arguments of one list under records. */
export interface NestedRequest extends NestedArguments {
  /** Rows are passed by a cursor. */
  readonly isPassed: boolean;
  /** The client did not say how many rows it wants. */
  readonly isDefault: boolean;
  /** What to say of its arguments, once for all records. */
  readonly notes: readonly Note[];
  readonly cursorsOf: (parent: string) => Cursors;
}

export type NestedRequests = ReadonlyMap<NestedNeed, NestedRequest>;

/**
 * Reads the arguments of every list under records. Throws {@link Refused}: what cannot be asked of one record can be asked
 * of none, and is refused before anything is called.
 */
export function readNested(
  { nested }: Plan,
  variables: Readonly<Record<string, unknown>>,
  cursorKey: string,
  limits: ListLimits,
): NestedRequests {
  const requests = new Map<NestedNeed, NestedRequest>();
  for (const field of nested) {
    if (requests.has(field.need)) continue;
    try {
      requests.set(field.need, nestedRequest(field, variables, cursorKey, limits));
    } catch (error) {
      const { message, extensions } = toGraphQLError(error, [field.node], null);
      const refused = { ...extensions, http: { status: 422 } };
      throw new Refused([new GraphQLError(message, { nodes: [field.node], extensions: refused })]);
    }
  }
  return requests;
}

function nestedRequest(
  { need, list, node, definition }: NestedField,
  variables: Readonly<Record<string, unknown>>,
  cursorKey: string,
  { maxFirst }: ListLimits,
): NestedRequest {
  const args: ListArguments = argumentsOf(definition, node, variables);
  const { resource, param } = list;
  const { filters, clash } = resource.declaration.endpoint as EndpointDeclaration;
  const filter = args.filter ?? {};
  const first = firstOf(args, maxFirst);
  for (const name of Object.keys(filter))
    if (list.taken.has(name) && filter[name] != null)
      throw new UnusableInput(
        `filter.${name}: \`${list.field}\` of a ${list.parent.type} lists those of that ${list.parent.type} already. Leave it out, or list them at the root.`,
      );
  const order = orderOf(args);
  const sent = sendFilters(filters, filter);
  const params: Params | 'nothing' = sent === 'nothing' ? sent : { ...sent, ...(order && { order }) };
  if (params !== 'nothing' && param in params)
    throw new UnusableInput(
      `filter: another argument sets the REST parameter that restricts \`${list.field}\` to its record.`,
    );
  const reason = clash?.({ ...filter, [list.argument]: '' });
  if (reason) throw new UnusableInput(`filter: ${reason}`);
  if (params !== 'nothing' && (params.only?.split(',').length ?? 0) > MAX_IDS)
    throw new UnusableInput(`filter.ids: at most ${MAX_IDS} ids.`);
  const known = new Map<string, Cursors>();
  const sealFor = (parent: string): Cursors => {
    let cursors = known.get(parent);
    if (!cursors) {
      const identity: unknown = params === 'nothing' ? filter : sorted({ ...params, [param]: parent });
      known.set(parent, (cursors = cursorsOf(cursorKey, ['under', resource.endpoint?.path, identity], 1)));
    }
    return cursors;
  };
  const cursor = args.after ?? null;
  return {
    params,
    first,
    isPassed: cursor !== null,
    isDefault: !(node.arguments ?? []).some(({ name }) => name.value === 'first'),
    notes: notesOn(filters, args, need.rows),
    cursorsOf: sealFor,
    // Of a stand-in no cursor is known to be another's.
    passed: (parent) => (cursor === null ? 0 : isId(parent) ? (sealFor(parent).read(cursor)[0] ?? 0) : 1),
  };
}

/** The arguments of the lists of one operation, for its loaders. */
export const argumentsIn =
  (requests: NestedRequests) =>
  (need: NestedNeed): NestedArguments => {
    const request = requests.get(need);
    if (!request) throw new TypeError(`${need.path} was planned and not read`);
    return request;
  };

/** What a record was given of its list, as the rows of a connection. */
export function nestedRows(rows: NestedRows, { cursorsOf: sealFor }: NestedRequest, parent: string): Rows {
  const cursors = sealFor(parent);
  return {
    ...rows,
    length: rows.ids.length,
    cursorAt: (index) => cursors.write([rows.before + index + 1]),
    endCursor: () => cursors.write([rows.end]),
  };
}
