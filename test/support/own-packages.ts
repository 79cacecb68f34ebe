/** Packages that only one spec needs, and that would be in the way of others: each folder of `test/packages`, for itself. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Installs what `test/packages/{name}/package.json` names where it is not yet, which takes some seconds. Resolves with
 * the path of the first dependency's folder.
 */
export async function ownPackage(name: string): Promise<string> {
  const from = fileURLToPath(new URL(`../packages/${name}`, import.meta.url));
  const { dependencies } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const [[dependency, version] = ['', '']] = Object.entries(dependencies);
  const folder = join(tmpdir(), `kantata-${name}-${version}`);
  const installed = join(folder, 'node_modules', dependency);
  if (!existsSync(join(installed, 'package.json'))) {
    cpSync(from, folder, { recursive: true });
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
  }
  return installed;
}
