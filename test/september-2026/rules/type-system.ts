/** Section 3: the type system. What it asks of schemas holds for the one that introspection gives. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { ownPackage } from '../../support/own-packages.ts';
import { ask, dataOf, gateway, invalid, textOf, uncoercible } from '../asking.ts';
import type { Rule } from '../rule.ts';

/** The schema as graphql-js 17 makes it of the gateway's answer, and what it says of that. */
async function ownSchema() {
  const graphql = await import(pathToFileURL(join(await ownPackage('graphql-17'), 'index.mjs')).href);
  const told = await dataOf(
    graphql.getIntrospectionQuery({ oneOf: true, specifiedByUrl: true, inputValueDeprecation: true }),
  );
  const schema = graphql.buildClientSchema(told);
  // oxlint-disable-next-line no-explicit-any
  const types: any[] = Object.values(schema.getTypeMap());
  return { graphql, schema, types, own: types.filter(({ name }) => !name.startsWith('__')) };
}

/** Refused as a literal, and as the value of a variable. */
async function takesNot(type: string, use: (value: string) => string, values: readonly (readonly [string, unknown])[]) {
  for (const [literal, value] of values) {
    await invalid(`{ ${use(literal)} }`, /./);
    await uncoercible(`query($v: ${type}) { ${use('$v')} }`, { v: value });
  }
}

const searching = (value: string) => `users(filter: { search: ${value} }) { totalCount }`;
const numbered = (value: string) =>
  `workspaces(filter: { customFields: [{ number: { fieldId: 1, value: ${value} } }] }) { totalCount }`;
const chosen = (value: string) => `workspaces(filter: { customFields: [${value}] }) { totalCount }`;

/** The error of one field, where the API has sent a value that its type cannot hold. */
const cannotHold = (path: readonly (string | number)[]) =>
  expect.objectContaining({ path, extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });

