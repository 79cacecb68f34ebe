/**
 * Part of `npm run build`: what others import, in few files, `dist/library`, with dependencies and their licences in it. To
 * install the package is then to fetch four packages in place of forty. What others look at for advisories first (undici,
 * jose) stays a dependency, and `graphql` a peer.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { BUNDLED } from './bundled.ts';
import { noticesOf } from './notices.ts';
import { SMALL } from './small.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist/library');

const nameOf = (entry: string) => entry.replace('./dist/', '').replace('.js', '').replaceAll('/', '-');

/** `graphql` in all of it stays outside: its classes are compared by identity. */
function isOutside(id: string, importer: string | undefined): boolean {
  if (id === 'graphql') return true;
  const isPackage = !/^[./]|^[A-Za-z]:/.test(id);
  return isPackage && !BUNDLED.includes(id) && !importer?.includes('/node_modules/');
}

const FETCH = 'whatwg:fetch';

/** What GraphQL Yoga takes for the Fetch standard is Node's own. Node 22 lacks `URLPattern`. */
const FETCH_OF_NODE = `
import { URLPattern as Polyfill } from ${JSON.stringify(join(root, 'node_modules/urlpattern-polyfill/dist/urlpattern.js'))};
export const { fetch, Headers, Request, Response, FormData, ReadableStream, WritableStream, TransformStream } = globalThis;
export const { CompressionStream, DecompressionStream, TextDecoderStream, TextEncoderStream, Blob, File } = globalThis;
export const { crypto, btoa, TextEncoder, TextDecoder, URL, URLSearchParams } = globalThis;
export const URLPattern = globalThis.URLPattern ?? Polyfill;
`;

/** A second implementation of the standard would come with Yoga, and a module that sets a global variable. */
const fetchOfNode: Plugin = {
  name: 'fetch of Node',
  resolveId: (id) => (id === '@whatwg-node/fetch' ? FETCH : null),
  load: (id) => (id === FETCH ? FETCH_OF_NODE : null),
};

/** Node's modules by the names that older packages have for them. Not every runtime knows them so. */
const BARE = builtinModules.filter((name) => !name.startsWith('node:'));

/**
 * What CommonJS packages take from Node with `require` is imported. A `require` of the bundle's own would be made where it is
 * loaded, from the path of its file, and runtimes without files would fail there before the gateway can refuse them.
 */
const importsOfNode = esmExternalRequirePlugin({ external: [/^node:/, ...BARE] });

/**
 * Writes the bundle, and at each entry of the package a file that exports what is in it.
 *
 * @param entries Paths of what the package exports, as in package.json: `./dist/index.js`.
 */
export async function bundleLibrary(entries: readonly string[]): Promise<void> {
  const sources = entries.map((entry) => entry.replace('./dist/', 'src/').replace('.js', '.ts'));
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(entries.map((entry, at) => [nameOf(entry), sources[at] as string])),
    external: isOutside,
    resolve: { mainFields: ['module', 'main'] },
    plugins: [fetchOfNode, importsOfNode],
    // Where Node starts with an ES module, it is not defined; the bundler would make a `require` to read it from.
    transform: { define: { 'require.main': 'undefined' } },
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    minify: SMALL,
    paths: (id) => (BARE.includes(id) ? `node:${id}` : id),
    entryFileNames: '[name].js',
    // Flat, so that each of them finds the package's other files two folders above itself, as the sources do.
    chunkFileNames: '[name]-[hash].js',
  });
  for (const entry of entries) {
    const file = join(root, entry);
    const path = relative(dirname(file), join(folder, `${nameOf(entry)}.js`)).replaceAll('\\', '/');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export * from '${path.startsWith('.') ? path : `./${path}`}';\n`);
  }
  writeFileSync(join(folder, 'licenses.md'), noticesOf(output));
}
