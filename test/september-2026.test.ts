/**
 * GraphQL of September 2026, as tables in docs/graphql-language.md, which this file writes: `npm test -- september-2026 -u`.
 * `npm run test:documents` holds many more documents against graphql-js 17.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compareDocuments } from './september-2026/compare.ts';
import { sized } from './support/long-form.ts';
import { startGateway, type Reply, type TestGateway } from './support/gateway.ts';
import { ownPackage } from './support/own-packages.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({
    users: [
      { id: '7', full_name: 'Ada Lovelace', headline: null },
      { id: '8', full_name: 'Grace Hopper' },
    ],
    workspaces: [{ id: '1', title: 'Bridge', creator_id: '7' }],
    roles: [],
  });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => void gateway.requests());

const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}, operationName?: string) =>
  gateway.query(query, { variables, ...(operationName && { operationName }) });

const dataOf = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Reply['data']> => {
  const { data, errors } = await ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
};

/** Asks for what is refused before anything is executed: there is no `data`, and no REST call. */
async function isRefused(code: string, ...asked: Parameters<typeof ask>): Promise<void> {
  gateway.requests();
  const { errors, ...rest } = await ask(...asked);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(rest).not.toHaveProperty('data');
  expect(gateway.requests()).toEqual([]);
}

const invalid = (query: string, operationName?: string) =>
  isRefused('GRAPHQL_VALIDATION_FAILED', query, {}, operationName);
const unreadable = (query: string) => isRefused('GRAPHQL_PARSE_FAILED', query);

/** A selection set without fields, and what it stands in: as with `__typename`, but for that. */
async function isAsTypename(query: string): Promise<void> {
  const empty = await ask(query);
  const calls = gateway.requests();
  const named = await ask(query.replaceAll(/(?<!: )\{\s*\}/g, '{ __typename }'));

  expect(empty.errors).toBeUndefined();
  expect(empty.data).toEqual(withoutTypenames(named.data));
  expect(gateway.requests()).toEqual(calls);
}

const withoutTypenames = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) => (key === '__typename' ? undefined : one));

interface Rule {
  readonly section: string;
  readonly asks: string;
  /** Where we differ, or what there is to say. Default: nothing. */
  readonly here?: string;
  readonly check: () => Promise<void>;
}

/** What is new in this edition, as the changelog of the specification lists it. */
const changes: readonly Rule[] = [
  {
    section: '2.5',
    asks: 'A selection set may be empty.',
    here: 'It costs what `__typename` costs: whether the record is there has to be known.',
    check: async () => {
      expect(await dataOf('query { # nothing\n }')).toEqual({});
      for (const query of [
        '{ user(id: 7) { } }',
        '{ user(id: 99) { } }',
        '{ users { } }',
        '{ users(filter: { }) { nodes { } edges { } pageInfo { } } }',
        '{ workspaces { nodes { creator { } stories { } } } }',
        '{ __schema { queryType { } } }',
      ])
        await isAsTypename(query);
      expect(await dataOf('{ user(id: 7) { ... on User { } ...F fullName } } fragment F on User { }')).toEqual({
        user: { fullName: 'Ada Lovelace' },
      });
      expect((await ask('{ user(id: 7) { }\n  nothing }')).errors).toMatchObject([
        { message: expect.stringContaining('nothing'), locations: [{ line: 2, column: 3 }] },
      ]);
      await invalid('{ user(id: 7) { fullName { } } }');
    },
  },
  {
    section: '3.13, 4.2',
    asks: 'Directives may stand on definitions of directives, and a directive can be deprecated: introspection tells.',
    check: async () => {
      const graphql = await import(pathToFileURL(join(await ownPackage('graphql-17'), 'index.mjs')).href);
      const question: string = graphql.getIntrospectionQuery({ experimentalDirectiveDeprecation: true, oneOf: true });
      const told = await dataOf(question);
      const { locations } = await dataOf('{ locations: __type(name: "__DirectiveLocation") { enumValues { name } } }');
      const [schema] = Object.values(told) as [{ directives: unknown }];

      expect(schema.directives).toContainEqual(
        expect.objectContaining({ name: 'deprecated', isDeprecated: false, deprecationReason: null }),
      );
      expect(locations.enumValues).toContainEqual({ name: 'DIRECTIVE_DEFINITION' });
      expect(graphql.validateSchema(graphql.buildClientSchema(told))).toEqual([]);
      await invalid('directive @a @deprecated on DIRECTIVE_DEFINITION\n{ __typename }');
    },
  },
  {
    section: '3.10.1',
    asks: 'A type with `@oneOf` can be written by some finite value.',
    check: async () => {
      const graphql = await import(pathToFileURL(join(await ownPackage('graphql-17'), 'index.mjs')).href);
      const text = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

      expect(text).toContain('@oneOf');
      expect(graphql.validateSchema(graphql.buildSchema(text))).toEqual([]);
    },
  },
  {
    section: '6.4.4',
    asks: 'An error has the response position that it was raised at; what is null for its sake is that position or above.',
    check: async () => {
      gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });
      const { data, errors } = await ask('{ all: roles { totalCount } user(id: 7) { fullName } }');

      expect(data).toEqual({ all: null, user: { fullName: 'Ada Lovelace' } });
      expect(errors?.map(({ path }) => path)).toEqual([['all']]);
    },
  },
  {
    section: '6.1, 7.1.2',
    asks: 'An error before execution begins has no `data` beside it.',
    check: async () => {
      await unreadable('{');
      await invalid('{ nothing }');
      await isRefused('BAD_USER_INPUT', 'query($id: ID!) { user(id: $id) { id } }');
      await isRefused('OPERATION_RESOLUTION_FAILURE', 'query A { __typename } query B { __typename }');
    },
  },
  {
    section: '6.3.1',
    asks: 'Selections of one response key are merged.',
    check: async () => {
      expect(await dataOf('{ user(id: 7) { fullName } user(id: 7) { kantataId } }')).toEqual({
        user: { fullName: 'Ada Lovelace', kantataId: '7' },
      });
      expect(gateway.requests()).toHaveLength(1);
    },
  },
];

