/** Where an operation begins, for the checker of the least number of calls: read from the operation and the API's data alone. */
import { type FieldNode, getArgumentValues, type GraphQLSchema, parse } from 'graphql';
import { parseGlobalId } from '../../src/schema/global-id.ts';
import { type FieldPlan, fieldPlanOf } from '../../src/schema/field-plan.ts';
import { type Resource, resources } from '../../src/schema/resource.ts';
import type { Api, ApiParams } from './api.ts';
import { FieldCollector } from './fields.ts';
import { listParams, wholeCall, wholeRows } from './list-params.ts';
import { type ListBelow, questionOf } from './nested-bound.ts';
import { type Edge, type Position, PositionReader, rowsOf } from './position.ts';
import type { RandomOperation } from './random-operation.ts';

/** A record at a place. */
export interface Visit {
  readonly position: Position;
  readonly id: string;
  /** Not the record is wanted, but a list of those that it owns by this association. */
  readonly listing?: Edge;
  /** Not the record is wanted, but a list under it. */
  readonly below?: ListBelow;
  /** The mandatory parameter's value, where the operation names it. */
  readonly scope: string | null;
}

/** One page of a list. */
export interface ListCall {
  readonly resource: Resource;
  /** Path, filters and page. */
  readonly question: string;
  /** Filters alone: whatever page, it tells the count. */
  readonly filters: string;
  readonly position: Position | null;
  readonly named: boolean;
  readonly ids: readonly string[];
  /** The rows that the operation reads; fewer where it cuts a list that the API does not page. */
  readonly read: readonly string[];
  readonly wave: number;
  /** An include that is asked for beside what the position wants: it tells whose the rows are. */
  readonly also?: string;
  /** No call: the rows of a place are there, and lead on. */
  readonly isSilent?: boolean;
}

/** What an operation asks for by itself: lists, and records by their ids. Of lists it asks `api` which rows they hold. */
export async function readRoots(schema: GraphQLSchema, { query, variables, cursors }: RandomOperation, api: Api) {
  const fields = new FieldCollector(schema, parse(query), variables);
  const reader = new PositionReader(fields, cursors);
  const lists: ListCall[] = [];
  const visits: Visit[] = [];
  for (const nodes of fields.roots().values()) {
    const [node] = nodes as [FieldNode];
    const field = schema.getQueryType()?.getFields()[node.name.value];
    const meaning = field && fieldPlanOf(field);
    if (!field || !meaning) continue;
    const args = getArgumentValues(field, node, variables);
    if (meaning.kind === 'list')
      lists.push(...(await listCalls(meaning.resource, args, rowsOf(reader, fields, meaning.resource, nodes), api)));
    else if (meaning.kind === 'self' || meaning.kind === 'whole')
      lists.push(await placeCall(meaning, args, reader.at(meaning.resource, nodes), api));
    else if (meaning.kind === 'one' || meaning.kind === 'several') {
      const positions = new Map<string, Position>();
      for (const text of meaning.kind === 'one' ? [args.id as string] : (args.ids as string[])) {
        const global = parseGlobalId(text);
        const resource = meaning.resource ?? (resources.get(global?.type ?? '') as Resource);
        const position = positions.get(resource.type) ?? reader.at(resource, nodes);
        positions.set(resource.type, position);
        position.looks = true;
        visits.push({ position, id: global?.kantataId ?? text, scope: global?.scope ?? null });
      }
    }
  }
  return { lists, visits };
}

/** A call that the operation alone fixes, and that has no pages: the caller, or a list that comes whole. */
async function placeCall(
  { kind, resource, ...meaning }: Extract<FieldPlan, { kind: 'self' | 'whole' }>,
  args: Record<string, unknown>,
  position: Position,
  api: Api,
): Promise<ListCall> {
  const { endpoint } = resource;
  const isSelf = kind === 'self';
  const path = isSelf ? `${endpoint?.path}/${(meaning as { word: string }).word}` : wholeCall(resource, args).path;
  const params = isSelf ? {} : wholeCall(resource, args).params;
  const ids = isSelf
    ? ((await api.get(path, { ...endpoint?.reveal }))?.results.map(({ id }) => id) ?? [])
    : (await wholeRows(resource, args, api)).map(({ id }) => id);
  position.looks = true;
  const question = `${path} ${JSON.stringify(params)}`;
  return { resource, filters: question, question, position, named: isSelf, ids, read: ids, wave: 1 };
}

async function listCalls(
  resource: Resource,
  args: Record<string, unknown>,
  position: Position | null,
  api: Api,
): Promise<ListCall[]> {
  const params = listParams(resource, args);
  if (params === 'nothing') return [];
  const path = resource.endpoint?.path as string;
  const keyOf = (some: ApiParams) => questionOf(path, some);
  const { order: _, ...unordered } = params;
  const shared = { resource, filters: keyOf(unordered), position, named: params.only !== undefined };
  const offset = (args.offset as number | undefined) ?? 0;
  const first = (args.first as number | undefined) ?? 20;
  if (!position || params.only !== undefined) {
    const all = await api.get(path, params);
    const ids = position ? (all?.results.map(({ id }) => id) ?? []) : [];
    return [{ ...shared, question: keyOf(params), ids, read: ids.slice(offset, offset + first), wave: 1 }];
  }
  const calls: ListCall[] = [];
  for (let start = offset; start < offset + first; start += 200) {
    const window = { limit: String(Math.min(200, offset + first - start)), offset: String(start) };
    const page = await api.get(path, { ...params, ...window });
    // No page is asked for that the first one tells to be empty.
    if (calls.length > 0 && start >= (page?.count ?? 0)) break;
    const ids = page?.results.map(({ id }) => id) ?? [];
    calls.push({
      ...shared,
      question: keyOf({ ...params, ...window }),
      ids,
      read: ids,
      wave: calls.length > 0 ? 2 : 1,
    });
  }
  return calls;
}
