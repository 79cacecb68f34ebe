import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/loaders/memory-cache.ts';
import type { KnownRecord, OwnRecords } from '../../src/loaders/record-cache.ts';
import { as, settled } from '../support/fake-clock.ts';

const ADA = { key: 'users', id: '7' };

const bare = (name: string): KnownRecord => ({ row: { id: '7', full_name: name }, optional: [], included: [] });

function start({ ttlMs = 1000, maxBytes = 1_000_000 } = {}) {
  let now = 0;
  const cache = createMemoryCache({ ttlMs, maxBytes, now: () => now });
  return {
    cache,
    pass: (ms: number) => void (now += ms),
    write: async (records: OwnRecords, record: KnownRecord, { key, id } = ADA) => {
      records.write([{ key, id, record }]);
      await settled();
      await settled();
    },
  };
}

const read = async (records: OwnRecords) => (await records.read([ADA]))[0] ?? null;

describe('records that are kept in memory', () => {
  it('are found by the token that brought them, and by no other', async () => {
    const { cache, write } = start();
    await write(cache.of(as('ada')), bare('Ada'));

    expect(await read(cache.of(as('ada')))).toMatchObject(bare('Ada'));
    expect(await read(cache.of(as('bob')))).toBeNull();
    expect(await cache.of(as('ada')).read([{ key: 'roles', id: '7' }])).toEqual([null]);
  });

  it('live as long as they may, and not a millisecond longer', async () => {
    const { cache, write, pass } = start({ ttlMs: 1000 });
    const records = cache.of(as('ada'));
    await write(records, bare('Ada'));

    pass(999);
    expect(await read(records)).not.toBeNull();
    pass(1);
    expect(await read(records)).toBeNull();
  });

  it('grow with what is learned of them, and are as old as their oldest part', async () => {
    const { cache, write, pass } = start({ ttlMs: 1000 });
    const records = cache.of(as('ada'));
    await write(records, { row: { id: '7', full_name: 'Ada', city: 'London' }, optional: ['city'], included: [] });
    pass(600);
    await write(records, {
      row: { id: '7', full_name: 'Countess', skill_ids: ['1'] },
      optional: [],
      included: ['skills'],
    });

    expect(await read(records)).toMatchObject({
      row: { id: '7', full_name: 'Countess', city: 'London', skill_ids: ['1'] },
      optional: ['city'],
      included: ['skills'],
    });
    pass(400);
    expect(await read(records)).toBeNull();
  });

  it('are as new as an answer that tells all of them anew', async () => {
    const { cache, write, pass } = start({ ttlMs: 1000 });
    const records = cache.of(as('ada'));
    const city = { row: { id: '7', city: 'London' }, optional: ['city'], included: [] };
    await write(records, city);
    pass(600);
    await write(records, { ...city, row: { id: '7', city: 'Paris' } });
    pass(600);

    expect(await read(records)).toMatchObject({ row: { city: 'Paris' } });
  });

  it('keep what was learned of them when they come again by their own columns alone', async () => {
    const { cache, write } = start();
    const records = cache.of(as('ada'));
    await write(records, { row: { id: '7', city: 'London' }, optional: ['city'], included: [] });
    await write(records, bare('Ada'));

    expect(await read(records)).toMatchObject({ optional: ['city'], row: { city: 'London' } });
  });

  it('are forgotten when the API does not give them any more', async () => {
    const { cache, write } = start();
    const records = cache.of(as('ada'));
    await write(records, bare('Ada'));

    records.forget([ADA]);

    expect(await read(records)).toBeNull();
  });

  it('take no more than there is room for: those that were not used for longest go', async () => {
    const { cache, write } = start({ maxBytes: 20_000 });
    const records = cache.of(as('ada'));
    const large = { row: { id: '1', description: 'x'.repeat(2000) }, optional: [], included: [] };
    const names = [1, 2, 3, 4, 5, 6].map((id) => ({ key: 'stories', id: String(id) }));
    for (const name of names) await write(records, large, name);

    const kept = await records.read(names);

    expect(kept.filter((record) => record !== null)).toHaveLength(4);
    expect(kept.slice(0, 2)).toEqual([null, null]);
  });

  it('cannot be changed by who reads them', async () => {
    const { cache, write } = start();
    const records = cache.of(as('ada'));
    await write(records, bare('Ada'));

    Object.assign((await read(records))?.row ?? {}, { full_name: 'Mallory' });

    expect((await read(records))?.row.full_name).toBe('Ada');
  });
});