/** The rest of what a service does with documents. */
const language: readonly Rule[] = [
  {
    section: '2.1',
    asks: 'Commas, comments, line ends and a byte order mark mean nothing.',
    check: async () => {
      expect(await dataOf('\uFEFF{,,user(id: 7,),{ # it is Ada\r fullName\n,}}')).toEqual({
        user: { fullName: 'Ada Lovelace' },
      });
    },
  },
  {
    section: '2.1.8',
    asks: 'A name is case-sensitive, and no number runs into one.',
    check: async () => {
      await invalid('{ User(id: 7) { fullName } }');
      await unreadable('{ users(first: 1a) { totalCount } }');
    },
  },
  {
    section: '2.2',
    asks: 'Operations, variables and fragments may have descriptions.',
    check: async () => {
      const query =
        '"""Ada""" query($id: ID! "of whom") { user(id: $id) { ...F } } "her name" fragment F on User { fullName }';
      expect(await dataOf(query.replace('($id: ID! "of whom")', '("of whom" $id: ID!)'), { id: '7' })).toEqual({
        user: { fullName: 'Ada Lovelace' },
      });
      await unreadable('"alone" { __typename }');
    },
  },
  {
    section: '2.10',
    asks: 'Strings have escapes and blocks; a list takes a single value for one of one entry.',
    check: async () => {
      expect(
        await dataOf('{ a: usersById(ids: "\\u0037") { fullName } b: usersById(ids: """7""") { fullName } }'),
      ).toEqual({
        a: [{ fullName: 'Ada Lovelace' }],
        b: [{ fullName: 'Ada Lovelace' }],
      });
      await unreadable('{ user(id: "7\n") { fullName } }');
    },
  },
  {
    section: '3.5',
    asks: 'An Int has 32 bits; an ID takes a string or a whole number; no scalar takes what is none of it.',
    check: async () => {
      await invalid('{ users(first: 2147483648) { totalCount } }');
      await invalid('{ users(first: "1") { totalCount } }');
      await invalid('{ user(id: 1.5) { id } }');
      expect(await dataOf('query($id: ID!) { user(id: $id) { kantataId } }', { id: 7 })).toEqual({
        user: { kantataId: '7' },
      });
    },
  },
  {
    section: '3.13.1, 3.13.2',
    asks: '`@skip` and `@include` leave selections out.',
    check: async () => {
      expect(
        await dataOf(
          'query($no: Boolean!) { user(id: 7) { fullName id @skip(if: true) kantataId @include(if: $no) } }',
          {
            no: false,
          },
        ),
      ).toEqual({ user: { fullName: 'Ada Lovelace' } });
    },
  },
  {
    section: '4.1, 4.2',
    asks: '`__typename`, `__schema` and `__type` answer, descriptions and deprecations among them.',
    check: async () => {
      const { __type, __typename } = await dataOf(
        '{ __typename __type(name: "CustomFieldFilter") { description isOneOf inputFields { name description } } }',
      );

      expect(__typename).toBe('Query');
      expect(__type).toMatchObject({ isOneOf: true, description: expect.any(String) });
      expect(__type.inputFields.every(({ description }: { description: unknown }) => Boolean(description))).toBe(true);
      expect(await dataOf('{ __type(name: "Nothing") { name } }')).toEqual({ __type: null });
    },
  },
  {
    section: '6.1',
    asks: 'The operation is the one that is named, or the only one.',
    check: async () => {
      const query = 'query A { a: __typename } query B { b: __typename }';
      expect((await ask(query, {}, 'B')).data).toEqual({ b: 'Query' });
      await isRefused('OPERATION_RESOLUTION_FAILURE', query, {}, 'C');
    },
  },
  {
    section: '6.1.2',
    asks: 'Variables are coerced: defaults, null for what may be null, and an error that names what cannot be.',
    check: async () => {
      const query =
        'query($id: ID! = "7", $more: Boolean = true) { user(id: $id) { fullName @include(if: $more) id @skip(if: true) } }';
      expect(await dataOf(query)).toEqual({ user: { fullName: 'Ada Lovelace' } });
      for (const variables of [{ id: null }, { more: 'yes' }, { id: {} }, { id: 1.5 }])
        await isRefused('BAD_USER_INPUT', query, variables);
      const oneOf = 'query($by: CustomFieldFilter!) { workspaces(filter: { customField: $by }) { totalCount } }';
      for (const by of [{}, { text: null }, { number: { eq: 1 }, text: { eq: 'a' } }])
        expect((await ask(oneOf, { by })).errors?.length).toBeGreaterThan(0);
    },
  },
  {
    section: '6.3.2',
    asks: 'Fields come in the order in which the document first names them, fragments in their place.',
    check: async () => {
      const query = '{ user(id: 7) { kantataId ...F fullName } } fragment F on User { headline kantataId id }';
      expect(Object.keys((await dataOf(query)).user)).toEqual(['kantataId', 'headline', 'id', 'fullName']);
    },
  },
  {
    section: '7.1',
    asks: 'The response is a map of `data`, `errors` and `extensions`; `errors` is absent where there are none.',
    check: async () => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
    },
  },
  {
    section: '7.1.2',
    asks: 'An error has a message, places that begin at 1, a path of keys and indices from 0, and `extensions` for the rest.',
    check: async () => {
      const { errors } = await ask('{\n nothing }');
      for (const error of errors ?? []) {
        expect(
          Object.keys(error).filter((key) => !['message', 'locations', 'path', 'extensions'].includes(key)),
        ).toEqual([]);
        expect(error).toMatchObject({ message: expect.any(String), locations: [{ line: 2, column: 2 }] });
      }
      expect(errors?.length).toBe(1);
    },
  },
];

