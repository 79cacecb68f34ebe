/** `kantata-gateway sync`: a mirror that is what the account is. */
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSyncConfig } from '../src/config/sync-config.ts';
import { runSync } from '../src/process/run-sync.ts';
import { type Row, type Sandbox, startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';
import { seededRandom } from './support/random.ts';
import { CANARY } from './support/token-watch.ts';

/** `SYNC_CHANGES=10000 npm test -- sync` is the long form. */
const CHANGES = Number(process.env.SYNC_CHANGES ?? 1_000);
const TOKEN = `${CANARY}-sync`;
const LONG_AGO = '2026-01-01T00:00:00.000Z';

const COLLECTIONS = ['time_entries', 'skills', 'users'] as const;
type Collection = (typeof COLLECTIONS)[number];

const rowOf: Readonly<Record<Collection, (id: number, text: string) => Row>> = {
  time_entries: (id, text) => ({ id, notes: text, time_in_minutes: id % 480, billable: id % 2 === 0, user_id: '1' }),
  skills: (id, text) => ({ id, name: text }),
  users: (id, text) => ({ id, full_name: text }),
};

const rows = (collection: Collection, count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    created_at: LONG_AGO,
    updated_at: LONG_AGO,
    ...rowOf[collection](at + 1, `${collection} ${at + 1}`),
    id: String(at + 1),
  }));

const account = (counts: Readonly<Record<Collection, number>>) =>
  startSandbox({
    rows: Object.fromEntries(COLLECTIONS.map((collection) => [collection, rows(collection, counts[collection])])),
    users: [{ token: TOKEN, userId: '1', name: 'Ada' }],
  });

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'sync-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const LISTS = 'timeEntries,skills,users';

async function run(sandbox: Sandbox, target: string, args: readonly string[] = [], lists = LISTS) {
  const env = { KANTATA_API_URL: sandbox.url, KANTATA_TOKEN: TOKEN, LOG_LEVEL: 'silent' };
  const before = sandbox.requests.length;
  const lines: string[] = [];
  const config = loadSyncConfig(env, [target, `--lists=${lists}`, '--overlap=0.02', ...args]);
  const status = await runSync(config, (line) => void lines.push(line));
  return { status, said: lines.join('\n'), calls: sandbox.requests.slice(before).map(({ line }) => line) };
}

const LIST_OF = { time_entries: 'timeEntries', skills: 'skills', users: 'users' } as const;
const TEXT_OF = { time_entries: 'notes', skills: 'name', users: 'fullName' } as const;

