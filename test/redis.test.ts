/** Instances of the gateway that have one Redis in common: real ones, on real ports. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { describe, expect, it } from 'vitest';
import { createRedisBucket } from '../src/redis/redis-bucket.ts';
import { RedisLink } from '../src/redis/link.ts';
import { type SandboxUser, startSandbox } from '../src/sandbox/server.ts';
import { BUCKET, burstOf, isGrant } from '../src/upstream/policies/token-bucket.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { redisProgram } from './support/installed.ts';
import { share, startRedis, type TestRedis } from './support/redis.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace', role_id: '3' },
    { id: '8', full_name: 'Grace Hopper', role_id: '3' },
  ],
  roles: [{ id: '3', name: 'Lead' }],
  stories: [{ id: '1', title: 'Engine', creator_id: '7', parsed_description: 'Of brass', assignee_ids: ['7'] }],
};

const ADA_TOKEN = 'cANARY-token-of-ada-0123456789';
const BOB_TOKEN = 'cANARY-token-of-bob-0123456789';
/** Ada and Bob, of whom each sees one of the people. */
const USERS: SandboxUser[] = [
  { token: ADA_TOKEN, userId: '7', name: 'Ada', sees: (key, { id }) => key !== 'users' || id === '7' },
  { token: BOB_TOKEN, userId: '8', name: 'Bob', sees: (key, { id }) => key !== 'users' || id === '8' },
];

const PEOPLE = '{ usersById(ids: [7, 8]) { fullName role { name } } }';
const ADA = '{ user(id: 7) { fullName role { name } } }';

