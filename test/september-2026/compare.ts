/** Whether the gateway takes the documents that graphql-js 17 takes, and refuses those that it refuses. */
import { type GraphQLError, type GraphQLSchema, isScalarType, isSpecifiedScalarType, printSchema } from 'graphql';
import { createDocuments } from '../../src/execution/document.ts';
import { Refused } from '../../src/execution/refused.ts';
import { createSchema } from '../../src/schema/index.ts';
import { loadGraphQL17 } from '../support/graphql-17.ts';
import { randomDocuments } from './random-documents.ts';

export interface Difference {
  /** The messages, without names and values, by which differences of one cause are one. */
  readonly class: string;
  readonly document: string;
}

type Judge = (text: string) => string | null;

const named = (message: string) => message.replace(/"[^"]*"/g, '"…"').replace(/\$\w+|\d+/g, '…');

/** Our judgement: null for a document that can be planned, otherwise the first message. */
function ours(schema: GraphQLSchema): Judge {
  const documents = createDocuments(schema, { suggestions: false });
  return (text) => {
    // The limits are ours alone: what a document comes to is no question of its being valid.
    const messages = (errors: readonly GraphQLError[]) =>
      errors.some(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX') ? 'LIMIT' : (errors[0]?.message ?? null);
    try {
      const operationName = /(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1];
      const [error] = documents.validate(documents.parse({ query: text, operationName, mayKeep: false }));
      return error ? messages([error]) : null;
    } catch (error) {
      if (error instanceof Refused) return messages(error.errors);
      throw error;
    }
  };
}

/** That of graphql-js 17 over the same schema, whose own scalars read literals as ours do. */
async function theirs(
  schema: GraphQLSchema,
): Promise<{ judge: Judge; language: Parameters<typeof randomDocuments>[1] }> {
  const graphql = await loadGraphQL17();
  const their = graphql.buildSchema(printSchema(schema), { assumeValid: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    (their.getType(type.name) as { parseLiteral: unknown }).parseLiteral = type.parseLiteral.bind(type);
  }
  const judge: Judge = (text) => {
    try {
      return graphql.validate(their, graphql.parse(text))[0]?.message ?? null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return { judge, language: graphql };
}

export interface Comparison {
  readonly documents: number;
  /** How many both take. */
  readonly taken: number;
  /** How many our limits refuse. */
  readonly beyondLimits: number;
  readonly differences: readonly Difference[];
}

/** Compares so many documents, made at random of the seed. */
export async function compareDocuments(count: number, seed: number, told = (_done: number) => {}): Promise<Comparison> {
  const schema = createSchema();
  const { judge, language } = await theirs(schema);
  const own = ours(schema);
  let taken = 0;
  let beyondLimits = 0;
  let documents = 0;
  const differences: Difference[] = [];
  for (const document of randomDocuments(schema, language, seed)) {
    if (documents === count) break;
    documents++;
    if (documents % 1_000 === 0) told(documents);
    const [our, their] = [own(document), judge(document)];
    if (our === 'LIMIT') beyondLimits++;
    else if (our === null && their === null) taken++;
    else if (our === null || their === null)
      differences.push({
        class: our === null ? `taken, though: ${named(their ?? '')}` : `refused: ${named(our)}`,
        document,
      });
  }
  return { documents, taken, beyondLimits, differences };
}
