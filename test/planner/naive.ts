/**
 * A naive executor: graphql-js, one resolver for all fields, and one REST request for each record and
 * each association of each record. It knows nothing of needs, waves, batches or what came before.
 * Its answer is what an operation means. In detail:
 *
 * - A list is a page of the API's list. Its rows are what the API says with its own default filters.
 * - A record by id is asked for with everything un-hidden. One that does not come is null.
 * - The targets of an association are those that the API writes when the parent is fetched with that
 *   include, and are as visible as that: a record that came beside its parent is there, whether or not
 *   it could be asked for by its id. Those that are hidden or gone are null, or left out of a list.
 * - Where no include gives an association, a list of the targets does, filtered by this one parent.
 * - A list under a record is the API's list with the id of this one record among its parameters.
 * - A parent that cannot be fetched (a type without an endpoint) knows the targets that its own columns
 *   name, each then asked for by its own id; of all others it knows nothing, which is null.
 * - Where only `id`, `kantataId` and `__typename` of a target are selected by a field, and the parent's
 *   own columns tell them, they are answered without a look whether the record is there.
 * - An optional attribute comes from fetching the record with it.
 */
import {
  execute,
  type FieldNode,
  getArgumentValues,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLSchema,
  parse,
} from 'graphql';
import { mapSchema, MapperKind } from '@graphql-tools/utils';
import type { Link, Listing } from '../../src/loaders/collection.ts';
import type { Attribute } from '../../src/schema/attribute.ts';
import { parseGlobalId } from '../../src/schema/global-id.ts';
import { type FieldPlan, fieldPlanOf } from '../../src/schema/field-plan.ts';
import type { Sent } from '../../src/schema/filter.ts';
import { narrowToCustomField } from '../../src/schema/narrow.ts';
import type { NestedList } from '../../src/schema/nested-lists.ts';
import { narrowingOf } from '../../src/schema/association-fields.ts';
import type { Resource } from '../../src/schema/resource.ts';
import { resources } from '../../src/schema/resource.ts';
import { type Api, type ApiRow, rowOf } from './api.ts';
import { chosenOf } from './chosen.ts';
import { isSilent, pathOf, type SilentList } from './cuts.ts';
import { FieldCollector } from './fields.ts';
import { listParams, nestedParams, wholeRows } from './list-params.ts';
import { idsIn, pointersOf } from './pointers.ts';
import type { RandomOperation } from './random-operation.ts';
import type { KnownCursors } from './turned-pages.ts';

/** A record on its way through the executor. */
interface Known {
  readonly resource: Resource;
  readonly id: string;
  /** Its own columns; null for a record that nobody has looked at. */
  readonly row: ApiRow | null;
  /** The value of its endpoint's mandatory parameter, where its row tells. */
  readonly scope: string | null;
}

interface Connection {
  readonly rows: readonly Known[];
  readonly count: number;
  readonly offset: number;
}

interface Context {
  readonly api: Api;
  readonly fields: FieldCollector;
  readonly cursors: KnownCursors;
  /** Lists that are cut, or may be, in silence. */
  readonly silent: SilentList[];
  /** Associations whose ids are answered somewhere. */
  readonly keyed: Set<Link>;
}

const known = (resource: Resource, id: string, row: ApiRow | null): Known => {
  const { scope } = resource.endpoint ?? {};
  return {
    resource,
    id,
    row,
    scope: scope && row ? scope.read(row[scope.field]) : null,
  };
};

/** The same schema, with one resolver for every field in place of its own. */
export const naiveSchema = (schema: GraphQLSchema): GraphQLSchema =>
  mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field) => ({ ...field, resolve }),
    [MapperKind.ABSTRACT_TYPE]: (type) => {
      type.resolveType = (value) => (value as Known).resource.type;
      return type;
    },
  });

/** @param schema made by {@link naiveSchema}. */
export async function executeNaively(
  schema: GraphQLSchema,
  { query, variables, cursors = new Map() }: RandomOperation,
  api: Api,
) {
  const document = parse(query);
  const fields = new FieldCollector(schema, document, variables);
  const contextValue: Context = { api, fields, cursors, silent: [], keyed: new Set() };
  const result = await execute({ schema, document, variableValues: variables, contextValue });
  // Through JSON, as the gateway's answer came.
  const answer = JSON.parse(JSON.stringify(result)) as { data: unknown; errors?: readonly GraphQLFormattedError[] };
  // Where the ids of all stand beside them, nothing needs to be said.
  const silent = contextValue.silent.map((list) => ({
    ...list,
    isSure: !list.link || !contextValue.keyed.has(list.link),
  }));
  return { ...answer, silent };
}

type Info = Parameters<GraphQLFieldResolver<unknown, Context>>[3];