/** Two gateways before one API, with one Redis. */
async function startTwo(redis: TestRedis, options: TestGatewayOptions = {}, timeoutMs?: number) {
  const shared = [await share(redis, timeoutMs), await share(redis, timeoutMs)] as const;
  const one = await startGateway(ROWS, {
    cacheTtlSeconds: 60,
    sandbox: { users: USERS },
    shared: shared[0],
    ...options,
  });
  const other = await startGateway(ROWS, {
    cacheTtlSeconds: 60,
    ...options,
    shared: shared[1],
    // The API is the other's: its own sandbox stands idle.
    apiUrl: one.sandbox.url,
  });
  return {
    one,
    other,
    shared,
    requests: () => one.requests(),
    async [Symbol.asyncDispose]() {
      await other[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
      for (const part of shared) part.close();
    },
  };
}

const filled = async (redis: TestRedis, keys: number) => {
  await expect.poll(() => redis.size()).toBe(keys);
};

describe.skipIf(redisProgram.skipped)('two gateways with one Redis', () => {
  it('answer from what the other one fetched with the same token', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis);
    const first = await two.one.query(ADA, { token: ADA_TOKEN });
    expect(two.requests()).toHaveLength(1);
    await filled(redis, 2);

    const second = await two.other.query(ADA, { token: ADA_TOKEN });

    expect(first.data).toEqual({ user: { fullName: 'Ada Lovelace', role: { name: 'Lead' } } });
    expect(second.data).toEqual(first.data);
    expect(two.requests()).toEqual([]);
  });

  it('never answer from what was fetched with another token', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis);
    const ask = async (number: number) => {
      const token = number % 3 === 0 ? ADA_TOKEN : BOB_TOKEN;
      const { data, errors } = await (number % 2 === 0 ? two.one : two.other).query(PEOPLE, { token });
      expect(errors).toBeUndefined();
      const [ada, bob] = data.usersById;
      expect([ada?.fullName, bob?.fullName]).toEqual(
        token === ADA_TOKEN ? ['Ada Lovelace', undefined] : [undefined, 'Grace Hopper'],
      );
    };
    two.one.sandbox.latency(() => Math.random() * 10);

    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 30 }, (_, number) => ask(number)));

    expect(two.requests().length).toBeLessThan(300);
  });

  it('leave nothing in Redis that tells anything: no token, no record, no type, no id', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis, { upstreamRate: 1000 });
    for (const token of [ADA_TOKEN, BOB_TOKEN]) {
      await two.one.query(PEOPLE, { token });
      await two.other.query('{ stories { nodes { title parsedDescription creator { fullName } } } }', { token });
    }
    two.one.sandbox.fail({ match: '/roles', status: 429, headers: { 'retry-after': '0' }, times: 1 });
    await two.one.query('{ roles { totalCount } }', { token: ADA_TOKEN });
    // Of each token one person, the role and the task, and of one of them the creator; the rate.
    await expect.poll(() => redis.size()).toBeGreaterThanOrEqual(7);

    const dump = (await redis.dump()).toString('latin1');

    for (const word of [
      ADA_TOKEN,
      BOB_TOKEN,
      Buffer.from(ADA_TOKEN).toString('base64'),
      'cANARY',
      'Lovelace',
      'Hopper',
      'Lead',
      'Engine',
      'brass',
      'full_name',
      'users',
      'stories',
      two.one.sandbox.url,
    ])
      expect(dump).not.toContain(word);
  });

  it('let records die there when their time is over', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis, { cacheTtlSeconds: 1 });
    await two.one.query(ADA, { token: ADA_TOKEN });
    await filled(redis, 2);

    await filled(redis, 0);
    await two.other.query(ADA, { token: ADA_TOKEN });

    expect(two.requests()).toHaveLength(2);
  });

  it('put together what each has learned of a record', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis);
    const token = ADA_TOKEN;
    await two.one.query('{ story(id: 1) { parsedDescription } }', { token });
    await filled(redis, 1);
    await two.other.query('{ story(id: 1) { title assignees { id } creator { fullName } } }', { token });
    await filled(redis, 2);
    expect(two.requests()).toHaveLength(2);

    const query = '{ story(id: 1) { title parsedDescription assignees { id } creator { fullName } } }';

    const told = { title: 'Engine', parsedDescription: 'Of brass', assignees: [{ id: 'User:7' }] };
    await expect
      .poll(async () => {
        two.requests();
        const { data } = await two.one.query(query, { token });
        return { ...data.story, calls: two.requests().length };
      })
      .toEqual({ ...told, creator: { fullName: 'Ada Lovelace' }, calls: 0 });
  });

  it('take a record that somebody changed for none', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis);
    await two.one.query(PEOPLE, { token: ADA_TOKEN });
    await two.one.query(PEOPLE, { token: BOB_TOKEN });
    await filled(redis, 4);
    const client = createClient({ url: redis.url });
    await client.connect();
    const names = await client.keys('*');
    // Every record in the place of another one, and one of them with other bytes.
    for (const name of names) await client.copy(name, `${name} before`);
    for (const [at, name] of names.entries())
      await client.copy(`${names[(at + 1) % names.length]} before`, name, { REPLACE: true });
    await client.setRange(names[0] as string, 20, 'x');
    client.destroy();
    two.requests();

    const { data, errors } = await two.other.query(ADA, { token: ADA_TOKEN });

    expect(errors).toBeUndefined();
    expect(data.user.fullName).toBe('Ada Lovelace');
    expect(two.requests()).toHaveLength(1);
  });

  it('keep records of one API apart from those of another', async () => {
    await using redis = await startRedis();
    await using shared = await share(redis);
    const options = { cacheTtlSeconds: 60, shared, sandbox: { users: USERS } };
    await using here = await startGateway(ROWS, options);
    await using there = await startGateway(
      { ...ROWS, users: [{ id: '7', full_name: 'Ada Byron', role_id: '3' }] },
      options,
    );
    await here.query(ADA, { token: ADA_TOKEN });
    await filled(redis, 2);

    const { data } = await there.query(ADA, { token: ADA_TOKEN });

    expect(data.user.fullName).toBe('Ada Byron');
  });
});

