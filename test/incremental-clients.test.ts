/** What clients show of an answer in parts while the API still works on the call that its last part waits for. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gql } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { meros } from 'meros/browser';
import relay, { type ConcreteRequest } from 'relay-runtime';
import { describe, expect, it } from 'vitest';
import { FORMATS } from './incremental/client.ts';
import {
  createApolloClient,
  createRelayNetwork,
  createUrqlClient,
  type IncrementalHandler,
} from './incremental/clients.ts';
import type { WirePart } from './incremental/merge.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { startBalancer } from './support/balancer.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { type HeldApi, startHeldApi } from './support/held-api.ts';
import { nginxProgram } from './support/installed.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { SOMEBODY } from './support/token-watch.ts';

const rows = {
  users: [
    { id: '1', full_name: 'Ada', manager_id: '2' },
    { id: '2', full_name: 'Grace', manager_id: null },
  ],
  workspace_resources: [{ id: '1', label: 'Seat 1', user_id: '1' }],
};

const QUERY = `query Seats {
  workspaceResources { nodes { id label ... @defer(label: "boss") { user { id manager { id fullName } } } } }
}`;

/** People come in a wave of their own. */
const USERS = /^\/api\/v1\/users/;

const authorization = `Bearer ${SOMEBODY}`;

/** Notes what a client shows, and lets the API answer once it has shown the first part. */
interface Screen {
  readonly url: string;
  readonly show: (what: string) => void;
}

/** Asks, and shows what comes; ends with the answer. */
type Show = (screen: Screen) => Promise<void>;

interface Shown {
  /** What was shown, and when the API was let go. */
  readonly events: readonly string[];
  /** From the answer of the call that the first part waits for until that part is shown, in milliseconds. */
  readonly firstMs: number;
}

/** @param via what stands before the gateway. */
async function showing(
  client: Show,
  via: (gateway: TestGateway) => Promise<AsyncDisposable & { readonly url: string }> = direct,
): Promise<Shown> {
  await using api = await startSandbox({ rows, users: [{ token: SOMEBODY, userId: '1', name: 'Ada' }] });
  await using held = await startHeldApi(api.url, USERS);
  await using gateway = await startGateway(rows, { apiUrl: held.url });
  await using front = await via(gateway);
  const events: string[] = [];
  let firstMs = Number.NaN;
  const show = (what: string) => {
    events.push(what);
    if (events.length > 1) return;
    firstMs = performance.now() - held.answeredMs();
    void letGo(held, events);
  };
  await client({ url: `${front.url}/graphql`, show });
  return { events, firstMs };
}

const direct = ({ url }: TestGateway) => Promise.resolve({ url, [Symbol.asyncDispose]: () => Promise.resolve() });

const nginx = ({ url }: TestGateway) => startBalancer([Number(new URL(url).port)]);

async function letGo(held: HeldApi, events: string[]): Promise<void> {
  await held.held;
  events.push('the API answers');
  held.release();
}

const ORDER = ['Seat 1', 'the API answers', 'Seat 1 of Grace'];

interface Seats {
  readonly workspaceResources: {
    readonly nodes: readonly {
      readonly label?: string;
      readonly user?: { readonly manager?: { readonly fullName?: string } | null };
    }[];
  };
}

/** What a person sees of the data. */
function seen(data: unknown): string {
  const [seat] = (data as Seats).workspaceResources.nodes;
  const boss = seat?.user?.manager?.fullName;
  return boss ? `${seat?.label} of ${boss}` : String(seat?.label);
}

const inMeros: Show = async ({ url, show }) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: FORMATS.v2022 },
    body: JSON.stringify({ query: QUERY }),
  });
  const parts = await meros<WirePart>(response);
  if (parts instanceof Response) throw new TypeError('not in parts');
  const seat: Record<string, unknown> = {};
  for await (const part of parts) {
    if (!part.json) throw new TypeError('no JSON');
    const { data, incremental = [] }: WirePart = part.body;
    const [first = {}] = (data as Seats | undefined)?.workspaceResources.nodes ?? [];
    Object.assign(seat, first, ...incremental.map(({ data: fields }) => fields));
    show(seen({ workspaceResources: { nodes: [seat] } }));
  }
};

