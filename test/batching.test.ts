/** Several operations in one request. */
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace', role_id: '1' },
    { id: '8', full_name: 'Grace Hopper', role_id: '2' },
  ],
  roles: [
    { id: '1', name: 'Lead' },
    { id: '2', name: 'Engineer' },
  ],
  workspaces: [{ id: '3', title: 'Engine', creator_id: '8' }],
};

const start = (options: TestGatewayOptions = {}) => startGateway(ROWS, { batchLimit: 5, ...options });

async function ask(gateway: TestGateway, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SOMEBODY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { status, headers: answered } = response;
  return { status, headers: answered, answers: await response.json() };
}

const ADA = { query: '{ user(id: 7) { fullName } }' };
const GRACE = { query: 'query ($id: ID!) { user(id: $id) { fullName role { name } } }', variables: { id: '8' } };
const PROJECT = { query: '{ workspace(id: 3) { title creator { fullName } } }' };

describe('operations in one request', () => {
  it('are answered in their order, by the calls that one operation of all their fields would take', async () => {
    await using gateway = await start();

    const { status, headers, answers } = await ask(gateway, [ADA, PROJECT, GRACE]);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answers).toEqual([
      { data: { user: { fullName: 'Ada Lovelace' } } },
      { data: { workspace: { title: 'Engine', creator: { fullName: 'Grace Hopper' } } } },
      { data: { user: { fullName: 'Grace Hopper', role: { name: 'Engineer' } } } },
    ]);
    const batched = gateway.requests();
    await gateway.query(
      '{ a: user(id: 7) { fullName } workspace(id: 3) { title creator { fullName } } b: user(id: 8) { fullName role { name } } }',
    );
    expect(batched.toSorted()).toEqual(gateway.requests().toSorted());
    expect(batched).toHaveLength(2);
  });

  it('ask for the same record once, and page the same list once', async () => {
    await using gateway = await start();

    const { answers } = await ask(gateway, [ADA, ADA, { query: '{ users { nodes { kantataId } } }' }, ADA]);

    expect(answers.map(({ data }: { data: object }) => Object.keys(data)[0])).toEqual([
      'user',
      'user',
      'users',
      'user',
    ]);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('fail each for themselves: by their form, by their document, by their variables, by the API', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({ match: '/workspaces', status: 403 });

    const { status, answers } = await ask(gateway, [
      ADA,
      { query: 7 },
      { query: '{ nothing }' },
      { ...GRACE, variables: {} },
      PROJECT,
    ]);

    expect(status).toBe(200);
    const codes = answers.map(({ errors = [] }: { errors?: { extensions: { code: string } }[] }) =>
      errors.map(({ extensions }) => extensions.code),
    );
    expect(codes).toEqual([[], ['BAD_REQUEST'], ['GRAPHQL_VALIDATION_FAILED'], ['BAD_USER_INPUT'], ['FORBIDDEN']]);
    expect(answers[0]).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
    expect(answers[4].data).toEqual({ workspace: null });
    expect(gateway.requests()).toHaveLength(2);
  });

  it('stay together within the limit of REST calls that one operation has', async () => {
    await using gateway = await start({ maxUpstreamCalls: 2 });

    const { answers } = await ask(gateway, [ADA, PROJECT, { query: '{ roles { nodes { name } } }' }]);

    expect(answers).toHaveLength(3);
    for (const { errors } of answers) expect(errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(gateway.requests()).toEqual([]);
  });

  it('stand for as many requests while they are worked on', async () => {
    await using gateway = await start();
    gateway.sandbox.latency(() => 100);

    const asking = ask(gateway, [ADA, PROJECT, GRACE]);
    await expect.poll(() => gateway.gateway.state.requests.underWay).toBe(3);
    await asking;

    expect(gateway.gateway.state.requests.underWay).toBe(0);
    expect(gateway.requests()).toHaveLength(2);
  });

  it.each([
    [[], 'holds no GraphQL request'],
    [Array.from({ length: 6 }, () => ADA), 'At most 5 GraphQL requests'],
  ])('are refused before anything is called where there are none, or too many: %#', async (body, words) => {
    await using gateway = await start();

    const { status, answers } = await ask(gateway, body, { accept: 'application/graphql-response+json' });

    expect(status).toBe(422);
    expect(answers.errors[0].message).toContain(words);
    expect(gateway.requests()).toEqual([]);
  });

  it('are not taken unless they are switched on, nor by /explain', async () => {
    await using without = await startGateway(ROWS);
    await using gateway = await start();

    expect((await ask(without, [ADA])).answers.errors[0].message).toContain('BATCH_LIMIT');
    const response = await fetch(`${gateway.url}/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([ADA]),
    });
    expect(await response.text()).toContain('Batching is not switched on');
    expect([...without.requests(), ...gateway.requests()]).toEqual([]);
  });
});
