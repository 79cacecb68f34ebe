/** Section 7: the response. */
import { expect } from 'vitest';
import { ask, dataOf, gateway, textOf } from '../asking.ts';
import type { Rule } from '../rule.ts';

const ENTRIES = ['data', 'errors', 'extensions'];
const OF_ERRORS = ['message', 'locations', 'path', 'extensions'];

const refuseRoles = () => gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });

/** One answer of each kind: without errors, with some, and of requests that are not executed. */
async function answers(): Promise<readonly string[]> {
  refuseRoles();
  return Promise.all(
    [
      '{ user(id: 7) { fullName } }',
      '{ roles { totalCount } }',
      '{',
      '{ nothing }',
      '{ a: user(id: "x y") { id } }',
    ].map(textOf),
  );
}

export const response: readonly Rule[] = [
  {
    section: '7.1.1',
    level: 'MUST',
    asks: 'What was executed is answered by a map with `data`, and with `errors` only where there are some.',
    check: async () => {
      expect(await textOf('{ __typename }')).toBe('{"data":{"__typename":"Query"}}');
      refuseRoles();
      const failed = JSON.parse(await textOf('{ roles { totalCount } }'));
      expect(failed).toEqual({ data: { roles: null }, errors: [expect.any(Object)] });
    },
  },
  {
    section: '7.1.3',
    level: 'MUST',
    asks: 'What was not executed is answered by a map with `errors`, at least one, and without `data`.',
    check: async () => {
      for (const query of [
        '{',
        '{ nothing }',
        'query($a: ID!) { user(id: $a) { id } }',
        'query A { __typename } query B { __typename }',
      ])
        expect(JSON.parse(await textOf(query))).toEqual({
          errors: [expect.objectContaining({ message: expect.any(String) })],
        });
    },
  },
  {
    section: '7.1.4',
    level: 'MUST',
    asks: 'A path is a list of response keys, aliases among them, and of indices from 0.',
    check: async () => {
      const { data, errors } = await ask('{ all: timeEntries { rows: nodes { minutes: timeInMinutes kantataId } } }');
      const index = data.all.rows.findIndex(({ kantataId }: { kantataId: string }) => kantataId === '1');
      expect(errors?.map(({ path }) => path)).toEqual([['all', 'rows', index, 'minutes']]);
      expect(data.all.rows[index]).toEqual({ minutes: null, kantataId: '1' });
    },
  },
  {
    section: '7.1.5',
    level: 'MUST',
    asks: '`data` is the object of the type for queries, with every position that was answered.',
    check: async () => {
      expect(await dataOf('{ __typename a: user(id: 7) { fullName } b: user(id: 99) { id } }')).toEqual({
        __typename: 'Query',
        a: { fullName: 'Ada Lovelace' },
        b: null,
      });
    },
  },
  {
    section: '7.1.5',
    level: 'SHOULD',
    asks: '`data` is null where an error leaves nothing of it.',
    here: 'Fields of the type for queries can all be null, so that no error reaches `data`.',
    check: async () => {
      const { __type: type } = await dataOf('{ __type(name: "Query") { fields { name type { kind } } } }');
      const never = type.fields.filter((field: { type: { kind: string } }) => field.type.kind === 'NON_NULL');
      expect(type.fields.length).toBeGreaterThan(100);
      expect(never).toEqual([]);
    },
  },
  {
    section: '7.1.6',
    level: 'MUST',
    asks: 'Every error has a message that says what is wrong.',
    check: async () => {
      const errors = (await answers()).flatMap((text) => JSON.parse(text).errors ?? []);
      expect(errors).toHaveLength(4);
      for (const { message } of errors) expect(message).toMatch(/\w+ .*\w/);
    },
  },
  {
    section: '7.1.6',
    level: 'SHOULD',
    asks: 'An error of a place in the document has `locations`, from 1.',
    here: 'Errors of variables have none: what is wrong with them stands in another place.',
    check: async () => {
      refuseRoles();
      const query = '{\n users { totalCount }\n  roles { totalCount } }';
      expect((await ask(query)).errors).toMatchObject([{ locations: [{ line: 3, column: 3 }] }]);
      expect((await ask('{\n nothing }')).errors).toMatchObject([{ locations: [{ line: 2, column: 2 }] }]);
      expect((await ask('{')).errors).toMatchObject([{ locations: [{ line: 1, column: 2 }] }]);
    },
  },
  {
    section: '7.1.6',
    level: 'MUST',
    asks: 'An error of a field has its `path`, and the position is null, so that it is not taken for a value.',
    check: async () => {
      refuseRoles();
      const { data, errors } = await ask('{ failed: roles { totalCount } none: user(id: 99) { id } }');
      expect(data).toEqual({ failed: null, none: null });
      expect(errors?.map(({ path }) => path)).toEqual([['failed']]);
    },
  },
  {
    section: '7.1.6',
    level: 'SHOULD',
    asks: 'An error has no other entries; MUST: its `extensions` are a map.',
    here: 'A code stands in each.',
    check: async () => {
      const errors = (await answers()).flatMap((text) => JSON.parse(text).errors ?? []);
      expect(errors).toHaveLength(4);
      for (const error of errors) {
        expect(Object.keys(error).filter((key) => !OF_ERRORS.includes(key))).toEqual([]);
        expect(error.extensions).toEqual(expect.objectContaining({ code: expect.any(String) }));
      }
    },
  },
  {
    section: '7.1.7, 7.1.8',
    level: 'MUST',
    asks: 'A response has no other entries, and its `extensions` are a map.',
    check: async () => {
      for (const text of await answers())
        expect(Object.keys(JSON.parse(text)).filter((key) => !ENTRIES.includes(key))).toEqual([]);
      const { extensions } = await gateway.query('{ __typename }', { headers: { 'x-upstream-trace': '1' } });
      expect(extensions).toEqual({ upstream: expect.any(Object) });
    },
  },
  {
    section: '7.2.1',
    level: 'SHOULD',
    asks: 'In JSON, maps are objects, lists arrays, text and enum values strings, numbers numbers, and the rest as named there.',
    check: async () => {
      const query =
        '{ users(first: 1) { totalCount pageInfo { hasNextPage } nodes { headline kantataId } } stories { nodes { state } } }';
      expect(await textOf(query)).toBe(
        '{"data":{"users":{"totalCount":2,"pageInfo":{"hasNextPage":true},"nodes":[{"headline":null,"kantataId":"7"}]},' +
          '"stories":{"nodes":[{"state":"NOT_STARTED"}]}}}',
      );
    },
  },
  {
    section: '7.2.2',
    level: 'SHOULD',
    asks: 'The text of a response has its fields in the order in which they were asked for.',
    check: async () => {
      expect(await textOf('{ user(id: 7) { kantataId fullName } a: __typename }')).toBe(
        '{"data":{"user":{"kantataId":"7","fullName":"Ada Lovelace"},"a":"Query"}}',
      );
      expect(await textOf('{ a: __typename user(id: 7) { fullName kantataId } }')).toBe(
        '{"data":{"a":"Query","user":{"fullName":"Ada Lovelace","kantataId":"7"}}}',
      );
    },
  },
];