describe.skipIf(redisProgram.skipped)('a Redis that fails', () => {
  it('in the middle of everything costs no operation, is told once, and is used again when it is back', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis, { upstreamRate: 10_000 });
    let asked = 0;
    const stop = new AbortController();
    const failed: unknown[] = [];
    const client = async (number: number) => {
      while (!stop.signal.aborted) {
        asked++;
        const { data, errors } = await (number % 2 ? two.one : two.other).query(number % 4 < 2 ? ADA : PEOPLE, {
          token: ADA_TOKEN,
        });
        if (errors || !JSON.stringify(data).includes('Ada Lovelace')) failed.push(errors ?? data);
      }
    };
    const clients = Array.from({ length: 8 }, (_, number) => client(number));
    await expect.poll(() => asked).toBeGreaterThan(100);
    await redis.kill();
    const then = asked;
    await expect.poll(() => asked).toBeGreaterThan(then + 100);
    await expect.poll(() => two.shared.map(({ state }) => state.isUp)).toEqual([false, false]);
    await redis.restart();
    await expect.poll(() => two.shared.map(({ state }) => state.isUp)).toEqual([true, true]);
    await expect.poll(() => redis.size()).toBeGreaterThan(2);
    stop.abort();
    await Promise.all(clients);

    expect(failed).toEqual([]);
    for (const { lines } of two.shared)
      expect(lines).toEqual([expect.stringMatching(/^Redis does not answer: going on without it \(/), 'Redis is back']);
  });

  it('that answers nothing any more holds up those who have asked it, for as long as it may, and nobody else', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis, { upstreamRate: 10_000 }, 500);
    await two.one.query(ADA, { token: ADA_TOKEN });
    await filled(redis, 3);
    redis.stall();

    const replies = await Promise.all(Array.from({ length: 20 }, () => two.one.query(ADA, { token: ADA_TOKEN })));
    // Nobody asks it any more: only attempts to connect are added to what failed.
    const { isUp, failures } = two.shared[0].state;
    const later = await two.one.query(ADA, { token: ADA_TOKEN });
    expect(isUp).toBe(false);
    expect(two.shared[0].state.failures - failures).toBeLessThan(3);

    for (const { data, errors } of [...replies, later]) {
      expect(errors).toBeUndefined();
      expect(data.user.fullName).toBe('Ada Lovelace');
    }
    redis.goOn();
    await expect.poll(() => two.shared[0].state.isUp).toBe(true);
    expect(two.shared[0].lines.at(-1)).toBe('Redis is back');
  });

  it('from the start on does not keep a gateway from starting, and is used once it is there', async () => {
    await using redis = await startRedis();
    await redis.kill();
    await using two = await startTwo(redis);
    expect(two.shared[0].lines).toEqual(['Redis does not answer: going on without it (ECONNREFUSED)']);
    expect((await two.one.query(ADA, { token: ADA_TOKEN })).data.user).not.toBeNull();

    await redis.restart();
    await expect.poll(() => two.shared.every(({ state }) => state.isUp)).toBe(true);
    await two.one.query(ADA, { token: ADA_TOKEN });
    await filled(redis, 2);
    two.requests();
    await two.other.query(ADA, { token: ADA_TOKEN });

    expect(two.requests()).toEqual([]);
  });

  it('that has no room left is still asked, and refuses what it is to keep', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis);
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.sendCommand(['CONFIG', 'SET', 'maxmemory', '1']);
    client.destroy();

    const { data } = await two.one.query(ADA, { token: ADA_TOKEN });

    expect(data.user.fullName).toBe('Ada Lovelace');
    await expect.poll(() => two.shared[0].lines).toEqual(['Redis refuses commands (OOM)']);
    expect(two.shared[0].state.isUp).toBe(true);
  });

  it('takes a password, and tells nothing of it when that is wrong', async () => {
    await using redis = await startRedis();
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.sendCommand(['CONFIG', 'SET', 'requirepass', 'cANARY-password']);
    client.destroy();
    const lines: string[] = [];
    const open = (password: string) =>
      RedisLink.open({
        url: `redis://:${password}@127.0.0.1:${redis.port}`,
        timeoutMs: 1000,
        log: (line) => void lines.push(line),
      });

    const [good, bad] = [await open('cANARY-password'), await open('cANARY-wrong')];

    expect([good.state.isUp, bad.state.isUp]).toEqual([true, false]);
    expect(lines).toEqual(['Redis does not answer: going on without it (WRONGPASS)']);
    good.close();
    bad.close();
  });
});