const resolve: GraphQLFieldResolver<unknown, Context> = (parent, args, context, info) => {
  const field = info.parentType.getFields()[info.fieldName];
  const meaning = field && fieldPlanOf(field);
  if (!meaning) throw new TypeError(`${info.parentType.name}.${info.fieldName} means nothing`);
  switch (meaning.kind) {
    case 'list':
      return listOf(meaning.resource, args, context.api);
    case 'nested':
      return under(parent as Known, meaning.list, args, context, info);
    case 'self':
      return caller(meaning, context.api);
    case 'whole':
      return wholeOf(meaning.resource, args, context.api);
    case 'one':
      return wanted(meaning.resource, args.id as string, context.api);
    case 'several':
      return Promise.all((args.ids as string[]).map((id) => wanted(meaning.resource, id, context.api)));
    case 'nodes':
      return (parent as Connection).rows;
    case 'edges':
      return (parent as Connection).rows;
    case 'node':
      return parent;
    case 'pageInfo':
      return parent;
    case 'totalCount':
      return (parent as Connection).count;
    case 'hasNextPage': {
      const { offset, rows, count } = parent as Connection;
      return offset + rows.length < count;
    }
    case 'hasPreviousPage': {
      const { offset, count } = parent as Connection;
      return Math.min(offset, count) > 0;
    }
    case 'id':
      return globalId(parent as Known);
    case 'kantataId':
      return (parent as Known).id;
    case 'attribute':
      return attributeOf(parent as Known, meaning, context.api);
    case 'derived': {
      const { row } = parent as Known;
      const value = row && meaning.derived.from(row);
      return readNullable(meaning.derived.attribute, value);
    }
    case 'keys':
      context.keyed.add(linkOf(parent as Known, meaning.link));
      return keysOf(parent as Known, meaning.link, context.api);
    case 'association':
    case 'customField':
      return associated(parent as Known, meaning, context, info);
    default:
      throw new TypeError(`the naive executor does not know ${meaning.kind}`);
  }
};

const globalId = ({ resource, id, scope }: Known) =>
  resource.endpoint?.scope && !resource.endpoint.single ? `${resource.type}:${scope}:${id}` : `${resource.type}:${id}`;

const listOf = (resource: Resource, args: Record<string, unknown>, api: Api): Promise<Connection> =>
  pageOf(resource, listParams(resource, args), args, api);

async function under(
  { id }: Known,
  list: NestedList,
  args: Record<string, unknown>,
  { api, cursors, fields, silent }: Context,
  info: Info,
): Promise<Connection> {
  const cursor = args.after == null ? null : cursors.get(args.after as string);
  if (cursor && cursor.parent !== id) throw new Error('a cursor of another record');
  const params = nestedParams(list, args);
  const page = { ...args, offset: cursor?.passed ?? 0 };
  const found = await pageOf(list.resource, params === 'nothing' ? params : { ...params, [list.param]: id }, page, api);
  const { rows, count, offset } = found;
  const isCut = offset + rows.length < count;
  if ((isCut || rows.length === args.first) && args.first !== 1 && isSilent(info, fields))
    silent.push({ path: pathOf(info), isCut, link: null });
  return found;
}

async function pageOf(resource: Resource, params: Sent, args: Record<string, unknown>, api: Api): Promise<Connection> {
  const offset = (args.offset as number | undefined) ?? 0;
  if (params === 'nothing') return { rows: [], count: 0, offset };
  const first = (args.first as number | undefined) ?? 20;
  const path = resource.endpoint?.path as string;
  const rows: Known[] = [];
  let count = 0;
  for (let start = offset; start < offset + first; start += 200) {
    const limit = Math.min(200, offset + first - start);
    const page = await api.get(path, { ...params, limit: String(limit), offset: String(start) });
    if (!page) throw new Error(`no list ${path}`);
    const all = page.results.map(({ id }) => known(resource, id, rowOf(page, resource.key, id)));
    // Rows named by `only` are not paged.
    if (params.only !== undefined) return { rows: all.slice(offset, offset + first), count: all.length, offset };
    rows.push(...all);
    count = page.count;
  }
  return { rows, count, offset };
}

/** The user whose token it is; null where the API names nobody. */
async function caller({ resource, word }: Extract<FieldPlan, { kind: 'self' }>, api: Api): Promise<Known | null> {
  const answer = await api.get(`${resource.endpoint?.path}/${word}`, { ...resource.endpoint?.reveal });
  const id = answer?.results[0]?.id;
  return answer && id !== undefined ? known(resource, id, rowOf(answer, resource.key, id)) : null;
}

async function wholeOf(resource: Resource, args: Record<string, unknown>, api: Api): Promise<Known[]> {
  const list = await wholeRows(resource, args, api);
  return list.map((row) => known(resource, row.id, row));
}

async function wanted(resource: Resource | null, text: string, api: Api): Promise<Known | null> {
  const global = parseGlobalId(text);
  const type = resource ?? (resources.get(global?.type ?? '') as Resource);
  const id = global?.kantataId ?? text;
  const found = await api.record(type, id, global?.scope ?? null, {});
  return found && known(type, id, found.row);
}

async function attributeOf(
  parent: Known | Readonly<Record<string, unknown>>,
  { attribute, wire }: Extract<FieldPlan, { kind: 'attribute' }>,
  api: Api,
): Promise<unknown> {
  // A value object is the record of its own values.
  if (!isKnown(parent)) return readNullable(attribute, Object.hasOwn(parent, wire) ? parent[wire] : null);
  if (!attribute.optional) return readNullable(attribute, parent.row?.[wire]);
  const found = await api.record(parent.resource, parent.id, parent.scope, { optional_fields: wire });
  return readNullable(attribute, found?.row[wire]);
}

