/** What the gateway does when the API does not do its part: through both real servers, counting calls. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { monotonicClock } from '../src/upstream/clock.ts';
import { type FakeClock, fakeClock } from './support/fake-clock.ts';
import { type Reply, startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { sized } from './support/long-form.ts';

const rows = {
  users: [
    { id: '1', full_name: 'Ada' },
    { id: '2', full_name: 'Bob' },
  ],
  roles: [{ id: '1', name: 'Engineer' }],
  workspaces: [{ id: '1', title: 'Bridge' }],
  stories: [{ id: '1', title: 'Draw it', workspace_id: '1' }],
  custom_field_values: [],
};
const people = [
  { token: 'token-of-ada', userId: '1', name: 'Ada' },
  { token: 'token-of-bob', userId: '2', name: 'Bob' },
];
/** Where a limit of time is not what a test is of, a busy machine has all the time that it needs. */
const PATIENT = { upstreamCallTimeoutMs: 60_000, operationTimeoutMs: 60_000 };
const start = (options: TestGatewayOptions = {}) =>
  startGateway(rows, { ...PATIENT, ...options, sandbox: { users: people } });

const users = '{ users: usersById(ids: [1, 2]) { fullName } }';
const bothUsers = [{ fullName: 'Ada' }, { fullName: 'Bob' }];
const codes = ({ errors }: Reply) => errors?.map(({ extensions }) => extensions.code);
/** The clock of all policies, which stands still until it is moved; the deadline of an operation goes by the real one. */
function standingClock(): FakeClock {
  const clock = fakeClock(performance.now());
  vi.spyOn(monotonicClock, 'now').mockImplementation(clock.now);
  vi.spyOn(monotonicClock, 'after').mockImplementation(clock.after);
  return clock;
}

/** Has everything stand still until it is moved: policies, the limit of a call, the deadline of an operation, the API. */
function standStill(): { pass(ms: number): Promise<void> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  return { pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)) };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const { setTimeout: later } = globalThis;
/** Gives what can go on some time for it. No test fails where that is too little. */
const breathe = (ms = 50) => new Promise<void>((resolve) => void later(resolve, ms));

/** Until that is the value. `expect.poll` moves a clock that stands still. */
async function until<Value>(value: () => Value, wanted: Value): Promise<void> {
  for (let tries = 0; tries < 1_000 && !isDeepStrictEqual(value(), wanted); tries++) await breathe(10);
  expect(value()).toEqual(wanted);
}

/** Whether a reply has come, once everything that can go on has had the time to. */
const hasCome = (asked: Promise<unknown>) => Promise.race([asked.then(() => true), breathe(100).then(() => false)]);

/** Until the gateway has heard that the API refuses something, and waits. */
async function until429({ sandbox }: TestGateway, clock: FakeClock): Promise<void> {
  await expect.poll(() => sandbox.requests.some(({ status }) => status === 429)).toBe(true);
  await expect.poll(() => clock.timers()).toBeGreaterThan(0);
}

const calls = ({ sandbox }: TestGateway) => sandbox.requests.length;

/** How long an API takes that does not answer, in milliseconds. */
const NEVER_MS = 600_000;

