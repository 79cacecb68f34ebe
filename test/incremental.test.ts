import { describe, expect, it } from 'vitest';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

interface Part {
  // oxlint-disable-next-line typescript/no-explicit-any -- as any JSON is
  readonly [key: string]: any;
}

/** Asks over HTTP as clients do that take an answer in parts, and reads every part. */
async function parts(
  gateway: TestGateway,
  query: string,
  accept = 'multipart/mixed; deferSpec=20220824, application/json',
) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SOMEBODY}`, 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  if (!response.headers.get('content-type')?.startsWith('multipart/mixed')) return [JSON.parse(text) as Part];
  return text
    .split('\r\n---')
    .map((part) => part.split('\r\n\r\n')[1])
    .flatMap((body) => (body ? [JSON.parse(body) as Part] : []));
}

const users = [
  { id: '1', full_name: 'Ada', manager_id: '2' },
  { id: '2', full_name: 'Grace', manager_id: null },
];
const seat = (id: number) => ({ id: String(id), label: `Seat ${id}`, user_id: '1', role_id: '7' });
const rows = { users, roles: [{ id: '7', name: 'Engineer' }], workspace_resources: [seat(1), seat(2)] };

describe('@defer', () => {
  it('answers what is there first, and the deferred fragment at every place where it stands', async () => {
    await using gateway = await startGateway(rows);

    const answer = await parts(
      gateway,
      '{ workspaceResources(orderBy: CREATED_AT_ASC) { nodes { label ... @defer(label: "boss") { user { manager { fullName } } } } } }',
    );

    expect(answer).toEqual([
      { data: { workspaceResources: { nodes: [{ label: 'Seat 1' }, { label: 'Seat 2' }] } }, hasNext: true },
      {
        incremental: [0, 1].map((index) => ({
          label: 'boss',
          path: ['workspaceResources', 'nodes', index],
          data: { user: { manager: { fullName: 'Grace' } } },
        })),
        hasNext: false,
      },
    ]);
  });

  it('costs no REST call more than the same operation without it', async () => {
    await using gateway = await startGateway(rows);
    const query = (defer: string) =>
      `{ workspaceResources { nodes { label ... ${defer} { role { name } user { manager { fullName } } } } } roles { nodes { name } } }`;
    await gateway.query(query('@include(if: true)'));
    const whole = gateway.requests();

    await parts(gateway, query('@defer'));

    expect(gateway.requests()).toEqual(whole);
    expect(whole).toHaveLength(3);
  });

  it('holds back whole root fields', async () => {
    await using gateway = await startGateway(rows);

    const [first, second] = await parts(
      gateway,
      '{ a: users(first: 1) { totalCount } ... @defer { roles { nodes { name } } } }',
    );

    expect(first).toEqual({ data: { a: { totalCount: 2 } }, hasNext: true });
    expect(second).toEqual({
      incremental: [{ path: [], data: { roles: { nodes: [{ name: 'Engineer' }] } } }],
      hasNext: false,
    });
  });

  it('waits for the call that tells which custom field a value is of', async () => {
    const values = [1, 2].map((id) => ({
      id: `${id}`,
      subject_type: 'User',
      subject_id: '1',
      custom_field_id: `7${id}`,
      type: 'string',
      value: `Value ${id}`,
    }));
    const people = [{ id: '1', full_name: 'Ada', role_id: '7', custom_field_value_ids: ['1', '2'] }];
    const dialect = dialectOf('contract') as Dialect;
    await using gateway = await startGateway(
      { users: people, roles: rows.roles, custom_field_values: values },
      { sandbox: { dialect } },
    );
    gateway.sandbox.latency(({ line }) => (line.startsWith('GET /custom_field_values') ? 60 : 0));

    const answer = await parts(
      gateway,
      '{ user(id: 1) { fullName ... @defer { role { name } } ... @defer { customField(id: 72) { text } } } }',
    );

    expect(answer.flatMap(({ incremental = [] }) => incremental)).toEqual([
      { path: ['user'], data: { role: { name: 'Engineer' } } },
      { path: ['user'], data: { customField: { text: 'Value 2' } } },
    ]);
  });

  it('keeps an error of the deferred fragment to its part', async () => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.fail({ match: /^GET \/users/, status: 503 });

    const [first, second] = await parts(
      gateway,
      '{ workspaceResource(id: 1) { label ... @defer { user { manager { fullName } } } } }',
    );

    expect(first).toEqual({ data: { workspaceResource: { label: 'Seat 1' } }, hasNext: true });
    expect(second?.incremental).toMatchObject([
      {
        path: ['workspaceResource'],
        data: { user: null },
        errors: [{ path: ['workspaceResource', 'user'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
      },
    ]);
  });

  it('waits for the type that a reference is of, where another type has none with its id', async () => {
    const subject = { subject_id: '1', service_name: 'crm', service_model: 'm', external_model_id: 'x' };
    await using gateway = await startGateway({
      time_entries: [{ id: '1' }],
      external_references: [{ ...subject, id: '3', subject_type: 'TimeEntry' }],
    });
    gateway.sandbox.fail({ match: 'subject_type=TimeEntry', delayMs: 60 });
    const query = (defer: string) => `{
      externalReferencesById(ids: ["ExternalReference:User:3", "ExternalReference:TimeEntry:3"]) {
        kantataId
        ... ${defer} { serviceName }
      }
    }`;
    const whole = await gateway.query(query(''));

    const [accept] = Object.values(FORMATS) as [string];
    const received = await askInParts({
      url: gateway.url,
      token: SOMEBODY,
      query: query('@defer'),
      variables: {},
      accept,
    });

    expect(merge(received)).toMatchObject({ data: whole.data, complaints: [] });
    expect(whole.data).toEqual({ externalReferencesById: [null, { kantataId: '3', serviceName: 'crm' }] });
    expect(gateway.requests()).toHaveLength(4);
  });

  it('is answered whole to a client that takes no parts, and when it is switched off', async () => {
    await using gateway = await startGateway(rows);
    const whole = { data: { workspaceResource: { label: 'Seat 1', role: { name: 'Engineer' } } } };
    const query = (condition: string) =>
      `{ workspaceResource(id: 1) { label ... @defer${condition} { role { name } } } }`;

    expect(await parts(gateway, query(''), 'application/json')).toEqual([whole]);
    expect(await parts(gateway, query('(if: false)'))).toEqual([whole]);
  });

  it('is refused like any other operation when it cannot run', async () => {
    await using gateway = await startGateway(rows);

    const [answer] = await parts(gateway, '{ nothing ... @defer { roles { totalCount } } }');

    expect(answer?.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('@stream', () => {
  const many = {
    roles: Array.from({ length: 450 }, (_, index) => ({
      id: String(index + 1),
      name: `Role ${String(index + 1).padStart(3, '0')}`,
    })),
  };

  it('sends the first rows at once and the others as their pages come, each once and in order', async () => {
    await using gateway = await startGateway(many);

    const [first, ...rest] = await parts(
      gateway,
      '{ roles(first: 450) { totalCount pageInfo { hasNextPage } nodes @stream(initialCount: 2, label: "rows") { kantataId } } }',
    );

    const items = rest.flatMap(({ incremental = [] }) => incremental).flatMap((increment: Part) => increment.items);
    expect(first?.data.roles).toEqual({
      totalCount: 450,
      pageInfo: { hasNextPage: false },
      nodes: [{ kantataId: '1' }, { kantataId: '2' }],
    });
    expect([...(first as Part).data.roles.nodes, ...items].map(({ kantataId }) => kantataId)).toEqual(
      many.roles.map(({ id }) => id),
    );
    expect(rest[0]?.incremental[0]).toMatchObject({ label: 'rows', path: ['roles', 'nodes', 2] });
    expect(rest.at(-1)?.hasNext).toBe(false);
    expect(gateway.requests()).toEqual([
      'GET /roles?per_page=200',
      'GET /roles?page=2&per_page=200',
      'GET /roles?page=9&per_page=50',
    ]);
  });

  it.each([
    ['a number', '3', {}, 3],
    ['a variable', '$count', { count: 5 }, 5],
    ['a variable of another value', '$count', { count: 0 }, 0],
    ['zero', '0', {}, 0],
  ])('starts with as many rows as initialCount says, by %s', async (_, written, variables, count) => {
    await using gateway = await startGateway(many);
    const head = written === '$count' ? 'query ($count: Int)' : '';
    const query = `${head} { roles(first: 450) { nodes @stream(initialCount: ${written}) { kantataId } } }`;

    const [first] = await askInParts({ url: gateway.url, token: SOMEBODY, query, variables, accept: FORMATS.current });

    expect(first?.data).toMatchObject({ roles: { nodes: { length: count } } });
  });

  it('is one answer for an initialCount above the length, and refused for one below zero', async () => {
    await using gateway = await startGateway(many);
    const query = (count: number) => `{ roles(first: 450) { nodes @stream(initialCount: ${count}) { kantataId } } }`;

    const [whole, ...none] = await parts(gateway, query(451));
    gateway.requests();
    const refused = await parts(gateway, query(-1));

    expect(whole?.data.roles.nodes).toHaveLength(450);
    expect(none).toEqual([]);
    expect(refused).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
    expect(gateway.requests()).toEqual([]);
  });

  it('streams edges with their cursors', async () => {
    await using gateway = await startGateway(many);

    const [first, ...rest] = await parts(
      gateway,
      '{ roles(first: 3) { edges @stream(initialCount: 1) { cursor node { kantataId } } } }',
    );
    const whole = await gateway.query('{ roles(first: 3) { edges { cursor node { kantataId } } } }');

    const items = rest.flatMap(({ incremental = [] }) => incremental).flatMap((increment: Part) => increment.items);
    expect([...(first as Part).data.roles.edges, ...items]).toEqual(whole.data.roles.edges);
  });
});
