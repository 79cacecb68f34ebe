/** Section 2: the language of documents. Section 2.14 is for tools, and sections of 3 for schemas written as text. */
import { expect } from 'vitest';
import { ask, dataOf, gateway, invalid, isRefused, textOf, unreadable } from '../asking.ts';
import type { Rule } from '../rule.ts';

const ada = { user: { fullName: 'Ada Lovelace' } };

/** The value of an argument of type String, as the API is asked for it. */
async function searched(literal: string): Promise<string | null> {
  gateway.requests();
  await dataOf(`{ users(filter: { search: ${literal} }) { totalCount } }`);
  const [request = ''] = gateway.requests();
  return /[?&]search=([^]*)$/.exec(request)?.[1] ?? null;
}

export const language: readonly Rule[] = [
  {
    section: '2.1',
    level: 'MUST',
    asks: 'A document is a sequence of tokens and of what is ignored between them, and nothing else is one.',
    check: async () => {
      expect(await dataOf('{ user(id: 7) { fullName } }')).toEqual(ada);
      await unreadable('', '# nothing', '{ user(id: 7) { fullName }', '{ user(id: 7) ? }', "{ user(id: '7') { id } }");
    },
  },
  {
    section: '2.1.1 to 2.1.6',
    level: 'MUST',
    asks: 'White space, line ends of each kind, comments, commas and a byte order mark mean nothing.',
    check: async () => {
      expect(await dataOf('\uFEFF{,,user(id: 7,),{ # it is Ada\r fullName\r\n,\t}}')).toEqual(ada);
    },
  },
  {
    section: '2.1.2',
    level: 'SHOULD',
    asks: 'Lines are counted by the line ends before a place, each kind as one.',
    check: async () => {
      const { errors } = await ask('{\r\n\r # one\n nothing }');
      expect(errors).toMatchObject([{ locations: [{ line: 4, column: 2 }] }]);
    },
  },
  {
    section: '2.1.5, 2.1.8',
    level: 'MUST',
    asks: 'A token is as long as it can be: no name runs into what can continue it.',
    check: async () => {
      expect(await dataOf('{user(id:7){fullName}}')).toEqual(ada);
      await invalid('{ userid: user(id: 7) { fullNameid } }', '"fullNameid"');
    },
  },
  {
    section: '2.1.8',
    level: 'MUST',
    asks: 'Names are case-sensitive.',
    check: () => invalid('{ User(id: 7) { fullName } }', '"User"'),
  },
  {
    section: '2.1.8, 4',
    level: 'MUST',
    asks: 'No name of the schema begins with two underscores, but those of introspection.',
    check: async () => {
      const { __schema: schema } = await dataOf(
        '{ __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } directives { name } } }',
      );
      const own = schema.types.filter(({ name }: { name: string }) => !name.startsWith('__'));

      expect(own.length).toBeGreaterThan(100);
      expect(JSON.stringify([own, schema.directives])).not.toMatch(/"name":"__/);
    },
  },
  {
    section: '2.2',
    level: 'MUST',
    asks: 'Descriptions of operations, variables and fragments change nothing of the answer.',
    check: async () => {
      const query =
        '"Ada" query("of whom" $id: ID!) { user(id: $id) { ...F } } "her name" fragment F on User { fullName }';
      expect(await dataOf(query, { id: '7' })).toEqual(ada);
      expect(await dataOf(query.replaceAll(/"[^"]*" ?/g, ''), { id: '7' })).toEqual(ada);
      await unreadable('"alone" { __typename }');
    },
  },
  {
    section: '2.3',
    level: 'MUST',
    asks: 'A document with definitions or extensions of types is not executed; SHOULD: an error says why.',
    check: async () => {
      for (const definition of ['type A { a: Int }', 'extend type Query { a: Int }', 'schema { query: A }'])
        await invalid(`${definition}\n{ __typename }`, /definition is not executable/);
    },
  },
  {
    section: '2.3, 6.1',
    level: 'MUST',
    asks: 'Operations of which there are several have names, and the request names one.',
    check: async () => {
      const query = 'query A { a: __typename } query B { b: __typename }';
      expect((await ask(query, {}, 'B')).data).toEqual({ b: 'Query' });
      await isRefused('OPERATION_RESOLUTION_FAILURE', query);
      await isRefused('OPERATION_RESOLUTION_FAILURE', query, {}, 'C');
      await isRefused('OPERATION_RESOLUTION_FAILURE', 'fragment F on User { id }');
    },
  },
  {
    section: '2.6',
    level: 'MUST',
    asks: 'Selections go down to leaves.',
    check: () => invalid('{ user(id: 7) }', 'must have a selection of subfields'),
  },
  {
    section: '2.7, 2.8',
    level: 'MUST',
    asks: 'The order of arguments means nothing; an alias is the response key.',
    check: async () => {
      const both = '{ a: users(first: 1, orderBy: ALPHABETICAL_ASC) { nodes { name: fullName } } }';
      const swapped = '{ a: users(orderBy: ALPHABETICAL_ASC, first: 1) { nodes { name: fullName } } }';
      expect(await dataOf(both)).toEqual({ a: { nodes: [{ name: 'Ada Lovelace' }] } });
      expect(await textOf(both)).toBe(await textOf(swapped));
    },
  },
  {
    section: '2.9.1, 2.9.2',
    level: 'MUST',
    asks: 'A fragment names its type and counts for values of that type alone; inline, it may name none.',
    check: async () => {
      await unreadable('{ user(id: 7) { ...F } } fragment F { id }');
      const query = '{ node(id: "User:7") { ... on Workspace { title } ... on User { fullName } ... { __typename } } }';
      expect(await dataOf(query)).toEqual({ node: { fullName: 'Ada Lovelace', __typename: 'User' } });
    },
  },
  {
    section: '2.10.1, 2.10.2',
    level: 'MUST',
    asks: 'A number has no zero before its first digit, and nothing of a name, a point or a digit after it.',
    check: async () => {
      const numbers = ['01', '-01', '1a', '1.', '1.2.3', '1.2a', '1e', '0x1', '00', '+1'];
      await unreadable(...numbers.map((number) => `{ users(first: ${number}) { totalCount } }`));
      await invalid('{ users(first: 1.0) { totalCount } }', 'Int cannot represent');
      expect(await dataOf('{ users(first: 2) { totalCount } }')).toEqual({ users: { totalCount: 2 } });
    },
  },
  {
    section: '2.10.4',
    level: 'MUST',
    asks: 'Text holds any Unicode; an escape has to name a scalar value, by four digits, braces, or a pair of surrogates.',
    check: async () => {
      expect(await searched('"Zo\u00eb \\u00e9 \\u{1F4A9} \\uD83D\\uDCA9"')).toBe(
        'Zo\u00eb \u00e9 \u{1F4A9} \u{1F4A9}',
      );
      const wrong = ['\\uDEAD', '\\u{110000}', '\\u{}', '\\uD83D', '\\uDCA9\\uD83D', '\\x', '\n'];
      await unreadable(...wrong.map((text) => `{ user(id: "${text}") { id } }`));
    },
  },
  {
    section: '2.10.4',
    level: 'MUST',
    asks: 'A block of text loses its common indent and the blank lines around it; `""` is empty and begins no block.',
    check: async () => {
      expect(await searched('"""\n\n      a  \\""" b\n\n  """')).toBe('a  """ b');
      expect(await dataOf('"" query { __typename }')).toEqual({ __typename: 'Query' });
      await unreadable('"""" query { __typename }');
      await unreadable('{ user(id: """") { id } }');
    },
  },
  {
    section: '2.10.5',
    level: 'MUST',
    asks: '`null` is a value, other than text, and other than what is left out.',
    check: async () => {
      await invalid('{ user(id: null) { id } }', 'found null');
      expect(await searched('"null"')).toBe('null');
      expect(await searched('null')).toBeNull();
    },
  },
  {
    section: '2.10.6 to 2.10.8',
    level: 'MUST',
    asks: 'Enum values are names; lists keep their order; fields of an input object have none.',
    check: async () => {
      await invalid('{ users(orderBy: "ALPHABETICAL_ASC") { totalCount } }', 'non-enum value');
      await unreadable('{ users(orderBy: true-ish) { totalCount } }');
      expect(await dataOf('{ usersById(ids: [8, 7, 8]) { kantataId } }')).toEqual({
        usersById: [{ kantataId: '8' }, { kantataId: '7' }, { kantataId: '8' }],
      });
      const filter = (fields: string) => textOf(`{ users(filter: { ${fields} }) { totalCount } }`);
      expect(await filter('search: "Ada", ids: null')).toBe(await filter('ids: null, search: "Ada"'));
    },
  },
  {
    section: '2.11',
    level: 'MUST',
    asks: 'Variables are defined by the operation, for itself and for all fragments that it uses; constants have none.',
    check: async () => {
      const query = 'query($id: ID!) { ...F } fragment F on Query { user(id: $id) { fullName } }';
      expect(await dataOf(query, { id: 7 })).toEqual(ada);
      await invalid(query.replace('($id: ID!)', ''), '"$id" is not defined');
      await unreadable('query($a: ID = $b, $b: ID) { user(id: $a) { id } }');
    },
  },
  {
    section: '2.12',
    level: 'MUST',
    asks: 'The type of a variable is one of the schema, in lists and non-null as written.',
    check: async () => {
      await invalid('query($a: Nothing) { users(first: $a) { totalCount } }', 'Unknown type "Nothing"');
      await unreadable('query($a: ID!!) { user(id: $a) { id } }', 'query($a: [ID) { user(id: $a) { id } }');
    },
  },
];
