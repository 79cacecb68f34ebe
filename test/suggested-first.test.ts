/**
 * The `first` that a refusal names of fields below the root: lists under records, and choices among the records of an
 * association. Of lists at the root `limits-that-help.test.ts` tells.
 */
import { assert, asyncProperty, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { sized } from './support/long-form.ts';

interface Asked {
  /** `first` of the fields, from the outside. */
  readonly outer: number;
  readonly inner: number;
}

interface Shape {
  readonly write: (asked: Asked) => string;
  /** Which of the two a path is about. */
  readonly of: Readonly<Record<string, keyof Asked>>;
}

const LISTS: Shape = {
  write: ({ outer, inner }) => `{
    workspace(id: 1) { stories(first: ${outer}) { nodes { title posts(first: ${inner}) { nodes { user { role { name } } } } } } }
  }`,
  of: { 'workspace.stories': 'outer', 'workspace.stories.nodes.posts': 'inner' },
};

/** Of each person that is answered, a list of its own. */
const CHOICES: Shape = {
  write: ({ outer, inner }) => `{
    workspacesById(ids: [${Array.from({ length: 9 }, (_, index) => index + 1).join()}]) {
      participants(first: ${outer}) { assignments(first: ${inner}) { nodes { kantataId } } }
    }
  }`,
  of: { 'workspacesById.participants': 'outer', 'workspacesById.participants.assignments': 'inner' },
};

interface Refusal {
  readonly suggestedFirst?: number;
  readonly suggestedFor?: readonly string[];
}

/** Why an operation does not run; null where it does. */
async function refusalOf(gateway: TestGateway, query: string): Promise<Refusal | null> {
  const { data, errors } = await gateway.query(query);
  if (data !== undefined) return null;
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
  return errors?.[0]?.extensions as Refusal;
}

describe('a `first` that is suggested below the root', () => {
  it.each([
    ['lists under records, by calls', LISTS, { maxUpstreamCalls: 12 }],
    ['lists under records, by records', LISTS, { maxRecords: 400 }],
    ['choices among records, by calls', CHOICES, { maxUpstreamCalls: 30 }],
    ['choices among records, by both', CHOICES, { maxUpstreamCalls: 60, maxRecords: 150 }],
  ])(
    'passes, and is the greatest, or nearer to it than a thirtieth of what was asked: %s',
    async (_, shape, limits) => {
      await using gateway = await startGateway(undefined, limits);
      let suggested = 0;
      const promise = asyncProperty(
        record({ outer: integer({ min: 1, max: 120 }), inner: integer({ min: 1, max: 120 }) }),
        async (asked) => {
          const refusal = await refusalOf(gateway, shape.write(asked));
          if (!refusal?.suggestedFirst) return;
          suggested++;
          const { suggestedFirst: first, suggestedFor = [] } = refusal;
          const names = suggestedFor.map((path) => shape.of[path] as keyof Asked);
          const withFirst = (number: number): Asked => ({
            ...asked,
            ...Object.fromEntries(names.map((name) => [name, Math.min(asked[name], number)])),
          });

          expect(names).not.toContain(undefined);
          expect(await refusalOf(gateway, shape.write(withFirst(first)))).toBeNull();
          const most = Math.max(...names.map((name) => asked[name]));
          const more = first + Math.ceil(most / 30);
          const isShort = more < most && (await refusalOf(gateway, shape.write(withFirst(more)))) === null;
          expect(isShort).toBe(false);
        },
      );

      await assert(promise, { seed: 20_261_201, numRuns: sized({ long: 100, short: 12 }) });
      expect(suggested).toBeGreaterThan(2);
    },
    120_000,
  );

  it('names the field that can keep most of its rows, where it stands', async () => {
    await using gateway = await startGateway(undefined, { maxRecords: 400 });

    const { errors } = await gateway.query(LISTS.write({ outer: 10, inner: 100 }));

    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('`first: 12` of `workspace.stories.nodes.posts` would pass'),
        extensions: { suggestedFirst: 12, suggestedFor: ['workspace.stories.nodes.posts'] },
      },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('is none in an operation of so many fields that trying would take longer than a refusal should', async () => {
    await using gateway = await startGateway(undefined, { maxRecords: 400 });
    const many = ['title', 'state', 'dueDate', 'startDate']
      .flatMap((name) => Array.from({ length: 75 }, (_, index) => `${name}${index}: ${name}`))
      .join(' ');

    const { errors } = await gateway.query(LISTS.write({ outer: 10, inner: 100 }).replace('title', many));

    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', costliest: 'workspace' } }]);
    expect(errors?.[0]?.extensions).not.toHaveProperty('suggestedFirst');
  });

  it('is for all of them, where none alone would do', async () => {
    await using gateway = await startGateway(undefined, { maxRecords: 100 });

    const { errors } = await gateway.query(`{
      workspace(id: 1) { a: stories(first: 90) { nodes { title } } b: stories(first: 90) { nodes { title } } c: stories(first: 90) { nodes { title } } }
    }`);

    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('`first: 33` in each list would pass'),
        extensions: { suggestedFirst: 33, suggestedFor: ['workspace.a', 'workspace.b', 'workspace.c'] },
      },
    ]);
  });
});
