/**
 * What the gateway is compared with: GraphQL Yoga with its defaults, field resolvers, and DataLoader,
 * as a competent team would put it together without a planner.
 *
 * - Records by id: one DataLoader per type and request, 150 ids a call, with the parameters that
 *   reveal what the API's defaults hide.
 * - Associations whose ids the row does not carry: one DataLoader per association, keyed by parent,
 *   that asks for the parents with the include.
 * - Polymorphic associations: the DataLoader of the type that the row names.
 * - Optional fields: one DataLoader per type, which asks for the fields that were wanted at once.
 *
 * It knows nothing of the selection, so nothing is side-loaded that has an id of its own to load by.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import DataLoader from 'dataloader';
import { type GraphQLObjectType, type GraphQLSchema, isEnumType, isObjectType, isUnionType, printSchema } from 'graphql';
import { createSchema as createYogaSchema, createYoga, type YogaInitialContext } from 'graphql-yoga';
import { Pool } from 'undici';
import { bearerToken } from '../src/bearer.ts';
import type { Link } from '../src/loaders/collection.ts';
import { pagesOf } from '../src/loaders/call.ts';
import { MAX_IDS } from '../src/loaders/demand.ts';
import { isLoadable } from '../src/loaders/need.ts';
import { targetByKey, targetByTypeName } from '../src/loaders/record-store.ts';
import type { Attribute } from '../src/schema/attribute.ts';
import { type Cursors, cursorsOf } from '../src/schema/cursor.ts';
import { sendFilters } from '../src/schema/filter.ts';
import { kantataIdOf, parseGlobalId } from '../src/schema/global-id.ts';
import { createSchema } from '../src/schema/index.ts';
import { type Meaning, meaningOf } from '../src/schema/meaning.ts';
import { type EndpointDeclaration, type Resource, resources } from '../src/schema/resource.ts';
import * as scalars from '../src/schema/scalars.ts';

/** A record as the API wrote it. Rows belong to one request, so its type may be noted on it. */
type Row = Record<string, unknown> & { id: string; __typename?: string };

interface Body {
  readonly count: number;
  readonly results: readonly { readonly key: string; readonly id: string }[];
  readonly [collection: string]: unknown;
}

/** A parent fetched with an include, and the answer that holds what was included. */
interface Included {
  readonly row: Row;
  readonly body: Body;
}

interface List {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly offset: number;
  readonly cursors: Cursors;
}

const rowsOf = (body: Body, key: string) => (body[key] ?? {}) as Readonly<Record<string, Row>>;

const typed = (row: Row | undefined, type: string): Row | null => {
  if (!row) return null;
  row.__typename ??= type;
  return row;
};

class Api {
  readonly #pool: Pool;
  readonly #base: string;

  constructor(url: string, connections: number) {
    const { origin, pathname } = new URL(url);
    this.#base = pathname;
    this.#pool = new Pool(origin, { connections });
  }

  async get(token: string, path: string, params: Readonly<Record<string, string>>): Promise<Body> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: `${this.#base}${path}?${new URLSearchParams(params)}`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`The API answered with status ${statusCode}.`);
    }
    return (await body.json()) as Body;
  }

  close = () => this.#pool.close();
}

/** The loaders of one GraphQL request. */
class Loaders {
  readonly token: string;
  readonly #api: Api;
  readonly #byId = new Map<string, DataLoader<string, Row | null>>();
  readonly #included = new Map<string, DataLoader<string, Included | null>>();
  readonly #optional = new Map<string, DataLoader<string, unknown>>();

  constructor(api: Api, token: string) {
    this.#api = api;
    this.token = token;
  }

  get(resource: Resource, params: Readonly<Record<string, string>>): Promise<Body> {
    return this.#api.get(this.token, (resource.endpoint as { path: string }).path, params);
  }

