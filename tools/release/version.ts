/**
 * `npm run release:version`: makes the changesets into the next version and its entries in `CHANGELOG.md`, has
 * everything that names the version name this one, and takes the schema of now for the released one, with which later
 * ones are compared.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import packageBefore from '../../package.json' with { type: 'json' };
import { changeset } from './changeset.ts';

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(fileOf(path), change(readFileSync(fileOf(path), 'utf8')));

interface Lock {
  version: string;
  readonly packages: Readonly<Record<string, { version: string }>>;
}

function withVersion(text: string, version: string): string {
  const lock = JSON.parse(text) as Lock;
  lock.version = version;
  (lock.packages[''] as { version: string }).version = version;
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The headline and what the list is for; the list itself is of the next release. */
const withoutEntries = (text: string) => `${text.split('\n\n').slice(0, 2).join('\n\n')}\n\nNone yet.\n`;

const code = changeset(['version']);
const { name, version: before } = packageBefore;
const { version } = JSON.parse(readFileSync(fileOf('package.json'), 'utf8')) as { version: string };
if (code === 0 && version !== before) {
  edit('package-lock.json', (text) => withVersion(text, version));
  edit('deploy/kubernetes.yaml', (text) => text.replace(`image: ${name}:${before}`, `image: ${name}:${version}`));
  edit('deploy/chart/Chart.yaml', (text) => text.replaceAll(`ersion: ${before}\n`, `ersion: ${version}\n`));
  edit('server.json', (text) => text.replaceAll(`"version": "${before}"`, `"version": "${version}"`));
  edit('docs/agents.md', (text) => text.replaceAll(`${name}@${before}`, `${name}@${version}`));
  edit('docs/breaking-changes.md', withoutEntries);
  copyFileSync(fileOf('schema.subgraph.graphql'), fileOf('schema.subgraph.released.graphql'));
  console.log(`${name} ${version}: look at the diff, commit it, and publish it.`);
} else {
  process.exitCode = code;
}