export const typeSystem: readonly Rule[] = [
  {
    section: '3.1, 3.2',
    level: 'SHOULD',
    asks: 'Types, fields, arguments and enum values have a description, unless they need none.',
    here: 'All have one.',
    check: async () => {
      const { own } = await ownSchema();
      const described = own.flatMap((type) => [
        type,
        ...(type.getFields ? Object.values(type.getFields()) : []),
        ...(type.getValues ? type.getValues() : []),
      ]);
      expect(described.length).toBeGreaterThan(3_000);
      expect(described.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    },
  },
  {
    section: '3.3 to 3.13',
    level: 'MUST',
    asks:
      'The schema is valid: unique names, members, fields and arguments; fields of objects as their interfaces have them; ' +
      'unions of objects; no input without an end; nothing required that is deprecated.',
    here: 'By `validateSchema` of graphql-js 17, for what introspection gives.',
    check: async () => {
      const { graphql, schema, own } = await ownSchema();
      expect(own.length).toBeGreaterThan(300);
      expect(graphql.validateSchema(schema)).toEqual([]);
    },
  },
  {
    section: '3.3.1',
    level: 'MUST',
    asks: 'There is a type for queries, other than those for mutations and subscriptions.',
    here: 'There are no others.',
    check: async () => {
      expect(
        await dataOf('{ __schema { queryType { name kind } mutationType { name } subscriptionType { name } } }'),
      ).toEqual({
        __schema: { queryType: { name: 'Query', kind: 'OBJECT' }, mutationType: null, subscriptionType: null },
      });
    },
  },
  {
    section: '3.5',
    level: 'MUST',
    asks: 'A built-in scalar is in the schema where something refers to it, and only there.',
    check: async () => {
      const { graphql, own } = await ownSchema();
      const places = own.flatMap((type) =>
        Object.values<{ type: unknown; args?: { type: unknown }[] }>(type.getFields?.() ?? {}),
      );
      const used = new Set(
        places
          .flatMap(({ type, args = [] }) => [type, ...args.map((arg) => arg.type)])
          .map(graphql.getNamedType)
          .map(String),
      );
      const builtIn = own.filter((type) => graphql.isSpecifiedScalarType(type)).map(String);
      expect(builtIn.toSorted()).toEqual(['Boolean', 'Float', 'ID', 'Int', 'String']);
      expect(builtIn.filter((name) => !used.has(name))).toEqual([]);
    },
  },
  {
    section: '3.5, 3.13.4',
    level: 'SHOULD',
    asks: 'A custom scalar has the URL of what specifies it; MUST: a built-in one has none.',
    check: async () => {
      const { graphql, own } = await ownSchema();
      const scalars = own.filter((type) => graphql.isScalarType(type));
      expect(scalars).toHaveLength(9);
      for (const scalar of scalars)
        expect(scalar.specifiedByURL ?? null).toEqual(
          graphql.isSpecifiedScalarType(scalar) ? null : expect.stringMatching(/^https:\/\//),
        );
    },
  },
  {
    section: '3.5',
    level: 'MUST',
    asks: 'A value that cannot become one of its type without loss is an error at its place, and never another value.',
    check: async () => {
      const { data, errors } = await ask(
        '{ timeEntries { nodes { kantataId timeInMinutes billable createdAt datePerformed } } invoices { nodes { title } } }',
      );
      expect(data.timeEntries.nodes).toContainEqual({
        kantataId: '1',
        timeInMinutes: null,
        billable: null,
        createdAt: '2026-01-03T00:00:00.000Z',
        datePerformed: null,
      });
      const [first, second] = data.timeEntries.nodes[0].kantataId === '1' ? [0, 1] : [1, 0];
      expect(errors).toHaveLength(5);
      expect(errors).toEqual(
        expect.arrayContaining([
          cannotHold(['timeEntries', 'nodes', first, 'timeInMinutes']),
          cannotHold(['timeEntries', 'nodes', first, 'billable']),
          cannotHold(['timeEntries', 'nodes', second, 'createdAt']),
          cannotHold(['timeEntries', 'nodes', second, 'datePerformed']),
          cannotHold(['invoices', 'nodes', 0, 'title']),
        ]),
      );
    },
  },
  {
    section: '3.5.1',
    level: 'MUST',
    asks: 'Int: a whole number of 32 bits, in JSON a number; text, fractions and what is greater are refused.',
    check: async () => {
      await takesNot('Int', (value) => `users(first: ${value}) { totalCount }`, [
        ['"1"', '1'],
        ['1.5', 1.5],
        ['true', true],
        ['2147483648', 2 ** 31],
        ['-2147483649', -(2 ** 31) - 1],
      ]);
      expect(await textOf('{ users(first: 1) { totalCount } }')).toContain('"totalCount":2');
    },
  },
  {
    section: '3.5.1',
    level: 'SHOULD',
    asks: 'A value that is no Int, a fraction or one from 2\u00b3\u00b9, is an error; greater numbers have another type.',
    here: '`SafeInt`, up to 2\u2075\u00b3.',
    check: async () => {
      const { data, errors } = await ask('{ skillMemberships { nodes { kantataId level } } }');
      const levels = data.skillMemberships.nodes.map((node: { kantataId: string; level: unknown }) => [
        node.kantataId,
        node.level,
      ]);
      expect(Object.fromEntries(levels)).toEqual({ 1: 3, 2: null, 3: null });
      expect(errors).toHaveLength(2);
      for (const { path, extensions } of errors ?? []) {
        expect(path).toEqual(['skillMemberships', 'nodes', expect.any(Number), 'level']);
        expect(extensions).toEqual({ code: 'UPSTREAM_BAD_RESPONSE' });
      }
    },
  },
  {
    section: '3.5.2',
    level: 'MUST',
    asks: 'Float: takes whole numbers as well, and no text; in JSON a number, and never one that is not finite.',
    check: async () => {
      await takesNot('Float!', numbered, [
        ['"1"', '1'],
        ['true', true],
      ]);
      await invalid(`{ ${numbered('1e999')} }`, 'not finite');
      for (const value of ['1', '1.5', '1e3', '-0.5E-3'])
        expect(await dataOf(`{ ${numbered(value)} }`)).toEqual({ workspaces: { totalCount: 0 } });
      expect(await dataOf(`query($v: Float!) { ${numbered('$v')} }`, { v: 1 })).toEqual({
        workspaces: { totalCount: 0 },
      });
      expect(await textOf('{ invoices { nodes { taxRate } } }')).toContain('"taxRate":1.5');
    },
  },
  {
    section: '3.5.3',
    level: 'MUST',
    asks: 'String: text and nothing else; what is answered is text, whatever the API has sent.',
    check: async () => {
      await takesNot('String', searching, [
        ['1', 1],
        ['true', true],
        ['[["a"]]', [['a']]],
      ]);
      const { timeEntries } = await dataOf('{ timeEntries(filter: { ids: [2] }) { nodes { notes } } }');
      expect(timeEntries).toEqual({ nodes: [{ notes: '5' }] });
    },
  },
  {
    section: '3.5.4',
    level: 'MUST',
    asks: 'Boolean: true, false, and nothing that stands for them.',
    check: () =>
      takesNot('Boolean', (value) => `users(filter: { allContacts: ${value} }) { totalCount }`, [
        ['"true"', 'true'],
        ['1', 1],
        ['0', 0],
      ]),
  },
  {
    section: '3.5.5',
    level: 'MUST',
    asks: 'ID: takes text and whole numbers; what is answered is text.',
    check: async () => {
      await takesNot('ID!', (value) => `user(id: ${value}) { id }`, [
        ['7.0', 7.5],
        ['true', true],
        ['{ a: 7 }', { a: 7 }],
      ]);
      for (const id of ['7', 7])
        expect(await dataOf('query($id: ID!) { user(id: $id) { kantataId } }', { id })).toEqual({
          user: { kantataId: '7' },
        });
      expect(await dataOf('{ a: user(id: 7) { id } b: user(id: "7") { id } }')).toEqual({
        a: { id: 'User:7' },
        b: { id: 'User:7' },
      });
    },
  },
  {
    section: '3.6',
    level: 'MUST',
    asks: 'An object answers the fields that were selected and no others, in their order.',
    check: async () => {
      expect(await textOf('{ user(id: 7) { kantataId fullName id } }')).toBe(
        '{"data":{"user":{"kantataId":"7","fullName":"Ada Lovelace","id":"User:7"}}}',
      );
    },
  },
  {
    section: '3.7, 3.8',
    level: 'MUST',
    asks: 'A value of an interface or a union is an object of one of its types; other fields are asked for by fragments.',
    check: async () => {
      const { __type: type } = await dataOf('{ __type(name: "Node") { possibleTypes { name kind } } }');
      const { node } = await dataOf('{ node(id: "User:7") { __typename id ... on User { fullName } } }');
      expect(type.possibleTypes).toContainEqual({ name: node.__typename, kind: 'OBJECT' });
      expect(node).toEqual({ __typename: 'User', id: 'User:7', fullName: 'Ada Lovelace' });
      await invalid('{ node(id: "User:7") { fullName } }', 'Cannot query field "fullName"');
      await invalid('{ externalReferences { nodes { subject { title } } } }', 'Cannot query field "title"');
    },
  },
  {
    section: '3.9',
    level: 'MUST',
    asks: 'An enum answers one of its values, or an error; it takes names that are values, and in variables their text.',
    check: async () => {
      const { data, errors } = await ask('{ stories { nodes { storyType state } } }');
      expect(data).toEqual({ stories: { nodes: [{ storyType: null, state: 'NOT_STARTED' }] } });
      expect(errors).toEqual([cannotHold(['stories', 'nodes', 0, 'storyType'])]);
      await takesNot('UserOrder', (value) => `users(orderBy: ${value}) { totalCount }`, [
        ['"ALPHABETICAL_ASC"', 'alphabetical_asc'],
        ['NOTHING', 'NOTHING'],
        ['0', 0],
      ]);
      expect(
        await dataOf('query($o: UserOrder) { users(orderBy: $o) { totalCount } }', { o: 'ALPHABETICAL_ASC' }),
      ).toEqual({ users: { totalCount: 2 } });
    },
  },
  {
    section: '3.10',
    level: 'MUST',
    asks:
      'An input object takes an object of known fields, the required ones among them; a field of a variable without a value ' +
      'is left out, and null is a value.',
    check: async () => {
      await takesNot('CustomNumberFilter!', (value) => chosen(`{ number: ${value} }`), [
        ['7', 7],
        ['{ fieldId: 1 }', { fieldId: 1 }],
        ['{ fieldId: 1, value: null }', { fieldId: 1, value: null }],
        ['{ fieldId: 1, value: 1, more: 1 }', { fieldId: 1, value: 1, more: 1 }],
      ]);
      await dataOf(
        'query($a: String, $b: String) { users(filter: { search: $a, byEmailAddress: $b }) { totalCount } }',
        {
          b: null,
        },
      );
      expect(gateway.requests()).toEqual(['GET /users?per_page=1']);
    },
  },
  {
    section: '3.10.1',
    level: 'MUST',
    asks: 'A value for `@oneOf` has one entry, which is not null, as a literal, as a variable, and by a variable in it.',
    check: async () => {
      const number = { fieldId: 1, value: 1 };
      await takesNot('CustomFieldFilter!', chosen, [
        ['{}', {}],
        ['{ number: null }', { number: null }],
        ['{ number: { fieldId: 1, value: 1 }, text: null }', { number, text: null }],
        [
          '{ number: { fieldId: 1, value: 1 }, text: { fieldId: 1, value: "a" } }',
          { number, text: { fieldId: 1, value: 'a' } },
        ],
      ]);
      await invalid(`query($n: CustomNumberFilter) { ${chosen('{ number: $n }')} }`, 'must be non-nullable');
      expect(await dataOf(`query($n: CustomNumberFilter!) { ${chosen('{ number: $n }')} }`, { n: number })).toEqual({
        workspaces: { totalCount: 0 },
      });
    },
  },
  {
    section: '3.11',
    level: 'MUST',
    asks: 'A list answers a list in its order, each entry by its own type: what fails in one is null there alone.',
    here: 'Where entries cannot be null, those that are missing are left out.',
    check: async () => {
      expect(await dataOf('{ usersById(ids: [8, 99, 7]) { fullName } }')).toEqual({
        usersById: [{ fullName: 'Grace Hopper' }, null, { fullName: 'Ada Lovelace' }],
      });
      expect(await dataOf('{ workspace(id: 1) { participants { fullName } } }')).toEqual({
        workspace: { participants: [{ fullName: 'Ada Lovelace' }] },
      });
    },
  },
  {
    section: '3.11',
    level: 'MUST',
    asks: 'A list takes a value that is none as one of one entry; each entry by its own type.',
    check: async () => {
      const query = 'query($ids: [ID!]!) { usersById(ids: $ids) { kantataId } }';
      for (const ids of [7, '7', [7]])
        expect(await dataOf(query, { ids })).toEqual({ usersById: [{ kantataId: '7' }] });
      expect(await dataOf('{ usersById(ids: "7") { kantataId } }')).toEqual({ usersById: [{ kantataId: '7' }] });
      await takesNot('[ID!]!', (value) => `usersById(ids: ${value}) { id }`, [
        ['[7, null]', [7, null]],
        ['[[7]]', [[7]]],
        ['null', null],
      ]);
    },
  },
  {
    section: '3.12',
    level: 'MUST',
    asks: 'What is non-null takes no null and is not left out; without either, null is its value by default.',
    check: async () => {
      await takesNot('ID!', (value) => `user(id: ${value}) { id }`, [['null', null]]);
      await uncoercible('query($id: ID!) { user(id: $id) { id } }', {});
      await invalid('{ user { id } }', 'was not provided');
      expect(await dataOf('{ users(first: null, filter: null) { totalCount } }')).toEqual({ users: { totalCount: 2 } });
    },
  },
  {
    section: '3.13',
    level: 'SHOULD',
    asks: '`@skip` and `@include` are there; MUST: introspection names all directives, with those that are built in.',
    check: async () => {
      const { __schema: schema } = await dataOf(
        '{ __schema { directives { name isRepeatable locations args { name } } } }',
      );
      expect(schema.directives.map(({ name }: { name: string }) => name).toSorted()).toEqual([
        'defer',
        'deprecated',
        'include',
        'oneOf',
        'skip',
        'specifiedBy',
        'stream',
      ]);
    },
  },
  {
    section: '3.13',
    level: 'MUST',
    asks: 'A directive stands where it is declared to.',
    check: () => invalid('query @skip(if: true) { __typename }', 'may not be used on QUERY'),
  },
  {
    section: '3.13.1, 3.13.2',
    level: 'MUST',
    asks: 'What `@skip` is true for, or `@include` is false for, is not executed, fields and fragments alike.',
    check: async () => {
      const flags = [true, false].flatMap((skip) => [true, false].map((include) => ({ skip, include })));
      for (const { skip, include } of flags) {
        gateway.requests();
        const on = '@skip(if: $skip) @include(if: $include)';
        const data = await dataOf(
          `query($skip: Boolean!, $include: Boolean!) { users ${on} { totalCount } ... ${on} { roles { totalCount } } ...F ${on} } fragment F on Query { stories { totalCount } }`,
          { skip, include },
        );
        const isThere = !skip && include;
        expect(Object.keys(data)).toEqual(isThere ? ['users', 'roles', 'stories'] : []);
        expect(gateway.requests()).toHaveLength(isThere ? 3 : 0);
      }
    },
  },
  {
    section: '3.13.3',
    level: 'MUST',
    asks: 'Nothing that is required is deprecated, and what is deprecated goes on working.',
    check: async () => {
      const { types } = await ownSchema();
      const inputs = types.flatMap((type) =>
        Object.values<{ args?: object[]; name: string }>(type.getFields?.() ?? {}).flatMap(
          (field) => field.args ?? [field],
        ),
      ) as { name: string; deprecationReason?: string; defaultValue?: unknown; type: unknown }[];
      const deprecated = inputs.filter(({ deprecationReason }) => deprecationReason);
      expect(deprecated.length).toBeGreaterThan(3);
      expect(deprecated.filter(({ type }) => String(type).endsWith('!'))).toEqual([]);
      expect(await dataOf('{ users(filter: { belongingToOrgs: "3;8" }) { totalCount } }')).toEqual({
        users: { totalCount: 0 },
      });
    },
  },
];
