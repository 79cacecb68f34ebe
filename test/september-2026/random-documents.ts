/** Documents made at random: valid ones of the schema, and what becomes of them when a few nodes or characters are changed. */
import * as fc from 'fast-check';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type Choices, chance, choicesFromSeed, pick } from '../planner/choices.ts';
import { operations } from '../planner/random-operation.ts';

/** A node of a syntax tree that is changed in place. */
// oxlint-disable-next-line typescript/no-explicit-any
type Node = any;

/** What reads and writes the trees: graphql-js 17, which has the language of September 2026. */
interface Language {
  parse(text: string, options: { noLocation: boolean }): DocumentNode;
  print(node: DocumentNode): string;
}

const TYPES = ['Int', 'Int!', 'ID', 'ID!', '[ID!]', '[ID!]!', 'String', 'Boolean', 'Boolean!', 'Float', 'Date'];
const INPUTS = ['CustomFieldFilter', 'CustomFieldFilter!', 'StoryFilter', 'UserFilter', 'User', 'Nothing'];
const NAMES = ['id', 'name', 'nodes', 'users', 'user', '__typename', '__schema', '__type', 'nothing', 'totalCount'];
const VALUES = [
  'null',
  'true',
  '1',
  '-1',
  '2147483648',
  '99999999999999999999',
  '1.5',
  '1e400',
  '"1"',
  '"2026-01-01"',
  '"x"',
  '"""x"""',
  'ENUM',
  '[]',
  '[null]',
  '["1", 1, $v0]',
  '[[1]]',
  '{}',
  '{ a: 1 }',
  '{ id: "1", id: "1" }',
  '{ name: "a", equals: "b" }',
  '{ name: null }',
  '$v0',
  '$nothing',
];
const DIRECTIVES = [
  '@skip(if: true)',
  '@include(if: $v0)',
  '@include',
  '@skip(if: null)',
  '@skip(if: true) @skip(if: false)',
  '@defer',
  '@defer(label: "a")',
  '@defer(label: "a", if: false)',
  '@defer(label: $v0)',
  '@defer(if: $v0)',
  '@stream',
  '@stream(initialCount: 1)',
  '@stream(initialCount: -1, label: "a")',
  '@stream(if: null)',
  '@deprecated',
  '@oneOf',
  '@specifiedBy(url: "x")',
  '@nothing',
];
/** Definitions beside operations: of what a client may write, and of schemas. */
const DEFINITIONS = [
  'fragment Extra on User { id }',
  'fragment Extra on User { }',
  'fragment Extra on Nothing { id }',
  'fragment Extra on Int { id }',
  'fragment on on User { id }',
  'query Second { __typename }',
  'query { }',
  '{ users { } }',
  '{ __typename }',
  'mutation { nothing }',
  'subscription { }',
  'subscription { __typename }',
  'type More { id: ID }',
  'extend type User { more: Int }',
  'directive @more on FIELD',
  'directive @more @deprecated(reason: "x") on DIRECTIVE_DEFINITION',
  'extend directive @skip @deprecated',
  'input More @oneOf { a: Int b: Int }',
  'schema { query: Query }',
  '"described" query Described { __typename }',
  'query Q($a: Int "described") { __typename }',
  '"described" fragment Extra on User { id }',
  'fragment Extra($a: Int) on User { id }',
];

const ofKinds = (document: Node, ...kinds: string[]): Node[] => {
  const found: Node[] = [];
  const walk = (value: Node) => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      if (kinds.includes(value.kind)) found.push(value);
      for (const one of Object.values(value)) walk(one);
    }
  };
  walk(document);
  return found;
};

