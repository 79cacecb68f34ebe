import { describe, expect, it } from 'vitest';
import type { Principal } from '../src/upstream/principal.ts';
import type { GatewayOptions } from '../src/server.ts';
import { type IsolationFigures, isolationFigures, runIsolation } from './isolation/run.ts';
import { redisProgram } from './support/installed.ts';
import { type Figure, holds, table } from './support/load.ts';
import { share, startRedis } from './support/redis.ts';

/** `npm run test:isolation -- 1000000` is the long form. */
const REQUESTS = 20_000;

describe('a gateway that many tokens use at once', () => {
  it('gives nobody what another token fetched, whoever leaves and whatever fails', { timeout: 120_000 }, async () => {
    const figures = isolationFigures(await runIsolation({ requests: REQUESTS, seed: 1 }));

    // The whole table, so that a failure shows it.
    expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
  });

  describe('and that keeps records', { timeout: 120_000 }, () => {
    const run = (gateway: Partial<GatewayOptions>) =>
      runIsolation({ requests: REQUESTS / 4, seed: 2, gateway: { cacheTtlSeconds: 60, ...gateway } });
    // What was kept was used: without, it is more than one call for each request.
    const figuresOf = (run: IsolationFigures) => [
      ...isolationFigures(run),
      { name: 'REST calls for each request, with records kept', value: run.calls / run.requests, atMost: 1 },
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
