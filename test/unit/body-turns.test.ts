/** Large bodies that come at once are read one step in each turn of the event loop; small ones wait for none of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type BodySteps, inTurn } from '../../src/upstream/body-turns.ts';
import { principalOf } from '../../src/upstream/principal.ts';

const LARGE = 1024 * 1024;
const SMALL = 10_000;

/** Three steps, each of which is noted. */
function* reading(name: string, note: (step: string) => void): BodySteps {
  note(`${name}1`);
  yield;
  note(`${name}2`);
  yield;
  note(`${name}3`);
}

/** What is done in each turn, of bodies that all come in the first one. */
async function turnsOf(bodies: readonly (readonly [name: string, bytes: number, principal?: string])[], turns: number) {
  const done: string[][] = [[]];
  for (const [name, bytes, principal = 'ada'] of bodies)
    inTurn(
      bytes,
      principalOf(principal),
      reading(name, (step) => void done.at(-1)?.push(step)),
    );
  for (let turn = 1; turn < turns; turn++) {
    done.push([]);
    // One after the other is what turns are.
    // oxlint-disable-next-line no-await-in-loop
    await nextTurn();
  }
  await nextTurn();
  return done;
}

describe('bodies that come at once', () => {
  it('are read one step in each turn where they are large, each to its end before the next', async () => {
    expect(
      await turnsOf(
        [
          ['a', LARGE],
          ['b', LARGE],
        ],
        7,
      ),
    ).toEqual([['a1'], ['a2'], ['a3'], ['b1'], ['b2'], ['b3'], []]);
  });

  it('are read by turns between those who asked: many of one hold up no other', async () => {
    const bodies = [
      ['a', LARGE, 'ada'],
      ['b', LARGE, 'ada'],
      ['c', LARGE, 'ada'],
      ['x', LARGE, 'ben'],
      ['y', LARGE, 'ben'],
    ] as const;

    const steps = (await turnsOf(bodies, 16)).flat();

    expect(steps.filter((step) => step.endsWith('1'))).toEqual(['a1', 'b1', 'x1', 'c1', 'y1']);
    expect(steps).toHaveLength(15);
  });

  it('are read at once where they are small, whatever waits', async () => {
    const [first, ...later] = await turnsOf(
      [
        ['a', LARGE],
        ['b', LARGE],
        ['s', SMALL],
      ],
      6,
    );

    expect(first).toEqual(['a1', 's1', 's2', 's3']);
    expect(later).toEqual([['a2'], ['a3'], ['b1'], ['b2'], ['b3']]);
  });

  it('begin at once where nothing waits', async () => {
    for (const name of ['a', 'b']) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await turnsOf([[name, LARGE]], 3))[0]).toEqual([`${name}1`]);
    }
  });

  it('are read though one of them failed', async () => {
    // oxlint-disable-next-line require-yield
    function* failing(): BodySteps {
      throw new Error('unreadable');
    }

    expect(() => inTurn(LARGE, principalOf('ada'), failing())).toThrow('unreadable');
    expect(await turnsOf([['a', LARGE]], 5)).toEqual([[], ['a1'], ['a2'], ['a3'], []]);
  });
});
