/**
 * The last step of `npm run build`: the package in few files. `dist/library` is what others import, `dist/command` the
 * command; declarations are left of what can be imported.
 *
 * A file takes four kilobytes at least, so hundreds of small ones take twice what is in them.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './command.ts';
import { bundleLibrary } from './library.ts';

/** Modules whose types stand in `types/`, in place of packages that users of ours need not have. */
const TYPED: Readonly<Record<string, string>> = { zod: 'zod', 'node:http': 'node-http' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const vendor = join(dist, 'vendor');

const { exports: exported } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
};
const entries = Object.values(exported).flatMap((entry) => (typeof entry === 'object' ? [entry] : []));

const declarations = () =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => join(dist, name));

/** How a declaration names one of `dist/vendor`. */
const pathTo = (name: string, from: string) => {
  const path = relative(dirname(from), join(vendor, `${name}.js`)).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

mkdirSync(vendor, { recursive: true });
for (const name of Object.values(TYPED))
  copyFileSync(new URL(`types/${name}.d.ts`, import.meta.url), join(vendor, `${name}.d.ts`));
for (const file of declarations()) {
  const text = readFileSync(file, 'utf8');
  const changed = text
    .replaceAll(/ from '(zod|node:http)';/g, (_, name: string) => ` from '${pathTo(TYPED[name] as string, file)}';`)
    .replaceAll(/\bBuffer\b/g, 'Uint8Array')
    // Imported for what it does, which declarations do not.
    .replaceAll(/^import '[^']+';\n/gm, '');
  if (changed !== text) writeFileSync(file, changed);
}

// Nine tenths of the declarations are of files that cannot be imported: the package exports a few.
const reached = new Set<string>();
const reach = (file: string) => {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/['"](\.{1,2}\/[^'"]+)\.(?:js|ts)['"]/g))
    reach(join(dirname(file), `${path.replace(/\.d$/, '')}.d.ts`));
};
for (const { types } of entries) reach(join(root, types));
for (const file of declarations()) if (!reached.has(file)) rmSync(file);

await bundleLibrary(entries.map((entry) => entry.default));
await bundleCommand();