const inUrql: Show = ({ url, show }) => {
  const client = createUrqlClient(url, authorization);
  return new Promise((resolve) => {
    client.query(QUERY, {}).subscribe(({ data, error, hasNext }) => {
      show(error ? error.message : seen(data));
      if (!hasNext) resolve();
    });
  });
};

const inApolloClient =
  (incrementalHandler: IncrementalHandler): Show =>
  ({ url, show }) => {
    const client = createApolloClient(url, authorization, incrementalHandler);
    return new Promise((resolve, reject) => {
      client.watchQuery({ query: gql(QUERY) }).subscribe({
        next({ data, error, loading, dataState }) {
          if (error) reject(error);
          else if (data) show(seen(data));
          if (!loading && dataState === 'complete') resolve();
        },
        error: reject,
      });
    });
  };

let relayRequest: Promise<ConcreteRequest> | undefined;

const inRelay: Show = async ({ url, show }) => {
  relayRequest ??= compiled(
    'query seatsQuery { workspaceResources(first: 20) { nodes { id label ...seats_boss @defer(label: "boss") } } }',
    'fragment seats_boss on WorkspaceResource { user { id manager { id fullName } } }',
  );
  const operation = relay.createOperationDescriptor(await relayRequest, {});
  const environment = new relay.Environment({
    network: createRelayNetwork(url, authorization),
    store: new relay.Store(new relay.RecordSource()),
  });
  await new Promise<void>((resolve, reject) => {
    environment.execute({ operation }).subscribe({
      next() {
        const [seat] = records(environment, 'WorkspaceResource');
        const [boss] = records(environment, 'User').filter(({ fullName }) => fullName);
        show(boss ? `${String(seat?.label)} of ${String(boss.fullName)}` : String(seat?.label));
      },
      error: reject,
      complete: resolve,
    });
  });
};

const CLIENTS: readonly [string, Show][] = [
  ['meros', inMeros],
  ['urql', inUrql],
  ['Apollo Client with its Defer20220824Handler', inApolloClient(new Defer20220824Handler())],
  ['Apollo Client with its GraphQL17Alpha9Handler', inApolloClient(new GraphQL17Alpha9Handler())],
  ['Relay', inRelay],
];

describe('the first part is on the screen while the API still works on the second', () => {
  it.each(CLIENTS)('in %s, within 100 ms of its being ready', async (_, client) => {
    // A busy machine may be late once; what keeps a part back keeps back every one.
    let best = await showing(client);
    for (let again = 0; again < 5 && best.firstMs > 100; again++) {
      // One after the other: they are not to slow each other down.
      // oxlint-disable-next-line no-await-in-loop
      const other = await showing(client);
      if (other.firstMs < best.firstMs) best = other;
    }

    expect(best.events).toEqual(ORDER);
    expect(best.firstMs).toBeLessThanOrEqual(100);
  });

  it.skipIf(nginxProgram.skipped).each(CLIENTS)('in %s, through nginx as deployed', async (_, client) => {
    const { events } = await showing(client, nginx);

    expect(events).toEqual(ORDER);
  });
});

