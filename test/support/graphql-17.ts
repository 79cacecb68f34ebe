/** graphql-js 17, which delivers incrementally by itself, from a folder of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { WirePart } from '../incremental/merge.ts';
import { ownPackage } from './own-packages.ts';

interface Info {
  readonly path: { readonly key: string | number };
}

/** What of it is used here. */
interface GraphQL17 {
  buildSchema(text: string, options: { assumeValid: boolean }): GraphQLSchema;
  parse(text: string, options?: { noLocation: boolean }): DocumentNode;
  print(node: DocumentNode): string;
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
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
  const main = join(await ownPackage('graphql-17'), 'index.mjs');
  return (await import(pathToFileURL(main).href)) as GraphQL17;
}