/** Each changes something of a tree, if there is anything to change. */
function changes(language: Language): ((document: Node, choices: Choices) => void)[] {
  const tree = (text: string): Node => structuredClone(language.parse(text, { noLocation: true }));
  const fieldOf = (text: string) => tree(text).definitions[0].selectionSet.selections[0];
  const known = new Map<string, Node>();
  const parsed = (text: string) => {
    if (!known.has(text)) known.set(text, fieldOf(text));
    return structuredClone(known.get(text));
  };
  const value = (choices: Choices) => parsed(`{ f(a: ${pick(choices, VALUES)}) }`).arguments[0].value;
  const directives = (choices: Choices) => parsed(`{ f ${pick(choices, DIRECTIVES)} }`).directives;
  const typeOf = (text: string) => tree(`query($a: ${text}) { f }`).definitions[0].variableDefinitions[0].type;
  const some = (choices: Choices, nodes: readonly Node[], change: (node: Node) => void) => {
    if (nodes.length > 0) change(pick(choices, nodes));
  };
  return [
    // Empty selection sets, and none.
    (document, choices) => some(choices, ofKinds(document, 'SelectionSet'), (set) => (set.selections = [])),
    (document, choices) => some(choices, ofKinds(document, 'SelectionSet'), (set) => (set.selections = [])),
    (document, choices) => some(choices, ofKinds(document, 'Field'), (field) => delete field.selectionSet),
    (document, choices) =>
      some(choices, ofKinds(document, 'Field'), (field) => (field.selectionSet = parsed('{ f { } }').selectionSet)),
    // Selections: one more time, of another name, by another alias, elsewhere, gone.
    (document, choices) =>
      some(choices, ofKinds(document, 'SelectionSet'), (set) => {
        if (set.selections.length > 0) set.selections.push(structuredClone(pick(choices, set.selections)));
      }),
    (document, choices) =>
      some(choices, ofKinds(document, 'Field'), (field) => (field.name.value = pick(choices, NAMES))),
    (document, choices) =>
      some(
        choices,
        ofKinds(document, 'Field'),
        (field) => (field.alias = { kind: 'Name', value: pick(choices, NAMES) }),
      ),
    (document, choices) => some(choices, ofKinds(document, 'Field'), (field) => delete field.alias),
    (document, choices) => {
      const [from, to] = [0, 1].map(() => pick(choices, ofKinds(document, 'SelectionSet')));
      if (from.selections.length > 0) to.selections.push(structuredClone(pick(choices, from.selections)));
    },
    (document, choices) =>
      some(choices, ofKinds(document, 'SelectionSet'), (set) => set.selections.splice(choices.below(3), 1)),
    // Fragments.
    (document, choices) =>
      some(choices, ofKinds(document, 'SelectionSet'), (set) =>
        set.selections.push(parsed(`{ ...${pick(choices, ['F0', 'F1', 'Extra', 'Nothing'])} }`)),
      ),
    (document, choices) =>
      some(
        choices,
        ofKinds(document, 'NamedType'),
        (type) => (type.name.value = pick(choices, ['User', 'Query', 'Story', 'Node', 'Int', 'UserFilter', 'Nothing'])),
      ),
    // Arguments and values.
    (document, choices) =>
      some(choices, ofKinds(document, 'Argument'), (argument) => (argument.value = value(choices))),
    (document, choices) => some(choices, ofKinds(document, 'ObjectField'), (field) => (field.value = value(choices))),
    (document, choices) =>
      some(
        choices,
        ofKinds(document, 'Argument', 'ObjectField'),
        ({ name }) => (name.value = pick(choices, ['id', 'ids', 'first', 'filter', 'nothing'])),
      ),
    (document, choices) =>
      some(choices, ofKinds(document, 'ObjectValue'), ({ fields }) => {
        if (fields.length > 0) fields.push(structuredClone(pick(choices, fields)));
      }),
    (document, choices) =>
      some(choices, ofKinds(document, 'ObjectValue'), ({ fields }) =>
        fields.push(
          parsed(`{ f(a: { ${pick(choices, ['id', 'name', 'equals', 'nothing'])}: "1" }) }`).arguments[0].value
            .fields[0],
        ),
      ),
    (document, choices) => some(choices, ofKinds(document, 'Field'), (field) => field.arguments?.splice(0, 1)),
    // Directives.
    (document, choices) =>
      some(
        choices,
        ofKinds(
          document,
          'Field',
          'FragmentSpread',
          'InlineFragment',
          'FragmentDefinition',
          'OperationDefinition',
          'VariableDefinition',
        ),
        (node) => (node.directives = [...(node.directives ?? []), ...directives(choices)]),
      ),
    (document, choices) =>
      some(
        choices,
        ofKinds(document, 'FragmentSpread', 'InlineFragment', 'Field'),
        (node) => (node.directives = directives(choices)),
      ),
    // Variables.
    (document, choices) =>
      some(
        choices,
        ofKinds(document, 'VariableDefinition'),
        (variable) => (variable.type = typeOf(pick(choices, [...TYPES, ...INPUTS]))),
      ),
    (document, choices) =>
      some(choices, ofKinds(document, 'VariableDefinition'), (variable) => (variable.defaultValue = value(choices))),
    (document, choices) =>
      some(choices, ofKinds(document, 'OperationDefinition'), (operation) => {
        const type = pick(choices, [...TYPES, ...INPUTS]);
        const given = chance(choices, 30)
          ? ` = ${pick(
              choices,
              VALUES.filter((text) => !text.includes('$')),
            )}`
          : '';
        const more = tree(`query($v0: ${type}${given}) { f }`).definitions[0].variableDefinitions;
        operation.variableDefinitions = [...(operation.variableDefinitions ?? []), ...more];
        // Used where it may fit.
        some(
          choices,
          ofKinds(document, 'Argument', 'ObjectField'),
          (argument) => (argument.value = parsed('{ f(a: $v0) }').arguments[0].value),
        );
      }),
    // Definitions.
    (document, choices) => document.definitions.push(structuredClone(pick(choices, document.definitions))),
  ];
}

const change = fc.tuple(fc.nat(), fc.constantFrom('cut', 'double'), fc.integer({ min: 1, max: 12 }));

/** Some characters taken or doubled. */
const withTypos = (text: string, typos: readonly [number, string, number][]) =>
  typos.reduce((now, [place, kind, length]) => {
    const at = place % (now.length + 1);
    const piece = now.slice(at, at + length);
    return now.slice(0, at) + (kind === 'cut' ? '' : piece + piece) + now.slice(at + length);
  }, text);

/**
 * Documents without end, the same for the same seed. Each valid operation is followed by nine that were made of it.
 *
 * @param language graphql-js 17.
 */
export function* randomDocuments(schema: GraphQLSchema, language: Language, seed: number): Generator<string> {
  const all = changes(language);
  for (let round = 0; ; round++) {
    const choices = choicesFromSeed(seed * 1_000_003 + round);
    const [{ query } = { query: '' }] = fc.sample(operations(schema, { crowded: false }), {
      numRuns: 1,
      seed: seed + round,
    });
    yield query;
    const valid = language.parse(query, { noLocation: true });
    for (let each = 0; each < 8; each++) {
      const document: Node = structuredClone(valid);
      for (let count = 1 + choices.below(3); count > 0; count--) pick(choices, all)(document, choices);
      const text = language.print(document);
      yield chance(choices, 15) ? `${text}\n${pick(choices, DEFINITIONS)}` : text;
    }
    const typos = fc.sample(fc.array(change, { minLength: 1, maxLength: 3 }), { numRuns: 1, seed: seed + round });
    yield withTypos(query, typos[0] as [number, string, number][]);
  }
}
