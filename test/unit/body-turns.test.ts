/** Large bodies that come at once are read one in each turn of the event loop; small ones wait for none of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inTurn } from '../../src/upstream/body-turns.ts';

const LARGE = 1024 * 1024;
const SMALL = 10_000;

/** What is read in each turn, of bodies that all come in the first one. */
async function turnsOf(bodies: readonly (readonly [name: string, bytes: number])[], turns: number) {
  const read: string[][] = [[]];
  for (const [name, bytes] of bodies) inTurn(bytes, () => void read.at(-1)?.push(name));
  for (let turn = 1; turn < turns; turn++) {
    read.push([]);
    await nextTurn();
  }
  await nextTurn();
  return read;
}

describe('bodies that come at once', () => {
  it('are read one in each turn where they are large, in their order', async () => {
    expect(
      await turnsOf(
        ['a', 'b', 'c'].map((name) => [name, LARGE]),
        4,
      ),
    ).toEqual([['a'], ['b'], ['c'], []]);
  });

  it('are read at once where they are small, whatever waits', async () => {
    expect(
      await turnsOf(
        [
          ['large', LARGE],
          ['second', LARGE],
          ['small', SMALL],
          ['third', LARGE],
          ['another', SMALL],
        ],
        3,
      ),
    ).toEqual([['large', 'small', 'another'], ['second'], ['third']]);
  });

  it('that come one by one wait for nothing', async () => {
    const read: string[] = [];
    for (const name of ['a', 'b']) {
      inTurn(LARGE, () => void read.push(name));
      expect(read.at(-1)).toBe(name);
      await nextTurn();
      await nextTurn();
    }
  });

  it('go on where reading one of them failed', async () => {
    const read: string[] = [];
    const failing = () => {
      throw new Error('unreadable');
    };

    expect(() => inTurn(LARGE, failing)).toThrow('unreadable');
    inTurn(LARGE, () => void read.push('next'));
    await nextTurn();
    await nextTurn();

    expect(read).toEqual(['next']);
  });
});
