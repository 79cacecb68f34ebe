/** `kantata-gateway export`: a file of every row, that can be gone on with after any end of the process. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadExportConfig } from '../src/config/export-config.ts';
import { runExport } from '../src/process/run-export.ts';
import { type Row, type Sandbox, startSandbox } from '../src/sandbox/server.ts';
import { startCommand } from './support/command-line.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';
import { CANARY } from './support/token-watch.ts';

const TOKEN = `${CANARY}-export`;

const entries = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    notes: `Work ${at + 1}, "quoted"`,
    time_in_minutes: at % 60,
    created_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 5) * 1_000).toISOString(),
    user_id: '1',
  }));

const account = (count: number) =>
  startSandbox({
    rows: { time_entries: entries(count), users: [{ id: '1', full_name: 'Ada' }] },
    users: [{ token: TOKEN, userId: '1', name: 'Ada' }],
  });

const QUERY = 'query Hours { timeEntries { nodes { kantataId notes user { fullName } } } }';

const start = (sandbox: Sandbox, folder: TemporaryFolder, args: readonly string[], query = QUERY) =>
  startCommand({
    args: ['export', folder.write('hours.graphql', query), ...args],
    env: { KANTATA_API_URL: sandbox.url, KANTATA_TOKEN: TOKEN },
  });

const pathOf = (folder: TemporaryFolder, name: string) => join(folder.write('.keep', ''), '..', name);

/** Runs the command in this process. */
async function run(sandbox: Sandbox, folder: TemporaryFolder, args: readonly string[], query = QUERY) {
  const env = { KANTATA_API_URL: sandbox.url, KANTATA_TOKEN: TOKEN, LOG_LEVEL: 'silent' };
  let [stdout, stderr] = ['', ''];
  const config = loadExportConfig(env, [folder.write('hours.graphql', query), ...args]);
  const status = await runExport(config, {
    print: (text) => void (stdout += Buffer.from(text).toString()),
    say: (text) => void (stderr += text),
    isTerminal: false,
  });
  expect(stdout + stderr).not.toContain(TOKEN);
  return { status, stdout, stderr };
}

