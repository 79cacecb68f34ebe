/** What is new in the edition of September 2026, as the changelog of the specification lists it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { ownPackage } from '../../support/own-packages.ts';
import { ask, dataOf, gateway, invalid, isRefused, unreadable } from '../asking.ts';
import type { Rule } from '../rule.ts';

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

export const changes: readonly Rule[] = [
  {
    section: '2.5',
    level: 'MUST',
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
      await invalid('{ user(id: 7) { fullName { } } }', 'must not have a selection');
    },
  },
  {
    section: '3.13, 4.2',
    level: 'MUST',
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
      await invalid('directive @a @deprecated on DIRECTIVE_DEFINITION\n{ __typename }', 'not executable');
    },
  },
  {
    section: '3.10.1',
    level: 'MUST',
    asks: 'A type with `@oneOf` can be written by some finite value.',
    check: async () => {
      const graphql = await import(pathToFileURL(join(await ownPackage('graphql-17'), 'index.mjs')).href);
      const text = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8');

      expect(text).toContain('@oneOf');
      expect(graphql.validateSchema(graphql.buildSchema(text))).toEqual([]);
    },
  },
  {
    section: '6.4.4',
    level: 'MUST',
    asks: 'An error has the response position that it was raised at; what is null for its sake is that position or above.',
    check: async () => {
      gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });
      const { data, errors } = await ask('{ all: roles { totalCount } user(id: 7) { fullName } }');

      expect(data).toEqual({ all: null, user: { fullName: 'Ada Lovelace' } });
      expect(errors?.map(({ path }) => path)).toEqual([['all']]);
    },
  },
  {
    section: '6.1, 7.1.3',
    level: 'MUST',
    asks: 'An error before execution begins has no `data` beside it.',
    check: async () => {
      await unreadable('{');
      await invalid('{ nothing }', 'Cannot query field "nothing"');
      await isRefused('BAD_USER_INPUT', 'query($id: ID!) { user(id: $id) { id } }');
      await isRefused('OPERATION_RESOLUTION_FAILURE', 'query A { __typename } query B { __typename }');
    },
  },
  {
    section: '6.3.2',
    level: 'MUST',
    asks: 'Selections of one response key are merged.',
    check: async () => {
      expect(await dataOf('{ user(id: 7) { fullName } user(id: 7) { kantataId } }')).toEqual({
        user: { fullName: 'Ada Lovelace', kantataId: '7' },
      });
      expect(gateway.requests()).toHaveLength(1);
    },
  },
];
