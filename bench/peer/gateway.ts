/**
 * The fastest peer that is known: Grafast, over the part of the schema that the compared shapes need, as a team would write
 * it by hand that knows Grafast well.
 *
 * - Records by id: one batch for each type and step of the plan, 150 ids a call.
 * - What only an include brings: one batch of the parents with that include.
 * - Documents are parsed and validated once, values pass scalars unchanged, and Grafast writes the JSON itself.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { context, execute, get, lambda, loadOne, makeGrafastSchema, type Step } from 'grafast';
import { type DocumentNode, parse, specifiedRules, validate } from 'graphql';
import { Pool } from 'undici';
import { typeDefs } from './schema.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Rows = Readonly<Record<string, Row | undefined>>;

interface Body {
  readonly results: readonly { readonly id: string }[];
  readonly [collection: string]: unknown;
}

/** What the API is asked for, with the client's own header. */
type Get = (collection: string, params: Readonly<Record<string, string>>) => Promise<Body>;

const MAX_IDS = 150;

/** What the API's defaults hide of each collection, and what reveals it. */
const REVEAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  workspace_resources: { include_unnamed: 'true' },
  users: { show_disabled: 'true', on_my_account: 'true' },
  workspaces: { include_archived: 'true' },
  roles: { only_active: 'false' },
};

const rowsOf = (body: Body, collection: string) => (body[collection] ?? {}) as Rows;

/** Rows by id, 150 a call. */
async function byIds(
  ask: Get,
  collection: string,
  ids: readonly unknown[],
  extra: Readonly<Record<string, string>> = {},
) {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined && id !== '').map(String))];
  const chunks = Array.from({ length: Math.ceil(wanted.length / MAX_IDS) }, (_, at) =>
    wanted.slice(at * MAX_IDS, (at + 1) * MAX_IDS),
  );
  return Promise.all(
    chunks.map((chunk) =>
      ask(collection, {
        ...REVEAL[collection],
        apply_default_filters: 'false',
        only: chunk.join(','),
        ...extra,
      }),
    ),
  );
}

const shared = () => context().get('ask' as never) as Step<Get>;

const oneById = (collection: string) => ({
  name: collection,
  shared,
  async load(ids: readonly unknown[], { shared: ask }: { readonly shared: Get }) {
    const bodies = await byIds(ask, collection, ids);
    const rows: Rows =
      bodies.length === 1
        ? rowsOf(bodies[0] as Body, collection)
        : Object.assign({}, ...bodies.map((body) => rowsOf(body, collection)));
    return ids.map((id) => rows[String(id)] ?? null);
  },
});

/** The rows once more, with one include: what it brings of each. */
const included = (collection: string, include: string, target: string, of: (row: Row, rows: Rows) => unknown) => ({
  name: include,
  shared,
  async load(ids: readonly string[], { shared: ask }: { readonly shared: Get }) {
    const found = new Map<string, unknown>();
    for (const body of await byIds(ask, collection, ids, { include }))
      for (const row of Object.values(rowsOf(body, collection)))
        if (row) found.set(row.id, of(row, rowsOf(body, target)));
    return ids.map((id) => found.get(id) ?? null);
  },
});

