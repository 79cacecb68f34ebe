/**
 * Part of `npm run build`: the command in few files, `dist/command`, made to be there at once.
 *
 * Its dependencies are in it, the schema is in its prepared form, and what only some settings need is in files of its own
 * that are loaded with them. What users install beside the package (`@redis/client`, OpenTelemetry and so on) stays there.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Plugin, rolldown } from 'rolldown';
import { STAMP, stampOfSources } from '../build-stamp.js';
import { noticesOf } from './notices.ts';
import { SMALL } from './small.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist/command');

/** Modules of `src` that the command has in another form. */
const REPLACED: Readonly<Record<string, string>> = {
  // No builder, and no library that it needs.
  'src/schema/index.ts': "export { createSchema } from './prepared.ts';",
  // The command has no setting that names plugins, and so no GraphQL Yoga.
  'src/http/plugin-host.ts':
    "export const performWithPlugins = () => { throw new Error('The command has no plugins.'); };",
  // There is one copy: the one in here.
  'src/schema/one-graphql.ts': 'export const checkGraphql = () => {};',
};

const replacing: Plugin = {
  name: 'replacing',
  load(id) {
    for (const [path, text] of Object.entries(REPLACED)) if (id === join(root, path)) return text;
    return null;
  },
};

const PARTS = 'undici:parts';

/** What calls the API with undici, of which it needs a third. What else has it, sign-in, finds the package beside the files. */
const CALLS_THE_API = join(root, 'src/upstream/');
const PARTS_OF_UNDICI = `
import Pool from 'undici/lib/dispatcher/pool.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import errors from 'undici/lib/core/errors.js';
export { Pool, EnvHttpProxyAgent, errors };
`;

const partsOfUndici: Plugin = {
  name: 'parts of undici',
  async resolveId(id, importer = '') {
    if (importer === PARTS) return this.resolve(id, join(root, 'package.json'));
    if (id !== 'undici') return null;
    return importer.startsWith(CALLS_THE_API) ? PARTS : { id, external: true };
  },
  load: (id) => (id === PARTS ? PARTS_OF_UNDICI : null),
};

const IMPORT_OF_NODE = /^import (?:(\w+)(?:, )?)?(?:\{ ?([^}]*?) ?\})?(?:\* as (\w+))? ?from "(node:[\w/]+)";$/gm;

/**
 * To import a module of Node as an ES module is to read every export that it has, and some of them load much: those of
 * `node:http` load a whole HTTP client, a third of the time that Node itself takes to start.
 */
const builtins: Plugin = {
  name: 'builtins',
  renderChunk(code) {
    const changed = code.replaceAll(
      IMPORT_OF_NODE,
      (_, own: string | undefined, names: string | undefined, all: string | undefined, module: string) => {
        const found = `globalThis.process.getBuiltinModule(${JSON.stringify(module)})`;
        const parts = [own, all, names && `{ ${names.replaceAll(' as ', ': ').replaceAll('default:', 'default:')} }`];
        return parts.flatMap((part) => (part ? [`const ${part} = ${found};`] : [])).join(' ');
      },
    );
    const left = /^import (?!.*from "\.).*"node:.*$/m.exec(changed);
    if (left) throw new Error(`The bundle has an import of Node in a way that is not known: ${left[0]}`);
    return changed;
  },
};

/** Packages that users install beside this one. `prom-client` brings what it needs of OpenTelemetry with it. */
const BESIDE = /^(?:jose|openid-client|@opentelemetry\/.*|@redis\/.*)$/;

/**
 * What each gateway needs by its defaults, in one file: a module takes as long to find as to run. What `main.ts` needs
 * itself is apart.
 */
const SERVING = ['src/process/serve.ts', 'src/process/optional-parts.ts', 'src/process/export-options.ts'];

/** Names the files of the bundle; null for modules that only some settings need, each of which has its own. */
function chunkOf(
  id: string,
  context: { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null },
) {
  const reached = (from: string, into = new Set<string>()): ReadonlySet<string> => {
    if (into.has(from)) return into;
    into.add(from);
    for (const one of context.getModuleInfo(from)?.importedIds ?? []) reached(one, into);
    return into;
  };
  closures ??= {
    main: reached(join(root, 'src/main.ts')),
    serving: SERVING.reduce((into, module) => (reached(join(root, module), into), into), new Set<string>()),
  };
  // It waits for what it loads, which may not wait for it.
  if (id === join(root, 'src/main.ts')) return null;
  return closures.main.has(id) ? 'settings' : closures.serving.has(id) ? 'gateway' : null;
}
let closures: Readonly<Record<'main' | 'serving', ReadonlySet<string>>> | undefined;

/** Writes the bundle, and the notices of the packages in it. */
export async function bundleCommand(): Promise<void> {
  // Before anything here reads them.
  const stamp = stampOfSources();
  const { prepareSchema } = await import('../schema/prepare.ts');
  const { PREPARED_FILES } = await import('../../src/schema/prepared.ts');
  rmSync(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    preserveEntrySignatures: false,
    input: { main: 'src/main.ts' },
    // What one part loads when it is used, another may have from its start.
    checks: { ineffectiveDynamicImport: false },
    external: (id, importer = '') =>
      id.startsWith('node:') || (BESIDE.test(id) && !importer.includes('/node_modules/')),
    // Where a package has both, its ES modules: of them, only what is used is taken.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [replacing, partsOfUndici, builtins],
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    minify: SMALL,
    entryFileNames: '[name].js',
    // Flat, so that each of them finds the package's other files two folders above itself, as the sources do.
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: (id, context) => chunkOf(id, context), debugName: 'by what is needed' }],
    },
  });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), gzipSync(text, { level: 9 }));
  write(PREPARED_FILES.whole, prepareSchema({ federation: false }));
  write(PREPARED_FILES.subgraph, prepareSchema({ federation: true }));
  writeFileSync(join(folder, 'licenses.md'), noticesOf(output));
  // A source that changed meanwhile may be in it in either form.
  if (stamp === stampOfSources()) writeFileSync(STAMP, stamp);
}