  #batch(resource: Resource, scope: string | null, ids: readonly string[], extra: Readonly<Record<string, string>>) {
    const { endpoint } = resource;
    return this.get(resource, {
      ...endpoint?.reveal,
      ...(endpoint?.scope && scope !== null && { [endpoint.scope.param]: scope }),
      apply_default_filters: 'false',
      only: ids.join(','),
      ...extra,
    });
  }

  /** One record by id, of whichever member where the type stands for several. */
  async byId(resource: Resource, id: string, scope: string | null = null): Promise<Row | null> {
    if (resource.members.length > 0) {
      const found = await Promise.all(resource.members.map((member) => this.#loader(member, null).load(id)));
      const row = found.find((row) => row !== null);
      return row ? { ...row, __typename: resource.type } : null;
    }
    return this.#loader(resource, scope).load(id);
  }

  #loader(resource: Resource, scope: string | null) {
    const name = `${resource.type} ${scope ?? ''}`;
    let loader = this.#byId.get(name);
    if (!loader) {
      loader = new DataLoader(
        async (ids) => {
          const found = rowsOf(await this.#batch(resource, scope, ids, {}), resource.key);
          return ids.map((id) => typed(found[id], resource.type));
        },
        { maxBatchSize: MAX_IDS },
      );
      this.#byId.set(name, loader);
    }
    return loader;
  }

  /** The parent with one include. */
  included(resource: Resource, link: Link, row: Row): Promise<Included | null> {
    const scope = resource.endpoint?.scope?.read(row[resource.endpoint.scope.field]) ?? null;
    const name = `${resource.type} ${scope ?? ''} ${link.name}`;
    let loader = this.#included.get(name);
    if (!loader) {
      loader = new DataLoader(
        async (ids) => {
          const body = await this.#batch(resource, scope, ids, { include: link.name, ...link.requires });
          const found = rowsOf(body, resource.key);
          return ids.map((id) => (found[id] ? { row: found[id], body } : null));
        },
        { maxBatchSize: MAX_IDS },
      );
      this.#included.set(name, loader);
    }
    return loader.load(row.id);
  }

  /** A field that the API sends only when asked. */
  optional(resource: Resource, wire: string, row: Row): Promise<unknown> {
    const scope = resource.endpoint?.scope?.read(row[resource.endpoint.scope.field]) ?? null;
    const name = `${resource.type} ${scope ?? ''}`;
    let loader = this.#optional.get(name);
    if (!loader) {
      loader = new DataLoader(async (keys) => {
        const wanted = keys.map((key) => key.split(' ') as [id: string, field: string]);
        const ids = [...new Set(wanted.map(([id]) => id))];
        const fields = [...new Set(wanted.map(([, field]) => field))].join(',');
        const chunks = Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, at) =>
          ids.slice(at * MAX_IDS, (at + 1) * MAX_IDS),
        );
        const bodies = await Promise.all(
          chunks.map((chunk) => this.#batch(resource, scope, chunk, { optional_fields: fields })),
        );
        const found = Object.assign({}, ...bodies.map((body) => rowsOf(body, resource.key))) as Record<string, Row>;
        return wanted.map(([id, field]) => found[id]?.[field] ?? null);
      });
      this.#optional.set(name, loader);
    }
    return loader.load(`${row.id} ${wire}`);
  }
}

interface Context extends YogaInitialContext {
  loaders: Loaders;
}

type Resolve = (source: Row, args: Readonly<Record<string, unknown>>, context: Context) => unknown;

const blankAsNull = (value: unknown) => (value === '' || value === undefined ? null : value);

/** The wire value, for the scalar to serialise; read by the declaration where no scalar can. */
function attributeResolver(resource: Resource | null, wire: string, attribute: Attribute): Resolve {
  const { type } = attribute;
  const plain =
    type.kind === 'scalar'
      ? type.name === 'Date'
        ? (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 10) : null)
        : type.name === 'String' || type.name === 'JSON'
          ? (value: unknown) => value
          : blankAsNull
      : (value: unknown) => (value === null || value === undefined ? null : attribute.read(value));
  if (attribute.optional && resource)
    return async (row, _, { loaders }) => plain(await loaders.optional(resource, wire, row));
  return (row) => plain(row[wire]);
}

