import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

const words = ['host', 'port', 'max-first', 'max-records', 'kantata-token', 'kantata-token-file'];

describe('nearest', () => {
  it.each([
    ['port', 'port'],
    ['prot', 'port'],
    ['hots', 'host'],
    ['max-frist', 'max-first'],
    ['max-record', 'max-records'],
    ['maxfirst', 'max-first'],
    ['kantata-tokn-file', 'kantata-token-file'],
    ['kantata-tokens', 'kantata-token'],
  ])('takes %s for %s', (written, word) => {
    expect(nearest(written, words)).toBe(word);
  });

  it.each(['', 'x', 'colour', 'token', 'p', 'max-upstream-calls', '__proto__'])('takes %j for nothing', (written) => {
    expect(nearest(written, words)).toBeNull();
  });
});
