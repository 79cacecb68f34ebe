/** What the tests of sign-in are worth: each guard is taken away once, and its test fails. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type BrokenTest, runBroken, statesOf, WHOLE } from './isolation/run-broken.ts';
import { signInBreakages } from './isolation/sign-in-breakages.ts';
import { drawn } from './support/long-form.ts';

const some = drawn(signInBreakages, { short: 4 });

describe('a gateway that', () => {
  let tests: readonly BrokenTest[];
  beforeAll(async () => {
    tests = await runBroken(some.map(({ name }) => name));
  }, 900_000);

  it.each(some.map(({ name, foundBy }) => [name, foundBy] as const))(
    '%s is found out by its test, which passes otherwise',
    (name, foundBy) => {
      expect(statesOf(tests, name, foundBy)).toContain('failed');
      expect(statesOf(tests, WHOLE, foundBy)).toEqual(['passed']);
    },
  );
});
