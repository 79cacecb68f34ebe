/** Short forms of `npm run test:overload` and `npm run test:soak`: what can be counted on a busy machine. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { rollingRestart } from './load/ready-restart.ts';
import { departures, faults, outage, overload } from './load/scenarios.ts';
import { seededRandom } from './support/random.ts';
import { type Figure, table } from './support/figures.ts';
import { nginxProgram } from './support/installed.ts';
import { startLoadGateway } from './support/load.ts';
import { isLong, sized } from './support/long-form.ts';

/** The values of a run by name; a name that is not there fails its test. */
function read(figures: readonly Figure[]) {
  return (name: string) => {
    const figure = figures.find((other) => other.name === name);
    if (!figure) throw new Error(`no figure "${name}" in\n${table(figures)}`);
    return figure.value;
  };
}

describe('too much load', () => {
  it('costs the API nothing beyond the answers, is refused with a code, and leaves nothing behind', async () => {
    const value = read(await overload({ seconds: 2, slots: 8, patienceMs: 10_000 }));

    for (const times of ['2x', '10x']) {
      expect(value(`${times}: REST calls for each good answer`)).toBeLessThanOrEqual(1.05);
      expect(value(`${times}: refusals without OVERLOADED or RATE_LIMITED`)).toBe(0);
      expect(value(`${times}: slowest answer of /health`)).toBeLessThan(2000);
    }
    // Half of what is to be held on a machine of one's own.
    expect(value('2x: good answers, part of capacity')).toBeGreaterThan(0.45);
    expect(value('10x: good answers, part of capacity')).toBeGreaterThan(0.35);
    expect(value('two seconds later: refusals')).toBe(0);
  });
});

// A few requests a second each: they can be under way at once.
describe.concurrent('a bad day of the API', { timeout: 60_000 }, () => {
  it('costs a few calls while it fails, and ends when that ends', async () => {
    const value = read(await outage(3, { status: 503 }));

    expect(value('failing for 3 s: REST calls')).toBeLessThanOrEqual(27);
    expect(value('failing: first good answer after its end')).toBeLessThan(3000);
    // On a busy machine a call takes longer than it may here, now and then.
    expect(value('failing: part of good answers 5 s after its end')).toBeGreaterThan(0.5);
  });

  it('with one failure in a hundred, is not noticed', async () => {
    const value = read(await faults(3));

    expect(value('1 % 503: part of requests that failed')).toBe(0);
    expect(value('1 % 503: REST calls for each request')).toBeLessThanOrEqual(1.02);
  });

  describe('clients who leave', () => {
    it('are known to the API to have left, all of them', async () => {
      const value = read(await departures(2));

      expect(value('clients leave: calls under way')).toBeGreaterThanOrEqual(40);
      expect(value('clients leave: calls that never heard of it')).toBe(0);
      expect(value('clients leave: until the last one heard')).toBeLessThan(3000);
      expect(value('clients leave: calls made afterwards')).toBe(0);
    });
  });
});

describe('gateways behind a balancer', () => {
  // With nginx, rolling-restart.test.ts shows it behind a real one.
  it.skipIf(!nginxProgram.skipped && !isLong)(
    'can be restarted while clients ask, and none of them notices',
    {
      timeout: 120_000,
    },
    async () => {
      const value = read(await rollingRestart({ seconds: 3, restarts: 2, rate: 40 }));

      expect(value('restarts: requests that failed')).toBe(0);
      expect(value('restarts: processes that did not end with 0')).toBe(0);
      expect(value('restarts: requests')).toBeGreaterThan(100);
    },
  );
});

describe('thousands of questions', () => {
  it('leave no memory and no socket behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const random = seededRandom(1);
    await using gateway = await startLoadGateway({
      api: { latencyMs: () => 0, misdeed: () => (random() < 0.01 ? { status: 503 } : null) },
      clients: 20,
    });
    const query = 'query Person($id: ID!) { user(id: $id) { fullName role { name } } }';
    const round = async () => {
      let left = sized({ long: 1500, short: 700 });
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          while (left-- > 0) {
            const leaving = random() < 0.01 ? new AbortController() : null;
            if (leaving) setTimeout(() => leaving.abort(), 2);
            const variables = { id: String(1 + Math.floor(random() * 500)) };
            const token = `token-${Math.floor(random() * 2000)}`;
            await gateway
              .ask({ query, variables, token, ...(leaving && { signal: leaving.signal }) })
              .catch(() => null);
          }
        }),
      );
      collect();
      const sockets = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
      return { mb: process.memoryUsage().heapUsed / 2 ** 20, sockets };
    };
    // Caches and compiled code come first.
    await round();
    const before = await round();
    await round();
    const after = await round();

    expect(after.mb - before.mb).toBeLessThan(8);
    expect(after.sockets - before.sockets).toBeLessThan(30);
  });
});
