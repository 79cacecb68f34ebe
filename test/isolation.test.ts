import { describe, expect, it } from 'vitest';
import type { Principal } from '../src/upstream/principal.ts';
import { isolationFigures, runIsolation } from './isolation/run.ts';
import { holds, table } from './support/figures.ts';

/** `npm run test:isolation -- 1000000` is the long form. */
const REQUESTS = 20_000;

describe('a gateway that many tokens use at once', () => {
  it('gives nobody what another token fetched, whoever leaves and whatever fails', { timeout: 120_000 }, async () => {
    const figures = isolationFigures(await runIsolation({ requests: REQUESTS, seed: 1 }));

    // The whole table, so that a failure shows it.
    expect(figures.every(holds) ? 'holds' : table(figures)).toBe('holds');
  });

  // What this test is worth: each of these is one line away from the real thing.
  it.each<[string, (token: string) => Principal]>([
    ['takes everybody for the same', () => 'somebody' as Principal],
    ['tells tokens apart by their beginning alone', (token) => token.slice(0, 8) as Principal],
  ])('would be found out within 1,000 requests if it %s', async (_, principalOf) => {
    const run = await runIsolation({ requests: 1000, seed: 1, principalOf, stopAtFirst: true });

    expect(run.firstWrong).not.toBeNull();
  });
});
