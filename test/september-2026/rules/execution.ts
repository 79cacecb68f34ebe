/** Section 6: execution. */
import { expect } from 'vitest';
import { ask, dataOf, gateway, invalid, isRefused, textOf, uncoercible } from '../asking.ts';
import type { Rule } from '../rule.ts';

const ada = { user: { fullName: 'Ada Lovelace' } };

/** Has the API refuse what is asked of it once. */
const refuseRoles = () => gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });

export const execution: readonly Rule[] = [
  {
    section: '6',
    level: 'SHOULD',
    asks: 'A request has no other properties than those of the specification; MUST: its `extensions` are a map.',
    here: '`documentId`, as the drafts of GraphQL over HTTP name it, and only for persisted documents.',
    check: async () => {
      const post = async (more: object) => {
        const response = await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
          body: JSON.stringify({ query: '{ __typename }', ...more }),
        });
        return response.json();
      };
      expect(await post({ extensions: { anything: [1] } })).toEqual({ data: { __typename: 'Query' } });
      for (const extensions of [1, 'a', []])
        expect(await post({ extensions })).toEqual({
          errors: [expect.objectContaining({ message: expect.stringContaining('"extensions"') })],
        });
    },
  },
  {
    section: '6.1',
    level: 'MUST',
    asks: 'The operation is the one that is named, or the only one; where neither is, nothing is executed.',
    check: async () => {
      const query = 'query A { users { totalCount } } query B { b: __typename }';
      expect((await ask(query, {}, 'B')).data).toEqual({ b: 'Query' });
      expect(gateway.requests()).toEqual([]);
      expect((await ask('query A { a: __typename }', {}, '')).data).toEqual({ a: 'Query' });
      await isRefused('OPERATION_RESOLUTION_FAILURE', query);
      await isRefused('OPERATION_RESOLUTION_FAILURE', query, {}, 'C');
      await isRefused('OPERATION_RESOLUTION_FAILURE', 'query A { __typename }', {}, 'C');
    },
  },
  {
    section: '6.1.1',
    level: 'MUST',
    asks: 'A request whose document is not valid fails without being executed; SHOULD: the errors are told.',
    here: 'Twenty of them at most.',
    check: async () => {
      const { errors, ...rest } = await ask('{ users { totalCount } one two: three user { id } }');
      expect(errors?.map(({ message }) => message)).toEqual([
        expect.stringContaining('"one"'),
        expect.stringContaining('"three"'),
        expect.stringContaining('"id"'),
      ]);
      expect(rest).not.toHaveProperty('data');
      expect(gateway.requests()).toEqual([]);
    },
  },
  {
    section: '6.1.2',
    level: 'MUST',
    asks: 'A variable without a value has its default; one with none is left out; null is a value.',
    check: async () => {
      const query = 'query($first: Int = 1) { users(first: $first) { nodes { kantataId } } }';
      const count = async (variables: Readonly<Record<string, unknown>>) =>
        (await dataOf(query, variables)).users.nodes.length;
      expect([await count({}), await count({ first: 2 }), await count({ first: null })]).toEqual([1, 2, 2]);
      expect(await dataOf(query.replace(' = 1', ''))).toEqual({
        users: { nodes: [{ kantataId: '7' }, { kantataId: '8' }] },
      });
    },
  },
  {
    section: '6.1.2',
    level: 'MUST',
    asks: 'A variable that is required and not given, or whose value its type does not take, fails the request.',
    check: async () => {
      await uncoercible('query($id: ID!) { user(id: $id) { id } }', {}, { id: null }, { id: {} }, { id: 1.5 });
      await uncoercible('query($filter: UserFilter) { users(filter: $filter) { totalCount } }', {
        filter: { nothing: 1 },
      });
      expect(await dataOf('query($id: ID!) { user(id: $id) { fullName } }', { id: 7, more: 'ignored' })).toEqual(ada);
    },
  },
  {
    section: '6.2.1',
    level: 'MUST',
    asks: 'A query answers its selections of the type for queries.',
    here: 'There are no mutations and subscriptions: 6.2.2, 6.2.3 and serial execution ask nothing of a service without them.',
    check: async () => {
      expect(await dataOf('query Ada { user(id: 7) { fullName } }')).toEqual(ada);
      await invalid('mutation { __typename }', 'has no mutation');
      await invalid('subscription { __typename }', 'has no subscription');
    },
  },
  {
    section: '6.3.2',
    level: 'MUST',
    asks: 'Fields come in the order in which the document first names them, fragments in their place.',
    check: async () => {
      const query = '{ user(id: 7) { kantataId ...F fullName } } fragment F on User { headline kantataId id }';
      expect(Object.keys((await dataOf(query)).user)).toEqual(['kantataId', 'headline', 'id', 'fullName']);
    },
  },
  {
    section: '6.3.2',
    level: 'MUST',
    asks: 'A fragment of another type, or one that was spread already, adds nothing; selections of one key are one.',
    check: async () => {
      const fragments = 'fragment A on Node { ... on User { fullName } ...B } fragment B on Workspace { title }';
      expect(await dataOf(`{ node(id: "User:7") { ...A ...B ...A } } ${fragments}`)).toEqual({ node: ada.user });
      expect(await textOf('{ user(id: 7) { id } user(id: 7) { id fullName } }')).toBe(
        '{"data":{"user":{"id":"User:7","fullName":"Ada Lovelace"}}}',
      );
    },
  },
  {
    section: '6.3.4',
    level: 'MUST',
    asks: 'The order in which fields are executed does not change the answer.',
    here: 'They only read. What they need is asked for together.',
    check: async () => {
      const fields = ['users { totalCount }', 'user(id: 7) { fullName }', 'workspaces { totalCount }'];
      const forth = await dataOf(`{ ${fields.join(' ')} }`);
      expect(await dataOf(`{ ${fields.toReversed().join(' ')} }`)).toEqual(forth);
      expect(Object.keys(forth)).toEqual(['users', 'user', 'workspaces']);
    },
  },
  {
    section: '6.4.1',
    level: 'MUST',
    asks: 'An argument of a variable without a value is as one that is left out, or has its default.',
    check: async () => {
      await dataOf(
        'query($first: Int, $search: String) { users(first: $first, filter: { search: $search }) { nodes { id } } }',
      );
      expect(gateway.requests()).toEqual(['GET /users?per_page=20']);
    },
  },
  {
    section: '6.4.1',
    level: 'SHOULD',
    asks: 'What is wrong with an argument, and is seen only while it is read, is an error of its field alone.',
    check: async () => {
      const { data, errors } = await ask(
        'query($id: ID = "7") { a: user(id: $id) { id } b: users(first: -1) { totalCount } user(id: 7) { fullName } }',
        { id: null },
      );
      expect(data).toEqual({ a: null, b: null, ...ada });
      expect(errors?.map(({ path }) => path)).toEqual([['a'], ['b']]);
    },
  },
  {
    section: '6.4.2, 6.4.3',
    level: 'MUST',
    asks: 'A value is completed by its type: null stays null, lists by their entries, leaves as their type has them.',
    check: async () => {
      expect(await dataOf('{ usersById(ids: [7, 99]) { headline fullName kantataId } user(id: 99) { id } }')).toEqual({
        usersById: [{ headline: null, fullName: 'Ada Lovelace', kantataId: '7' }, null],
        user: null,
      });
    },
  },
  {
    section: '6.4.4',
    level: 'MUST',
    asks: 'A field that fails is null and its error is told; its siblings are answered.',
    check: async () => {
      refuseRoles();
      const { data, errors } = await ask('{ all: roles { totalCount } user(id: 7) { fullName } }');
      expect(data).toEqual({ all: null, ...ada });
      expect(errors).toEqual([expect.objectContaining({ path: ['all'], message: expect.any(String) })]);
    },
  },
  {
    section: '6.4.4',
    level: 'MUST',
    asks: 'Where null cannot stand, it is the parent that is null; one error is told for a position.',
    here: 'Lists and records that fail are null as a whole, so none of their non-null fields fails for itself.',
    check: async () => {
      refuseRoles();
      const { data, errors } = await ask(
        '{ roles { totalCount drifted pageInfo { hasNextPage } edges { cursor node { id kantataId name } } } }',
      );
      expect(data).toEqual({ roles: null });
      expect(errors?.map(({ path }) => path)).toEqual([['roles']]);
    },
  },
];
