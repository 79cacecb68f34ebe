/** graphql-js 17, which delivers incrementally by itself, from a folder of its own. */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import manifest from '../packages/graphql-17/package.json' with { type: 'json' };
import type { WirePart } from '../incremental/merge.ts';

const VERSION = manifest.dependencies.graphql;

interface Info {
  readonly path: { readonly key: string | number };
}

/** What of it is used here. */
interface GraphQL17 {
  buildSchema(text: string, options: { assumeValid: boolean }): GraphQLSchema;
  parse(text: string): DocumentNode;
  experimentalExecuteIncrementally(args: {
    schema: GraphQLSchema;
    document: DocumentNode;
    rootValue: unknown;
    variableValues: Readonly<Record<string, unknown>>;
    fieldResolver: (source: Readonly<Record<string, unknown>>, args: unknown, context: unknown, info: Info) => unknown;
    typeResolver: (value: Readonly<Record<string, unknown>>) => string;
  }): Promise<WirePart | { initialResult: WirePart; subsequentResults: AsyncIterable<WirePart> }>;
}

/** Installs it where it is not yet, which takes a few seconds. */
export async function loadGraphQL17(): Promise<GraphQL17> {
  const folder = join(tmpdir(), `kantata-graphql-${VERSION}`);
  const main = join(folder, 'node_modules/graphql/index.mjs');
  if (!existsSync(main)) {
    mkdirSync(folder, { recursive: true });
    const from = fileURLToPath(new URL('../packages/graphql-17/package.json', import.meta.url));
    copyFileSync(from, join(folder, 'package.json'));
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
  }
  return (await import(pathToFileURL(main).href)) as GraphQL17;
}
