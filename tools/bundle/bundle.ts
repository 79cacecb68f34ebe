/**
 * The last step of `npm run build`: puts small dependencies into `dist/vendor`, each as one file, with their licences. The
 * package then brings a third fewer packages to whoever installs it. What others may hook into, or look at for advisories
 * first (GraphQL Yoga, undici, jose), stays a dependency.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { BUNDLED } from './bundled.ts';
import { bundleCommand } from './command.ts';
import { noticesOf } from './notices.ts';
import { SMALL } from './small.ts';

/** Modules whose types stand in `types/`, in place of packages that users of ours need not have. */
const TYPED: Readonly<Record<string, string>> = { zod: 'zod', 'node:http': 'node-http' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const vendor = join(dist, 'vendor');

const IMPORT = new RegExp(String.raw`^import (?:(\w+),? ?)?(?:\{([^}]*)\} )?from '(${BUNDLED.join('|')})';$`, 'gm');

const filesWith = (ending: string) =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(dist, name));

/** How one file of `dist` names one of `dist/vendor`. */
const pathTo = (name: string, from: string) => {
  const path = relative(dirname(from), join(vendor, `${name}.js`)).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

// Nine tenths of the declarations are of files that nobody can import: the package exports a few. The command has files of its own.
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
};
const reached = new Set<string>();
const reach = (file: string, ending: '.js' | '.d.ts') => {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/['"](\.{1,2}\/[^'"]+)\.(?:js|ts)['"]/g))
    reach(join(dirname(file), `${path.replace(/\.d$/, '')}${ending}`), ending);
};
const keepReached = (ending: '.js' | '.d.ts', of: (entry: { types: string; default: string }) => string) => {
  for (const entry of Object.values(entries)) if (typeof entry === 'object') reach(join(root, of(entry)), ending);
  for (const file of filesWith(ending)) if (!reached.has(file)) rmSync(file);
};
keepReached('.js', (entry) => entry.default);

/** What the sources import of each package; `default` for its default. */
const imported = new Map(BUNDLED.map((name) => [name, new Set<string>()]));

for (const script of filesWith('.js')) {
  const text = readFileSync(script, 'utf8');
  const changed = text.replaceAll(IMPORT, (line, own: string | undefined, names = '', name: string) => {
    if (own) imported.get(name)?.add('default');
    for (const one of (names as string).split(','))
      if (one.trim()) imported.get(name)?.add(one.trim().split(' as ')[0] ?? '');
    return line.replace(`'${name}'`, `'${pathTo(name, script)}'`);
  });
  const left = BUNDLED.find((name) => new RegExp(`['"]${name}['"]`).test(changed));
  if (left) throw new Error(`${relative(root, script)} has ${left} in a way that is not bundled`);
  if (changed !== text) writeFileSync(script, changed);
}

mkdirSync(vendor, { recursive: true });
for (const name of Object.values(TYPED))
  copyFileSync(new URL(`types/${name}.d.ts`, import.meta.url), join(vendor, `${name}.d.ts`));
for (const file of filesWith('.d.ts')) {
  const text = readFileSync(file, 'utf8');
  const changed = text
    .replaceAll(/ from '(zod|node:http)';/g, (_, name: string) => ` from '${pathTo(TYPED[name] as string, file)}';`)
    .replaceAll(/\bBuffer\b/g, 'Uint8Array')
    // Imported for what it does, which declarations do not.
    .replaceAll(/^import '[^']+';\n/gm, '');
  if (changed !== text) writeFileSync(file, changed);
}

keepReached('.d.ts', ({ types }) => types);

const PREFIX = 'part:';
const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  input: Object.fromEntries([...imported].filter(([, names]) => names.size > 0).map(([name]) => [name, PREFIX + name])),
  // Its classes are compared by identity.
  external: ['graphql', /^node:/],
  plugins: [
    {
      name: 'parts',
      resolveId: (id) => (id.startsWith(PREFIX) ? id : null),
      load(id) {
        if (!id.startsWith(PREFIX)) return null;
        const name = id.slice(PREFIX.length);
        return `export { ${[...(imported.get(name) ?? [])].join(', ')} } from '${name}';`;
      },
    },
    {
      name: 'from-root',
      async resolveId(id, importer) {
        return importer?.startsWith(PREFIX) ? this.resolve(id, join(root, 'package.json')) : null;
      },
    },
  ],
});
const { output } = await bundle.write({
  dir: vendor,
  format: 'esm',
  minify: SMALL,
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
});

writeFileSync(join(vendor, 'licenses.md'), noticesOf(output));
await bundleCommand();