describe.skipIf(redisProgram.skipped)('the rate that instances keep together', () => {
  it('is not passed by any of them, nor by all, and is used up by those who need it', { timeout: 60_000 }, async () => {
    await using redis = await startRedis();
    const rate = 60;
    await using two = await startTwo(redis, {
      upstreamRate: rate,
      cacheTtlSeconds: 0,
      upstreamQueueWaitMs: 60_000,
      maxInFlight: 1000,
    });
    const sent: number[] = [];
    two.one.sandbox.latency(() => {
      sent.push(performance.now());
      return 5;
    });
    const stop = new AbortController();
    const client = async (number: number) => {
      for (let id = number * 1000 + 1; !stop.signal.aborted; id++)
        await (number % 2 ? two.one : two.other).query(`{ user(id: ${id}) { fullName } }`, { token: ADA_TOKEN });
    };
    const from = performance.now();
    const clients = Array.from({ length: 12 }, (_, number) => client(number));
    await sleep(4000);
    stop.abort();
    await Promise.all(clients);
    const seconds = (performance.now() - from) / 1000;

    expect(sent.length).toBeLessThanOrEqual(rate * seconds * 1.05 + burstOf(rate));
    // What a busy machine leaves of it.
    expect(sent.length).toBeGreaterThan(rate * seconds * 0.5);
  });

  it('is halved for all when the API refuses one of them, and recovers', async () => {
    await using redis = await startRedis();
    await using two = await startTwo(redis, { upstreamRate: 100 });
    two.one.sandbox.fail({ match: '/roles', status: 429, headers: { 'retry-after': '0' }, times: 1 });
    const rates = () => [two.one, two.other].map(({ gateway }) => gateway.state.upstream.perSecond ?? 0);

    await two.one.query('{ roles { totalCount } }', { token: ADA_TOKEN });
    await two.other.query('{ users { totalCount } }', { token: ADA_TOKEN });
    const [, halved] = rates() as [number, number];
    await sleep(500);
    await two.other.query('{ stories { totalCount } }', { token: ADA_TOKEN });
    const [, later] = rates() as [number, number];

    expect(halved).toBeGreaterThanOrEqual(50);
    expect(halved).toBeLessThan(90);
    expect(later).toBeGreaterThan(halved);
  });

  it('is counted in Redis as it is by one gateway alone', async () => {
    await using redis = await startRedis();
    const link = await RedisLink.open({ url: redis.url, timeoutMs: 1000, log: () => {} });
    const bucket = createRedisBucket(link, 'https://api.example.com');

    const burst = await bucket.take(1000, 50);
    const none = await bucket.take(1, 1);
    await bucket.refused({ token: 'ada' }, false, 1);
    const among = await bucket.take(0, 100);
    await bucket.refused({ token: 'bob' }, false, 1);
    await bucket.refused({ token: 'bob' }, true, 1);
    const cut = await bucket.take(0, 100);

    expect(burst).toMatchObject({ granted: burstOf(50), perSecond: 50 });
    expect(none.granted).toBe(0);
    expect(none.waitMs).toBeGreaterThan(0);
    expect(none.waitMs).toBeLessThanOrEqual(1000);
    expect(among.perSecond).toBe(100);
    // Two tokens were refused, which is one cut however often it is told; some of it has come back since.
    expect(cut.perSecond).toBeGreaterThanOrEqual(50);
    expect(cut.perSecond).toBeLessThan(50 + (100 * 20_000) / BUCKET.RECOVER_MS);
    link.close();
  });
});

