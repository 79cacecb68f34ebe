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
import { createApolloClient, createRelayNetwork, createUrqlClient } from './incremental/clients.ts';
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

/**
 * What is shown, and when the API was let go; ends with the client.
 *
 * @param via what stands before the gateway.
 */
async function showing(
  client: (screen: Screen) => Promise<void>,
  via: (gateway: TestGateway) => Promise<AsyncDisposable & { readonly url: string }> = direct,
) {
  await using api = await startSandbox({ rows, users: [{ token: SOMEBODY, userId: '1', name: 'Ada' }] });
  await using held = await startHeldApi(api.url, USERS);
  await using gateway = await startGateway(rows, { apiUrl: held.url });
  await using front = await via(gateway);
  const events: string[] = [];
  const show = (what: string) => {
    events.push(what);
    if (events.length === 1) void letGo(held, events);
  };
  await client({ url: `${front.url}/graphql`, show });
  return events;
}

const direct = ({ url }: TestGateway) => Promise.resolve({ url, [Symbol.asyncDispose]: () => Promise.resolve() });

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

describe('the first part is on the screen while the API still works on the second', () => {
  const inMeros = async ({ url, show }: Screen) => {
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

  it('in meros', async () => {
    expect(await showing(inMeros)).toEqual(ORDER);
  });

  it.skipIf(nginxProgram.skipped)('in meros, through nginx as deployed', async () => {
    const nginx = ({ url }: TestGateway) => startBalancer([Number(new URL(url).port)]);

    expect(await showing(inMeros, nginx)).toEqual(ORDER);
  });

  it('in urql', async () => {
    const events = await showing(({ url, show }) => {
      const client = createUrqlClient(url, authorization);
      return new Promise((resolve) => {
        client.query(QUERY, {}).subscribe(({ data, error, hasNext }) => {
          show(error ? error.message : seen(data));
          if (!hasNext) resolve();
        });
      });
    });

    expect(events).toEqual(ORDER);
  });

  it.each([
    ['Defer20220824Handler', new Defer20220824Handler()],
    ['GraphQL17Alpha9Handler', new GraphQL17Alpha9Handler()],
  ])('in Apollo Client with its %s', async (_, incrementalHandler) => {
    const events = await showing(({ url, show }) => {
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
    });

    expect(events).toEqual(ORDER);
  });

  it('in Relay', async () => {
    const request = await compiled(
      'query seatsQuery { workspaceResources(first: 20) { nodes { id label ...seats_boss @defer(label: "boss") } } }',
      'fragment seats_boss on WorkspaceResource { user { id manager { id fullName } } }',
    );
    const events = await showing(({ url, show }) => {
      const environment = new relay.Environment({
        network: createRelayNetwork(url, authorization),
        store: new relay.Store(new relay.RecordSource()),
      });
      return new Promise((resolve, reject) => {
        const operation = relay.createOperationDescriptor(request, {});
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
    });

    expect(events).toEqual(ORDER);
  });
});

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
