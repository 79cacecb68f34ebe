import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

/** Folders of `src`, each with the folders that it may import from beside itself. `src` itself is above them all. */
const ARROWS: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['text', []],
  ['redact', []],
  ['upstream', ['redact']],
  ['loaders', ['upstream']],
  ['schema', ['loaders', 'text', 'upstream']],
  ['execution', ['schema', 'loaders', 'text', 'upstream']],
  ['redis', ['loaders', 'upstream']],
  ['sandbox', ['schema', 'loaders']],
  ['config', ['redact', 'text']],
  ['doctor', ['config', 'loaders', 'sandbox', 'schema', 'upstream']],
  ['identity', ['config', 'upstream']],
  ['observe', ['config', 'execution', 'identity', 'loaders', 'redact', 'redis', 'upstream']],
  ['http', ['config', 'execution', 'identity', 'loaders', 'observe', 'redact', 'redis', 'schema', 'upstream']],
  ['mcp', ['config', 'execution', 'http', 'identity', 'loaders', 'redact', 'schema', 'text']],
  ['export', ['config', 'execution', 'http', 'identity', 'loaders', 'redact', 'schema', 'upstream']],
  ['sync', ['execution', 'export', 'http', 'identity', 'schema']],
  ['process', ['config', 'export', 'http', 'identity', 'mcp', 'observe', 'redis', 'sandbox', 'sync', 'upstream']],
];

const LAYERS: ReadonlySet<string> = new Set(['execution', 'schema', 'loaders', 'upstream']);
const GRAPHQL: ReadonlySet<string> = new Set(['execution', 'schema']);

describe('the sources', () => {
  const imports = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .flatMap((file) =>
      importsOf(read(`src/${file}`)).map((name) => ({ file, layer: layerOf(file), ...target(file, name) })),
    );

  it('are read whole: each folder imports something', () => {
    expect(new Set(imports.map(({ layer }) => layer))).toEqual(new Set(['', ...ARROWS.map(([layer]) => layer)]));
    expect(imports.length).toBeGreaterThan(400);
  });

  it.each(ARROWS)('import from %s only what stands in itself or %j', (layer, allowed) => {
    const wrong = imports.filter(
      (one) => one.layer === layer && one.to !== null && ![layer, ...allowed].includes(layerOf(one.to)),
    );

    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
  });

  it('have no circles: each folder imports from those alone that stand before it', () => {
    const folders = ARROWS.map(([folder]) => folder);
    const back = ARROWS.flatMap(([folder, allowed], at) =>
      allowed.filter((other) => folders.indexOf(other) >= at).map((other) => `${folder} -> ${other}`),
    );

    expect(back).toEqual([]);
  });

  it('speak HTTP in one file of the layers, and GraphQL above the loaders', () => {
    const users = (name: RegExp) =>
      new Set(
        imports
          .filter(({ layer, module }) => LAYERS.has(layer) && module && name.test(module))
          .map(({ file, layer }) => (GRAPHQL.has(layer) ? layer : file)),
      );

    expect(users(/^undici|^(node:)?(http2?|https|net|tls)$/)).toEqual(
      // The second one knows undici's errors, the third makes its connections; neither calls anything.
      new Set(['upstream/exchange.ts', 'upstream/failed-answer.ts', 'upstream/network.ts']),
    );
    expect(users(/graphql|^@pothos/)).toEqual(GRAPHQL);
    expect(users(/^dataloader$/)).toEqual(new Set(['loaders/waves.ts']));
  });

  it('let the sandbox read the declarations, and nothing of how the gateway answers', () => {
    const taken = imports
      .filter(({ layer, to }) => layer === 'sandbox' && to !== null && layerOf(to) !== 'sandbox')
      .map(({ to }) => to as string);

    const declaring = /^schema\/((types|enums)\/.+|attribute|filter|resource|scope)\.ts$|^loaders\/collection\.ts$/;
    expect(taken.filter((file) => !declaring.test(file))).toEqual([]);
  });
});

/** What a module imports, types included: `import`, `export … from` and `import()`. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/^(?:import|export)\b[^;'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    ([, from, bare, dynamic]) => (from ?? bare ?? dynamic) as string,
  );

/** The file below `src` that an import names, or the package. */
const target = (file: string, name: string) =>
  name.startsWith('.') ? { to: posix.join(posix.dirname(file), name), module: null } : { to: null, module: name };

/** `''` for what stands above the layers. */
function layerOf(file: string): string {
  const [layer, ...rest] = file.split('/') as [string, ...string[]];
  return rest.length > 0 ? layer : '';
}
