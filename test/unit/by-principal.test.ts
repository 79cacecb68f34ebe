import { describe, expect, it } from 'vitest';
import { ByPrincipal } from '../../src/upstream/policies/by-principal.ts';
import { principalOf } from '../../src/upstream/principal.ts';

const [ada, bob, eve] = [principalOf('ada'), principalOf('bob'), principalOf('eve')];
const counters = (max?: number) =>
  new ByPrincipal({
    make: () => ({ count: 0 }),
    isIdle: ({ count }) => count === 0,
    ...(max !== undefined && { max }),
  });

describe('what is kept by principal', () => {
  it('is made at its first use, and is another for each', () => {
    const kept = counters();
    kept.of(ada).count = 1;

    expect(kept.of(ada)).toEqual({ count: 1 });
    expect(kept.get(bob)).toBeUndefined();
    expect(kept.of(bob)).toEqual({ count: 0 });
  });

  it('is forgotten when it is released idle, and not before', () => {
    const kept = counters();
    const own = kept.of(ada);
    own.count = 1;
    kept.release(ada);
    expect(kept.get(ada)).toBe(own);

    own.count = 0;
    kept.release(ada);
    expect(kept.get(ada)).toBeUndefined();
    expect([...kept.values()]).toEqual([]);
  });

  it('is of the latest where there are more than may be', () => {
    const kept = counters(2);
    for (const principal of [ada, bob, ada, eve]) kept.of(principal).count++;

    expect(kept.get(bob)).toBeUndefined();
    expect([...kept.values()].map(({ count }) => count).toSorted((one, other) => one - other)).toEqual([1, 2]);
  });
});
