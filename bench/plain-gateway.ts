/**
 * What the gateway is compared with: GraphQL Yoga with its defaults, field resolvers, and DataLoader,
 * as a competent team would put it together without a planner.
 *
 * - Records by id: one DataLoader per type and request, 150 ids a call, with the parameters that
 *   reveal what the API's defaults hide.
 * - Associations whose ids the row does not carry: one DataLoader per association, keyed by parent,
 *   that asks for the parents with the include.
 * - Polymorphic associations: the DataLoader of the type that the row names.
 * - Optional fields: one DataLoader per type.
 *
 * It knows nothing of the selection, so nothing is side-loaded that has an id of its own to load by.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isObjectType,
  isUnionType,
  printSchema,
} from 'graphql';
import { createSchema as createYogaSchema, createYoga, type YogaInitialContext } from 'graphql-yoga';
import type { Link } from '../src/loaders/collection.ts';
import { pagesOf } from '../src/loaders/call.ts';
import type { Window } from '../src/loaders/load-request.ts';
import { isLoadable } from '../src/loaders/requirements.ts';
import { targetByKey, targetByTypeName } from '../src/loaders/record-store.ts';
import { type Attribute, snakeCase } from '../src/schema/attribute.ts';
import { sendFilters } from '../src/schema/filter.ts';
import { kantataIdOf, parseGlobalId } from '../src/schema/global-id.ts';
import { createSchema } from '../src/schema/index.ts';
import { type FieldPlan, fieldPlanOf } from '../src/schema/field-plan.ts';
import { narrowReferences, narrowToCustomField } from '../src/schema/narrow.ts';
import { type EndpointDeclaration, type Resource, resources } from '../src/schema/resource.ts';
import * as scalars from '../src/schema/scalars.ts';
import { Api, type Body, Loaders, type Row, rowsOf, typed } from './plain-loaders.ts';

interface Context extends YogaInitialContext {
  loaders: Loaders;
}

type Args = Readonly<Record<string, unknown>>;

type Resolve = (source: Row, args: Args, context: Context) => unknown;

const blankAsNull = (value: unknown) => (value === '' ? null : value);
const dayOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 10) : null);
const asItIs = (value: unknown) => value;

/** A wire value as its GraphQL type takes it: scalars serialise it, so most need nothing. */
function readerOf({ type, read }: Attribute): (value: unknown) => unknown {
  if (type.kind !== 'scalar') return (value) => (value === null || value === undefined ? null : read(value));
  if (type.name === 'Date') return dayOf;
  return type.name === 'String' || type.name === 'JSON' || type.name === 'Boolean' ? asItIs : blankAsNull;
}

function attributeResolver(resource: Resource | null, wire: string, attribute: Attribute): Resolve {
  const read = readerOf(attribute);
  if (attribute.optional && resource)
    return async (row, _, { loaders }) => read(await loaders.optional(resource, wire, row));
  return read === asItIs ? (row) => row[wire] : (row) => read(row[wire]);
}

const idOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

/** Whether a record of the type can be asked for by what a row that points at it tells. */
const isAskable = (target: Resource) => isLoadable(target) && !target.endpoint?.scope;

function associationResolver(resource: Resource, link: Link): Resolve {
  if (link.kind === 'many') return toManyResolver(resource, link, link.targets[0] as Resource);
  if (link.kind === 'one') return toOneResolver(resource, link, link.targets[0] as Resource);
  return polymorphicResolver(resource, link);
}

function toManyResolver(resource: Resource, link: Link, target: Resource): Resolve {
  const included = async (row: Row, { loaders }: Context) => {
    const found = resource.endpoint ? await loaders.included(resource, link, row) : null;
    const ids = found?.row[link.field];
    if (!found || !Array.isArray(ids)) return null;
    const rows = rowsOf(found.body, target.key);
    return ids.flatMap((id) => typed(rows[String(id)], target.type) ?? []);
  };
  const idsIn = link.own ? (row: Row) => (row[link.field] ?? []) as unknown[] : link.idsIn;
  if (idsIn && isAskable(target))
    return async (row, _, { loaders }) => {
      const ids = idsIn(row);
      if (!ids) return null;
      const found = await Promise.all(ids.map((id) => loaders.byId(target, String(id))));
      return found.filter((row) => row !== null);
    };
  if (link.name !== 'external_references') return (row, _, context) => included(row, context);
  return async (row, args, context) => {
    const references = await included(row, context);
    return Object.keys(args).length > 0 ? references?.filter(narrowReferences.keep(args)) : references;
  };
}

function toOneResolver(resource: Resource, link: Link, target: Resource): Resolve {
  if (link.own && isAskable(target))
    return (row, _, { loaders }) => {
      const id = idOf(row[link.field]);
      return id === null ? null : loaders.byId(target, id);
    };
  return async (row, _, { loaders }) => {
    const found = resource.endpoint ? await loaders.included(resource, link, row) : null;
    const id = found && idOf(found.row[link.field]);
    return found && id !== null ? typed(rowsOf(found.body, target.key)[id], target.type) : null;
  };
}

