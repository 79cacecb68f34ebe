import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../src/upstream/principal.ts';
import type { GatewayOptions } from '../src/http/gateway-options.ts';
import { breakages } from './isolation/breakages.ts';
import { type BrokenTest, runBroken, statesOf, WHOLE } from './isolation/run-broken.ts';
import {
  type IsolationFigures,
  isolationFigures,
  runIsolation,
  runWithAssistants,
  runWithSessions,
  sessionFigures,
} from './isolation/run.ts';
import { startCommand } from './support/command-line.ts';
import { type Figure, holds, table } from './support/figures.ts';
import { redisProgram } from './support/installed.ts';
import { drawn, sized } from './support/long-form.ts';
import { share, startRedis } from './support/redis.ts';

/**
 * `npm run test:isolation -- 1000000` is longer still, and with `--by=assistants` by the tools at /mcp. Breakages are found within
 * 1,000.
 */
const REQUESTS = sized({ long: 20_000, short: 1_000 });

describe('a gateway that many tokens use at once', () => {
  it('gives no token what another one fetched, though clients leave and calls fail', { timeout: 120_000 }, async () => {
    const figures = isolationFigures(await runIsolation({ requests: REQUESTS, seed: 1 }));

    // The whole table, so that a failure shows it.
    expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
  });

  it("gives no assistant what another one's token fetched by the tools at /mcp", { timeout: 120_000 }, async () => {
    const requests = sized({ long: 2_000, short: 500 });
    const figures = isolationFigures(await runWithAssistants({ requests, seed: 3 }));

    expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
  });

  it.skipIf(redisProgram.skipped)(
    'gives nobody what another person fetched who has signed in, with keys that change and a Redis that comes and goes',
    { timeout: 180_000 },
    async () => {
      const figures = sessionFigures(
        await runWithSessions({ requests: sized({ long: 4_000, short: 2_000 }), seed: 4 }),
      );

      expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
    },
  );

  describe('and that keeps records', { timeout: 120_000 }, () => {
    const run = (gateway: Partial<GatewayOptions>) =>
      runIsolation({
        requests: sized({ long: 5_000, short: 2_000 }),
        seed: 2,
        gateway: { cacheTtlSeconds: 60, ...gateway },
      });
    // What was kept was used: without, it is more than 1.24 calls for each request. The more requests, the fewer.
    const most = sized({ long: 1, short: 1.15 });
    const figuresOf = (run: IsolationFigures) => [
      ...isolationFigures(run),
      { name: 'REST calls for each request, with records kept', value: run.calls / run.requests, atMost: most },
    ];
    const verdictOn = (figures: readonly Figure[]) => (figures.every(holds) ? 'holds' : table(figures));

    it('in memory, gives nobody what another token fetched', async () => {
      expect(verdictOn(figuresOf(await run({})))).toBe('holds');
    });

    it.skipIf(redisProgram.skipped)('in Redis, gives nobody what another token fetched', async () => {
      await using redis = await startRedis();
      await using shared = await share(redis);

      expect(verdictOn(figuresOf(await run({ shared })))).toBe('holds');
    });
  });

  // What this test is worth: each of these is one line away from the real thing.
  it.each<[string, (token: string) => Principal, Partial<GatewayOptions>?]>([
    ['takes everybody for the same', () => 'somebody' as Principal],
    ['tells tokens apart by their beginning alone', (token) => token.slice(0, 8) as Principal],
    ['keeps records of all under one name', () => 'somebody' as Principal, { cacheTtlSeconds: 60 }],
  ])('would be found out within 1,000 requests if it %s', async (_, principalOf, more) => {
    const gateway = { ...more, principalOf };
    const run = await runIsolation({ requests: 1000, seed: 1, gateway, stopAtFirst: true });

    expect(run.firstWrong).not.toBeNull();
  });
});

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const byRun = breakages.flatMap(({ name, foundBy }) =>
  'run' in foundBy && !(foundBy.by === 'sessions' && redisProgram.skipped)
    ? [[name, foundBy.run, foundBy.by ?? 'tokens'] as const]
    : [],
);
const byTest = breakages.flatMap(({ name, foundBy }) => ('file' in foundBy ? [[name, foundBy] as const] : []));
const someByTest = drawn(byTest, { short: 2 });

// Each of these is one line away from the real thing, and is that: the line is changed as its file is loaded.
describe('a gateway that', () => {
  let tests: readonly BrokenTest[];
  beforeAll(async () => {
    tests = await runBroken(someByTest.map(([name]) => name));
  }, 900_000);

  it.concurrent.for(drawn(byRun, { short: 2 }))(
    '%s is found out by the run, within %i requests',
    { timeout: 120_000 },
    async ([name, requests, by], { expect }) => {
      await using command = startCommand({
        execArgv: ['--import', pathOf('isolation/break-node.ts')],
        script: pathOf('isolation/run.ts'),
        args: [String(requests), '1', '--stop-at-first', `--by=${by}`],
        env: { BREAKAGE: name },
      });

      expect(await command.ended).toBe(1);
      expect(command.stdout()).toMatch(/^MISS +answers with anything of another token/m);
    },
  );

  it.each(someByTest)('%s is found out by its test, which passes otherwise', (name, foundBy) => {
    expect(statesOf(tests, name, foundBy)).toContain('failed');
    expect(statesOf(tests, WHOLE, foundBy)).toEqual(['passed']);
  });
});
