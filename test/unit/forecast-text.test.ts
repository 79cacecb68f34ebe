import { describe, expect, it } from 'vitest';
import { forecastText } from '../../src/execution/forecast-text.ts';

describe('a forecast in words', () => {
  it.each([
    [{ min: 3, likely: 3, max: 3 }, '3'],
    [{ min: 1, likely: 3, max: 3 }, '1 to 3'],
    [{ min: 1, likely: 3, max: 50 }, '1 to 3, at most 50'],
    [{ min: 2, likely: 2, max: 50 }, '2, at most 50'],
    [{ min: 1, likely: 3, max: Number.POSITIVE_INFINITY }, '1 to 3'],
    [{ min: 0, likely: 0, max: 0 }, '0'],
    // Refused by its estimate, so that no run makes more than the limit.
    [{ min: 1, likely: 60, max: 50 }, '1 to 60'],
  ])('of %j is %s', (forecast, text) => {
    expect(forecastText(forecast)).toBe(text);
  });
});
