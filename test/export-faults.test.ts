/** Exports of rows that change while they are read, and of an API that fails: no row is lost or doubled, and every gap is named. */
import { describe, expect, it } from 'vitest';
import { ALL, entries, entry, exported, idsOf, linesOf, start, startOver } from './support/exported.ts';
import type { TestGateway } from './support/gateway.ts';
import { seededRandom } from './support/random.ts';

describe('rows that come and go while they are read', () => {
  /** Changes the rows with every page that is asked for. */
  const moving = (gateway: TestGateway, seed: number) => {
    const random = seededRandom(seed);
    const table = gateway.sandbox.tables.get('time_entries');
    const removed = new Set<number>();
    const added = new Set<number>();
    let next = 100_000;
    gateway.sandbox.latency(() => {
      const ids = [...(table?.keys() ?? [])];
      // What cancels out in the count while the same pages are under way cannot be noticed.
      const kind = random();
      for (let times = kind < 0.3 ? 1 + Math.floor(random() * 6) : 0; times > 0; times--) {
        const id = ids[Math.floor(random() * ids.length)] as string;
        if (table?.delete(id)) removed.add(Number(id));
      }
      for (let times = kind > 0.7 ? 1 + Math.floor(random() * 6) : 0; times > 0; times--) {
        const row = entry(next);
        table?.set(String(next), row);
        added.add(next++);
      }
      return 0;
    });
    return { removed, added };
  };

  it.each([1, 2, 3])('are neither lost nor doubled, %d', async (seed) => {
    await using gateway = await start(5_000);
    const { removed, added } = moving(gateway, seed);

    const { rows, summary } = linesOf(await exported(gateway, ALL));

    const ids = idsOf(rows);
    const lost = entries(5_000)
      .map(({ id }) => Number(id))
      .filter((id) => !removed.has(id) && !ids.includes(id));
    expect(lost).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id > 5_000).every((id) => added.has(id))).toBe(true);
    expect(removed.size).toBeGreaterThan(20);
    expect(summary.complete).toBe(true);
  });

  it('are told of where the list has no order that holds', async () => {
    const skills = Array.from({ length: 5_000 }, (_, at) => ({
      id: String(at + 1),
      name: `Skill ${String(at).padStart(5, '0')}`,
    }));
    await using gateway = await startOver({ skills });
    const table = gateway.sandbox.tables.get('skills');
    let at = 0;
    gateway.sandbox.latency(() => {
      at++;
      if (at === 4) table?.delete('1');
      return 0;
    });

    const { summary, rows } = linesOf(await exported(gateway, '{ skills { nodes { kantataId } } }'));

    expect(new Set(idsOf(rows)).size).toBe(rows.length);
    expect(summary).toMatchObject({ stable: false, moved: true });
    expect(summary.notes.join(' ')).toContain('no order that holds');
  });
});

describe('an export that fails midway', () => {
  it('says so in its last line, breaks off, and is gone on with from there', async () => {
    await using gateway = await start(4_000);
    gateway.sandbox.fail({ match: /offset=1798/, status: 500, times: 3 });

    const broken = await exported(gateway, ALL);
    const { rows, summary } = linesOf(broken);
    const goneOn = await exported(gateway, ALL, `?after=${summary.position}`);

    expect(broken.status).toBe(200);
    expect(broken.isWhole).toBe(false);
    expect(summary).toMatchObject({ complete: false, failure: { code: 'UPSTREAM_UNAVAILABLE' }, rows: rows.length });
    expect(goneOn.isWhole).toBe(true);
    expect(idsOf([...rows, ...linesOf(goneOn).rows])).toEqual(entries(4_000).map(({ id }) => Number(id)));
    expect(linesOf(goneOn).summary).toMatchObject({ complete: true, rows: 4_000 });
  });

  it('has a status of its own where no row has come', async () => {
    await using gateway = await start(10);
    gateway.sandbox.fail({ match: /time_entries/, status: 403 });

    const { status, text } = await exported(gateway, ALL);

    expect(status).toBe(403);
    expect(JSON.parse(text).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('ends at its limit of calls, from where it is gone on with', async () => {
    await using gateway = await start(4_000, { maxCalls: 10 });

    const first = linesOf(await exported(gateway, ALL));
    const calls = gateway.requests().length;
    const second = linesOf(await exported(gateway, ALL, '', { 'x-export-after': first.summary.position }));
    const third = linesOf(await exported(gateway, ALL, `?after=${second.summary.position}`));

    expect(first.summary).toMatchObject({ complete: false, failure: { code: 'QUERY_TOO_COMPLEX', limit: 10 } });
    expect(calls).toBeLessThanOrEqual(10);
    expect(idsOf([...first.rows, ...second.rows, ...third.rows])).toEqual(entries(4_000).map(({ id }) => Number(id)));
  });

  it('goes on with no row lost or doubled, though rows came and went between', async () => {
    await using gateway = await start(4_000, { maxCalls: 10 });
    const table = gateway.sandbox.tables.get('time_entries');

    const first = linesOf(await exported(gateway, ALL));
    for (let id = 1; id <= 900; id += 3) table?.delete(String(id));
    for (let id = 50_000; id < 50_400; id++) table?.set(String(id), entry(id));
    const ids = idsOf(first.rows);
    for (let { summary } = first; !summary.complete; ) {
      const more = linesOf(await exported(gateway, ALL, `?after=${summary.position}`));
      ids.push(...idsOf(more.rows));
      ({ summary } = more);
    }

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(4_400);
  });

  it('takes no position of another operation or another user', async () => {
    await using gateway = await start(300);
    const { summary } = linesOf(await exported(gateway, ALL, '?limit=50'));

    const other = await exported(
      gateway,
      '{ timeEntries(filter: { billable: true }) { nodes { kantataId } } }',
      `?after=${summary.position}`,
    );
    const another = await exported(gateway, ALL, `?after=${summary.position}`, { authorization: 'Bearer demo' });

    expect([other, another].map(({ status, text }) => [status, JSON.parse(text).errors[0].message])).toEqual([
      [400, expect.stringContaining('no position of this export for this user')],
      [400, expect.stringContaining('no position of this export for this user')],
    ]);
  });
});

describe('a field that cannot be answered', () => {
  const rows = {
    time_entries: entries(3).map((row) => ({
      ...row,
      user_id: row.id === '2' ? '77' : '1',
      time_in_minutes: row.id === '3' ? 'many' : 5,
    })),
  };

  it('is named in its row, in lines of JSON', async () => {
    await using gateway = await startOver(rows);

    const { rows: read, summary } = linesOf(
      await exported(gateway, '{ timeEntries { nodes { kantataId timeInMinutes } } }'),
    );

    expect(read[2]).toMatchObject({
      kantataId: '3',
      timeInMinutes: null,
      __errors: [{ path: ['timeInMinutes'], code: 'UPSTREAM_BAD_RESPONSE' }],
    });
    expect(summary).toMatchObject({ complete: true, errors: { UPSTREAM_BAD_RESPONSE: 1 } });
  });

  it('is no empty cell in a table', async () => {
    await using gateway = await startOver(rows);

    const { text } = await exported(
      gateway,
      '{ timeEntries { nodes { kantataId timeInMinutes notes } } }',
      '?format=csv',
    );

    expect(text.split('\r\n')[3]).toBe('3,#UNKNOWN UPSTREAM_BAD_RESPONSE,Work 3');
  });
});
