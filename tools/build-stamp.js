/**
 * How it is known whether `dist` is what a build would make of the sources: by their contents. Times of files say nothing
 * after a checkout. Plain JavaScript, because `npm start` waits for it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Holds the stamp of the sources that `dist/command` was built from. */
export const STAMP = `${root}dist/command/.built-from`;

/** What decides what a build makes, beside `src`. */
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tools/bundle/bundle.ts',
  'tools/bundle/command.ts',
  'tools/bundle/small.ts',
  'tools/bundle/package-lock.json',
  'tools/schema/prepare.ts',
];

/**
 * A hash of the sources as they are now.
 *
 * @returns {string}
 */
export function stampOfSources() {
  const hash = createHash('sha1');
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const name of [...FILES, ...sources.toSorted().map((source) => `src/${source}`)]) {
    const text = readFileSync(root + name);
    hash.update(`${name.replaceAll('\\', '/')} ${text.length} `).update(text);
  }
  return hash.digest('hex');
}

/**
 * Whether `dist/command` was built from the sources as they are now.
 *
 * @returns {boolean}
 */
export function isBuilt() {
  try {
    return readFileSync(STAMP, 'utf8') === stampOfSources();
  } catch {
    return false;
  }
}
