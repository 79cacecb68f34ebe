import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { watchedFile, type WatchedFileOptions } from '../../src/identity/watched-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-watched-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A file with a word in it that is looked at when the test says so, and only then. */
function watching(first: string, options: Partial<WatchedFileOptions<string>> = {}) {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, first);
  const lines: string[] = [];
  const file = watchedFile({
    path,
    name: 'THE_FILE',
    first,
    parse: (text) => (/^\w+$/.test(text) ? text : null),
    changed: (line) => void lines.push(line),
    unusable: (line) => void lines.push(line),
    everyMs: 3_600_000,
    ...options,
  });
  return { path, file, lines, [Symbol.dispose]: () => file.close() };
}

const CHANGED = 'THE_FILE has changed: what it holds now is in use';
const UNUSABLE = 'THE_FILE holds nothing that can be used: what it held before goes on';

describe('a watched file', () => {
  it('says nothing while it stays as it is', async () => {
    using watched = watching('one');

    expect(await watched.file.look()).toBe('one');
    expect(await watched.file.look()).toBe('one');
    expect(watched.lines).toEqual([]);
  });

  it('is seen when it is written in place, and when another is put in its place', async () => {
    using watched = watching('one');
    writeFileSync(watched.path, 'two');
    expect(await watched.file.look()).toBe('two');

    writeFileSync(`${watched.path}.new`, 'three');
    renameSync(`${watched.path}.new`, watched.path);
    expect(await watched.file.look()).toBe('three');
    expect(watched.file.value).toBe('three');
    expect(watched.lines).toEqual([CHANGED, CHANGED]);
  });

  it('is seen behind a link that leads elsewhere, as mounted secrets are renewed', async () => {
    using watched = watching('one');
    const link = join(folder, `link-${files}`);
    symlinkSync(watched.path, link);
    using linked = watching('one', { path: link });
    writeFileSync(`${watched.path}.new`, 'two');
    symlinkSync(`${watched.path}.new`, `${link}.new`);
    renameSync(`${link}.new`, link);

    expect(await linked.file.look()).toBe('two');
  });

  it('is seen by itself, within its time', async () => {
    using watched = watching('one', { everyMs: 20 });
    writeFileSync(watched.path, 'two');

    await expect.poll(() => watched.file.value, { timeout: 20_000 }).toBe('two');
  });

  it('does not count while it is being written', async () => {
    let more = '';
    using watched = watching('one', { settle: async () => writeFileSync(watched.path, `tw${more}`) });
    writeFileSync(watched.path, 't');
    const looking = watched.file.look();

    expect(await looking).toBe('one');
    more = 'o';
    expect(await watched.file.look()).toBe('one');
    expect(await watched.file.look()).toBe('two');
    expect(watched.lines).toEqual([CHANGED]);
  });

  it.each([
    ['empty', (path: string) => writeFileSync(path, '')],
    ['nonsense', (path: string) => writeFileSync(path, 'two words')],
    ['gone', (path: string) => rmSync(path)],
  ])('holds what it held before while it is %s, and complains once', async (_, spoil) => {
    using watched = watching('one');
    spoil(watched.path);
    for (let look = 0; look < 3; look++) expect(await watched.file.look()).toBe('one');
    expect(watched.lines).toEqual([UNUSABLE]);

    writeFileSync(watched.path, 'one');
    expect(await watched.file.look()).toBe('one');
    spoil(watched.path);
    await watched.file.look();
    expect(watched.lines).toEqual([UNUSABLE, UNUSABLE]);
  });

  it('is read once for all who look at the same time', async () => {
    let parsed = 0;
    using watched = watching('one', {
      parse: (text) => {
        parsed++;
        return text;
      },
    });
    writeFileSync(watched.path, 'two');

    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => watched.file.look())))).toEqual(new Set(['two']));
    expect(parsed).toBe(1);
  });
});