function polymorphicResolver(resource: Resource, link: Link): Resolve {
  const included = async (row: Row, { loaders }: Context) => {
    const found = resource.endpoint ? await loaders.included(resource, link, row) : null;
    const ref = found?.row[link.field] as { key: string; id: unknown } | null | undefined;
    const target = ref && targetByKey(link.targets, ref.key);
    return found && ref && target ? typed(rowsOf(found.body, ref.key)[String(ref.id)], target.type) : null;
  };
  const { typeField, idField } = link;
  if (!typeField || !idField) return (row, _, context) => included(row, context);
  const targets = new Map<unknown, Resource | null>();
  return (row, _, context) => {
    const type = row[typeField];
    let target = targets.get(type);
    if (target === undefined)
      targets.set(type, (target = targetByTypeName(link.targets, String(type)) as Resource | null));
    const id = idOf(row[idField]);
    return target && id !== null && isAskable(target) ? context.loaders.byId(target, id) : included(row, context);
  };
}

function customFieldResolver(resource: Resource, link: Link): Resolve {
  const values = toManyResolver(resource, link, link.targets[0] as Resource);
  return async (row, args, context) => {
    const found = (await values(row, {}, context)) as Row[] | null;
    return found?.find(narrowToCustomField.keep(args));
  };
}

/** Only the ids of an association. */
function keysResolver(resource: Resource, link: Link): Resolve {
  const read = (row: Row) => {
    const value = row[link.field];
    if (link.kind === 'many') return Array.isArray(value) ? value.map(String) : null;
    return link.kind === 'one' ? idOf(value) : (value ?? null);
  };
  if (link.own && link.kind !== 'polymorphic') return read;
  if (link.idsIn) return (row) => link.idsIn?.(row)?.map(String);
  return async (row, _, { loaders }) => {
    const found = resource.endpoint ? await loaders.included(resource, link, row) : null;
    return found && read(found.row);
  };
}

function globalIdResolver({ type, endpoint }: Resource): Resolve {
  const scope = endpoint?.single ? null : endpoint?.scope;
  return scope ? (row) => `${type}:${scope.read(row[scope.field])}:${row.id}` : (row) => `${type}:${row.id}`;
}

/** A connection, as its fields read it. */
interface List {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly offset: number;
}

interface ListArgs extends Args {
  readonly filter?: object | null;
  readonly orderBy?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly offset?: number | null;
}

const cursorOf = (offset: number) => Buffer.from(String(offset)).toString('base64url');
const offsetOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString());

const rowsIn = (resource: Resource, body: Body): Row[] => {
  const rows = rowsOf(body, resource.key);
  return body.results.flatMap(({ id }) => typed(rows[id], resource.type) ?? []);
};

/** Rows of one list: its first page tells how many there are, the others follow side by side. */
async function listRows(
  resource: Resource,
  params: Readonly<Record<string, string>>,
  window: Window,
  loaders: Loaders,
) {
  if (params.only !== undefined) {
    const all = rowsIn(resource, await loaders.list(resource, params));
    return { rows: all.slice(window.offset, window.offset + window.limit), count: all.length };
  }
  const page = ({ offset, limit }: Window) =>
    loaders.list(resource, {
      ...params,
      ...(offset % limit === 0
        ? { per_page: String(limit), page: String(offset / limit + 1) }
        : { limit: String(limit), offset: String(offset) }),
    });
  const [head, ...tail] = pagesOf(window) as [Window, ...Window[]];
  const top = await page(head);
  const rest = await Promise.all(tail.filter(({ offset }) => offset < top.count).map(page));
  return { rows: [top, ...rest].flatMap((body) => rowsIn(resource, body)), count: top.count };
}

/** The merged rows of several lists, newest or oldest first by a column that holds times. */
function merged(rows: readonly Row[], order: string): Row[] {
  const [column, direction] = order.split(':') as [string, string];
  const timeOf = (row: Row) => (row[column] ? Date.parse(row[column] as string) : Number.NEGATIVE_INFINITY);
  const ranked = rows.map((row) => ({ row, time: timeOf(row) }));
  const sign = direction === 'desc' ? -1 : 1;
  return ranked
    .toSorted((one, other) => (one.time === other.time ? 0 : sign * (one.time - other.time)))
    .map(({ row }) => row);
}

function listResolver(resource: Resource): Resolve {
  const { filters, defaultOrder } = resource.declaration.endpoint as EndpointDeclaration;
  const scope = Object.entries(filters).find(([, { required }]) => required);
  return async (_, args, { loaders }): Promise<List> => {
    const { filter, orderBy, after } = args as ListArgs;
    const limit = (args as ListArgs).first ?? 20;
    const offset = after == null ? ((args as ListArgs).offset ?? 0) : offsetOf(after) + 1;
    const paramsOf = (required: Args) => {
      const sent = sendFilters(filters, { ...filter, ...required });
      return sent === 'nothing' ? null : { ...sent, ...(orderBy && { order: orderBy }) };
    };
    const several = scope?.[1].several ? (args[scope[1].several] as unknown[] | null | undefined) : null;
    if (scope && several) {
      const lists = await Promise.all(
        several.map((value) =>
          listRows(resource, paramsOf({ [scope[0]]: value }) ?? {}, { offset: 0, limit: offset + limit }, loaders),
        ),
      );
      const rows = merged(
        lists.flatMap(({ rows }) => rows),
        orderBy ?? defaultOrder ?? '',
      );
      return {
        rows: rows.slice(offset, offset + limit),
        count: lists.reduce((sum, { count }) => sum + count, 0),
        offset,
      };
    }
    const params = paramsOf(scope ? { [scope[0]]: args[scope[0]] } : {});
    if (!params) return { rows: [], count: 0, offset };
    return { ...(await listRows(resource, params, { offset, limit }, loaders)), offset };
  };
}