describe('the command', () => {
  it('writes every row, says how far it has come, and exits with 0', async () => {
    await using sandbox = await account(790);
    using folder = temporaryFolder();
    const out = pathOf(folder, 'x.csv');

    const { status, stdout, stderr } = await run(sandbox, folder, [`--out=${out}`]);

    const lines = readFileSync(out, 'utf8').trimEnd().split('\r\n');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(lines.slice(0, 2)).toEqual(['kantataId,notes,user.fullName', '1,"Work 1, ""quoted""",Ada']);
    expect(lines.length).toBe(791);
    expect(stderr).toMatch(/^200 of 790 \(25%\) rows, [\d,]+ a second, 1 calls, about 3 left$/m);
    expect(stderr).toMatch(/^kantata-gateway: 790 rows, 4 calls$/m);
    expect(sandbox.requests.length).toBe(4);
    expect(existsSync(`${out}.position`)).toBe(false);
  });

  it('writes lines of JSON to the standard output', async () => {
    await using sandbox = await account(3);
    using folder = temporaryFolder();

    const { status, stdout } = await run(sandbox, folder, ['--limit=2']);

    expect(status).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).kantataId),
    ).toEqual(['1', '2']);
  });

  it('killed three times and gone on with, writes the file that it writes in one go', {
    timeout: 120_000,
  }, async () => {
    await using sandbox = await account(12_000);
    using folder = temporaryFolder();
    const [whole, killed] = [pathOf(folder, 'whole.csv'), pathOf(folder, 'killed.csv')];
    expect((await run(sandbox, folder, [`--out=${whole}`])).status).toBe(0);
    const inOneGo = sandbox.requests.length;
    sandbox.reset();

    for (const times of [1, 2, 3]) {
      // A few pages further every time, whatever the machine does meanwhile.
      sandbox.latency(25);
      const until = sandbox.requests.length + 8 + 5 * times;
      await using command = start(sandbox, folder, [`--out=${killed}`]);
      await expect.poll(() => sandbox.requests.length, { interval: 5, timeout: 60_000 }).toBeGreaterThan(until);
      command.process.kill('SIGKILL');
      expect(await command.ended).toBe('SIGKILL');
    }
    sandbox.latency(0);
    await using last = start(sandbox, folder, [`--out=${killed}`]);

    expect(await last.ended).toBe(0);
    expect(last.stderr()).toMatch(/goes on behind \d+ rows/);
    expect(readFileSync(killed, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    // Of what was under way when it was killed, two stretches of eight pages at most are read again.
    expect(sandbox.requests.length).toBeLessThanOrEqual(inOneGo + 3 * 17);
  });

  it('cuts off what was written behind the last position', async () => {
    await using sandbox = await account(3_000);
    using folder = temporaryFolder();
    const [out, whole] = [pathOf(folder, 'x.jsonl'), pathOf(folder, 'whole.jsonl')];
    await run(sandbox, folder, [`--out=${whole}`]);
    await run(sandbox, folder, [`--out=${out}`, '--export-max-calls=10']);
    // More than is still to come: it would stand behind the last row.
    writeFileSync(out, '{"half":'.repeat(100_000), { flag: 'a' });

    const { status } = await run(sandbox, folder, [`--out=${out}`]);

    expect(status).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  });

  it('ends with 2 where it cannot go on, and says how to', async () => {
    await using sandbox = await account(3_000);
    using folder = temporaryFolder();
    const out = pathOf(folder, 'x.jsonl');

    const { status, stderr } = await run(sandbox, folder, [`--out=${out}`, '--export-max-calls=10']);

    expect(status).toBe(2);
    expect(stderr).toContain('would make more than 10 REST calls');
    expect(stderr).toMatch(/1799 rows so far, 9 calls: run the same command again to go on/);
  });

  it('ends with 1 where fields are not known, which the file says', async () => {
    await using sandbox = await account(2);
    sandbox.tables.get('time_entries')?.set('2', { ...entries(2)[1], id: '2', time_in_minutes: 'many' });
    using folder = temporaryFolder();

    const { status, stdout, stderr } = await run(
      sandbox,
      folder,
      ['--format=csv'],
      '{ timeEntries { nodes { kantataId timeInMinutes } } }',
    );

    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'kantataId,timeInMinutes\r\n1,0\r\n2,#UNKNOWN UPSTREAM_BAD_RESPONSE\r\n',
    });
    expect(stderr).toContain('1 fields are not known: UPSTREAM_BAD_RESPONSE');
  });

  it('writes over no file that it cannot go on with', async () => {
    await using sandbox = await account(3_000);
    using folder = temporaryFolder();
    const [taken, begun] = [folder.write('taken.jsonl', 'mine\n'), pathOf(folder, 'begun.jsonl')];
    await run(sandbox, folder, [`--out=${begun}`, '--export-max-calls=10']);
    sandbox.reset();

    const other = await run(sandbox, folder, [`--out=${taken}`]);
    const changed = await run(sandbox, folder, [`--out=${begun}`], '{ timeEntries { nodes { kantataId } } }');

    expect([other.status, changed.status]).toEqual([2, 2]);
    expect(other.stderr).toContain('is there already');
    expect(changed.stderr).toContain('is of another operation');
    expect(readFileSync(taken, 'utf8')).toBe('mine\n');
    expect(sandbox.requests).toEqual([]);
    expect((await run(sandbox, folder, [`--out=${taken}`, '--restart', '--limit=1'])).status).toBe(0);
  });

  it('names what is wrong with its arguments, all at once', async () => {
    await using command = startCommand({
      args: ['export', '--format=xml', '--limit=x', '--variables={', '--no-such', '--port=x'],
    });

    expect(await command.ended).toBe(2);
    expect(command.stderr().trim().split('\n').toSorted()).toEqual([
      'kantata-gateway: --format must be jsonl or csv',
      'kantata-gateway: --limit must be a whole number from 1 on',
      'kantata-gateway: --no-such is not a known flag; see --help',
      'kantata-gateway: --port must be a whole number from 0 to 65535',
      'kantata-gateway: --variables must be an object as JSON, or @ and the path of a file that holds one',
      'kantata-gateway: export needs KANTATA_TOKEN, or --sandbox: there is no caller who could bring a token',
      'kantata-gateway: export needs the path of a file with its operation, as its first argument',
    ]);
  });

  it('tells what is wrong with its operation, and calls nothing', async () => {
    await using sandbox = await account(1);
    using folder = temporaryFolder();

    const { status, stderr } = await run(sandbox, folder, [], '{ me { fullName } }');

    expect(status).toBe(2);
    expect(stderr).toContain('exactly one connection');
    expect(sandbox.requests).toEqual([]);
  });
});