describe('a read that fails once', () => {
  it.each([
    ['with a 503', { status: 503 }],
    ['with a 500 that is a page', { status: 500, body: '<h1>We are sorry</h1>' }],
    ['because the connection is cut', { cut: 'before' }],
  ] as const)('%s, is repeated unnoticed', async (_, fault) => {
    await using gateway = await start();
    gateway.sandbox.fail({ ...fault, times: 1 });

    const { data, errors, extensions } = await gateway.query(users, { headers: { 'x-upstream-trace': '1' } });

    expect(errors).toBeUndefined();
    expect(data.users).toEqual(bothUsers);
    expect(gateway.requests()).toHaveLength(2);
    expect(extensions.upstream.calls).toMatchObject([{ status: 200, retries: 1, shared: false }]);
  });

  it('and once more, is answered, and is not repeated again', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({ status: 503 });

    const reply = await gateway.query('{ roles { totalCount } }');

    expect(codes(reply)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(gateway.requests()).toHaveLength(2);
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [422, 'BAD_USER_INPUT'],
  ])('with status %s, is not repeated', async (status, code) => {
    await using gateway = await start();
    gateway.sandbox.fail({ status });

    const reply = await gateway.query('{ roles { totalCount } }');

    expect(codes(reply)).toEqual([code]);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('or is not an answer that can be used, is not repeated', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({ garbage: 'html' });

    expect(codes(await gateway.query('{ roles { totalCount } }'))).toEqual(['UPSTREAM_BAD_RESPONSE']);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('one time in a hundred, costs at most two calls in a hundred more, and no answer', async () => {
    await using gateway = await start();
    const replies: Reply[] = [];
    const rounds = sized({ long: 10, short: 3 });
    for (let round = 0; round < rounds; round++) {
      gateway.sandbox.fail({ status: 503, times: 1 });
      for (let at = 0; at < 100; at++) replies.push(await gateway.query('{ roles { totalCount } }'));
    }

    expect(replies.filter(({ errors }) => errors)).toEqual([]);
    expect(gateway.requests().length).toBe(rounds * 101);
  });
});

describe('an API that closes connections whenever it likes', () => {
  it('is asked again on another one', async () => {
    let answered = 0;
    const api = createServer((_, response) => {
      const body = JSON.stringify({ count: 1, results: [{ key: 'roles', id: '1' }], roles: { 1: rows.roles[0] } });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
      // Just as the next question may be on its way.
      if (++answered % 25 === 0) setTimeout(() => response.socket?.destroy(), answered % 3);
    });
    api.listen(0, '127.0.0.1');
    await once(api, 'listening');
    const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    await using gateway = await startGateway(rows, { ...PATIENT, apiUrl });

    const failures = [];
    const count = sized({ long: 1000, short: 300 });
    for (let at = 0; at < count; at++) {
      const { errors } = await gateway.query('{ roles { nodes { name } } }');
      if (errors) failures.push(errors);
    }
    api.closeAllConnections();
    api.close();

    expect(failures).toEqual([]);
    expect(answered).toBeLessThanOrEqual(count * 1.04);
  });
});

describe('an API that is down', () => {
  /** Asks again and again, and moves the clock where a repeat waits. */
  const outage = async (gateway: TestGateway, queries: number, clock: FakeClock) => {
    const replies: Reply[] = [];
    for (let at = 0; at < queries; at++) {
      void gateway.query('{ roles { totalCount } }').then((reply) => replies.push(reply));
      while (replies.length <= at) {
        if (clock.timers() > 0) await clock.pass(20);
        await breathe(1);
      }
    }
    return replies;
  };

  it('is left alone after a few failures, and whoever asks is told at once and when to come again', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ status: 503 });

    const told = await outage(gateway, 100, clock);

    expect(gateway.requests().length).toBeLessThanOrEqual(12);
    const reply = told.at(-1) as Reply;
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ roles: null });
    expect(reply.errors).toMatchObject([
      { path: ['roles'], extensions: { code: 'CIRCUIT_OPEN', retryAfter: 2, upstream: 'GET /roles' } },
    ]);
    // At once: the clock moves for none of them.
    expect(told.filter((one) => codes(one)?.[0] === 'CIRCUIT_OPEN').length).toBeGreaterThan(85);
  });

  it('still answers for other endpoints, in the same query', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ match: '/roles', status: 503 });
    await outage(gateway, 10, clock);

    const reply = await gateway.query(`{ roles { totalCount } users: usersById(ids: [1, 2]) { fullName } }`);

    expect(reply.data).toEqual({ roles: null, users: bothUsers });
    expect(codes(reply)).toEqual(['CIRCUIT_OPEN']);
  });

  it('is found to be back within two seconds, by one question at a time', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ status: 503 });
    await outage(gateway, 20, clock);
    expect(gateway.requests().length).toBeLessThanOrEqual(12);
    gateway.sandbox.reset();
    gateway.requests();
    const three = () => Promise.all(Array.from({ length: 3 }, () => gateway.query('{ roles { totalCount } }')));

    const before = await three();
    await clock.pass(1_900);
    gateway.sandbox.latency(100);
    const probed = await Promise.all(
      Array.from({ length: 3 }, (_, at) => gateway.query(`{ roles(first: ${at + 1}) { nodes { name } } }`)),
    );

    expect(before.every((reply) => codes(reply)?.[0] === 'CIRCUIT_OPEN')).toBe(true);
    expect(gateway.requests()).toHaveLength(1);
    expect(probed.filter(({ errors }) => !errors)).toHaveLength(1);
    expect((await gateway.query('{ roles { totalCount } }')).errors).toBeUndefined();
  });
});

