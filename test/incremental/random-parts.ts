/** Puts `@defer` and `@stream` at random places of an operation: what it answers stays the same. */
import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  isListType,
  isNonNullType,
  Kind,
  parse,
  print,
  type SelectionNode,
  TypeInfo,
  validate,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { streamsSelectedOnce } from '../../src/execution/specified-rules.ts';
import { type Choices, chance, pick, pickSome } from '../planner/choices.ts';
import type { RandomOperation } from '../planner/random-operation.ts';

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

const argument = (key: string, value: ValueNode): ArgumentNode => ({ kind: Kind.ARGUMENT, name: name(key), value });

const directive = (key: string, args: readonly ArgumentNode[]): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: name(key),
  arguments: args,
});

/** Each label there once, and no list streamed that is selected several times. */
function asAllowed(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  let labels = 0;
  // Read anew, because what stands in two places is one node in this tree.
  const labelled = visit(parse(print(document)), {
    Argument: (node) =>
      node.name.value === 'label'
        ? { ...node, value: { kind: Kind.STRING, value: `part${labels++}` } as const }
        : undefined,
  });
  const nodes = new Set<unknown>(
    validate(schema, labelled, [streamsSelectedOnce], { maxErrors: Infinity }).flatMap((error) => error.nodes ?? []),
  );
  if (nodes.size === 0) return labelled;
  const isStream = ({ name: { value } }: DirectiveNode) => value === 'stream';
  const without = visit(labelled, {
    Field: (node) =>
      nodes.has(node) ? { ...node, directives: node.directives?.filter((one) => !isStream(one)) ?? [] } : undefined,
  });
  return asAllowed(schema, without);
}

/** The same operation with some of its selections deferred, some deferred and asked for at once, and some lists streamed. */
export function inParts(
  schema: GraphQLSchema,
  { query, variables }: RandomOperation,
  choices: Choices,
  { streams = true }: { readonly streams?: boolean } = {},
): RandomOperation {
  const added: Record<string, unknown> = {};
  const definitions: string[] = [];
  const variable = (type: string, value: unknown): ValueNode => {
    const key = `p${definitions.length}`;
    definitions.push(`$${key}: ${type}`);
    added[key] = value;
    return { kind: Kind.VARIABLE, name: name(key) };
  };
  const label = (): ArgumentNode[] =>
    chance(choices, 70) ? [argument('label', { kind: Kind.STRING, value: 'part' })] : [];
  const condition = (): ArgumentNode[] => {
    if (!chance(choices, 20)) return [];
    const value = chance(choices, 60);
    return [argument('if', chance(choices, 50) ? variable('Boolean!', value) : { kind: Kind.BOOLEAN, value })];
  };
  const defer = () => directive('defer', [...condition(), ...label()]);
  const stream = () => {
    const count = pick(choices, [0, 0, 1, 1, 2, 3, 150, 250]);
    const written = (): ValueNode =>
      chance(choices, 30) ? variable('Int', count) : { kind: Kind.INT, value: String(count) };
    return directive('stream', [
      ...(chance(choices, 85) ? [argument('initialCount', written())] : []),
      ...condition(),
      ...label(),
    ]);
  };
  const held = (selections: readonly SelectionNode[]): readonly SelectionNode[] => {
    if (!chance(choices, 30)) return selections;
    const some = new Set(pickSome(choices, selections, 1 + choices.below(selections.length)));
    // What is asked for at once as well is no part for its own sake.
    const kept = selections.filter((selection) => !some.has(selection) || chance(choices, 15));
    const fragment: InlineFragmentNode = {
      kind: Kind.INLINE_FRAGMENT,
      directives: [defer()],
      selectionSet: { kind: Kind.SELECTION_SET, selections: [...some] },
    };
    return chance(choices, 50) ? [...kept, fragment] : [fragment, ...kept];
  };
  const info = new TypeInfo(schema);
  const document = visit(
    parse(query),
    visitWithTypeInfo(info, {
      SelectionSet: {
        leave: (node) => ({ ...node, selections: held(node.selections) }),
      },
      FragmentSpread: {
        leave: (node): FragmentSpreadNode | undefined =>
          chance(choices, 25) ? { ...node, directives: [...(node.directives ?? []), defer()] } : undefined,
      },
      Field: {
        leave(node) {
          const type = info.getType();
          const bare = isNonNullType(type) ? type.ofType : type;
          if (!streams || !isListType(bare) || !chance(choices, 25)) return undefined;
          return { ...node, directives: [...(node.directives ?? []), stream() as ConstDirectiveNode] };
        },
      },
    }),
  );
  const text = print(asAllowed(schema, document));
  // Some may have gone with their directive.
  const used = definitions.filter((definition) => new RegExp(`\\${definition.split(':')[0]}\\b`).test(text));
  const declared = used.join(', ');
  return {
    query:
      used.length === 0
        ? text
        : /^query\s*\(/.test(text)
          ? text.replace(/^query\s*\(/, `query (${declared}, `)
          : text.replace(/^(query)?\s*\{/, `query (${declared}) {`),
    variables: { ...variables, ...added },
  };
}
