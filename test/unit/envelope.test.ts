import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../src/upstream/envelope.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';

const request = { method: 'GET', url: '/users?page=2' } as const;
const read = (body: unknown) => readEnvelope(body, request);
/** As it comes over the wire: a literal in a test would set a prototype where JSON makes a property. */
const readText = (text: string) => read(JSON.parse(text));

const ada = { name: 'Ada', id: '1' };
const bob = { name: 'Bob', id: '2' };
const owner = { name: 'owner', id: '7' };

describe('readEnvelope', () => {
  it('reads results in their order, and every collection beside them', () => {
    const { count, results, collections } = read({
      count: 12,
      results: [
        { key: 'users', id: '2' },
        { key: 'users', id: '1' },
      ],
      users: { 1: ada, 2: bob },
      meta: { count: 12, page_count: 6, page_number: 1, page_size: 2 },
      roles: { 7: owner },
      workspaces: {},
    });

    expect(count).toBe(12);
    expect(results.map(({ id }) => id)).toEqual(['2', '1']);
    expect(Object.fromEntries(collections)).toEqual({
      users: { byId: { 1: ada, 2: bob }, all: [ada, bob] },
      roles: { byId: { 7: owner }, all: [owner] },
      workspaces: { byId: {}, all: [] },
    });
  });

  it('hands out rows as the API wrote them, without copying', () => {
    const { collections } = read({ count: 1, results: [{ key: 'users', id: '1' }], users: { 1: ada } });

    expect(collections.get('users')?.byId['1']).toBe(ada);
    expect(collections.get('users')?.all[0]).toBe(ada);
  });

  it('reads an empty answer', () => {
    expect(read({ count: 0, results: [], users: {} })).toEqual({
      count: 0,
      pageSize: null,
      results: [],
      collections: new Map([['users', { byId: {}, all: [] }]]),
    });
  });

  it('reads ids that are numbers as text', () => {
    const { results } = read({
      count: 2,
      results: [
        { key: 'users', id: 1 },
        { key: 'users', id: '2' },
      ],
      users: {},
    });

    expect(results).toEqual([
      { key: 'users', id: '1' },
      { key: 'users', id: '2' },
    ]);
  });

  it.each([
    ['its own', { count: 5, meta: { count: 6 } }, 5],
    ['that of meta, if it has none', { meta: { count: 6 } }, 6],
    ['that of meta, if its own is no count', { count: '5', meta: { count: 6 } }, 6],
    ['nothing, if it has none at all', {}, null],
    ['nothing, if all are nonsense', { count: -1, meta: { count: 1.5 } }, null],
  ])('takes as count %s', (_, counts, count) => {
    expect(read({ results: [{ key: 'users', id: '1' }], ...counts }).count).toBe(count);
  });

  it('keeps a result whose record is missing, so that somebody can say so', () => {
    const { results, collections } = read({ count: 1, results: [{ key: 'users', id: '9' }], users: {} });

    expect(results).toEqual([{ key: 'users', id: '9' }]);
    expect(collections.get('users')).toEqual({ byId: {}, all: [] });
  });

  it.each([null, 'Ada', 7, true, ['Ada']])('drops %j, which is no record, and keeps the others', (nonsense) => {
    const { collections } = read({ count: 1, results: [], users: { 1: ada, 2: nonsense } });

    expect(collections.get('users')).toEqual({ byId: { 1: ada }, all: [ada] });
  });

  it.each([
    ['a list', []],
    ['text', 'x'],
    ['a number', 1],
    ['null', null],
    ['a boolean', true],
  ])('ignores %s under an unknown key', (_, value) => {
    expect([...read({ count: 0, results: [], users: {}, deprecations: value }).collections.keys()]).toEqual(['users']);
  });

  it.each<readonly [string, unknown, string]>([
    ['null', null, 'not a JSON object'],
    ['a list', [], 'not a JSON object'],
    ['text', 'OK', 'not a JSON object'],
    ['an object without results', { count: 1, users: {} }, 'no list "results"'],
    ['results that are an object', { results: {} }, 'no list "results"'],
    ['results that are null', { results: null }, 'no list "results"'],
    ['a result that is null', { results: [{ key: 'users', id: '1' }, null] }, 'entry 1'],
    ['a result that is an id', { results: ['1'] }, 'entry 0'],
    ['a result without a key', { results: [{ id: '1' }] }, 'entry 0'],
    ['a result without an id', { results: [{ key: 'users' }] }, 'entry 0'],
    ...[
      '',
      '0',
      '01',
      '-1',
      '1.5',
      'abc',
      '1/../2',
      '__proto__',
      ' 1',
      '1'.repeat(20),
      0,
      -1,
      1.5,
      2 ** 53,
      null,
      true,
      {},
    ].map(
      (id) => [`a result with the id ${JSON.stringify(id)}`, { results: [{ key: 'users', id }] }, 'entry 0'] as const,
    ),
  ])('refuses %s as malformed, about the request', (_, body, detail) => {
    const error = failureOf(() => read(body));

    expect(error.failure).toEqual({ kind: 'malformed', detail: expect.stringContaining(detail) });
    expect(error.request).toBe(request);
    expect(error.message).toContain('GET /users');
  });

  it('reads results from the body alone, not from what objects inherit', () => {
    expect(failureOf(() => readText('{"__proto__": {"results": []}}')).failure.kind).toBe('malformed');
  });

  it('keeps hostile names as data, and lets no object inherit from them', () => {
    const text = `{
      "results": [],
      "__proto__": {"1": {"admin": true}},
      "constructor": {"1": {"admin": true}},
      "users": {"__proto__": {"admin": true}, "constructor": {"id": "3"}, "hasOwnProperty": {"id": "4"}, "1": {"__proto__": {"admin": true}}, "2": null}
    }`;

    const { collections } = readText(text);
    const users = collections.get('users')?.byId ?? {};

    expect([...collections.keys()]).toEqual(['__proto__', 'constructor', 'users']);
    // The record `2` is null, so this collection had to be written anew.
    expect(Object.keys(users)).toEqual(['1', '__proto__', 'constructor', 'hasOwnProperty']);
    expect(Object.getPrototypeOf(users)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(users['1'])).toBe(Object.prototype);
    expect('admin' in users).toBe(false);
    expect('admin' in {}).toBe(false);
  });
});

function failureOf(read: () => unknown): UpstreamError {
  try {
    read();
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
  throw new Error('it was read');
}