function byIdResolver(resource: Resource | null, several: boolean): Resolve {
  const one = (loaders: Loaders, value: string) => {
    const global = parseGlobalId(value);
    const type = resource ?? resources.get(global?.type ?? '');
    if (!type) throw new Error('There is no such type.');
    const id = global?.type === type.type ? global.kantataId : kantataIdOf(value, type.type, 'id');
    return loaders.byId(type, id, global?.scope ?? null);
  };
  return several
    ? (_, { ids }, { loaders }) => (ids as string[]).map((id) => one(loaders, id))
    : (_, { id }, { loaders }) => one(loaders, id as string);
}

/** Fields of connections: their sources are lists, and edges their places in one. */
const connectionResolvers: Partial<Record<FieldPlan['kind'], (source: never) => unknown>> = {
  nodes: ({ rows }: List) => rows,
  edges: ({ rows, offset }: List) => rows.map((node, index) => ({ node, cursor: cursorOf(offset + index) })),
  totalCount: ({ count }: List) => count,
  pageInfo: (list: List) => list,
  node: ({ node }: { node: Row }) => node,
  cursor: ({ cursor }: { cursor: string }) => cursor,
  hasNextPage: ({ rows, count, offset }: List) => offset + rows.length < count,
  hasPreviousPage: ({ count, offset }: List) => offset > 0 && count > 0,
  startCursor: ({ rows, offset }: List) => (rows.length > 0 ? cursorOf(offset) : null),
  endCursor: ({ rows, offset }: List) => (rows.length > 0 ? cursorOf(offset + rows.length - 1) : null),
};

function resolverOf(type: GraphQLObjectType, name: string, meaning: FieldPlan): Resolve | undefined {
  const resource = resources.get(type.name) as Resource;
  // Groups of sums and the like, which no shape of the bench selects.
  if (!resource && 'link' in meaning) return undefined;
  switch (meaning.kind) {
    case 'attribute':
      return attributeResolver(resource ?? null, meaning.wire ?? snakeCase(name), meaning.attribute);
    case 'derived':
      return (row) => meaning.derived.from(row) ?? null;
    case 'id':
      return globalIdResolver(resource);
    case 'kantataId':
      return (row) => row.id;
    case 'association':
      return associationResolver(resource, resource.links.get(meaning.link) as Link);
    case 'customField':
      return customFieldResolver(resource, resource.links.get(meaning.link) as Link);
    case 'keys':
      return keysResolver(resource, resource.links.get(meaning.link) as Link);
    case 'list':
      return listResolver(meaning.resource);
    case 'one':
    case 'several':
      return byIdResolver(meaning.resource, meaning.kind === 'several');
    default:
      return connectionResolvers[meaning.kind] as Resolve | undefined;
  }
}

const SCALARS = {
  DateTime: scalars.DateTime,
  Date: scalars.CalendarDate,
  SafeInt: scalars.SafeInt,
  JSON: scalars.Json,
};

/** Resolvers for the types of our schema, such as one would write by hand, made from the same declarations. */
function resolversOf(schema: GraphQLSchema) {
  const resolvers: Record<string, unknown> = { ...SCALARS };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const meaning = fieldPlanOf(field);
        const resolve = meaning && resolverOf(type, field.name, meaning);
        return resolve ? [[field.name, resolve]] : [];
      });
      if (fields.length > 0) resolvers[type.name] = Object.fromEntries(fields);
    } else if (isEnumType(type)) {
      // What arguments are read as; from the printed schema alone their names would arrive.
      resolvers[type.name] = Object.fromEntries(type.getValues().map(({ name, value }) => [name, value]));
    } else if (isUnionType(type) || type.name === 'Node') {
      resolvers[type.name] = { __resolveType: ({ __typename }: Row) => __typename };
    }
  }
  return resolvers;
}

export interface PlainGateway {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** @param apiUrl base of the REST API, without a trailing slash. */
export function createPlainGateway(apiUrl: string, connections: number): PlainGateway {
  const api = new Api(apiUrl, connections);
  const declared = createSchema();
  const yoga = createYoga({
    schema: createYogaSchema<Context>({ typeDefs: printSchema(declared), resolvers: resolversOf(declared) as never }),
    context: ({ request }) => ({ loaders: new Loaders(api, request.headers.get('authorization') ?? '') }),
    logging: false,
  });
  return { handler: (request, response) => void yoga(request, response), close: api.close };
}