const oneId = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;

/** A to-one whose id is in the row, and which can be asked for by it. */
const loadsById = (link: Link, target: Resource) => link.own && isLoadable(target) && !target.endpoint?.scope;

function associationResolver(resource: Resource, link: Link): Resolve {
  const included = async (row: Row, { loaders }: Context) =>
    resource.endpoint ? loaders.included(resource, link, row) : null;

  if (link.kind === 'many') {
    const target = link.targets[0] as Resource;
    if (link.own && loadsById(link, target))
      return async (row, _, { loaders }) =>
        (await Promise.all(((row[link.field] ?? []) as unknown[]).map((id) => loaders.byId(target, String(id))))).filter(
          (found) => found !== null,
        );
    return async (row, _, context) => {
      const found = await included(row, context);
      const ids = found?.row[link.field];
      if (!found || !Array.isArray(ids)) return null;
      const rows = rowsOf(found.body, target.key);
      return ids.flatMap((id) => typed(rows[String(id)], target.type) ?? []);
    };
  }

  if (link.kind === 'one') {
    const target = link.targets[0] as Resource;
    if (loadsById(link, target))
      return (row, _, { loaders }) => {
        const id = oneId(row[link.field]);
        return id === null ? null : loaders.byId(target, id);
      };
    return async (row, _, context) => {
      const found = await included(row, context);
      const id = found && oneId(found.row[link.field]);
      return found && id !== null ? typed(rowsOf(found.body, target.key)[id], target.type) : null;
    };
  }

  return async (row, _, context) => {
    const { typeField, idField } = link;
    if (typeField && idField) {
      const target = targetByTypeName(link.targets, String(row[typeField])) as Resource | null;
      const id = oneId(row[idField]);
      if (target && id !== null && loadsById(link, target)) return context.loaders.byId(target, id);
    }
    const found = await included(row, context);
    const ref = found?.row[link.field] as { key: string; id: unknown } | null | undefined;
    const target = ref && targetByKey(link.targets, ref.key);
    return found && ref && target ? typed(rowsOf(found.body, ref.key)[String(ref.id)], target.type) : null;
  };
}

/** Only the ids of an association. */
function keysResolver(resource: Resource, link: Link): Resolve {
  const read = (row: Row) => {
    const value = row[link.field];
    if (link.kind === 'many') return Array.isArray(value) ? value.map(String) : null;
    return link.kind === 'one' ? oneId(value) : (value ?? null);
  };
  if (link.own && link.kind !== 'polymorphic') return read;
  return async (row, _, { loaders }) => {
    const found = resource.endpoint ? await loaders.included(resource, link, row) : null;
    return found && read(found.row);
  };
}

function globalId(resource: Resource): Resolve {
  const scope = resource.endpoint?.single ? null : resource.endpoint?.scope;
  return scope
    ? (row) => `${resource.type}:${scope.read(row[scope.field])}:${row.id}`
    : (row) => `${resource.type}:${row.id}`;
}

