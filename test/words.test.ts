/** Words of prose that hide who does what. Some may stay; a text that grows full of them is hard to read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How often each may stand in all sources and documents together. */
const MOST = { told: 19, nobody: 13, whoever: 0 };

const files = [
  'README.md',
  'schema.graphql',
  ...['src', 'docs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|md)$/.test(name))
      .map((name) => join(folder, name)),
  ),
];

it.each(Object.entries(MOST))('"%s" stands at most %i times', (word, most) => {
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => new RegExp(String.raw`\b${word}\b`, 'i').test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

  expect(files.length).toBeGreaterThan(300);
  expect(found.length > most ? found : []).toEqual([]);
});
