/**
 * The loaders of the plain gateway: DataLoader, one per type and one per association, made anew for
 * each GraphQL request.
 */
import DataLoader from 'dataloader';
import { Pool } from 'undici';
import type { Link } from '../src/loaders/collection.ts';
import { MAX_IDS } from '../src/loaders/load-request.ts';
import type { Resource } from '../src/schema/resource.ts';

/** A record as the API wrote it. It belongs to one request, so its type may be noted on it. */
export type Row = Record<string, unknown> & { id: string; __typename?: string };

/** An answer of the API. */
export interface Body {
  readonly count: number;
  readonly results: readonly { readonly key: string; readonly id: string }[];
  readonly [collection: string]: unknown;
}

/** A parent that was fetched with an include, and the answer that holds what was included. */
export interface Included {
  readonly row: Row;
  readonly body: Body;
}

export const rowsOf = (body: Body, key: string) => (body[key] ?? {}) as Readonly<Record<string, Row>>;

/** The row with its type noted, for unions; null for none. */
export const typed = (row: Row | undefined, type: string): Row | null => {
  if (!row) return null;
  // oxlint-disable-next-line no-underscore-dangle -- GraphQL's own name
  row.__typename ??= type;
  return row;
};

type Params = Readonly<Record<string, string>>;

export class Api {
  readonly #pool: Pool;
  readonly #base: string;

  /** @param url base of the REST API, without a trailing slash. */
  constructor(url: string, connections: number) {
    const { origin, pathname } = new URL(url);
    this.#base = pathname;
    this.#pool = new Pool(origin, { connections });
  }

  /** @param authorization the header of that name, as the client sent it. */
  async get(authorization: string, path: string, params: Params): Promise<Body> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: `${this.#base}${path}?${new URLSearchParams(params).toString()}`,
      headers: { authorization, accept: 'application/json' },
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`The API answered with status ${statusCode}.`);
    }
    return (await body.json()) as Body;
  }

  close = () => this.#pool.close();
}

export class Loaders {
  readonly #authorization: string;
  readonly #api: Api;
  readonly #byId = new Map<string, DataLoader<string, Row | null>>();
  readonly #included = new Map<string, DataLoader<string, Included | null>>();
  readonly #optional = new Map<string, DataLoader<string, unknown>>();

  constructor(api: Api, authorization: string) {
    this.#api = api;
    this.#authorization = authorization;
  }

  list(resource: Resource, params: Params): Promise<Body> {
    return this.#api.get(this.#authorization, (resource.endpoint as { path: string }).path, params);
  }

  /** Records by id, with what the endpoint would hide. */
  #batch(resource: Resource, scope: string | null, ids: readonly string[], extra: Params): Promise<Body> {
    const { endpoint } = resource;
    return this.list(resource, {
      ...endpoint?.reveal,
      ...(endpoint?.scope && scope !== null && { [endpoint.scope.param]: scope }),
      apply_default_filters: 'false',
      only: ids.join(','),
      ...extra,
    });
  }

  /** One record; of whichever member, where the type stands for several. */
  byId(resource: Resource, id: string, scope: string | null = null): Promise<Row | null> {
    return resource.members.length > 0 ? this.#memberById(resource, id) : this.#loaderOf(resource, scope).load(id);
  }

  async #memberById(resource: Resource, id: string): Promise<Row | null> {
    const found = await Promise.all(resource.members.map((member) => this.byId(member, id)));
    const row = found.find((row) => row !== null);
    return row ? { ...row, __typename: resource.type } : null;
  }

  #loaderOf(resource: Resource, scope: string | null) {
    const name = scopedName(resource, scope);
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

  /** The row once more, with one include. */
  included(resource: Resource, link: Link, row: Row): Promise<Included | null> {
    const scope = scopeOf(resource, row);
    const name = `${scopedName(resource, scope)} ${link.name}`;
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

  /** A field that the API sends only when asked; those that are wanted at once are asked for together. */
  optional(resource: Resource, wire: string, row: Row): Promise<unknown> {
    const scope = scopeOf(resource, row);
    const name = scopedName(resource, scope);
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

const scopedName = ({ type }: Resource, scope: string | null) => (scope === null ? type : `${type} ${scope}`);

const scopeOf = ({ endpoint }: Resource, row: Row) => endpoint?.scope?.read(row[endpoint.scope.field]) ?? null;
