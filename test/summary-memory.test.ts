/** The memory of a summary: that of a page and of its groups, however many records there are. */
import { expect, it } from 'vitest';
import { summaryMemory } from './summary/memory.ts';

/** `SUMMARY_ROUNDS=50 npm test -- summary-memory` is the long form. */
const ROUNDS = Number(process.env.SUMMARY_ROUNDS ?? 1);

it('sums up 20,000 time entries in no more than 30 MB above 2,000, with 100 calls', { timeout: 600_000 }, async () => {
  const { growth, calls } = await summaryMemory(ROUNDS);

  expect(calls).toBe(100);
  expect(growth.resident).toBeLessThanOrEqual(30);
  // With the rows of 20,000 it would be some 40 more.
  expect(growth.inUse).toBeLessThanOrEqual(15);
});