/** A document that each rule of section 5 refuses. */
const VALIDATION: Readonly<Record<string, readonly [rule: string, document: string]>> = {
  '5.1.1': ['Executable definitions', 'type A { a: Int }\n{ __typename }'],
  '5.2.1': ['Operation type existence', 'mutation { __typename }'],
  '5.2.2.1': ['Operation name uniqueness', 'query A { __typename } query A { __typename }'],
  '5.2.3.1': ['Lone anonymous operation', '{ __typename } query A { __typename }'],
  '5.3.1': ['Field selections', '{ user(id: 7) { nothing } }'],
  '5.3.2': ['Field selection merging', '{ user(id: 7) { a: fullName a: kantataId } }'],
  '5.3.3': ['Leaf field selections', '{ user(id: 7) }'],
  '5.4.1': ['Argument names', '{ user(id: 7, nothing: 1) { id } }'],
  '5.4.2': ['Argument uniqueness', '{ user(id: 7, id: 8) { id } }'],
  '5.4.3': ['Required arguments', '{ user { id } }'],
  '5.5.1.1': [
    'Fragment name uniqueness',
    '{ ...F } fragment F on Query { __typename } fragment F on Query { __typename }',
  ],
  '5.5.1.2': ['Fragment spread type existence', '{ user(id: 7) { ... on Nothing { id } } }'],
  '5.5.1.3': ['Fragments on object, interface, or union types', '{ ...F } fragment F on Int { id }'],
  '5.5.1.4': ['Fragments must be used', '{ __typename } fragment F on User { id }'],
  '5.5.2.1': ['Fragment spread target defined', '{ ...Nothing }'],
  '5.5.2.2': ['Fragment spreads must not form cycles', '{ ...F } fragment F on Query { ...F }'],
  '5.5.2.3': ['Fragment spread is possible', '{ user(id: 7) { ... on Workspace { id } } }'],
  '5.6.1': ['Values of correct type', '{ users(first: "many") { totalCount } }'],
  '5.6.2': ['Input object field names', '{ users(filter: { nothing: 1 }) { totalCount } }'],
  '5.6.3': ['Input object field uniqueness', '{ users(filter: { search: "a", search: "b" }) { totalCount } }'],
  '5.6.5': [
    'All variables of a OneOf input object',
    '{ workspaces(filter: { customField: { text: null } }) { totalCount } }',
  ],
  '5.7.1': ['Directives are defined', '{ user(id: 7) { id @nothing } }'],
  '5.7.2': ['Directives are in valid locations', 'query @skip(if: true) { __typename }'],
  '5.7.3': ['Directives are unique per location', '{ user(id: 7) { id @skip(if: true) @skip(if: true) } }'],
  '5.8.1': ['Variable uniqueness', 'query($a: ID!, $a: ID!) { user(id: $a) { id } }'],
  '5.8.2': ['Variables are input types', 'query($a: User) { user(id: $a) { id } }'],
  '5.8.3': ['All variable uses defined', '{ user(id: $a) { id } }'],
  '5.8.4': ['All variables used', 'query($a: ID) { __typename }'],
  '5.8.5': ['All variable usages are allowed', 'query($a: Int) { user(id: $a) { id } }'],
};

