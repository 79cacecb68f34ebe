import { describe, expect, it } from 'vitest';
import { type Coding, codingFor } from '../../src/http/content-coding.ts';

describe('codingFor', () => {
  it.each<[string | undefined, Coding | null]>([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP;Q=0.5', 'gzip'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['deflate, zstd', null],
    ['gzip;q=0', null],
    ['identity', null],
    ['gzip;q=0.5, identity', null],
    ['gzip;q=nonsense', null],
    ['identity;q=0', null],
    ['', null],
    [undefined, null],
  ])('answers %j with %j', (acceptEncoding, coding) => {
    expect(codingFor(acceptEncoding, ['br', 'gzip'])).toBe(coding);
  });

  it('names none that the body is not kept in', () => {
    expect(codingFor('br, gzip', ['gzip'])).toBe('gzip');
    expect(codingFor('br, gzip', [])).toBeNull();
  });
});