const isKnown = (parent: object): parent is Known => 'resource' in parent && 'scope' in parent;

/** A list entry by entry, each as its own attribute reads it. */
function readNullable(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const { item } = attribute;
  const read = attribute.read(value);
  return item ? (read as readonly unknown[]).map((entry) => readNullable(item, entry)) : read;
}

const linkOf = ({ resource }: Known, name: string): Link => resource.links.get(name) as Link;

/** The parent, fetched with one include; null when it cannot be. */
const withInclude = (parent: Known, link: Link, api: Api) =>
  link.includable
    ? api.record(parent.resource, parent.id, parent.scope, { include: link.name, ...link.requires })
    : Promise.resolve(null);

/** The rows that name the parent as their owner, from the list that gives them. */
async function listedRows(parent: Known, link: Link, listing: Listing, api: Api): Promise<ApiRow[] | null> {
  const resource = link.targets[0] as Resource;
  const question = { ...listing.params, [listing.by]: parent.id, per_page: '200' };
  const answer = await api.get(resource.endpoint?.path as string, question);
  return answer && answer.results.map(({ id }) => rowOf(answer, resource.key, id) as ApiRow);
}

async function keysOf(parent: Known, name: string, api: Api): Promise<unknown> {
  const link = linkOf(parent, name);
  if (link.listing) return (await listedRows(parent, link, link.listing, api))?.map(({ id }) => String(id)) ?? null;
  const fromColumn = link.own && link.kind !== 'polymorphic';
  const row = fromColumn ? parent.row : (await withInclude(parent, link, api))?.row;
  const value = row && idsIn(row, link);
  if (value === null || value === undefined || value === '') return null;
  if (link.kind === 'many') return (value as unknown[]).map(String);
  return link.kind === 'one' ? (pointersOf(row as ApiRow, link)[0]?.id ?? value) : value;
}

async function associated(
  parent: Known,
  meaning: Extract<FieldPlan, { kind: 'association' | 'customField' }>,
  context: Context,
  info: Info,
): Promise<unknown> {
  const link = linkOf(parent, meaning.link);
  const [node] = info.fieldNodes as [FieldNode];
  const names = (node.arguments ?? []).map(({ name }) => name.value);
  const targets = await targetsOf(parent, link, context, info.fieldNodes, names.includes('orderBy'));
  if (link.kind !== 'many') return targets?.[0] ?? null;
  if (!targets) return null;
  const first = meaning.kind === 'customField';
  const narrowing = first ? narrowToCustomField : narrowingOf(meaning.association);
  const field = info.parentType.getFields()[info.fieldName];
  const args = field ? getArgumentValues(field, node, info.variableValues) : {};
  const keep = narrowing && names.length > 0 ? narrowing.keep(args) : () => true;
  const kept = targets.filter(({ row }) => !row || keep(row));
  if (first) return kept[0] ?? null;
  if (typeof args.first === 'number' && args.first > 1 && kept.length > args.first)
    context.silent.push({ path: pathOf(info), isCut: true, link });
  return chosenOf(link.targets[0] as Resource, args, kept);
}

/** The records that an association leads to; null when nothing is known of it. */
async function targetsOf(
  parent: Known,
  link: Link,
  context: Context,
  nodes: readonly FieldNode[],
  areOrdered: boolean,
): Promise<Known[] | null> {
  const { api } = context;
  if (link.listing) {
    const resource = link.targets[0] as Resource;
    const rows = await listedRows(parent, link, link.listing, api);
    return rows?.map((row) => known(resource, String(row.id), row)) ?? null;
  }
  const fetched = await withInclude(parent, link, api);
  const row = fetched?.row ?? (link.own ? parent.row : null);
  if (!row) return null;
  if (link.kind === 'many' && !Array.isArray(idsIn(row, link))) return null;
  const records: Known[] = [];
  for (const { resource, id } of pointersOf(row, link)) {
    if (link.own && !areOrdered && onlyNames(resource, nodes, context)) {
      records.push(known(resource, id, null));
      continue;
    }
    // An include brings what may be seen; a column names what must be asked for.
    const target = fetched ? rowOf(fetched.answer, resource.key, id) : (await api.record(resource, id, null, {}))?.row;
    if (target) records.push(known(resource, id, target));
  }
  return records;
}

/** Whether a field asks nothing of these targets that the pointer to them does not tell. */
function onlyNames(resource: Resource, nodes: readonly FieldNode[], { fields }: Context): boolean {
  const type = fields.schema.getType(resource.type) as GraphQLObjectType;
  return [...fields.below(nodes, type).values()].every(([node]) => {
    const name = node?.name.value;
    // The middle part of a reference's global id stands in its row.
    const free = name === 'id' ? !resource.endpoint?.scope || resource.endpoint.single : false;
    return name === 'kantataId' || name === '__typename' || free;
  });
}
