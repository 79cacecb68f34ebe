/**
 * Holds that one copy of graphql, of a version that is tested, is what all parts of the gateway have.
 *
 * Two copies refuse each other's schemas, each in its own words, at the first query or at the first new document. npm puts
 * packages that have graphql as a peer beside the one that the application has, so that an application can do this to a
 * package that it installs.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from 'graphql';

/** From, and below: versions that the tests install. The peer range in package.json says the same. */
const TESTED = [
  { major: 16, minor: 11 },
  { major: 17, minor: 1 },
] as const;

export const TESTED_RANGE = TESTED.map(({ major, minor }) => `^${major}.${minor}.0`).join(' || ');

/** What makes or takes schemas beside this package. */
const PARTS = ['@pothos/core', 'graphql-yoga', '@graphql-tools/utils'] as const;

interface Copy {
  readonly version: string;
  readonly folder: string;
}

/** The graphql that a module finds; null where there are no such folders, as in a bundle. */
function copyFor(module: string): Copy | null {
  try {
    // Its package.json cannot be resolved: graphql 17 does not export it.
    const entry = realpathSync(createRequire(module).resolve('graphql'));
    const [, folder = dirname(entry)] = /^(.*[\\/]node_modules[\\/]graphql)[\\/]/.exec(entry) ?? [];
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { version, folder };
  } catch {
    return null;
  }
}

function entryOf(name: string): string | null {
  try {
    return fileURLToPath(import.meta.resolve(name));
  } catch {
    return null;
  }
}

/** Whether a version is one of those that are tested. */
export const isTested = (text: string): boolean => {
  const [own = 0, minor = 0] = text.split('.').map(Number);
  return TESTED.some((from) => own === from.major && minor >= from.minor);
};

/**
 * @throws {Error} that says which packages have which graphql, and what to do, where no query could run.
 */
export function checkGraphql(): void {
  if (!isTested(version))
    throw new Error(
      `graphql ${version} is installed, and this package works with ${TESTED_RANGE}. Install one of these: npm install graphql@16`,
    );
  const own = copyFor(fileURLToPath(import.meta.url));
  if (!own) return;
  for (const name of PARTS) {
    const entry = entryOf(name);
    const other = entry && copyFor(entry);
    if (other && other.folder !== own.folder)
      throw new Error(
        `There are two copies of graphql: ${own.version} in ${own.folder}, and for ${name} ${other.version} in ${other.folder}. Schemas of one are refused by the other. Keep one: npm dedupe, or remove what wants another version (npm ls graphql)`,
      );
  }
}
