import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../src/sandbox/server.ts';
import { ERROR_CODES } from '../src/execution/errors.ts';
import type { GatewayOptions } from '../src/http/gateway-options.ts';
import { startGateway } from './support/gateway.ts';

const rows = {
  users: [
    { id: '1', full_name: 'Ada Lovelace', role_id: '5' },
    { id: '2', full_name: 'Grace Hopper', role_id: '5' },
  ],
  roles: [{ id: '5', name: 'Engineer' }],
  workspaces: [{ id: '9', title: 'Bridge' }],
  workspace_resources: [
    { id: '11', label: 'first', user_id: '1', role_id: '5', workspace_id: '9' },
    { id: '12', label: 'second', user_id: '2', role_id: '5', workspace_id: '9' },
  ],
};

/** Two calls: the second because a user's role cannot come beside a seat. */
const seats = '{ seats: workspaceResources { nodes { label role { name } user { fullName role { name } } } } }';
/** Three calls, all at once. */
const roots = '{ users { totalCount } ranks: roles { nodes { name } } workspace(id: 9) { title } }';

const oversize = { results: [], count: 0, users: { 1: { id: '1', bio: 'x'.repeat(300_000) } } };

/** What can go wrong, the code that it gets, what its message says, and what else the error tells. */
const failures: [title: string, fault: Fault, code: string, message: string, extensions?: object][] = [
  ['401', { status: 401 }, 'UNAUTHENTICATED', 'rejected the token for {}'],
  ['403', { status: 403 }, 'FORBIDDEN', 'denied this token access to {}'],
  ['404', { status: 404 }, 'NOT_FOUND', 'has no list at {}'],
  [
    '422',
    { status: 422, body: { errors: [{ type: 'validation', message: 'is too long', field: 'search' }] } },
    'BAD_USER_INPUT',
    'rejected {} with status 422',
    { messages: ['search: is too long'] },
  ],
  [
    '429 with a wait',
    { status: 429, headers: { 'retry-after': '50' } },
    'RATE_LIMITED',
    'rate limit for {} is reached',
    { retryAfter: 50 },
  ],
  [
    '429 without a wait',
    { status: 429 },
    'RATE_LIMITED',
    'rate limit for {} is reached',
    { retryAfter: expect.any(Number) },
  ],
  ['500', { status: 500 }, 'UPSTREAM_UNAVAILABLE', 'failed at {} with status 500'],
  ['503', { status: 503 }, 'UPSTREAM_UNAVAILABLE', 'failed at {} with status 503'],
  ['no answer at all', { cut: 'before' }, 'UPSTREAM_UNAVAILABLE', 'could not be reached for {}'],
  ['an answer that is cut in its headers', { cut: 'headers' }, 'UPSTREAM_UNAVAILABLE', 'could not be reached for {}'],
  [
    'an answer that is cut behind its headers',
    { cut: 'body' },
    'UPSTREAM_BAD_RESPONSE',
    '{} is unusable: it was cut off',
  ],
  ['an answer that is cut in its middle', { cut: 'half' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it was cut off'],
  ['a page', { garbage: 'html' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is an HTML page'],
  ['plain text', { garbage: 'text' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: its 2 bytes are not JSON'],
  ['nothing', { garbage: 'empty' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is empty'],
  ['half of the JSON', { garbage: 'truncated' }, 'UPSTREAM_BAD_RESPONSE', 'are not JSON'],
  ['a list', { garbage: 'array' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is not a JSON object'],
  ['null', { garbage: 'null' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is not a JSON object'],
  ['broken gzip', { garbage: 'encoding' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: its gzip is broken'],
  ['gzip without end', { garbage: 'bomb' }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is longer than 262144 bytes'],
  [
    'a body without end',
    { garbage: 'endless' },
    'UPSTREAM_BAD_RESPONSE',
    '{} is unusable: it is longer than 262144 bytes',
  ],
  ['too long a body', { body: oversize }, 'UPSTREAM_BAD_RESPONSE', '{} is unusable: it is longer than 262144 bytes'],
  ['an answer that comes too late', { delayMs: 1_500 }, 'UPSTREAM_TIMEOUT', 'did not answer {} within 400 ms'],
];

const limitsFor = ({ delayMs }: Fault): Partial<GatewayOptions> => ({
  upstreamMaxBodyBytes: 262_144,
  ...(delayMs && { upstreamCallTimeoutMs: 400 }),
});

describe('a REST call that fails', () => {
  it.each(failures)(
    'with %s is an error at its root field, and takes no other with it',
    async (_, fault, code, message, extensions) => {
      await using gateway = await startGateway(rows, limitsFor(fault));
      gateway.sandbox.fail({ ...fault, match: 'GET /roles' });

      const { status, data, errors } = await gateway.query(roots);

      expect(status).toBe(200);
      expect(data).toEqual({ users: { totalCount: 2 }, ranks: null, workspace: { title: 'Bridge' } });
      expect(errors).toEqual([
        {
          message: expect.stringContaining(message.replace('{}', 'GET /roles')),
          locations: [{ line: 1, column: 24 }],
          path: ['ranks'],
          extensions: { code, upstream: 'GET /roles', ...extensions },
        },
      ]);
    },
  );

  it.each(failures)(
    'with %s is an error at each association that it was for, and leaves the rest',
    async (_, fault, code) => {
      await using gateway = await startGateway(rows, limitsFor(fault));
      gateway.sandbox.fail({ ...fault, match: 'GET /users' });

      const { status, data, errors } = await gateway.query(seats);

      expect(status).toBe(200);
      const role = { name: 'Engineer' };
      expect(data).toEqual({
        seats: {
          nodes: [
            { label: 'first', role, user: null },
            { label: 'second', role, user: null },
          ],
        },
      });
      expect(
        errors?.map(({ path, extensions }) => ({ path, code: extensions.code, upstream: extensions.upstream })),
      ).toEqual([0, 1].map((at) => ({ path: ['seats', 'nodes', at, 'user'], code, upstream: 'GET /users' })));
    },
  );

  it('is asked again by the next operation', async () => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.fail({ status: 403, match: 'GET /roles', times: 1 });

    expect((await gateway.query(roots)).data.ranks).toBeNull();
    expect((await gateway.query(roots)).data.ranks).toEqual({ nodes: [{ name: 'Engineer' }] });
  });

  it('fails alone among the chunks of one batch', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ id: String(1000 + at), full_name: `User ${at}` }));
    await using gateway = await startGateway({ users: many });
    gateway.sandbox.fail({ status: 403, match: /only=1150,/ });

    const { data, errors } = await gateway.query('query($ids: [ID!]!) { usersById(ids: $ids) { fullName } }', {
      variables: { ids: many.map(({ id }) => id) },
    });

    expect(data.usersById.slice(0, 150)).toEqual(many.slice(0, 150).map(({ full_name }) => ({ fullName: full_name })));
    expect(data.usersById.slice(150)).toEqual(Array(50).fill(null));
    expect(errors?.map(({ path }) => path)).toEqual(many.slice(150).map((_, at) => ['usersById', 150 + at]));
  });

  it('at a value that cannot be read loses that value alone', async () => {
    await using gateway = await startGateway({
      workspaces: [
        { id: '9', title: 'Bridge', created_at: 'yesterday' },
        { id: '10', title: 'Tunnel', created_at: '2026-01-02T03:04:05-08:00' },
      ],
    });

    const { data, errors } = await gateway.query('{ workspacesById(ids: [9, 10]) { title since: createdAt } }');

    expect(data.workspacesById).toEqual([
      { title: 'Bridge', since: null },
      { title: 'Tunnel', since: '2026-01-02T11:04:05.000Z' },
    ]);
    expect(errors).toMatchObject([
      { path: ['workspacesById', 0, 'since'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });
});

describe('the limit of REST calls', () => {
  it('refuses an operation that would pass it, before anything is called', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls: 2 });

    const { status, data, errors } = await gateway.query(roots, {
      headers: { accept: 'application/graphql-response+json' },
    });

    expect({ status, data }).toEqual({ status: 422, data: undefined });
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^This operation would make 3 REST calls; the limit is 2\./),
        extensions: { code: 'QUERY_TOO_COMPLEX', estimate: 3, limit: 2, costliest: expect.any(String) },
      },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('stops one that nobody could foresee, and keeps what it has', async () => {
    const people = Array.from({ length: 400 }, (_, at) => ({
      id: String(1000 + at),
      full_name: `User ${at}`,
      role_id: '5',
    }));
    await using gateway = await startGateway(
      {
        users: people,
        roles: rows.roles,
        workspaces: [{ id: '9', title: 'Bridge', participant_ids: people.map(({ id }) => id) }],
      },
      { maxUpstreamCalls: 3 },
    );

    const { status, data, errors } = await gateway.query(
      '{ workspacesById(ids: [9]) { title } workspaces(first: 10) { nodes { title participants { fullName role { name } } } } }',
    );

    expect(status).toBe(200);
    expect(data).toMatchObject({ workspacesById: [{ title: 'Bridge' }], workspaces: { nodes: [{ title: 'Bridge' }] } });
    expect(data.workspaces.nodes[0].participants.map(({ fullName }: { fullName: string }) => fullName)).toEqual(
      people.map(({ full_name }) => full_name),
    );
    expect(gateway.requests()).toHaveLength(3);
    const [last, ...listed] = errors?.toReversed() ?? [];
    expect(last).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX', unlisted: 150 } });
    expect(listed).toHaveLength(100);
    for (const error of listed) {
      expect(error).toMatchObject({
        message: 'This part would have taken the operation past its limit of 3 REST calls, so it was not fetched.',
        path: ['workspaces', 'nodes', 0, 'participants', expect.any(Number), 'role'],
        extensions: { code: 'QUERY_TOO_COMPLEX', maxUpstreamCalls: 3 },
      });
    }
  });
});

describe('the time of an operation', () => {
  it('ends with UPSTREAM_TIMEOUT where it waits, keeps what it has, and calls off what it asked', async () => {
    await using gateway = await startGateway(rows, { operationTimeoutMs: 400 });
    gateway.sandbox.latency(({ path }) => (path === '/roles' ? 5_000 : 0));

    const start = performance.now();
    const { status, data, errors } = await gateway.query(roots);

    expect(performance.now() - start).toBeLessThan(2_000);
    expect(status).toBe(200);
    expect(data).toEqual({ users: { totalCount: 2 }, ranks: null, workspace: { title: 'Bridge' } });
    expect(errors).toMatchObject([
      {
        message: 'Kantata did not answer GET /roles within 400 ms: request less data, or retry later.',
        path: ['ranks'],
        extensions: { code: 'UPSTREAM_TIMEOUT', upstream: 'GET /roles' },
      },
    ]);
    await expect.poll(() => aborted(gateway.sandbox.requests)).toEqual(['/roles']);
  });

  it('is one for all its waves', async () => {
    await using gateway = await startGateway(rows, { operationTimeoutMs: 500 });
    gateway.sandbox.latency(350);

    const { data, errors } = await gateway.query(seats);

    expect(data.seats.nodes.map(({ label }: { label: string }) => label)).toEqual(['first', 'second']);
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['seats.nodes.0.user', 'UPSTREAM_TIMEOUT'],
      ['seats.nodes.1.user', 'UPSTREAM_TIMEOUT'],
    ]);
  });
});

describe('a client that leaves', () => {
  it('takes its calls with it at once, and none is begun after that', async () => {
    const lines: string[] = [];
    await using gateway = await startGateway(rows, { log: (line) => lines.push(line) });
    gateway.sandbox.latency(({ path }) => (path === '/workspace_resources' ? 1_000 : 0));
    const client = new AbortController();

    const answer = gateway.query(seats, { signal: client.signal });
    await expect.poll(() => gateway.sandbox.requests.length).toBe(1);
    const left = performance.now();
    client.abort();

    await expect(answer).rejects.toThrow('abort');
    await expect.poll(() => aborted(gateway.sandbox.requests), { interval: 5 }).toEqual(['/workspace_resources']);
    expect(performance.now() - left).toBeLessThan(500);
    await sleep(1_200);
    expect(gateway.requests()).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('takes nothing from another who asks the same at the same time', async () => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.latency(300);
    const client = new AbortController();

    const left = gateway.query(roots, { signal: client.signal }).catch(() => 'left');
    const stays = gateway.query(roots);
    await expect.poll(() => gateway.sandbox.requests.length).toBe(3);
    client.abort();

    expect(await left).toBe('left');
    expect(await stays).toMatchObject({ status: 200, data: { ranks: { nodes: [{ name: 'Engineer' }] } } });
  });
});

const aborted = (requests: readonly { aborted: boolean; path: string }[]) =>
  requests.filter((request) => request.aborted).map(({ path }) => path);

describe('docs/errors.md', async () => {
  const whole = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8');
  // What stands below that is no error.
  const [page = ''] = whole.split('\n## Warnings\n');
  /** The rows of its tables whose first cell is a code. */
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \|(.*)\|$/gm)].map(([, code = '', cells = '']) => ({
    code,
    cells: cells.split('|').map((cell) => cell.trim()),
  }));

  it('lists every code that an error can carry, and no other', () => {
    expect([...new Set(told.map(({ code }) => code))].toSorted()).toEqual([...ERROR_CODES].toSorted());
  });

  it('says of each when it comes, what to do, and one thing more', () => {
    for (const { cells } of told) {
      expect(cells).toHaveLength(3);
      for (const cell of cells) expect(cell).not.toBe('');
    }
  });

  it.each<[code: string, status: number, request: RequestInit, path?: string]>([
    ['UNAUTHENTICATED', 401, { headers: {} }],
    ['BAD_REQUEST', 400, { body: '{' }],
    ['BAD_REQUEST', 422, { body: '{}' }],
    ['BAD_REQUEST', 405, { method: 'PUT' }],
    ['BAD_REQUEST', 406, { headers: { accept: 'image/png' } }],
    ['BAD_REQUEST', 415, { headers: { 'content-type': 'text/plain' } }],
    ['CSRF_BLOCKED', 403, { headers: { 'content-type': 'text/plain', origin: 'https://evil.example' } }],
    ['PERSISTED_QUERY_NOT_SUPPORTED', 400, { body: '{"documentId":"a"}' }],
    ['REQUEST_ENTITY_TOO_LARGE', 413, { body: ' '.repeat(300_000) }],
    ['NOT_FOUND', 404, {}, '/nowhere'],
    ['GRAPHQL_PARSE_FAILED', 400, { body: '{"query":"{"}' }],
    ['GRAPHQL_VALIDATION_FAILED', 422, { body: '{"query":"{ nope }"}' }],
    ['OPERATION_RESOLUTION_FAILURE', 422, { body: '{"query":"{ __typename }","operationName":"A"}' }],
    ['BAD_USER_INPUT', 422, { body: '{"query":"query($id: ID!) { user(id: $id) { id } }"}' }],
    ['QUERY_TOO_COMPLEX', 422, { body: JSON.stringify({ query: `{ ${'a { '.repeat(200)}` }) }],
  ])('says that %s has the status %d, which it has', async (code, status, request, path = '/graphql') => {
    await using gateway = await startGateway({});
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(code !== 'UNAUTHENTICATED' && { authorization: 'Bearer demo' }),
    };

    const response = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      body: '{"query":"{ __typename }"}',
      ...request,
      headers: { ...headers, ...(request.headers as Record<string, string>) },
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(told.filter((row) => row.code === code).map(({ cells }) => cells[2])).toContainEqual(
      expect.stringMatching(new RegExp(`\\b${status}\\b`)),
    );
  });
});
