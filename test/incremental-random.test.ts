/**
 * The promise of an answer in parts, on operations drawn at random: merged, it is the whole answer. A long run:
 * `node test/incremental/run.ts 20000 1 5`, which is runs, seed and percent of failed calls.
 */
import { describe, expect, it } from 'vitest';
import { merge } from './incremental/merge.ts';
import { runParts } from './incremental/run.ts';
import { sized } from './support/long-form.ts';

const seed = Number(process.env.FC_SEED ?? 20_261_130);
console.info(`parts: FC_SEED=${seed}`);

describe('an answer in parts, of random operations with @defer and @stream at random places', {
  timeout: 180_000,
}, () => {
  it.each([
    { what: 'over small accounts', runs: sized({ long: 100, short: 20 }), faults: 0, crowded: false },
    {
      what: 'while the API refuses and garbles one call in twenty',
      runs: sized({ long: 100, short: 20 }),
      faults: 5,
      crowded: false,
    },
    {
      what: 'over accounts with more rows than fit a page',
      runs: sized({ long: 15, short: 8 }),
      faults: 0,
      crowded: true,
    },
    { what: 'over such accounts, with failures', runs: sized({ long: 15, short: 8 }), faults: 5, crowded: true },
    {
      what: 'over an API that writes ids with their include alone',
      runs: sized({ long: 40, short: 10 }),
      faults: 5,
      crowded: false,
      words: 'contract',
    },
    {
      what: 'over an API that writes ids on some rows',
      runs: sized({ long: 40, short: 10 }),
      faults: 5,
      crowded: false,
      words: 'sparse,mixed',
    },
    {
      what: 'over an API that writes every pointer',
      runs: sized({ long: 40, short: 10 }),
      faults: 5,
      crowded: false,
      words: 'always-ref',
    },
  ])('is the whole answer, by the same calls, $what', async (run) => {
    const { runs, faults } = run;
    const outcome = await runParts({ seed, ...run });

    expect(outcome.failures).toEqual([]);
    // And that is not because nothing was deferred, or nothing failed.
    expect(outcome.inParts).toBeGreaterThan(runs / 2);
    expect(outcome.parts).toBeGreaterThan(runs * 1.5);
    expect(outcome.withErrors).toBeGreaterThanOrEqual(faults > 0 ? runs / 10 : 0);
  });

  it('is merged with complaints where a part comes before its place, twice, or never', () => {
    const first = { data: { a: null }, pending: [{ id: '0', path: ['a'] }], hasNext: true };
    const fields = { incremental: [{ id: '0', data: { b: 1 } }], completed: [{ id: '0' }], hasNext: false };

    expect(merge([first, fields]).complaints).toEqual([
      'a: pending before its place',
      'a: a part before its place, which holds null',
    ]);
    expect(merge([{ ...first, data: { a: { b: 2 } } }, fields]).complaints).toEqual(['a.b: 2 was told, now 1']);
    expect(merge([{ ...first, data: { a: {} } }, { hasNext: false }]).complaints).toEqual(['never completed: 0']);
  });
});
