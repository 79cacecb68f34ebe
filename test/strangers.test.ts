import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { compiledBytes } from '../src/execution/compiled-cache.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway } from './support/gateway.ts';
import { pipelinedRequests } from './support/raw-http.ts';

const roles = [{ id: '1', name: 'Analyst' }];
const start = (options = {}) => startGateway({ roles }, options);
const madeUp = () => `made-up-${Math.random().toString(36).slice(2)}`;

describe('a token that the API does not accept', () => {
  it('costs one call in five seconds, however often it asks', async () => {
    await using gateway = await start();
    const token = madeUp();

    for (let time = 0; time < 5; time++) {
      const { errors } = await gateway.query('{ roles { totalCount } }', { token });
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }

    expect(gateway.requests()).toHaveLength(1);
  });

  it('has nothing kept for it; one that is accepted has', async () => {
    await using gateway = await start();
    const document = (name: string) => `query ${name} { roles { totalCount nodes { name } } }`;
    const before = compiledBytes();

    for (let time = 0; time < 5; time++) await gateway.query(document(`Stranger${time}`), { token: madeUp() });
    expect(compiledBytes()).toBe(before);
    await gateway.query(document('First'));
    await gateway.query(document('Second'));

    expect(compiledBytes()).toBeGreaterThan(before);
    expect(gateway.requests()).toHaveLength(5 + 2);
  });
});

describe('a flood of made-up tokens', () => {
  it('refuses no token that the API has answered', async () => {
    await using gateway = await start({ maxInFlight: 20, maxQueued: 20 });
    await gateway.query('{ roles { totalCount } }');
    gateway.sandbox.fail({ delayMs: 30 });
    const flooding = { on: true };
    const refused = { strangers: 0, good: 0 };
    const flood = Array.from({ length: 60 }, async () => {
      while (flooding.on) {
        const { status } = await gateway.query('{ roles { totalCount } }', { token: madeUp() });
        if (status === 503) refused.strangers++;
      }
    });
    await sleep(200);
    for (let time = 0; time < 15; time++) {
      const { status, errors } = await gateway.query('{ roles { totalCount } }');
      if (status !== 200 || errors) refused.good++;
    }
    flooding.on = false;
    await Promise.all(flood);

    expect(refused.good).toBe(0);
    expect(refused.strangers).toBeGreaterThan(0);
    // Of each that was let in, the API was asked once.
    expect(new Set(gateway.sandbox.requests.map(({ token }) => token)).size).toBe(gateway.requests().length - 15);
  });
});

describe('a client address', () => {
  it('that sends too much is answered 429 before anything is known of it; others, and health checks, are not', async () => {
    await using gateway = await start({ clientRate: 3, clientAddressHeader: 'x-forwarded-for' });
    const asked = (address: string) =>
      gateway.query('{ roles { totalCount } }', { token: madeUp(), headers: { 'x-forwarded-for': address } });

    const replies = await Promise.all(Array.from({ length: 6 }, () => asked('203.0.113.7')));
    const other = await asked('203.0.113.8');
    const health = await fetch(`${gateway.url}/health`, { headers: { 'x-forwarded-for': '203.0.113.7' } });

    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(3);
    expect(replies.find(({ status }) => status === 429)?.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
    expect(other.status).toBe(200);
    expect(health.status).toBe(200);
    expect(gateway.requests()).toHaveLength(4);
  });
});

describe('explanations, which nobody pays for', () => {
  it('have a little room of their own: some wait, the others are told to come again, and health is told at once', async () => {
    await using command = startCommand({ args: ['--sandbox'], env: { PORT: '0' } });
    const [, url = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    const query = `{ ${Array.from({ length: 90 }, (_, at) => `a${at}: users(first: ${at + 1}) { nodes { fullName role { name } } }`).join(' ')} }`;
    const explain = (times: number) =>
      pipelinedRequests(url, {
        lines: ['POST /explain HTTP/1.1', 'Content-Type: application/json'],
        body: JSON.stringify({ query }),
        times,
      });
    const aloneFrom = performance.now();
    await explain(1);
    const aloneMs = performance.now() - aloneFrom;

    const explained = explain(100);
    await sleep(20);
    const startMs = performance.now();
    const health = await fetch(`${url}/health`);
    const healthMs = performance.now() - startMs;
    const statuses = (await explained).map(({ status }) => status);

    expect(health.status).toBe(200);
    // It waits for a few of them, and not for a hundred.
    expect(healthMs).toBeLessThan(10 * aloneMs + 500);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(50);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
  });
});
