/** An API that does not keep to its own shapes: its true answers, with anything in them put in place of anything else. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../src/execution/errors.ts';
import { createSchema } from '../src/schema/index.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { accounts } from './planner/random-account.ts';
import { operations } from './planner/random-operation.ts';
import { sized } from './support/long-form.ts';
import { seededRandom } from './support/random.ts';
import { startGateway } from './support/gateway.ts';

const SEED = 20_261_122;
const ROUNDS = sized({ long: 250, short: 100 });

const NONSENSE = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '0',
  '__proto__',
  [],
  [null],
  {},
  { id: {} },
  'y'.repeat(1000),
];

/** A value with so many of its parts taken away, doubled, or put in place of something else. */
function spoil(value: unknown, random: () => number, chance: number): unknown {
  const among = <Of>(list: readonly Of[]): Of => list[Math.floor(random() * list.length)] as Of;
  if (random() < chance) return among(NONSENSE);
  if (Array.isArray(value))
    return value.flatMap((one) => {
      const spoilt = spoil(one, random, chance);
      return random() < chance ? among([[], [spoilt, spoilt]]) : [spoilt];
    });
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => random() >= chance)
      .map(([name, one]) => [
        random() < chance ? among(['__proto__', 'constructor', 'id', '1']) : name,
        spoil(one, random, chance),
      ]),
  );
}

/** Hands on what is asked to the API at `target`, and spoils every answer. */
async function startSpoiler(target: string) {
  const random = seededRandom(SEED);
  let spoilt = 0;
  const respond = async ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
    const { authorization = '' } = headers;
    const answer = await fetch(new URL(url, target), { headers: { authorization } });
    const body = JSON.stringify(spoil(await answer.json(), random, 0.02));
    spoilt++;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    spoilt: () => spoilt,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('answers of the API with anything in them', () => {
  it('become data and errors with a code, and never a fault of our own', { timeout: 180_000 }, async () => {
    const [account = {}] = fc.sample(accounts({ crowded: false }), { numRuns: 1, seed: SEED });
    const asked = fc.sample(operations(createSchema(), { crowded: false }), { numRuns: ROUNDS, seed: SEED });
    const lines: string[] = [];
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    await using api = await startSandbox({ rows: account });
    await using spoiler = await startSpoiler(api.url);
    await using gateway = await startGateway(account, {
      apiUrl: spoiler.url,
      maxUpstreamCalls: 500,
      maxRecords: Number.POSITIVE_INFINITY,
      log: (line) => lines.push(line),
    });

    const codes = new Set<string>();
    let withData = 0;
    for (const { query, variables } of asked) {
      const { status, data, errors } = await gateway.query(query, { variables, token: 'demo' });
      expect(status).toBe(200);
      for (const { extensions } of errors ?? []) codes.add(String(extensions.code));
      if (Object.values(data ?? {}).some((value) => value !== null)) withData++;
    }
    process.off('unhandledRejection', note);

    expect(lines).toEqual([]);
    expect(unhandled).toEqual([]);
    expect([...codes].filter((code) => !(ERROR_CODES as readonly string[]).includes(code))).toEqual([]);
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    // And that is not because there was nothing to spoil, or because nothing was left.
    expect(codes).toContain('UPSTREAM_BAD_RESPONSE');
    expect(spoiler.spoilt()).toBeGreaterThan(ROUNDS);
    expect(withData).toBeGreaterThan(ROUNDS / 4);
    expect(({} as { id?: unknown }).id).toBeUndefined();
  });
});

describe('a row that names another by something that is no id', () => {
  it('loses that one, and takes no other with it', async () => {
    await using gateway = await startGateway({
      workspace_resources: ['1', '-1', 'x', '1/../../admin', '2'].map((user_id, at) => ({
        id: String(at + 1),
        label: user_id,
        user_id,
      })),
      users: [
        { id: '1', full_name: 'Ada', role_id: '5' },
        { id: '2', full_name: 'Bob', role_id: '5' },
      ],
      roles: [{ id: '5', name: 'Engineer' }],
    });

    const { data, errors } = await gateway.query(
      '{ workspaceResources { nodes { user { fullName role { name } } } } }',
    );

    const role = { name: 'Engineer' };
    expect(data.workspaceResources.nodes.map(({ user }: { user: unknown }) => user)).toEqual([
      { fullName: 'Ada', role },
      null,
      null,
      null,
      { fullName: 'Bob', role },
    ]);
    expect(errors?.map(({ path, extensions }) => [path?.[2], extensions.code])).toEqual(
      [1, 2, 3].map((at) => [at, 'UPSTREAM_BAD_RESPONSE']),
    );
    for (const line of gateway.requests()) expect(line).not.toMatch(/admin|x,|-1/);
  });
});
