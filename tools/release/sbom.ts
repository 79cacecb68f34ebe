/**
 * `npm run release:sbom`: writes `sbom.cdx.json`, the list (CycloneDX) of what the published package holds or depends on. What
 * the explorer's page is built of, and with, is in no dependency: it is read from the explorer's own lockfile.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };

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
}

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

/** The packages of the explorer. `npm sbom` refuses them, because one of them names peers that are older than ours. */
function packagesOfExplorer(): Component[] {
  const lock = JSON.parse(readFileSync(new URL('explorer/package-lock.json', root), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) =>
      componentOf(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), locked),
    );
}

const bom = dependenciesOfPackage();
const self = bom.metadata.component['bom-ref'];
const listed = new Set(bom.components.map((component) => component['bom-ref']));
const others = new Map(packagesOfExplorer().map((component) => [component['bom-ref'], component] as const));
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
