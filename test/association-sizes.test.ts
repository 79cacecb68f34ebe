/** How many records associations to many are expected to hold: declared, learned from answers, shown, and never relied on. */
import { describe, expect, it } from 'vitest';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import type { Link } from '../src/loaders/collection.ts';
import { differentRecords } from '../src/loaders/fan-out.ts';
import { stepOf } from '../src/loaders/size-facts.ts';
import type { ExplainedAssociation } from '../src/execution/explain-associations.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway } from './support/gateway.ts';

const PEOPLE = 8;
const people = Array.from({ length: PEOPLE }, (_, at) => ({
  id: `${at + 1}`,
  full_name: `User ${at + 1}`,
  role_id: '7',
}));

/** Projects of which each has so many of the people, another one first each time. */
const projects = (count: number, each: number, from = 1) =>
  Array.from({ length: count }, (_, at) => ({
    id: `${from + at}`,
    title: `Project ${from + at}`,
    participant_ids: Array.from({ length: each }, (_, next) => `${((at + next) % PEOPLE) + 1}`),
  }));

const rowsOf = (count: number, each: number) => ({
  users: people,
  roles: [{ id: '7', name: 'Engineer' }],
  workspaces: projects(count, each),
});

const factsOf = () => new ApiFacts(resources.values());

const linkOf = (type: string, name: string) => resources.get(type)?.links.get(name) as Link;
const participants = linkOf('Workspace', 'participants');

/** A fact of so many rows, each with so many records of its own. */
const learn = (facts: ApiFacts, rows: number, each: number) => {
  for (let row = 0; row < rows; row++)
    facts.sizes.learn(participants, [Array.from({ length: each }, (_, at) => `${row}-${at}`)]);
};

const sizesIn = (explained: { associations: readonly ExplainedAssociation[] }) =>
  Object.fromEntries(
    explained.associations.map(({ association, expected, different, from }) => [
      association,
      [expected, different, from],
    ]),
  );

describe('an explanation', () => {
  it('tells the size of each association to many, and why', async () => {
    await using gateway = await startGateway(rowsOf(2, 2));

    const explained = await gateway.explain(`{
      workspaces(first: 20) { nodes { approvers { fullName } possibleApprovers { fullName } people: participants { id fullName } } }
    }`);

    expect(explained.associations).toEqual([
      {
        association: 'Workspace.approvers',
        serves: ['workspaces.nodes.approvers'],
        expected: 3,
        different: null,
        from: 'declared',
        why: 'A few people approve.',
      },
      {
        association: 'Workspace.possibleApprovers',
        serves: ['workspaces.nodes.possibleApprovers'],
        expected: 300,
        different: 300,
        from: 'declared',
        why: 'Nearly every person of the account could be chosen, and the same ones for each record.',
      },
      {
        association: 'Workspace.participants',
        serves: ['workspaces.nodes.people'],
        expected: 10,
        different: null,
        from: 'assumed',
        why: 'Nothing is known of it yet, so 10 are assumed.',
      },
    ]);
    expect(explained.expectedRecords).toBe(20 * (1 + 3 + 300 + 10));
    expect(gateway.requests()).toEqual([]);
  });

  it('counts with the `first` of an association, and with one of those that are one', async () => {
    await using gateway = await startGateway(rowsOf(2, 2));

    const { expectedRecords } = await gateway.explain(`{
      workspaces(first: 20) { nodes { possibleApprovers(first: 2) { fullName } customField(name: "Colour") { value } } }
    }`);

    expect(expectedRecords).toBe(20 * (1 + 2 + 1));
  });

  it('counts the same people of twenty projects once, where calls are made for them', async () => {
    await using gateway = await startGateway(rowsOf(2, 2));
    const likely = async (field: string) =>
      (await gateway.explain(`{ workspaces(first: 20) { nodes { ${field} { role { name } } } } }`)).totals.likely;

    // The list, and people by id for their roles: 300 of them, and 200.
    expect(await likely('possibleApprovers')).toBe(await likely('participants'));
  });
});

