/** How a release is made, in a copy of the repository. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

const COPIED = [
  '.changeset',
  'CHANGELOG.md',
  'deploy',
  'docs',
  'package.json',
  'package-lock.json',
  'schema.subgraph.graphql',
  'server.json',
  'tools',
];

/** What is installed is linked. */
const isNoPackage = (path: string) => basename(path) !== 'node_modules';

let folder: string;
const read = (path: string) => readFile(join(folder, path), 'utf8');
const inRepository = (command: string, ...args: string[]) => run(command, args, { cwd: folder });
const version = () => inRepository(process.execPath, 'tools/release/version.ts');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-release-'));
  for (const path of COPIED) await cp(join(root, path), join(folder, path), { recursive: true, filter: isNoPackage });
  for (const file of await readdir(join(folder, '.changeset')))
    if (file.endsWith('.md')) await rm(join(folder, '.changeset', file));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'docs/breaking-changes.md'), '# Changes\n\nOf what.\n\n- `Query.old`: ask `new`.\n');
  await writeFile(join(folder, 'schema.subgraph.released.graphql'), 'type Query { old: Int }\n');
  await inRepository('git', 'init', '--quiet');
  await inRepository('git', 'add', '--', ...COPIED);
  const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
  await inRepository('git', ...identity, 'commit', '--quiet', '--message', 'Before');
  await symlink(join(root, 'tools', 'node_modules'), join(folder, 'tools', 'node_modules'));
});

afterAll(() => folder && rm(folder, { recursive: true, force: true }));

describe('npm run release:version', () => {
  const { version: before } = packageJson;
  const [major, minor] = before.split('.').map(Number) as [number, number];
  const next = `${major}.${minor + 1}.0`;

  it('fails where there is nothing to release, and changes nothing', async () => {
    const text = await read('package.json');

    await expect(version()).rejects.toMatchObject({ code: 1 });

    expect(await read('package.json')).toBe(text);
    expect(await read('schema.subgraph.released.graphql')).toBe('type Query { old: Int }\n');
  });

  it('makes changesets into the next version and its entries in the changelog', async () => {
    await writeFile(join(folder, '.changeset/new.md'), `---\n'${packageJson.name}': minor\n---\n\nSomething is new.\n`);
    const text = await read('package.json');

    await version();

    expect(await read('package.json')).toBe(text.replace(`"version": "${before}"`, `"version": "${next}"`));
    const changelog = await read('CHANGELOG.md');
    expect(changelog).toMatch(new RegExp(`## ${next}\\s+### Minor Changes\\s+- .*Something is new\\.`));
    expect(changelog.indexOf(next)).toBeLessThan(changelog.indexOf(`## ${before}\n`));
    expect(await readdir(join(folder, '.changeset'))).not.toContain('new.md');
  });

  it('has everything that names the version name this one', async () => {
    const lock = JSON.parse(await read('package-lock.json'));

    expect([lock.version, lock.packages[''].version]).toEqual([next, next]);
    expect(await read('package-lock.json')).toBe(
      (await readFile(join(root, 'package-lock.json'), 'utf8'))
        .replaceAll(
          `"name": "${packageJson.name}",\n  "version": "${before}"`,
          `"name": "${packageJson.name}",\n  "version": "${next}"`,
        )
        .replaceAll(
          `"name": "${packageJson.name}",\n      "version": "${before}"`,
          `"name": "${packageJson.name}",\n      "version": "${next}"`,
        ),
    );
    expect(await read('deploy/kubernetes.yaml')).toContain(`image: ${packageJson.name}:${next}\n`);
    expect(await read('deploy/chart/Chart.yaml')).toContain(`\nversion: ${next}\nappVersion: ${next}\n`);
    const server = JSON.parse(await read('server.json'));
    expect([server.version, server.packages[0].version]).toEqual([next, next]);
    const agents = await read('docs/agents.md');
    expect(new Set(agents.match(/kantata-graphql-gateway@[\d.]+/g))).toEqual(new Set([`${packageJson.name}@${next}`]));
  });

  it('compares later schemas with this one', async () => {
    expect(await read('schema.subgraph.released.graphql')).toBe(await read('schema.subgraph.graphql'));
    expect(await read('docs/breaking-changes.md')).toBe('# Changes\n\nOf what.\n\nNone yet.\n');
  });
});
