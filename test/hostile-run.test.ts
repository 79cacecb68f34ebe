import { expect, it } from 'vitest';
import { holds } from './support/figures.ts';
import { runHostile } from './hostile/hostile-run.ts';

it('between hostile clients, the gateway ends never, keeps within 512 MB, and answers good users', {
  timeout: 120_000,
}, async () => {
  const figures = await runHostile({ eachMs: 500, rounds: 1, seed: 7 });

  expect(figures.filter((figure) => !holds(figure))).toEqual([]);
});