describe("Relay's @stream_connection", () => {
  it('shows the first edges before the next page has come, and gets hasNextPage and endCursor right', async () => {
    const roles = Array.from({ length: 210 }, (_, at) => ({ id: String(at + 1), name: `Role ${at + 1}` }));
    const request = await compiledStream();
    await using api = await startSandbox({ rows: { roles }, users: [{ token: SOMEBODY, userId: '1', name: 'Ada' }] });
    await using held = await startHeldApi(api.url, /[?&]page=/);
    await using gateway = await startGateway({ roles }, { apiUrl: held.url });
    const environment = environmentFor(gateway.url);
    const shown: unknown[] = [];

    await new Promise<void>((resolve, reject) => {
      const operation = relay.createOperationDescriptor(request, {});
      environment.execute({ operation }).subscribe({
        next() {
          if (shown.length === 0) shown.push(connection(environment));
          // Let go by what is on the screen, so that it cannot have waited for the second page.
          held.release();
        },
        error: reject,
        complete: resolve,
      });
    });

    shown.push(connection(environment));
    const whole = await gateway.query('{ roles(first: 205) { pageInfo { hasNextPage endCursor } } }');
    expect(shown[0]).toMatchObject({ edges: 5, pageInfo: { hasNextPage: false } });
    expect(shown.at(-1)).toEqual({ edges: 205, pageInfo: whole.data.roles.pageInfo as unknown });
    expect(whole.data.roles.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) as string });
  });

  it('fails with the reason where the next page fails', async () => {
    const roles = Array.from({ length: 210 }, (_, at) => ({ id: String(at + 1), name: `Role ${at + 1}` }));
    await using gateway = await startGateway({ roles });
    gateway.sandbox.fail({ match: /[?&]page=/, status: 403 });
    const environment = environmentFor(gateway.url);
    const operation = relay.createOperationDescriptor(await compiledStream(), {});

    const failed = new Promise((resolve, reject) => {
      environment.execute({ operation }).subscribe({ error: reject, complete: () => resolve('complete') });
    });

    await expect(failed).rejects.toThrow('Kantata denied this token access to GET /roles');
    expect(connection(environment).edges).toBe(200);
  });
});

const environmentFor = (url: string) =>
  new relay.Environment({
    network: createRelayNetwork(`${url}/graphql`, authorization),
    store: new relay.Store(new relay.RecordSource()),
  });

const compiledStream = () =>
  compiled(
    'query seatsQuery { ...seats_roles }',
    `fragment seats_roles on Query {
       roles(first: 205) @stream_connection(key: "seats_roles", initial_count: 5) { edges { node { id name } } }
     }`,
  );

const records = (environment: InstanceType<typeof relay.Environment>, type: string) =>
  Object.values(environment.getStore().getSource().toJSON() as Record<string, Record<string, unknown>>).filter(
    ({ __typename }) => __typename === type,
  );

/** Has Relay's compiler make what its runtime executes. */
async function compiled(query: string, fragment: string): Promise<ConcreteRequest> {
  using folder = temporaryFolder();
  const root = fileURLToPath(new URL('../', import.meta.url));
  const path = join(folder.write('schema.graphql', readFileSync(join(root, 'schema.graphql'), 'utf8')), '..');
  mkdirSync(join(path, 'src/__generated__'), { recursive: true });
  folder.write('package.json', '{"type": "module"}');
  folder.write('src/seats.js', `graphql\`${query}\`;\ngraphql\`${fragment}\`;\n`);
  const config = {
    src: './src',
    schema: './schema.graphql',
    language: 'javascript',
    artifactDirectory: './src/__generated__',
    eagerEsModules: true,
  };
  folder.write('relay.config.json', JSON.stringify(config));
  await promisify(execFile)(process.execPath, [join(root, 'test/node_modules/relay-compiler/cli.js')], { cwd: path });
  const artifact = (await import(pathToFileURL(join(path, 'src/__generated__/seatsQuery.graphql.js')).href)) as {
    default: ConcreteRequest;
  };
  return artifact.default;
}

interface ConnectionRecord {
  readonly edges?: { readonly __refs: readonly unknown[] };
  readonly pageInfo?: { readonly __ref: string };
}

/** What Relay's store has of the connection that it pages through. */
function connection(environment: InstanceType<typeof relay.Environment>) {
  const source = environment.getStore().getSource().toJSON() as Record<string, unknown>;
  const record = source['client:root:__seats_roles_connection'] as ConnectionRecord | undefined;
  const { __ref: ref } = record?.pageInfo ?? { __ref: '' };
  const { __refs: entries } = record?.edges ?? { __refs: [] };
  const page = source[ref] as Record<string, unknown> | undefined;
  const pageInfo = { hasNextPage: page?.hasNextPage, endCursor: page?.endCursor };
  return { edges: entries.length, pageInfo };
}
