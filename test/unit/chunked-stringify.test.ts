import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, timeSliced } from '../../src/execution/time-sliced.ts';
import { chunkedStringify } from '../../src/http/chunked-stringify.ts';

describe('an answer written in steps', () => {
  it('is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(300), (value, length) => {
        const answer = {
          errors: undefined,
          data: { ['__proto__']: value, list: { nodes: Array.from({ length }, () => value) } },
        };

        expect(atOnce(chunkedStringify(answer))).toBe(JSON.stringify(answer));
        expect(atOnce(chunkedStringify(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    ['wide entries', 40, 30_000],
    ['narrow entries', 5_000, 20],
    ['entries of some size', 500, 3_000],
  ])('writes no more in one step than a little: %s', (_, count, characters) => {
    let written = 0;
    let before = 0;
    const steps: number[] = [];
    // Counts what has been written whenever an entry is.
    const entry = { toJSON: () => ((written += characters), 'x'.repeat(characters - 2)) };
    const writing = chunkedStringify({ data: { list: { nodes: Array.from({ length: count }, () => entry) } } });

    for (let step = writing.next(); ; step = writing.next()) {
      steps.push(written - before);
      before = written;
      if (step.done) break;
    }

    expect(written).toBe(count * characters);
    // The first four entries, of which it is not known how long they are; after that, an eighth of a megabyte.
    expect(steps[0]).toBe(4 * characters);
    expect(Math.max(...steps.slice(1))).toBeLessThanOrEqual(128 * 1024);
    // Nor in more steps than it takes.
    expect(steps.length).toBeLessThanOrEqual(3 + Math.max(count / 64, (2 * written) / (64 * 1024)));
  });

  it('keeps a null in a list, and a property out that is undefined', () => {
    expect(atOnce(chunkedStringify({ a: [null, 1], b: undefined, c: null }))).toBe('{"a":[null,1],"c":null}');
  });
});

describe('long work', () => {
  function* work(steps: number, msEach: number): Generator<void, string> {
    for (let step = 0; step < steps; step++) {
      const until = performance.now() + msEach;
      while (performance.now() < until);
      yield;
    }
    return 'done';
  }

  it('lets everything else have its turn', async () => {
    let turns = 0;
    const counting = setInterval(() => turns++, 1);

    const result = timeSliced(work(20, 5));

    expect(result).toBeInstanceOf(Promise);
    expect(await result).toBe('done');
    clearInterval(counting);
    // A hundred milliseconds, in turns of ten.
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('that is soon done is done at once', () => {
    expect(timeSliced(work(3, 0))).toBe('done');
  });

  it('fails as it would have failed at once', async () => {
    function* failing(): Generator<void, string> {
      yield* work(5, 5);
      throw new RangeError('too much');
    }

    await expect(timeSliced(failing())).rejects.toThrow(new RangeError('too much'));
  });
});
