/** The current format, beside graphql-js 17, which is where it comes from. `PARTS_RUNS` draws more than the few here. */
import { sample } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { askInParts, FORMATS } from './incremental/client.ts';
import { inParts } from './incremental/random-parts.ts';
import { comparable, contentsOf, Reference, withTypes } from './incremental/reference.ts';
import { PartsTrial, schema } from './incremental/trial.ts';
import { choicesFromSeed } from './planner/choices.ts';
import { type Account, accounts } from './planner/random-account.ts';
import { operations, type RandomOperation } from './planner/random-operation.ts';
import { loadGraphQL17 } from './support/graphql-17.ts';
import { sized } from './support/long-form.ts';
import { SOMEBODY } from './support/token-watch.ts';

const RUNS = Number(process.env.PARTS_RUNS ?? sized({ long: 100, short: 40 }));
const seed = Number(process.env.FC_SEED ?? 20_261_130);

let reference: Reference;
beforeAll(async () => {
  reference = new Reference(await loadGraphQL17(), schema);
}, 120_000);

/** What both make of an operation. */
async function both({ gateway }: PartsTrial, whole: RandomOperation, parted: RandomOperation) {
  const { query, variables } = withTypes(whole);
  const { data } = await gateway.query(query, { variables });
  const own = await askInParts({ url: gateway.url, token: SOMEBODY, ...parted, accept: FORMATS.current });
  const [ours, theirs] = [contentsOf(own), contentsOf(await reference.parts(parted, data))];
  return { own: comparable(ours, theirs), right: comparable(theirs, ours) };
}

describe('the current format', { timeout: 3_600_000 }, () => {
  it('announces, sends and completes what graphql-js does, of random operations with @defer', async () => {
    let announced = 0;
    for (let from = seed, done = 0; done < RUNS; from++) {
      const [account] = sample(accounts({ crowded: false }), { seed: from, numRuns: 1 });
      await using trial = await PartsTrial.start(account as Account);
      for (const [index, operation] of sample(operations(schema, { crowded: false }), {
        seed: from,
        numRuns: 50,
      }).entries()) {
        if (done++ >= RUNS) break;
        const parted = inParts(schema, operation, choicesFromSeed(from * 1000 + index), { streams: false });
        const { own, right } = await both(trial, operation, parted);
        expect(own, `seed ${from}, operation ${index}:\n${parted.query}\n${JSON.stringify(parted.variables)}`).toEqual(
          right,
        );
        announced += own.announced.length;
      }
    }
    expect(announced).toBeGreaterThan(RUNS);
  });

  it.each([
    ['nodes', '{ roles(first: 450) { nodes @stream(initialCount: 2, label: "a") { kantataId } } }'],
    ['edges', '{ roles(first: 450) { edges @stream { cursor node { name } } } }'],
    [
      'two lists',
      '{ roles(first: 450) { a: nodes @stream(label: "a") { name } edges @stream(initialCount: 3, label: "b") { cursor } } }',
    ],
    [
      'entries with deferred fields',
      '{ roles(first: 250) { nodes @stream(initialCount: 1) { kantataId ... @defer(label: "d") { name } } } }',
    ],
    [
      'a list in a deferred fragment',
      '{ roles(first: 250) { totalCount ... @defer(label: "d") { nodes @stream(initialCount: 1, label: "s") { name } } } }',
    ],
  ])('streams %s as graphql-js does', async (_, query) => {
    const roles = Array.from({ length: 450 }, (_, at) => ({ id: String(at + 1), name: `Role ${at + 1}` }));
    await using trial = await PartsTrial.start({ roles });
    // The second page is late, so that it cannot come with the first.
    trial.gateway.sandbox.latency(({ line }) => (/page=[29]|offset=/.test(line) ? 30 : 0));

    const { own, right } = await both(
      trial,
      { query: query.replaceAll(/@(?:defer|stream)(?:\([^)]*\))?/g, ''), variables: {} },
      { query, variables: {} },
    );

    expect(own).toEqual(right);
    expect(own.announced.length).toBeGreaterThan(0);
  });

  it('may leave out a fragment of which others brought everything before its time, and no other one', () => {
    const pending = [
      { id: '0', path: ['a'], label: 'x' },
      { id: '1', path: ['a'], label: 'y' },
    ];
    const first = { data: { a: {} }, pending, hasNext: true };
    const inner = { id: '2', path: ['a', 'b'] };
    const outer = { incremental: [{ id: '0', data: { e: 1 } }], completed: [{ id: '0' }], hasNext: true };
    const place = { id: '1', data: { b: { c: 1 } } };
    const rest = { id: '1', subPath: ['b'], data: { d: 1 } };
    const reference = contentsOf([
      first,
      { ...outer, incremental: [...outer.incremental, { ...place, id: '0' }], pending: [inner] },
      { incremental: [{ id: '2', data: { d: 1 } }], completed: [{ id: '2' }, { id: '1' }], hasNext: false },
    ]);
    const inTime = contentsOf([
      first,
      { incremental: [place, rest], completed: [{ id: '1' }], hasNext: true },
      { ...outer, hasNext: false },
    ]);
    const forgotten = contentsOf([
      first,
      { ...outer, incremental: [...outer.incremental, place] },
      { incremental: [rest], completed: [{ id: '1' }], hasNext: false },
    ]);

    expect(comparable(inTime, reference)).toEqual(comparable(reference, inTime));
    expect(comparable(forgotten, reference)).not.toEqual(comparable(reference, forgotten));
  });
});