/** What the mirror has of a list: the text of each row by its id. */
function mirrorOf(target: string, collection: Collection): ReadonlyMap<string, unknown> {
  const text = TEXT_OF[collection];
  if (target.endsWith('.sqlite')) {
    const database = new DatabaseSync(target);
    const all = database.prepare(`SELECT kantataId, "${text}" AS text FROM "${LIST_OF[collection]}"`).all();
    database.close();
    return new Map(all.map((row) => [String(row.kantataId), row.text]));
  }
  const lines = readFileSync(join(target, `${LIST_OF[collection]}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(0, -1);
  const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  return new Map(all.map((row) => [String(row.kantataId), row[text]]));
}

/** The same of the account. */
function accountOf(sandbox: Sandbox, collection: Collection): ReadonlyMap<string, unknown> {
  const wire = { time_entries: 'notes', skills: 'name', users: 'full_name' }[collection];
  return new Map([...(sandbox.tables.get(collection)?.values() ?? [])].map((row) => [row.id, row[wire]]));
}

const sorted = (all: ReadonlyMap<string, unknown>) =>
  [...all].toSorted(([one], [other]) => Number(one) - Number(other));

function expectEqual(sandbox: Sandbox, target: string, collections: readonly Collection[] = COLLECTIONS): void {
  for (const collection of collections)
    expect(sorted(mirrorOf(target, collection))).toEqual(sorted(accountOf(sandbox, collection)));
}

/** Changes and deletes rows by chance, and adds some. */
function change(sandbox: Sandbox, collection: Collection, times: number, random: () => number): void {
  const { changes, tables } = sandbox;
  const ids = [...(tables.get(collection)?.keys() ?? [])];
  let next = 1_000_000 + ids.length;
  for (let time = 0; time < times; time++) {
    const kind = random();
    const id = ids[Math.floor(random() * ids.length)] as string;
    if (kind < 0.45)
      changes.edit(collection, id, {
        [{ time_entries: 'notes', skills: 'name', users: 'full_name' }[collection]]: `changed ${time}`,
      });
    else if (kind < 0.9) changes.remove(collection, id);
    else {
      const row = rowOf[collection](next, `new ${next}`);
      changes.add(collection, { ...row, id: String(next++) });
    }
  }
}

describe.each(['mirror.sqlite', 'mirror'])('a mirror in %s', (name) => {
  it(`is what the account is after ${CHANGES} random changes, for one call for 200 of them`, {
    timeout: 600_000,
  }, async () => {
    await using sandbox = await account({ time_entries: 4_000 + CHANGES, skills: 1_000 + CHANGES, users: 60 });
    using temporary = folder();
    const target = join(temporary.path, name);
    const random = seededRandom(7);
    const first = await run(sandbox, target, [], 'timeEntries,skills');
    expectEqual(sandbox, target, ['time_entries', 'skills']);

    change(sandbox, 'time_entries', CHANGES * 0.7, random);
    change(sandbox, 'skills', CHANGES * 0.3, random);
    const second = await run(sandbox, target, [], 'timeEntries,skills');

    expectEqual(sandbox, target, ['time_entries', 'skills']);
    expect([first.status, second.status]).toEqual([0, 0]);
    // The last page of each of the three lists is not full; of many changes that is nothing.
    expect(second.calls.length).toBeLessThanOrEqual(CHANGES / 200 + (CHANGES < 5_000 ? 3 : 0));
    expect(second.calls.every((line) => /updated_after|subscribed_events/.test(line))).toBe(true);
  });

  it('is read as a whole where nothing tells of changes, and by events where only they do', async () => {
    await using sandbox = await account({ time_entries: 0, skills: 0, users: 300 });
    using temporary = folder();
    const target = join(temporary.path, name);
    await run(sandbox, target, [], 'users');

    sandbox.changes.edit('users', '7', { full_name: 'Grace' });
    sandbox.changes.remove('users', '8');
    sandbox.changes.add('users', { id: '900', full_name: 'New' });
    const { calls, said } = await run(sandbox, target, [], 'users');

    expectEqual(sandbox, target, ['users']);
    expect(said).toContain('users: 2 changed, 1 deleted');
    expect(calls.length).toBe(2);
  });

  it('says what it cannot notice where the token may not read events, and notices it when it reads the list as a whole', async () => {
    await using sandbox = await account({ time_entries: 300, skills: 0, users: 2 });
    using temporary = folder();
    const target = join(temporary.path, name);
    await run(sandbox, target, [], 'timeEntries');
    sandbox.changes.remove('time_entries', '5');
    sandbox.changes.edit('time_entries', '6', { notes: 'changed' });
    sandbox.fail({ match: /subscribed_events/, status: 403 });

    const silent = await run(sandbox, target, [], 'timeEntries');
    const known = mirrorOf(target, 'time_entries');
    const whole = await run(sandbox, target, ['--full'], 'timeEntries');

    expect(silent.status).toBe(1);
    expect(silent.said).toContain('may not read /subscribed_events');
    expect(silent.said).toContain('deletions of timeEntries');
    expect([known.has('5'), known.get('6')]).toEqual([true, 'changed']);
    expect(whole.said).toContain('299 rows, read as a whole, 1 gone');
    expectEqual(sandbox, target, ['time_entries']);
  });

  it('stays as it was where a run does not come to its end, and is gone on with', async () => {
    await using sandbox = await account({ time_entries: 3_000, skills: 0, users: 2 });
    using temporary = folder();
    const target = join(temporary.path, name);

    const cut = await run(sandbox, target, ['--export-max-calls=10'], 'timeEntries');
    const rest = await run(sandbox, target, [], 'timeEntries');

    expect(cut.status).toBe(2);
    expect(cut.said).toContain('Run the same command again');
    expect(rest.status).toBe(0);
    expect(rest.calls.length).toBeLessThan(10);
    expectEqual(sandbox, target, ['time_entries']);
  });

  it('takes a change that comes twice, and one that comes while it reads', async () => {
    await using sandbox = await account({ time_entries: 900, skills: 0, users: 2 });
    using temporary = folder();
    const target = join(temporary.path, name);
    await run(sandbox, target, [], 'timeEntries');
    for (let id = 1; id <= 700; id++) sandbox.changes.edit('time_entries', String(id), { notes: `once ${id}` });
    let times = 0;
    sandbox.latency(({ path }) => {
      if (path === '/time_entries' && ++times < 6) {
        sandbox.changes.edit('time_entries', String(times), { notes: `twice ${times}` });
        sandbox.changes.remove('time_entries', String(100 + times));
      }
      return 0;
    });
    await run(sandbox, target, [], 'timeEntries');
    sandbox.latency(0);
    await run(sandbox, target, [], 'timeEntries');

    expect(times).toBeGreaterThan(3);
    expectEqual(sandbox, target, ['time_entries']);
  });
});

describe('the command', () => {
  it('names what is wrong with its arguments, and the lists that there are', async () => {
    await using sandbox = await account({ time_entries: 0, skills: 0, users: 1 });
    using temporary = folder();
    await using command = startCommand({ args: ['sync', '--store=xml', '--overlap=x'] });

    expect(await command.ended).toBe(2);
    expect(command.stderr().trim().split('\n').toSorted()).toEqual([
      'kantata-gateway: --lists must name at least one list',
      'kantata-gateway: --overlap must be a number from 0 to 99999',
      'kantata-gateway: --store must be jsonl or sqlite',
      'kantata-gateway: sync needs KANTATA_TOKEN, or --sandbox: there is no caller who could bring a token',
      'kantata-gateway: sync needs the path of a folder or a file, as its first argument',
    ]);
    const { status, said } = await run(sandbox, join(temporary.path, 'x'), [], 'nothing');
    expect([status, said]).toEqual([2, expect.stringContaining('nothing is no list that can be mirrored. There is ')]);
    expect(existsSync(join(temporary.path, 'x', 'nothing.jsonl'))).toBe(false);
  });
});
