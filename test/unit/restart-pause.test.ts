import { expect, it } from 'vitest';
import { restartPauseMs } from '../../src/process/restart-pause.ts';

it.each([
  [0, 0],
  [1, 100],
  [2, 200],
  [4, 800],
  [7, 5_000],
  [1_000, 5_000],
])('after %i short lives in a row, another worker starts in %i ms', (shortLives, pauseMs) => {
  expect(restartPauseMs(shortLives)).toBe(pauseMs);
});
