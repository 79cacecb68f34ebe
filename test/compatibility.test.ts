/** `npm run test:compatibility` tries all; these are the quick ones. Real npm, real packages, in empty folders. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { attempt, programs } from './compatibility/try.ts';
import { isLong } from './support/long-form.ts';
import { npmSkipped } from './support/npm.ts';
import { packed } from './support/packed.ts';

const QUICK = [
  'apollo-client-4',
  'commonjs',
  'esbuild',
  'graphql-16.11.0',
  'graphql-17.1.0',
  'graphql-request-7',
  'h3-2',
  'koa-3',
  'mcp',
  'npx',
  'types-node16',
  'urql-6',
];
const PROGRAMS = isLong
  ? [...QUICK, 'apollo-subgraph-2.15', 'hono-4', 'houdini-2', 'tanstack-query-5', 'types-bundler']
  : QUICK;

/** Of the published package with all that it brings, graphql among it. A third of what it once took. */
const MOST_PACKAGES = 4;
const MOST_MB = 31;

const run = promisify(execFile);
describe.skipIf(npmSkipped)(
  `the package beside others${npmSkipped ? ': skipped, npm reaches no registry' : ''}`,
  () => {
    let tarball = '';
    beforeAll(async () => {
      ({ tarball } = await packed(inject('packages')));
    }, 240_000);

    it('is tried with programs that there are, as many as docs/compatibility.md says', async () => {
      expect(await programs()).toEqual(expect.arrayContaining(PROGRAMS));
      expect(QUICK).toHaveLength(12);
      expect(await readFile(new URL('../docs/compatibility.md', import.meta.url), 'utf8')).toContain(
        'Twelve of them run with every `npm test`',
      );
    });

    it('brings few packages, of little size, and runs no script when it is installed', {
      timeout: 120_000,
    }, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-size-'));
      try {
        await writeFile(join(folder, 'package.json'), '{ "private": true }');
        await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', tarball], {
          cwd: folder,
        });
        const lock = JSON.parse(await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8'));
        const packages = Object.entries<{ hasInstallScript?: boolean }>(lock.packages);

        expect(packages.length).toBeLessThanOrEqual(MOST_PACKAGES);
        expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
        expect(await megabytes(folder)).toBeLessThanOrEqual(MOST_MB);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it.concurrent.each(PROGRAMS)('works with %s', { timeout: 240_000 }, async (name) => {
      const { problem } = await attempt(name, tarball);

      expect(problem).toBeNull();
    });
  },
);

async function megabytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).blocks * 512));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}