describe('a size', () => {
  const query = '{ workspaces(first: 200) { nodes { participants { fullName role { name } } } } }';

  it('is learned from answers, at no call, and changes what is likely but never what may happen at most', async () => {
    await using gateway = await startGateway(rowsOf(40, 4));
    const before = await gateway.explain(query);

    const { errors } = await gateway.query(query);
    const calls = gateway.requests();
    // Twenty rows of an answer are looked at.
    await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(gateway.requests()).toEqual(calls);
    const after = await gateway.explain(query);
    expect(sizesIn(before)).toEqual({ 'Workspace.participants': [10, null, 'assumed'] });
    // 4 of 8 people, in steps of 1, 2 and 5.
    expect(sizesIn(after)).toEqual({ 'Workspace.participants': [5, 10, 'learned'] });
    expect([before.expectedRecords, after.expectedRecords]).toEqual([200 * (1 + 10 * 2), 200 * (1 + 5 * 2)]);
    expect(after.totals.likely).toBeLessThan(before.totals.likely);
    expect(after.totals.max).toBe(before.totals.max);
    expect((await gateway.query(query)).errors).toBeUndefined();
    expect(gateway.requests()).toEqual(calls);
  });

  it('lets no operation pass its limits', async () => {
    const everybody = Array.from({ length: 400 }, (_, at) => ({
      id: `${at + 1}`,
      full_name: 'N. N.',
      role_id: `${at + 1}`,
    }));
    const rows = {
      users: everybody,
      roles: everybody.map(({ id }) => ({ id, name: `Role ${id}` })),
      workspaces: [
        ...projects(60, 0),
        { id: '99', title: 'All hands', participant_ids: everybody.map(({ id }) => id) },
      ],
    };
    await using gateway = await startGateway(rows, { maxRecords: 300, maxUpstreamCalls: 3 });
    for (const first of [60, 59])
      await gateway.query(`{ workspaces(first: ${first}) { nodes { participants { fullName } } } }`);
    const large = '{ workspacesById(ids: ["99"]) { title participants { role { name } } } }';
    expect(sizesIn(await gateway.explain(large))).toEqual({ 'Workspace.participants': [0.1, null, 'learned'] });
    gateway.requests();

    const { data, errors } = await gateway.query(large);

    expect(gateway.requests().length).toBeLessThanOrEqual(3);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
    expect(data.workspacesById).toBeNull();
  });

  it('is shown once thirty rows had the association', () => {
    const facts = factsOf();

    learn(facts, 29, 2);
    expect(facts.sizes.isLearned(participants)).toBe(false);
    learn(facts, 1, 2);

    expect(facts.sizes.isLearned(participants)).toBe(true);
    expect(facts.sizes.of(participants)).toEqual({ records: 2, different: Number.POSITIVE_INFINITY });
  });

  it('follows the API within some hundred rows, and tells that estimates have changed', () => {
    const facts = factsOf();
    learn(facts, 2_000, 5);
    const { revision } = facts;

    learn(facts, 1_500, 50);

    expect(facts.sizes.of(participants).records).toBe(50);
    expect(facts.revision).toBeGreaterThan(revision);
  });

  it('does not go to and fro between two steps, so that estimates stay', () => {
    const facts = factsOf();
    // The middle between 2 and 5 is 3.16.
    for (let times = 0; times < 200; times++) learn(facts, 1, times % 2 === 0 ? 3 : 4);
    const { revision } = facts;

    for (let times = 0; times < 200; times++) learn(facts, 25, times % 2 === 0 ? 3 : 4);

    expect(facts.revision).toBe(revision);
  });

  it.each([
    [0, 0.1],
    [0.3, 0.2],
    [1.2, 1],
    [3, 2],
    [3.5, 5],
    [240, 200],
    [900, 1000],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %d is shown as %d', (size, shown) => {
    expect(stepOf(size, null)).toBe(shown);
  });
});

