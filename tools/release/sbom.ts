/**
 * `npm run release:sbom`: writes `sbom.cdx.json`, the list (CycloneDX) of what the published package holds or depends on. What
 * is bundled into `dist`, and what the explorer's page is built of and with, is in no dependency: it is read from lockfiles.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { BUNDLED } from '../bundle/bundled.ts';

const root = new URL('../../', import.meta.url);

interface Component {
  readonly 'bom-ref': string;
  readonly [key: string]: unknown;
}

interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

type Lockfile = Readonly<Record<string, Locked>>;

/** What npm lists of this package: its dependencies, and the peers that it is tested with. */
function dependenciesOfPackage(): Bom {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--omit=optional', '--package-lock-only'],
    { cwd: fileURLToPath(root), encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
  return JSON.parse(stdout) as Bom;
}

function componentOf(name: string, { version, license, integrity }: Locked): Component {
  const [algorithm, digest] = integrity?.split('-', 2) ?? [];
  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(license && { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512' && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(digest as string, 'base64').toString('hex') }],
    }),
  };
}

const lockfileOf = (folder: string): Lockfile =>
  (JSON.parse(readFileSync(new URL(`${folder}package-lock.json`, root), 'utf8')) as { packages: Lockfile }).packages;

const FOLDER = 'node_modules/';

/** The packages at these paths of a lockfile. */
const componentsAt = (lock: Lockfile, paths: Iterable<string>): Component[] =>
  Array.from(paths, (path) => componentOf(path.slice(path.lastIndexOf(FOLDER) + FOLDER.length), lock[path] as Locked));

/** Where a lockfile has the package that another one means by a name. */
function pathOf(lock: Lockfile, from: string, name: string): string {
  const path = `${from === '' ? '' : `${from}/`}${FOLDER}${name}`;
  if (Object.hasOwn(lock, path)) return path;
  if (from === '') throw new Error(`The lockfile lacks ${name}.`);
  const end = from.lastIndexOf(FOLDER);
  return pathOf(lock, from.slice(0, Math.max(0, end - 1)), name);
}

/** What `dist` has in it: packages that are development dependencies, and all that they depend on. */
function bundledPackages(): Component[] {
  const lock = lockfileOf('');
  const paths = new Set(BUNDLED.map((name) => pathOf(lock, '', name)));
  // Grows while it is read.
  for (const path of paths)
    for (const name of Object.keys(lock[path]?.dependencies ?? {})) paths.add(pathOf(lock, path, name));
  return componentsAt(lock, paths);
}

/** The packages of the explorer. `npm sbom` refuses them, because one of them names peers that are older than ours. */
function packagesOfExplorer(): Component[] {
  const lock = lockfileOf('explorer/');
  return componentsAt(
    lock,
    Object.keys(lock).filter((path) => path !== ''),
  );
}

const bom = dependenciesOfPackage();
const self = bom.metadata.component['bom-ref'];
const listed = new Set(bom.components.map((component) => component['bom-ref']));
const others = new Map(
  [...bundledPackages(), ...packagesOfExplorer()].map((component) => [component['bom-ref'], component] as const),
);
for (const ref of listed) others.delete(ref);
const components = [...bom.components, ...others.values()];
const whole = {
  ...bom,
  // npm calls it by the name of the folder.
  metadata: { ...bom.metadata, component: { ...bom.metadata.component, name: packageJson.name } },
  components,
  dependencies: bom.dependencies.map((each) =>
    each.ref === self ? { ...each, dependsOn: [...each.dependsOn, ...others.keys()] } : each,
  ),
};
writeFileSync(new URL('sbom.cdx.json', root), `${JSON.stringify(whole, null, 2)}\n`);
console.log(`sbom.cdx.json: ${components.length} packages`);
