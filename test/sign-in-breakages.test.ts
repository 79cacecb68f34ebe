/** What the tests of sign-in are worth: each guard is taken away once, and its test fails. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lineOf, runBroken } from './isolation/run-broken.ts';
import { signInBreakages } from './isolation/sign-in-breakages.ts';

describe('a gateway that', () => {
  let tests = '';
  beforeAll(async () => {
    tests = await runBroken('sign-in');
  }, 900_000);

  it.each(signInBreakages.map(({ name, foundBy }) => [name, foundBy] as const))(
    '%s is found out by its test, which passes otherwise',
    (name, foundBy) => {
      if (!('test' in foundBy)) throw new Error('it is found by no test');
      expect(tests).toMatch(lineOf('×', name, foundBy));
      expect(tests).toMatch(lineOf('✓', 'whole', foundBy));
    },
  );
});
