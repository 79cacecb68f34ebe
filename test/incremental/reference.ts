/** What graphql-js makes of an operation with `@defer` and `@stream`, out of the whole answer of the gateway. */
import { type GraphQLSchema, Kind, parse, print, printSchema, type SelectionNode, visit } from 'graphql';
import type { RandomOperation } from '../planner/random-operation.ts';
import type { loadGraphQL17 } from '../support/graphql-17.ts';
import type { WirePart } from './merge.ts';

/** Under which key of every object the reference finds its type. */
const TYPE = 'typeForTheReference';

const typename: SelectionNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
  alias: { kind: Kind.NAME, value: TYPE },
};

/** The same operation, asking for the type of every object. */
export const withTypes = ({ query, variables }: RandomOperation): RandomOperation => ({
  query: print(
    visit(parse(query), {
      SelectionSet: { leave: (node) => ({ ...node, selections: [...node.selections, typename] }) },
    }),
  ),
  variables,
});

export class Reference {
  readonly #graphql: Awaited<ReturnType<typeof loadGraphQL17>>;
  readonly #schema: GraphQLSchema;

  constructor(graphql: Awaited<ReturnType<typeof loadGraphQL17>>, schema: GraphQLSchema) {
    this.#graphql = graphql;
    // Its own directives, which have other defaults.
    const text = printSchema(schema).replaceAll(
      /^(?:"""(?:(?!""")[^])*"""\n)?directive @(?:defer|stream)\((?:[^)]|\n)*\)[^\n]*\n/gm,
      '',
    );
    this.#schema = graphql.buildSchema(`${text}\n${DIRECTIVES}`, { assumeValid: true });
  }

  /** @param whole the answer to {@link withTypes}. */
  async parts({ query, variables }: RandomOperation, whole: unknown): Promise<WirePart[]> {
    const result = await this.#graphql.experimentalExecuteIncrementally({
      schema: this.#schema,
      document: this.#graphql.parse(query),
      rootValue: whole,
      variableValues: variables,
      fieldResolver: (source, _, __, { path }) => source[path.key],
      typeResolver: (value) => String(value[TYPE]),
    });
    if (!('initialResult' in result)) return [result];
    const parts = [result.initialResult];
    for await (const part of result.subsequentResults) parts.push(part);
    return parts;
  }
}

const DIRECTIVES = `
directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
`;

/** What parts consist of, whatever came together: what was announced, which fields came where, what was completed. */
export function contentsOf(parts: readonly WirePart[]) {
  const names = new Map<string, string>();
  const paths = new Map<string, readonly (string | number)[]>();
  for (const { pending = [] } of parts)
    for (const { id, path, label } of pending) {
      names.set(id, JSON.stringify([path, label ?? null]));
      paths.set(id, path);
    }
  const increments = parts.flatMap(({ incremental = [] }) => incremental);
  const items = new Map<string, unknown[]>();
  for (const { id = '', items: some } of increments)
    if (some) items.set(names.get(id) ?? '', [...(items.get(names.get(id) ?? '') ?? []), ...some]);
  return {
    first: parts[0]?.data,
    // Copies of one fragment are announced once or twice, as one of them is complete before the other is announced.
    announced: [...new Set(names.values())].toSorted(),
    fields: increments
      .filter(({ data }) => data)
      .map(({ id = '', subPath = [], data }) => JSON.stringify([[...(paths.get(id) ?? []), ...subPath], sorted(data)]))
      .toSorted(),
    items: Object.fromEntries(items),
    completed: [
      ...new Set<string>(parts.flatMap(({ completed = [] }) => completed.map(({ id }) => names.get(id) ?? ''))),
    ].toSorted(),
  };
}

type Contents = ReturnType<typeof contentsOf>;

/**
 * The contents of one answer, to compare with another's. A fragment within another is announced when that is complete,
 * unless fragments at the same place have brought all that it selects by then: which comes first is a matter of time.
 */
export function comparable(contents: Contents, { announced: others }: Contents): Contents {
  const places = new Set(others.map(placeOf));
  const isExpected = (name: string) => others.includes(name) || !places.has(placeOf(name));
  const { announced, completed } = contents;
  return { ...contents, announced: announced.filter(isExpected), completed: completed.filter(isExpected) };
}

const placeOf = (name: string): string => JSON.stringify((JSON.parse(name) as readonly unknown[])[0]);

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value;
