/**
 * `npm run schema:breaking`: compares `schema.subgraph.graphql` with the one of the last release, and
 * fails on a breaking change that `docs/breaking-changes.md` does not announce.
 */
import { readFile } from 'node:fs/promises';
import { breakingChanges, unannounced } from './breaking-changes.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

const changes = await breakingChanges(
  await read('schema.subgraph.released.graphql'),
  await read('schema.subgraph.graphql'),
);
const surprising = new Set(unannounced(changes, await read('docs/breaking-changes.md')));

for (const change of changes)
  console.log(`${surprising.has(change) ? 'NOT ANNOUNCED' : 'announced'}: \`${change.subject}\`: ${change.message}`);
console.log(`${changes.length} breaking changes since the last release, ${surprising.size} of them not announced.`);
if (surprising.size > 0) process.exitCode = 1;