describe('an API that does not answer', () => {
  it('is given up at the limit of one call, and a batch is asked once more in two halves', async () => {
    const clock = standStill();
    await using gateway = await start({ upstreamCallTimeoutMs: 150 });
    gateway.sandbox.fail({ match: 'only=1,2', delayMs: NEVER_MS, times: 1 });

    const asked = gateway.query(users, { headers: { 'x-upstream-trace': '1' } });
    await until(() => calls(gateway), 1);
    await clock.pass(149);
    expect(await hasCome(asked)).toBe(false);
    await clock.pass(1);
    const { data, errors, extensions } = await asked;

    expect(errors).toBeUndefined();
    expect(data.users).toEqual(bothUsers);
    expect(gateway.requests().map((line) => /only=([\d,]+)/.exec(line)?.[1])).toEqual(['1,2', '1', '2']);
    expect(extensions.upstream.calls).toMatchObject([{ retries: 2 }]);
  });

  it('is asked three times at most for a batch, and then it is told', async () => {
    const clock = standStill();
    await using gateway = await start({ upstreamCallTimeoutMs: 100 });
    gateway.sandbox.latency(NEVER_MS);

    const asked = gateway.query(users);
    await until(() => calls(gateway), 1);
    await clock.pass(100);
    await until(() => calls(gateway), 3);
    await clock.pass(100);

    expect(new Set(codes(await asked))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
    expect(gateway.requests()).toHaveLength(3);
    await until(() => gateway.sandbox.requests.every(({ aborted }) => aborted), true);
  });

  it('does not make an operation last longer than its deadline, and hears nothing of it afterwards', async () => {
    const clock = standStill();
    await using gateway = await start({ upstreamCallTimeoutMs: 150, operationTimeoutMs: 200 });
    gateway.sandbox.latency(NEVER_MS);

    const asked = gateway.query(users);
    await until(() => calls(gateway), 1);
    await clock.pass(150);
    await until(() => calls(gateway), 3);
    await clock.pass(49);
    expect(await hasCome(asked)).toBe(false);
    await clock.pass(1);

    expect(new Set(codes(await asked))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
    await until(() => gateway.sandbox.requests.every(({ aborted }) => aborted), true);
    await clock.pass(5_000);
    await breathe();
    expect(calls(gateway)).toBe(3);
  });
});

describe('a rate limit', () => {
  it('is waited for as long as the API says, by its token alone', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ match: '/roles', status: 429, headers: { 'retry-after': '1' }, times: 1 });

    const limited = gateway.query('{ roles { totalCount } }', { token: 'token-of-ada' });
    await until429(gateway, clock);
    await clock.pass(999);
    const sameToken = gateway.query(users, { token: 'token-of-ada' });
    const other = await gateway.query('{ roles { totalCount } }', { token: 'token-of-bob' });

    expect(other.errors).toBeUndefined();
    expect(await hasCome(Promise.race([limited, sameToken]))).toBe(false);
    await clock.pass(1);
    expect((await limited).data).toEqual({ roles: { totalCount: 1 } });
    expect((await sameToken).data.users).toEqual(bothUsers);
    expect(gateway.sandbox.requests.map(({ token, status }) => `${token} ${status}`)).toEqual([
      'token-of-ada 429',
      'token-of-bob 200',
      'token-of-ada 200',
      'token-of-ada 200',
    ]);
  });

  it('is answered with what is left of it when it outlasts the operation, and nothing is asked before it ends', async () => {
    standStill();
    await using gateway = await start({ operationTimeoutMs: 1000 });
    gateway.sandbox.fail({ status: 429, headers: { 'retry-after': '2' }, times: 1 });

    // At once: the clock is not moved.
    const first = await gateway.query('{ roles { totalCount } }');
    const second = await gateway.query(users);

    for (const { errors } of [first, second])
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 });
    expect(gateway.requests()).toHaveLength(1);
  });

  it('without a word on how long is waited for from one second on, once', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ status: 429 });

    const asked = gateway.query('{ roles { totalCount } }');
    await until429(gateway, clock);
    await clock.pass(999);
    expect(await hasCome(asked)).toBe(false);
    expect(gateway.sandbox.requests).toHaveLength(1);
    // Up to half as long again, by chance.
    await clock.pass(501);
    const reply = await asked;

    expect(codes(reply)).toEqual(['RATE_LIMITED']);
    expect(reply.errors?.[0]?.extensions.retryAfter).toBeGreaterThanOrEqual(2);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('is found to be over after a minute, however long the API wanted', async () => {
    standStill();
    await using gateway = await start({ operationTimeoutMs: 500 });
    gateway.sandbox.fail({ status: 429, headers: { 'retry-after': '1000000000' }, times: 1 });

    const { extensions } = (await gateway.query(users)).errors?.[0] ?? {};

    expect(extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
  });

  it('by another name, 503 with Retry-After, is waited for as well', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ status: 503, headers: { 'retry-after': '1' }, times: 1 });

    const asked = gateway.query('{ roles { totalCount } }');
    await expect.poll(() => clock.timers()).toBeGreaterThan(0);
    await clock.pass(999);
    expect(await hasCome(asked)).toBe(false);
    expect(gateway.sandbox.requests).toHaveLength(1);
    // A repeat waits up to 80 milliseconds more, by chance, and the circuit lets it through.
    await clock.pass(81);

    expect((await asked).errors).toBeUndefined();
    expect(gateway.requests()).toHaveLength(2);
  });

  it('of that name is told, with how long it lasts, where the operation ends before it', async () => {
    standStill();
    await using gateway = await start({ operationTimeoutMs: 1000 });
    gateway.sandbox.fail({ match: '/roles', status: 503, headers: { 'retry-after': '60' }, times: 1 });

    const first = await gateway.query('{ roles { totalCount } }');
    const second = await gateway.query('{ roles { totalCount } }');

    expect(first.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfter: 60 });
    expect(second.errors?.[0]?.extensions).toMatchObject({ code: 'CIRCUIT_OPEN', retryAfter: 60 });
    expect(gateway.requests()).toHaveLength(1);
    expect((await gateway.query(users)).errors).toBeUndefined();
  });

  it('of workspaces holds up workspaces, and nothing else', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ match: '/workspaces', status: 429, headers: { 'retry-after': '1' }, times: 1 });

    const held = gateway.query('{ workspaces { totalCount } }');
    await until429(gateway, clock);
    await clock.pass(999);
    const replies = await Promise.all(Array.from({ length: 20 }, () => gateway.query('{ stories { totalCount } }')));

    expect(replies.filter(({ errors }) => errors)).toEqual([]);
    expect(await hasCome(held)).toBe(false);
    await clock.pass(1);
    expect((await held).errors).toBeUndefined();
  });

  it('is not what the wall clock says: an hour more or less changes nothing', async () => {
    const clock = standingClock();
    await using gateway = await start();
    gateway.sandbox.fail({ status: 429, headers: { 'retry-after': '1' }, times: 1 });
    const real = Date.now();
    const wall = vi.spyOn(Date, 'now');

    const asked = gateway.query('{ roles { totalCount } }');
    await until429(gateway, clock);
    wall.mockReturnValue(real + 3_600_000);
    await clock.pass(999);
    expect(await hasCome(asked)).toBe(false);
    expect(calls(gateway)).toBe(1);
    wall.mockReturnValue(real - 3_600_000);
    await clock.pass(1);

    expect((await asked).errors).toBeUndefined();
    expect(calls(gateway)).toBe(2);
  });
});