/** A list: its first page tells how many rows there are, the others follow side by side. */
function listResolver(resource: Resource): Resolve {
  const { filters, path = `/${resource.key}` } = resource.declaration.endpoint as EndpointDeclaration;
  return async (_, args, { loaders }): Promise<List> => {
    const { filter, orderBy, first = 20, after, offset: skip } = args as Record<string, never> & { first?: number };
    const required = Object.entries(filters).flatMap(([name, { required }]) => (required ? [[name, args[name]]] : []));
    const sent = sendFilters(filters, { ...(filter as object), ...Object.fromEntries(required) });
    const params = sent === 'nothing' ? {} : { ...sent, ...(orderBy && { order: orderBy }) };
    const cursors = cursorsOf(loaders.token, path, params);
    const offset = after == null ? Number(skip ?? 0) : cursors.read(after) + 1;
    if (sent === 'nothing') return { rows: [], count: 0, offset, cursors };
    const page = (from: number, limit: number) =>
      loaders.get(resource, {
        ...params,
        ...(params.only === undefined &&
          (from % limit === 0
            ? { per_page: String(limit), page: String(from / limit + 1) }
            : { limit: String(limit), offset: String(from) })),
      });
    const rowsIn = (body: Body) => {
      const rows = rowsOf(body, resource.key);
      return body.results.flatMap(({ id }) => typed(rows[id], resource.type) ?? []);
    };
    const [head, ...tail] = pagesOf({ offset, limit: first }) as [{ offset: number; limit: number }];
    const top = await page(head.offset, head.limit);
    if (params.only !== undefined)
      return { rows: rowsIn(top).slice(offset, offset + first), count: top.results.length, offset, cursors };
    const rest = await Promise.all(
      (tail as { offset: number; limit: number }[])
        .filter((part) => part.offset < top.count)
        .map((part) => page(part.offset, part.limit)),
    );
    return { rows: [top, ...rest].flatMap(rowsIn), count: top.count, offset, cursors };
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
const connectionResolvers: Partial<Record<Meaning['kind'], (source: never) => unknown>> = {
  nodes: ({ rows }: List) => rows,
  edges: (list: List) => list.rows.map((node, index) => ({ node, cursor: list.cursors.write(list.offset + index) })),
  totalCount: ({ count }: List) => count,
  pageInfo: (list: List) => list,
  node: ({ node }: { node: Row }) => node,
  cursor: ({ cursor }: { cursor: string }) => cursor,
  hasNextPage: ({ rows, count, offset }: List) => offset + rows.length < count,
  hasPreviousPage: ({ count, offset }: List) => offset > 0 && count > 0,
  startCursor: ({ rows, offset, cursors }: List) => (rows.length > 0 ? cursors.write(offset) : null),
  endCursor: ({ rows, offset, cursors }: List) => (rows.length > 0 ? cursors.write(offset + rows.length - 1) : null),
};

function resolverOf(type: GraphQLObjectType, meaning: Meaning): Resolve | undefined {
  const resource = resources.get(type.name) ?? null;
  switch (meaning.kind) {
    case 'attribute':
      return attributeResolver(resource, meaning.wire, meaning.attribute);
    case 'id':
      return globalId(resource as Resource);
    case 'kantataId':
      return (row) => row.id;
    case 'association':
      return associationResolver(resource as Resource, (resource as Resource).links.get(meaning.link) as Link);
    case 'keys':
      return keysResolver(resource as Resource, (resource as Resource).links.get(meaning.link) as Link);
    case 'list':
      return listResolver(meaning.resource);
    case 'one':
    case 'several':
      return byIdResolver(meaning.resource, meaning.kind === 'several');
    default:
      return connectionResolvers[meaning.kind] as Resolve | undefined;
  }
}

const SCALARS = { DateTime: scalars.DateTime, Date: scalars.CalendarDate, SafeInt: scalars.SafeInt, JSON: scalars.Json };

/** Resolvers for the types of our schema, as one would write them by hand, made from the same declarations. */
function resolversOf(schema: GraphQLSchema) {
  const resolvers: Record<string, unknown> = { ...SCALARS };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const meaning = meaningOf(field as never);
        const resolve = meaning && resolverOf(type, meaning);
        return resolve ? [[field.name, resolve]] : [];
      });
      if (fields.length > 0) resolvers[type.name] = Object.fromEntries(fields);
    } else if (isEnumType(type)) {
      // The values that arguments are read as; without them, names would arrive in their place.
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
    context: ({ request }) => ({
      loaders: new Loaders(api, bearerToken(request.headers.get('authorization')) ?? ''),
    }),
    logging: false,
  });
  return { handler: (request, response) => void yoga(request, response), close: api.close };
}