describe('records that come again under other records', () => {
  const same = Array.from({ length: 300 }, (_, at) => String(at));
  const rows = (count: number, of: (row: number) => readonly string[]) =>
    Array.from({ length: count }, (_, row) => of(row));

  it.each([
    ['the same ones under each', rows(20, () => same), 200],
    ['others under each', rows(20, (row) => [`${row}`, `${row + 1000}`]), Number.POSITIVE_INFINITY],
    // By chance four of forty.
    ['some of a few', rows(20, (row) => [0, 1, 2, 3].map((at) => `${(row * 7 + at * at * 11) % 40}`)), 50],
  ])('are known by how often: %s', (_, sample, different) => {
    const facts = factsOf();
    for (let times = 0; times < 3; times++) facts.sizes.learn(participants, sample);
    expect(facts.sizes.of(participants).different).toBe(different);
  });

  it('are not judged by rows that came alone', () => {
    const facts = factsOf();
    for (let times = 0; times < 3; times++)
      facts.sizes.learn(
        participants,
        rows(20, () => same),
      );
    const { revision } = facts;

    for (let times = 0; times < 50; times++) facts.sizes.learn(participants, [same]);

    expect(facts.sizes.of(participants)).toEqual({ records: 200, different: 200 });
    expect(facts.revision).toBe(revision);
  });

  it.each([
    [1, { records: 300, different: 300 }, 300],
    [20, { records: 300, different: 300 }, 300],
    [20, { records: 3, different: Number.POSITIVE_INFINITY }, 60],
    [1, { records: 0.1, different: Number.POSITIVE_INFINITY }, 1],
    [0, { records: 3, different: 5 }, 0],
    [200, { records: 0.1, different: Number.POSITIVE_INFINITY }, 20],
    [1, { records: 4, different: 8 }, 4],
    [2, { records: 4, different: 8 }, 6],
    [1000, { records: 4, different: 8 }, 8],
  ])('are so many of %d parents with %j: %d', (parents, fanOut, records) => {
    expect(differentRecords(parents, fanOut)).toBe(records);
  });
});

describe('learning', () => {
  /** Rows that count how often something of them is read. */
  const watched = (count: number) => {
    let reads = 0;
    const rows = Array.from({ length: count }, () =>
      Object.defineProperty({}, 'participant_ids', { get: () => (reads++, ['1', '2']) }),
    );
    return { rows, reads: () => reads };
  };

  it('looks at no more than twenty rows of an answer, from all over it', () => {
    const facts = factsOf();
    const { rows, reads } = watched(2_000);

    facts.sizes.see('workspaces', rows);

    expect(reads()).toBe(20);
  });

  it('looks at one answer in sixteen once it knows a type', () => {
    const facts = factsOf();
    for (let times = 0; times < 16; times++) facts.sizes.see('workspaces', watched(20).rows);
    const { rows, reads } = watched(1);

    for (let times = 0; times < 160; times++) facts.sizes.see('workspaces', rows);

    expect(reads()).toBe(10);
  });

  it('keeps nothing of what the schema does not know', () => {
    const facts = factsOf();
    facts.sizes.see('no_such_rows', [{ id: '1', participant_ids: ['1'] }]);
    facts.sizes.see('workspaces', [
      { id: '1', stranger_ids: ['1'] },
      { id: '2', participant_ids: 'none' },
    ]);
    expect(facts.sizes.all().filter(({ isLearned }) => isLearned)).toEqual([]);
    expect(facts.sizes.save()).toEqual({});
  });
});

describe('what was learned', () => {
  it('is saved in steps, and nothing else is', () => {
    const facts = factsOf();
    const same = Array.from({ length: 310 }, (_, at) => `secret-${at}`);
    for (let times = 0; times < 4; times++)
      facts.sizes.learn(
        linkOf('Workspace', 'possible_approvers'),
        Array.from({ length: 20 }, () => same),
      );
    learn(facts, 40, 3);

    const { sizes } = JSON.parse(facts.save('https://api'));

    expect(sizes).toEqual({
      'workspaces.participants': { records: 2 },
      'workspaces.possible_approvers': { records: 200, different: 200 },
    });
    const next = factsOf();
    expect(next.restore(facts.save('https://api'), 'https://api')).toBe(true);
    expect(JSON.parse(next.save('https://api')).sizes).toEqual(sizes);
    expect(next.restore(facts.save('https://other'), 'https://api')).toBe(false);
  });

  it('by this process counts more than what a file says, and no size is taken that is none', () => {
    const facts = factsOf();
    learn(facts, 100, 2);
    facts.restore(
      JSON.stringify({
        format: 1,
        api: '',
        writes: {},
        sizes: {
          'workspaces.participants': { records: 500 },
          'workspaces.approvers': { records: -1 },
          'workspaces.financial_viewers': { records: '3' },
          'workspaces.possible_approvers': 'many',
          'workspaces.no_such': { records: 3 },
          'stories.sub_stories': null,
        },
      }),
      '',
    );

    expect(facts.sizes.all().flatMap(({ name, records, isLearned }) => (isLearned ? [[name, records]] : []))).toEqual([
      ['workspaces.participants', 2],
    ]);
  });
});