describe.skipIf(redisProgram.skipped)('numbers in Redis that nobody of us wrote', () => {
  it.each([
    ['words', { tokens: 'many', share: 'all', at: 'soon', cutAt: 'never', party: '', refusedAt: 'x' }],
    ['no numbers', { tokens: 'nan', share: '-nan', at: 'nan', cutAt: 'nan', refusedAt: 'nan' }],
    ['numbers without end', { tokens: 'inf', share: '1e308', at: '1e308', cutAt: '1e308', refusedAt: '1e308' }],
    ['numbers below zero', { tokens: '-1e300', share: '-1', at: '-5', cutAt: '-5', refusedAt: '-5' }],
  ])('are taken for none: %s', async (_, fields) => {
    await using redis = await startRedis();
    const client = createClient({ url: redis.url });
    await client.connect();
    const link = await RedisLink.open({ url: redis.url, timeoutMs: 1000, log: () => {} });
    const bucket = createRedisBucket(link, 'https://api.example.com');
    await bucket.take(1, 100);
    const [key] = await client.keys('*');
    await client.hSet(key as string, fields);

    await bucket.refused({ token: 'ada' }, true, 100);
    const soon = await bucket.take(5, 100);
    await sleep(1000);
    const later = await bucket.take(5, 100);

    for (const grant of [soon, later]) expect(isGrant(grant, 5, 100)).toBe(true);
    expect(later.granted).toBeGreaterThan(0);
    client.destroy();
    link.close();
  });
});

describe.skipIf(redisProgram.skipped)('two processes with one Redis', () => {
  it('answer from what the other one fetched, and lose nothing when it is killed', { timeout: 60_000 }, async () => {
    await using redis = await startRedis();
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    const start = () =>
      startCommand({
        env: {
          KANTATA_API_URL: api.url,
          PORT: '0',
          ADMIN_PORT: '0',
          REDIS_URL: redis.url,
          CACHE_TTL_SECONDS: '60',
          UPSTREAM_RATE: '5000',
          LOG_LEVEL: 'warn',
        },
      });
    await using one = start();
    await using other = start();
    const urls = await Promise.all(
      [one, other].map(async (command) => {
        await command.printed(/REST API .*/);
        const [, graphql = ''] = await command.printed(/GraphQL +(\S+)/);
        const [, metrics = ''] = await command.printed(/Metrics +(\S+)/);
        return { graphql, metrics };
      }),
    );
    const ask = async (at: number, query: string) => {
      const response = await fetch(urls[at % 2]?.graphql ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADA_TOKEN}` },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data: { user: { fullName: string } | null }; errors?: unknown };
    };

    await ask(0, ADA);
    await expect.poll(() => redis.size()).toBe(3);
    const calls = api.requests.length;
    const second = await ask(1, ADA);
    expect(second.data.user?.fullName).toBe('Ada Lovelace');
    expect(api.requests.length).toBe(calls);

    const replies = Array.from({ length: 60 }, async (_, at) => {
      await sleep(at * 10);
      if (at === 20) await redis.kill();
      return ask(at, ADA);
    });
    for (const { data, errors } of await Promise.all(replies)) {
      expect(errors).toBeUndefined();
      expect(data.user?.fullName).toBe('Ada Lovelace');
    }
    const page = await (await fetch(urls[0]?.metrics ?? '')).text();
    expect(page).toMatch(/^kantata_redis_up 0$/m);
    expect(page).toMatch(/^kantata_cache_records_total\{outcome="hit"\} [1-9]/m);
    expect(page).toMatch(/^kantata_upstream_rate_limit 5000$/m);
    await expect.poll(() => one.stderr().match(/Redis does not answer/g)?.length).toBe(1);
    expect(one.stderr()).not.toContain(String(redis.port));
  });
});
