import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUNDLED } from '../../tools/bundle/bundled.ts';
import { PACKAGE_FOLDERS } from '../../tools/packages.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Locked {
  link?: boolean;
  resolved?: string;
  license?: string;
  dev?: boolean;
}

const usual = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'MIT OR Apache-2.0',
  '(MIT OR Apache-2.0)',
]);

const lockedIn = (path: string): [string, Locked][] => {
  const { packages } = JSON.parse(read(path)) as { packages: Record<string, Locked> };
  return Object.entries(packages);
};

/** The gateway's own, and those of the folders that only development needs. */
const locked: readonly [string, Locked][] = [
  ...lockedIn('package-lock.json').map(([path, one]): [string, Locked] =>
    BUNDLED.includes(path.replace('node_modules/', '')) ? [path, { ...one, dev: false }] : [path, one],
  ),
  ...PACKAGE_FOLDERS.flatMap((folder) =>
    lockedIn(`${folder}/package-lock.json`).map(([path, one]): [string, Locked] => [path, { ...one, dev: true }]),
  ),
];

/** Name and licence of what the notice has to name, as in its table; `lightningcss-linux-x64-gnu` is a `lightningcss-*`. */
const everyUnusual = locked
  // Our own workspaces are under the licence of the whole.
  .filter(([path, { link, license }]) => path.includes('node_modules/') && !link && !usual.has(license ?? ''))
  .map(([path, { license = 'none', dev = false }]) => {
    const name = path.replace(/^.*node_modules\//, '').replace(/^lightningcss-.*/, 'lightningcss-*');
    return { name, licence: license.replace(/^\(MIT AND (.*)\)$/, 'MIT and $1'), dev };
  });

/** A package that is needed at run time is named for that. */
const unusual = everyUnusual.filter(
  ({ name, dev }, index) =>
    everyUnusual.findIndex((other) => other.name === name) === index &&
    (!dev || !everyUnusual.some((other) => other.name === name && !other.dev)),
);

describe('LICENSES.md', () => {
  const rows = read('LICENSES.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  it.each(unusual)('names $name with its licence, $licence, and where it is used', ({ name, licence, dev }) => {
    const row = rows.find((line) => line.includes(`\`${name}\``));

    expect(row).toContain(licence);
    expect(row).toContain(dev ? 'in development only' : 'at run time');
  });

  it('names nothing else', () => {
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));

    expect(new Set(named)).toEqual(new Set(unusual.map(({ name }) => name)));
  });
});

it('what the package of MCP has in its own files has its notice in the bundle', () => {
  const folder = new URL('../../node_modules/@modelcontextprotocol/server/dist/', import.meta.url);
  const texts = readdirSync(folder)
    // The other validator is for another runtime.
    .filter((name) => name.endsWith('.mjs') && !name.startsWith('cfWorker'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const within = texts.flatMap((text) =>
    [...text.matchAll(/^\/\/#region .*\.pnpm\/([^@/]+)@([\d.]+)/gm)].map(([, name, version]) => `${name} ${version}`),
  );
  const notices = [...read('tools/bundle/within-mcp-server.md').matchAll(/^## (\S+ \S+) \(/gm)].map(([, one]) => one);

  expect(new Set(within)).toEqual(new Set(notices));
});

describe('the lockfiles', () => {
  it.each(['.', ...PACKAGE_FOLDERS])('name no address that packages come from: %s', (folder) => {
    const addresses = lockedIn(`${folder}/package-lock.json`).flatMap(([, { link, resolved }]) =>
      link ? [] : [resolved],
    );

    expect(addresses.filter((address) => address !== undefined)).toEqual([]);
  });
});
