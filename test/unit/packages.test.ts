import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePackages, isInstalled } from '../../tools/packages.ts';
import { isTested, TESTED_RANGE } from '../../src/schema/one-graphql.ts';
import packageJson from '../../package.json' with { type: 'json' };

describe('a folder with packages of its own', () => {
  let folder: string;
  const write = (version: string) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'folder', version, private: true }));
    const lock = { name: 'folder', version, lockfileVersion: 3, packages: { '': { name: 'folder', version } } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  };
  const stamp = () => readFileSync(join(folder, 'node_modules', '.installed-from'), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kantata-gateway-packages-'));
    write('1.0.0');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is installed once for its lockfile, whoever asks at the same time, and again for another one', async () => {
    expect(isInstalled(folder)).toBe(false);

    await Promise.all([ensurePackages('folder', folder), ensurePackages('folder', folder)]);
    expect(isInstalled(folder)).toBe(true);
    expect(existsSync(join(folder, '.installing'))).toBe(false);

    const before = stamp();
    write('2.0.0');
    expect(isInstalled(folder)).toBe(false);
    await ensurePackages('folder', folder);
    expect(stamp()).not.toBe(before);
  }, 60_000);

  it('says which folder it is where npm fails, and may be tried again', async () => {
    writeFileSync(join(folder, 'package-lock.json'), '{');

    await expect(ensurePackages('folder', folder)).rejects.toThrow(/npm ci failed in .*kantata-gateway-packages-/);

    expect(existsSync(join(folder, '.installing'))).toBe(false);
    write('1.0.0');
    await ensurePackages('folder', folder);
    expect(isInstalled(folder)).toBe(true);
  }, 60_000);
});

describe('the versions of graphql', () => {
  it('are the peer range', () => {
    expect(packageJson.peerDependencies.graphql).toBe(TESTED_RANGE);
  });

  it.each([
    ['15.8.0', false],
    ['16.10.1', false],
    ['16.11.0', true],
    ['16.15.0', true],
    ['17.0.2', false],
    ['17.1.0', true],
    ['18.0.0', false],
  ])('%s: tested %s', (version, tested) => {
    expect(isTested(version)).toBe(tested);
  });
});
