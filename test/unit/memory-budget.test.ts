import { describe, expect, it } from 'vitest';
import { AnswerBudget, AnswerTooLarge, NoRoom, Stopped } from '../../src/execution/answer-budget.ts';
import { MemoryBudget } from '../../src/upstream/memory-budget.ts';

const MB = 2 ** 20;
const users = { path: '/users', params: {} };
const page = (bytes: number, inflatedBytes?: number) => ({
  count: 0,
  results: [],
  collections: new Map(),
  bytes,
  ...(inflatedBytes !== undefined && { inflatedBytes }),
  status: 200,
  durationMs: 1,
  retries: 0,
  requestId: null,
  shared: false,
});

describe('the memory budget', () => {
  it('gives what there is, keeps a little for the smallest, and has all of it back in the end', () => {
    const memory = new MemoryBudget(10 * MB);

    expect(memory.take(10 * MB)).toBe(true);
    expect(memory.take(MB)).toBe(false);
    expect(memory.take(64 * 1024)).toBe(true);
    memory.giveBack(10 * MB + 64 * 1024);

    expect(memory.used).toBe(0);
  });

  it('lets one operation hold half, and gives back all that it holds at once', () => {
    const memory = new MemoryBudget(10 * MB);
    const account = memory.account('ada');

    expect(account.hold(5 * MB)).toBe('held');
    expect(account.hold(1)).toBe('own');
    account.release();
    account.release();

    expect(memory.used).toBe(0);
  });

  it('is short for who holds its part of it, and for nobody else', () => {
    const memory = new MemoryBudget(10 * MB);
    const [first, second, small] = [memory.account('ada'), memory.account('ada'), memory.account('bob')];
    first.hold(4 * MB);
    expect(memory.isTightFor('ada')).toBe(false);
    second.hold(4 * MB);
    small.hold(1000);

    expect(['ada', 'bob', 'eve'].map((name) => memory.isTightFor(name))).toEqual([true, false, false]);
    first.release();
    expect(memory.isTightFor('ada')).toBe(false);
  });
});

describe('the budget of an answer', () => {
  const deadline = { aborted: false, hasPassed: false };

  it('counts rows with what they take once inflated', () => {
    const memory = new MemoryBudget(10 * MB);
    const budget = new AnswerBudget({ maxRecords: 1000, memory: memory.account('ada'), deadline });

    budget.loaded(page(1000, 2 * MB), users);
    expect(memory.used).toBe(4 * MB);
    expect(() => budget.loaded(page(MB), users)).toThrow(AnswerTooLarge);
  });

  it('says that there is no room where others hold it', () => {
    const memory = new MemoryBudget(10 * MB);
    memory.take(9 * MB);
    const budget = new AnswerBudget({ maxRecords: 1000, memory: memory.account('ada'), deadline });

    expect(() => budget.loaded(page(MB), users)).toThrow('too busy');
    expect(() => budget.text(2 * MB)).toThrow(NoRoom);
  });

  it('counts texts as often as they are written', () => {
    const memory = new MemoryBudget(10 * MB);
    const budget = new AnswerBudget({ maxRecords: 1000, memory: memory.account('ada'), deadline });
    const write = () => {
      for (let time = 0; time < 1000; time++) budget.text(25_000);
    };

    expect(write).toThrow(AnswerTooLarge);
    expect(memory.used).toBeLessThanOrEqual(5 * MB);
  });

  it.each([
    [true, 'OPERATION_TIMEOUT_MS'],
    [false, 'The client left'],
  ])('ends soon after time is up or the client has left (%s)', (hasPassed, words) => {
    const budget = new AnswerBudget({ maxRecords: 1000, deadline: { aborted: true, hasPassed } });
    const write = () => {
      for (let record = 0; record < 100; record++) budget.record();
    };

    expect(write).toThrow(Stopped);
    expect(budget.records).toBeLessThanOrEqual(64);
    expect(write).toThrow(words);
  });
});