const list = (
  collection: string,
  paramsOf: (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>,
) => ({
  name: `list of ${collection}`,
  shared,
  load: (all: readonly Readonly<Record<string, unknown>>[], { shared: ask }: { readonly shared: Get }) =>
    all.map(async (args) => {
      const body = await ask(collection, { per_page: String(args.first), ...paramsOf(args) });
      const rows = rowsOf(body, collection);
      return { nodes: body.results.flatMap(({ id }) => rows[id] ?? []) };
    }),
});

const utc = (value: unknown) => (typeof value === 'string' && value !== '' ? new Date(value).toISOString() : null);
const blankAsNull = (value: unknown) => (value === '' ? null : (value ?? null));

/** Fields that stand in the row: as they are, or read. */
const column = (name: string) => ($row: Step) => get($row as Step<Record<string, unknown>>, name);
const read = (name: string, reading: (value: unknown) => unknown) => ($row: Step) =>
  lambda(column(name)($row), reading, true);
const globalId = (type: string) => read('id', (id) => `${type}:${String(id)}`);
const one = (field: string, collection: string) => ($row: Step) =>
  loadOne(column(field)($row), oneById(collection) as never);
const withInclude =
  (collection: string, include: string, target: string, of: (row: Row, rows: Rows) => unknown) => ($row: Step) =>
    loadOne(column('id')($row), included(collection, include, target, of) as never);

const SUBJECTS: Readonly<Record<string, string>> = {
  WorkspaceResource: 'workspace_resources',
  Story: 'stories',
  User: 'users',
};

const schema = makeGrafastSchema({
  typeDefs,
  scalars: { DateTime: { serialize: (value) => value }, Date: { serialize: (value) => value } },
  enums: { ExternalReferenceSubjectType: { values: { WORKSPACE_RESOURCE: 'WorkspaceResource', STORY: 'Story' } } },
  objects: {
    Query: {
      plans: {
        workspaceResources: (_, args) =>
          loadOne(args.getRaw() as never, list('workspace_resources', () => ({})) as never),
        externalReferences: (_, args) =>
          loadOne(
            args.getRaw() as never,
            list('external_references', ({ subjectType }) => ({ subject_type: String(subjectType) })) as never,
          ),
        workspaceResource: (_, args) => loadOne(args.getRaw('id') as never, oneById('workspace_resources') as never),
      },
    },
    WorkspaceResourceConnection: { plans: { nodes: column('nodes') } },
    ExternalReferenceConnection: { plans: { nodes: column('nodes') } },
    WorkspaceResource: {
      plans: {
        id: globalId('WorkspaceResource'),
        displayLabel: column('display_label'),
        fullName: column('full_name'),
        roleName: column('role_name'),
        workspaceTitle: column('workspace_title'),
        createdAt: read('created_at', utc),
        updatedAt: read('updated_at', utc),
        workspace: one('workspace_id', 'workspaces'),
        user: one('user_id', 'users'),
        role: one('role_id', 'roles'),
        participation: withInclude(
          'workspace_resources',
          'participation',
          'participations',
          (row, rows) => rows[String(row.participation_id)],
        ),
        externalReferences: withInclude(
          'workspace_resources',
          'external_references',
          'external_references',
          (row, rows) => (row.external_reference_ids as unknown[] | undefined)?.flatMap((id) => rows[String(id)] ?? []),
        ),
      },
    },
    Workspace: {
      plans: {
        id: globalId('Workspace'),
        title: column('title'),
        currency: column('currency'),
        dueDate: read('due_date', blankAsNull),
      },
    },
    User: {
      plans: { id: globalId('User'), fullName: column('full_name'), emailAddress: column('email_address') },
    },
    Role: { plans: { id: globalId('Role'), name: column('name') } },
    Participation: {
      plans: { id: globalId('Participation'), role: read('role', (role) => String(role).toUpperCase()) },
    },
    ExternalReference: {
      plans: {
        id: ($row) =>
          lambda(
            [column('subject_type')($row), column('id')($row)],
            ([type, id]) => `ExternalReference:${String(type)}:${String(id)}`,
            true,
          ),
        serviceName: column('service_name'),
        serviceModelRef: column('service_model_ref'),
        status: read('status', (status) => String(status).toUpperCase()),
        subject: ($row) => $row,
      },
    },
    Story: { plans: { id: globalId('Story'), title: column('title'), state: column('state') } },
  },
  unions: {
    ExternalReferenceSubject: {
      planType: ($row) => ({
        $__typename: column('subject_type')($row) as Step<string>,
        planForType: (type) => one('subject_id', SUBJECTS[type.name] as string)($row),
      }),
    },
  },
});

const documents = new Map<string, DocumentNode>();

/** A document that is known is neither parsed nor validated. */
function documentOf(query: string): DocumentNode {
  let document = documents.get(query);
  if (!document) {
    document = parse(query);
    const [problem] = validate(schema, document, specifiedRules);
    if (problem) throw problem;
    documents.set(query, document);
  }
  return document;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** @param apiUrl base of the REST API, without a trailing slash. */
export function createPeer(apiUrl: string, connections: number): RequestListener {
  const { origin, pathname } = new URL(apiUrl);
  const pool = new Pool(origin, { connections });

  const asking =
    (authorization: string): Get =>
    async (collection, params) => {
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: `${pathname}/${collection}?${new URLSearchParams(params)}`,
        headers: { authorization, accept: 'application/json' },
      });
      if (statusCode !== 200) throw new Error(`The API answered with status ${statusCode}: ${await body.text()}`);
      return (await body.json()) as Body;
    };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { query, variables } = JSON.parse(await bodyOf(request)) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const result = (await execute({
      schema,
      document: documentOf(query),
      variableValues: variables,
      contextValue: { ask: asking(request.headers.authorization ?? '') },
      outputDataAsString: true,
      resolvedPreset: {},
    } as never)) as { data?: string; errors?: readonly unknown[] };
    const errors = result.errors?.length ? `,"errors":${JSON.stringify(result.errors)}` : '';
    const text = `{"data":${result.data ?? 'null'}${errors}}`;
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
}
