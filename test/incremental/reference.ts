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
interface Contents {
  readonly first: unknown;
  readonly announced: readonly string[];
  readonly fields: readonly string[];
  readonly items: Readonly<Record<string, unknown>>;
  readonly completed: readonly string[];
}

/** The same, and when: numbers are those of the parts. */
interface Timed extends Contents {
  /** What was complete in the part that announced it: one of these stands around it. */
  readonly around: ReadonlyMap<string, readonly string[]>;
  /** Fields that came under its name. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
  readonly broughtAt: ReadonlyMap<string, number>;
  readonly completedAt: ReadonlyMap<string, number>;
}

const UNKNOWN = { name: '', path: [] };

export function contentsOf(parts: readonly WirePart[]): Timed {
  const named = new Map<string, { readonly name: string; readonly path: readonly (string | number)[] }>();
  for (const { pending = [] } of parts)
    for (const { id, path, label } of pending) named.set(id, { name: JSON.stringify([path, label ?? null]), path });
  const of = (id = '') => named.get(id) ?? UNKNOWN;
  const items: Record<string, unknown[]> = {};
  const fields: string[] = [];
  const around = new Map<string, readonly string[]>();
  const brought = new Map<string, string[]>();
  const broughtAt = new Map<string, number>();
  const completedAt = new Map<string, number>();
  for (const [at, { pending = [], incremental = [], completed = [] }] of parts.entries()) {
    for (const { id } of completed) completedAt.set(of(id).name, completedAt.get(of(id).name) ?? at);
    for (const { id } of pending) {
      const { name, path } = of(id);
      const others = completed.filter((one) => of(one.id).path.every((key, index) => key === path[index]));
      around.set(name, [...(around.get(name) ?? []), ...others.map((one) => of(one.id).name)]);
    }
    for (const { id, subPath = [], data, items: some } of incremental) {
      const { name, path } = of(id);
      if (some) (items[name] ??= []).push(...some);
      if (!data) continue;
      const field = JSON.stringify([[...path, ...subPath], sorted(data)]);
      fields.push(field);
      brought.set(name, [...(brought.get(name) ?? []), field]);
      broughtAt.set(field, broughtAt.get(field) ?? at);
    }
  }
  return {
    first: parts[0]?.data,
    // Copies of one fragment are announced once or twice, as one of them is complete before the other is announced.
    announced: [...around.keys()].toSorted(),
    fields: fields.toSorted(),
    items,
    completed: [...completedAt.keys()].toSorted(),
    around,
    brought,
    broughtAt,
    completedAt,
  };
}

/**
 * The contents of one answer, to compare with another's. A fragment within another is announced when that is complete,
 * unless others have brought all that it selects by then: which comes first is a matter of time. It is left out here
 * where the other answer has done without it, and only if everything that it brings had come there in time.
 */
export function comparable(contents: Timed, other: Timed): Contents {
  const { first, announced, fields, items, completed } = contents;
  /** When a fragment was complete in the other answer, announced or not: the first part that could have announced it. */
  const endedAt = (name: string, within: readonly string[] = []): number => {
    // Copies of two fragments may each have been complete as the other was announced.
    const inside = [...within, name];
    const around = (contents.around.get(name) ?? []).filter((one) => !inside.includes(one));
    return other.completedAt.get(name) ?? Math.max(-1, ...around.map((one) => endedAt(one, inside)));
  };
  const isExpected = (name: string) => {
    // One that stands within none is announced with the first part.
    if (other.around.has(name) || contents.around.get(name)?.length === 0) return true;
    const until = endedAt(name);
    const brought = contents.brought.get(name) ?? [];
    return brought.some((field) => (other.broughtAt.get(field) ?? Number.POSITIVE_INFINITY) > until);
  };
  return { first, fields, items, announced: announced.filter(isExpected), completed: completed.filter(isExpected) };
}

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