describe('a shared call that fails', () => {
  it.each([
    ['a 401', { status: 401 }, 'UNAUTHENTICATED', 1],
    ['a 503, and another', { status: 503 }, 'UPSTREAM_UNAVAILABLE', 2],
    ['JSON that is none', { garbage: 'truncated' }, 'UPSTREAM_BAD_RESPONSE', 1],
    ['nothing in time', { delayMs: NEVER_MS }, 'UPSTREAM_TIMEOUT', 1],
  ] as const)('with %s fails each waiter at its own path, and is not remembered', async (_, fault, code, count) => {
    const clock = standStill();
    await using gateway = await start({ upstreamCallTimeoutMs: 900, operationTimeoutMs: NEVER_MS });
    // The token is known: a stranger's 401 is remembered.
    await gateway.query('{ roles { totalCount } }');
    gateway.requests();
    gateway.sandbox.fail({ delayMs: 100, ...fault, times: count });

    const asked = Promise.all(
      ['one', 'two', 'three'].map((alias) => gateway.query(`{ ${alias}: roles { totalCount } }`)),
    );
    await until(() => gateway.gateway.state.requests.underWay, 3);
    // Long enough for each of the calls to be answered, or given up, and for the pause between two.
    for (let call = 1; call <= count; call++) {
      await until(() => calls(gateway), call + 1);
      await breathe();
      await clock.pass(100);
      await breathe();
      await clock.pass(800);
    }
    const replies = await asked;

    expect(gateway.requests()).toHaveLength(count);
    expect(replies.flatMap(({ errors }) => errors?.map(({ path, extensions }) => [path, extensions.code]))).toEqual(
      ['one', 'two', 'three'].map((alias) => [[alias], code]),
    );
    expect((await gateway.query('{ roles { totalCount } }')).data).toEqual({ roles: { totalCount: 1 } });
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('what the API says of caching', () => {
  it.each([
    ['public', { 'cache-control': 'public, max-age=60' }],
    ['public, by token', { 'cache-control': 'public, max-age=60', vary: 'Authorization' }],
    ['public, with a tag', { 'cache-control': 'public, max-age=60', etag: '"1"' }],
  ])('is not heard: %s', async (_, headers) => {
    await using gateway = await start();
    gateway.sandbox.fail({ headers });
    for (const token of ['token-of-ada', 'token-of-bob', 'token-of-ada']) await gateway.query(users, { token });

    expect(gateway.sandbox.requests.map(({ token }) => token)).toEqual([
      'token-of-ada',
      'token-of-bob',
      'token-of-ada',
    ]);
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-ada' },
      body: JSON.stringify({ query: users }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
  });

  it('reaches the client no more than any other of its headers', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({
      headers: { 'set-cookie': 'session=1', server: 'nginx', 'access-control-allow-origin': '*', 'x-internal': 'yes' },
    });

    const { headers } = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-ada' },
      body: JSON.stringify({ query: users }),
    });

    for (const name of ['set-cookie', 'server', 'access-control-allow-origin', 'x-internal'])
      expect(headers.get(name)).toBeNull();
  });
});

describe('records with names that prototypes have', () => {
  it('are kept as data or left out, and change nothing else', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({
      body: `{"count":1,"results":[{"key":"users","id":"1"}],
        "users":{"1":{"id":"1","full_name":"Ada","__proto__":{"admin":true}},"__proto__":{"id":"9","admin":true},
        "constructor":{"id":"8"},"hasOwnProperty":{"id":"7"}},"__proto__":{"1":{"id":"1"}},"constructor":{"1":{"id":"1"}}}`,
      times: 1,
    });

    const { data, errors } = await gateway.query(
      '{ users: usersById(ids: [1, 2]) { fullName } user(id: 1) { fullName } }',
    );

    expect(errors).toBeUndefined();
    expect(data.users).toEqual([{ fullName: 'Ada' }, null]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('an API that becomes slow', () => {
  it('has no more calls under way than are allowed, and clients are refused once too many wait', async () => {
    const clock = standStill();
    await using gateway = await start({ maxInFlight: 20, maxQueued: 10, queueWaitMs: 50, upstreamConnections: 8 });
    // The token is known: strangers have a tenth of the room.
    await gateway.query('{ roles { totalCount } }');
    gateway.sandbox.latency(NEVER_MS);
    const replies: Reply[] = [];
    const asked = Array.from({ length: 100 }, async (_, id) => {
      const reply = await gateway.query(`{ user(id: ${id + 1}) { fullName } }`);
      replies.push(reply);
    });

    // What finds no place in the line is refused at once, what waits in it too long, then.
    await until(() => replies.length, 70);
    expect(gateway.gateway.state.requests).toEqual({ underWay: 20, waiting: 10 });
    await clock.pass(50);
    await until(() => replies.length, 80);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 503));
    expect(replies[0]?.errors?.[0]?.extensions.code).toBe('OVERLOADED');
    await until(() => calls(gateway), 1 + 8);
    await breathe();
    expect(calls(gateway)).toBe(1 + 8);
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);

    gateway.sandbox.latency(0);
    await clock.pass(PATIENT.upstreamCallTimeoutMs);
    await Promise.all(asked);
    gateway.sandbox.reset();
    const after = await Promise.all(Array.from({ length: 20 }, () => gateway.query('{ roles { totalCount } }')));
    expect(after.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('clients who leave', () => {
  it('take their calls with them, under way or in line', { timeout: 120_000 }, async () => {
    // Nothing times out before its client has left.
    standStill();
    await using gateway = await start({ upstreamConnections: 20 });
    gateway.sandbox.latency(NEVER_MS);

    for (let round = 0; round < 5; round++) {
      const leaving = new AbortController();
      const asked = Array.from({ length: 100 }, (_, id) =>
        gateway
          .query(`{ user(id: ${round * 100 + id + 1}) { fullName } }`, { signal: leaving.signal })
          .catch(() => 'left'),
      );
      // All have come: those with a connection are at the API, and the others stand in line.
      await until(() => gateway.gateway.state.requests, { underWay: 100, waiting: 0 });
      await breathe();
      expect(calls(gateway)).toBeGreaterThanOrEqual((round + 1) * 20);
      leaving.abort();
      expect(await Promise.all(asked)).toEqual(asked.map(() => 'left'));
      // Those who stood in line until then go with their own connection, which may be noticed after another's.
      await until(() => gateway.gateway.state.requests, { underWay: 0, waiting: 0 });
      await until(() => gateway.sandbox.requests.filter(({ aborted }) => !aborted), []);
    }

    const length = calls(gateway);
    await breathe(200);
    expect(calls(gateway)).toBe(length);
    expect(length).toBeLessThan(400);
    gateway.sandbox.latency(0);
    expect((await gateway.query(users)).data.users).toEqual(bothUsers);
  });
});