describe('GraphQL, September 2026: what is new', () => {
  it.each(changes)('$section: $asks', async ({ check }) => {
    expect.hasAssertions();
    await check();
  });
});

describe('GraphQL, September 2026: the rest', () => {
  it.each(language)('$section: $asks', async ({ check }) => {
    expect.hasAssertions();
    await check();
  });

  it.each(Object.entries(VALIDATION))('%s, validation: %s', async (_section, [, document]) => {
    expect.hasAssertions();
    // The one that is asked for is chosen before all are validated.
    await invalid(document, /query (\w+)/.exec(document)?.[1]);
  });
});

it('stands as these tables in docs/graphql-language.md', async () => {
  const page = new URL('../docs/graphql-language.md', import.meta.url);
  const [before] = readFileSync(page, 'utf8').split('## What is new');
  const row = ({ section, asks, here = 'Yes.' }: Rule) => `| ${section} | ${asks} | ${here} |`;
  const head = ['| Section | What it asks | Here |', '| --- | --- | --- |'];
  const refused = Object.entries(VALIDATION).map(
    ([section, [rule, document]]) => `| ${section} | ${rule} | \`${document.replaceAll('\n', ' ')}\` |`,
  );
  const text = [
    `${before}## What is new\n`,
    ...head,
    ...changes.map(row),
    '\n## Language, execution, response\n',
    ...head,
    ...language.map(row),
    '\n## Validation\n\nA document that each rule refuses:\n',
    '| Section | Rule | Document |',
    '| --- | --- | --- |',
    ...refused,
  ];

  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(fileURLToPath(page));
});

describe('@defer and @stream, by the rules of graphql-js 17', () => {
  it.each([
    ['a label of a variable', 'query($a: String) { ... @defer(label: $a) { __typename } }', 'written out'],
    [
      'a label that is there twice',
      '{ ... @defer(label: "a") { __typename } ... @defer(label: "a") { a: __typename } }',
      'twice',
    ],
    ['a stream of what is no list', '{ users { totalCount @stream } }', 'no list'],
    ['a stream that is selected twice', '{ users { nodes @stream { id } nodes { kantataId } } }', 'several times'],
  ])('refuses %s', async (_what, query, said) => {
    const { errors } = await ask(query);

    expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining(said)]);
    expect(gateway.requests()).toEqual([]);
  });
});

it('takes the documents that graphql-js 17 takes, and no others', { timeout: 1_800_000 }, async () => {
  const documents = sized({ short: 200, long: 100_000 });
  const { differences, taken } = await compareDocuments(documents, 20_261_130);

  expect(differences.map((difference) => `${difference.class}\n${difference.document}`)).toEqual([]);
  // Neither refuses nearly everything.
  expect(taken).toBeGreaterThan(documents / 8);
  expect(taken).toBeLessThan(documents / 2);
});
