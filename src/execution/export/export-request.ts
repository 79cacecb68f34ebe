/** Which list an operation would have exported, in which order, and from where on. Anything else is refused at once. */
import { GraphQLError, type FieldNode } from 'graphql';
import { camelCase } from '../../schema/attribute.ts';
import type { Resource } from '../../schema/resource.ts';
import { toGraphQLError } from '../errors.ts';
import type { ListRequest, Params } from '../list-request.ts';
import type { ConnectionField } from '../plan.ts';
import type { Prepared } from '../prepare.ts';
import { Refused } from '../refused.ts';
import { refusal } from '../errors.ts';
import { type Positions, positionsOf, type Progress } from './position.ts';

/** Where the rows of an answer stand. */
export interface RowsPlace {
  /** The response key of the connection. */
  readonly root: string;
  /** The response key of its `nodes` or `edges`. */
  readonly rows: string;
  /** The response key of an edge's `node`; null for `nodes`. */
  readonly node: string | null;
}

/** The order in which one list is read. */
export interface ExportOrder {
  /** The column of the rows that it goes by; null for an order in which rows may move. */
  readonly column: string | null;
  readonly descending: boolean;
  /** A row stays where it is: it comes once, however often it changes meanwhile. */
  readonly isStable: boolean;
}

export interface ExportRequest {
  readonly list: ListRequest;
  /** The lists that are read, one after the other, each with its order. */
  readonly lists: readonly Params[];
  readonly order: ExportOrder;
  readonly place: RowsPlace;
  readonly positions: Positions;
  readonly start: Progress;
  /** Rows that are passed of each list before it begins. */
  readonly passed: readonly number[];
}

/** New rows come behind those that are there, and a row stays where it is as long as the rows before it do. */
const STABLE = 'created_at:asc';

/**
 * Reads what is to be exported. Throws {@link Refused} for an operation that is not of exactly one connection with rows,
 * and for a position of another export.
 *
 * @param after the position to go on from; null to begin.
 */
export function exportRequest(prepared: Prepared, cursorKey: string, after: string | null): ExportRequest {
  const [list, nodes] = listOf(prepared);
  const { resource, connection } = list.field;
  const place = placeOf(list.field.key, connection.fields, nodes);
  if (list.lists.length > 1 && list.offset > 0)
    throw refused('offset: not in an export of several types. Use `after`.', nodes);
  const { lists, order } = ordered(resource, list.lists);
  const identity = lists.map((params) => Object.entries(params).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const positions = positionsOf(cursorKey, [resource.endpoint?.path, ...identity], Math.max(1, lists.length));
  const passed = lists.map((_, at) => (list.after[at] ?? 0) + list.offset);
  const start = { list: 0, offset: passed[0] ?? 0, count: null, last: null, rows: 0 };
  try {
    return {
      list,
      lists,
      order,
      place,
      positions,
      passed,
      start: after === null ? start : positions.read(after),
    };
  } catch (error) {
    const { message, extensions } = toGraphQLError(error, nodes, null);
    throw refused(message, nodes, extensions);
  }
}

const refused = (message: string, nodes: readonly FieldNode[], extensions: Readonly<Record<string, unknown>> = {}) =>
  new Refused([
    new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', ...extensions, http: { status: 422 } } }),
  ]);

/** The one list of the operation. What could not be read of its arguments is the refusal. */
function listOf({ requests }: Prepared): readonly [ListRequest, readonly FieldNode[]] {
  const asked = requests.filter(({ field }) => field.kind !== 'typename');
  const [request] = asked;
  if (request?.kind === 'refused') {
    const { message, extensions } = toGraphQLError(request.error, request.field.nodes, {
      before: null,
      key: request.field.key,
    });
    throw refused(message, request.field.nodes, extensions);
  }
  if (asked.length !== 1 || request?.kind !== 'list')
    throw new Refused([
      refusal(
        'An export is of exactly one connection at the root of its operation, such as `timeEntries { nodes { id } }`. Ask for anything else at /graphql.',
        'BAD_USER_INPUT',
        422,
      ),
    ]);
  return [request.list, request.field.nodes];
}

function placeOf(root: string, fields: readonly ConnectionField[], nodes: readonly FieldNode[]): RowsPlace {
  const found = fields.flatMap((field): RowsPlace[] => {
    if (field.kind === 'nodes') return [{ root, rows: field.key, node: null }];
    if (field.kind !== 'edges') return [];
    return field.edge.fields.flatMap(({ kind, key }) =>
      kind === 'node' ? [{ root, rows: field.key, node: key }] : [],
    );
  });
  const [place] = found;
  if (place && found.length === 1) return place;
  throw refused('An export needs the rows of its connection once: select `nodes`, or `edges { node }`.', nodes);
}

/** The lists in the order that was asked for, and otherwise in the one in which the fewest rows move. */
function ordered(
  { attributes, declaration }: Resource,
  lists: readonly Params[],
): { readonly lists: readonly Params[]; readonly order: ExportOrder } {
  const hasStable = declaration.endpoint?.orders?.includes(STABLE) ?? false;
  const asked = lists[0]?.order ?? (hasStable ? STABLE : declaration.endpoint?.defaultOrder) ?? '';
  const [column = '', direction] = asked.split(':');
  const isWritten = attributes.has(camelCase(column));
  const isStable = column === 'created_at' && isWritten;
  // A row that changes goes to the end, and comes again there: none is passed over.
  const isByChange = column === 'updated_at' && direction === 'asc' && isWritten;
  return {
    lists: lists.map((params) =>
      params.order === undefined && hasStable && params.only === undefined ? { ...params, order: STABLE } : params,
    ),
    order: { column: isStable || isByChange ? column : null, descending: direction === 'desc', isStable },
  };
}
