/**
 * `first` and `orderBy` of fields that answer records of an association: over what came with the parent, at no call. What
 * hangs below is loaded for the chosen alone. Drawn at random, they stand in `planner.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import { inOrder, recordOrders } from '../src/schema/record-order.ts';
import { type Resource, resources } from '../src/schema/resource.ts';
import { askInParts, FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { asking } from './incremental/watched.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

/** Projects with three people each, in an order that is none of theirs, of whom one is not for the token to see. */
const PEOPLE = [
  { id: '1', full_name: 'Zoe', role_id: '1' },
  { id: '2', full_name: 'adam', role_id: '2' },
  { id: '3', full_name: 'Bea', role_id: '1' },
  { id: '4', full_name: null, role_id: '2' },
  { id: '10', full_name: 'ADAM', role_id: '2' },
];
const ROLES = [
  { id: '1', name: 'Lead' },
  { id: '2', name: 'Member' },
];
const ACCOUNT = {
  users: PEOPLE,
  roles: ROLES,
  workspaces: [
    { id: '1', title: 'One', participant_ids: ['4', '99', '1', '10', '3', '2'] },
    { id: '2', title: 'Two', participant_ids: ['3', '1'] },
  ],
};

const namesOf = (nodes: readonly { people: readonly { fullName: string | null }[] }[]) =>
  nodes.map(({ people }) => people.map(({ fullName }) => fullName));

const people = (args: string, more = '') =>
  `{ workspaces { nodes { people: participants${args} { fullName ${more} } } } }`;

const ONE_CALL = ['GET /workspaces?include=participants&per_page=20'];

describe('records of an association', () => {
  it.each([
    [
      'as the API names them',
      '(first: 2)',
      [
        [null, 'Zoe'],
        ['Bea', 'Zoe'],
      ],
    ],
    [
      'all of them, where there are no more',
      '(first: 50)',
      [
        [null, 'Zoe', 'ADAM', 'Bea', 'adam'],
        ['Bea', 'Zoe'],
      ],
    ],
    [
      'by a text without case, ties by id, null last',
      '(orderBy: ALPHABETICAL_ASC)',
      [
        ['adam', 'ADAM', 'Bea', 'Zoe', null],
        ['Bea', 'Zoe'],
      ],
    ],
    [
      'descending, null last all the same',
      '(orderBy: ALPHABETICAL_DESC)',
      [
        ['Zoe', 'Bea', 'adam', 'ADAM', null],
        ['Zoe', 'Bea'],
      ],
    ],
    ['the first in that order', '(first: 1, orderBy: ALPHABETICAL_DESC)', [['Zoe'], ['Zoe']]],
    [
      'all, with null for both',
      '(first: null, orderBy: null)',
      [
        [null, 'Zoe', 'ADAM', 'Bea', 'adam'],
        ['Bea', 'Zoe'],
      ],
    ],
  ])('are answered %s, by the call that brings all', async (_, args, expected) => {
    await using gateway = await startGateway(ACCOUNT);

    const { data, errors } = await gateway.query(people(args));

    expect(errors).toBeUndefined();
    expect(namesOf(data.workspaces.nodes)).toEqual(expected);
    expect(gateway.requests()).toEqual(ONE_CALL);
  });

  it('stand last where the API does not send the column, and a warning says so once', async () => {
    const [first, ...others] = PEOPLE;
    const { full_name: _, ...withoutName } = first ?? {};
    await using gateway = await startGateway({ ...ACCOUNT, users: [{ ...withoutName }, ...others] });

    const { data, extensions } = await gateway.query(people('(orderBy: ALPHABETICAL_ASC)'));

    expect(namesOf(data.workspaces.nodes)).toEqual([
      ['adam', 'ADAM', 'Bea', null, null],
      ['Bea', null],
    ]);
    expect(extensions.warnings).toEqual([
      {
        code: 'UNCERTAIN_ORDER',
        message: expect.stringContaining('did not send `fullName`'),
        path: ['workspaces', 'nodes', 0, 'people'],
      },
    ]);
    expect((await gateway.query(people('(first: 1)'))).extensions?.warnings).toBeUndefined();
  });

  it('are answered in different ways side by side, by one call', async () => {
    await using gateway = await startGateway(ACCOUNT);

    const { data } = await gateway.query(
      `query ($first: Int, $by: UserOrder) { workspaces(first: 1) { nodes {
      participants { kantataId }
      some: participants(first: $first) { kantataId }
      last: participants(first: 1, orderBy: $by) { kantataId }
    } } }`,
      { variables: { first: 2, by: 'ALPHABETICAL_DESC' } },
    );

    expect(data.workspaces.nodes).toEqual([
      {
        participants: ['4', '1', '10', '3', '2'].map((kantataId) => ({ kantataId })),
        some: [{ kantataId: '4' }, { kantataId: '1' }],
        last: [{ kantataId: '1' }],
      },
    ]);
    expect(gateway.requests()).toEqual(['GET /workspaces?include=participants&per_page=1']);
  });

  it('lead on alone: what hangs below the others is not asked for', async () => {
    await using gateway = await startGateway(ACCOUNT);

    const { data } = await gateway.query(people('(first: 1, orderBy: ALPHABETICAL_ASC)', 'role { name }'));

    expect(data.workspaces.nodes).toEqual([
      { people: [{ fullName: 'adam', role: { name: 'Member' } }] },
      { people: [{ fullName: 'Bea', role: { name: 'Lead' } }] },
    ]);
    const [, second, ...more] = gateway.requests();
    expect(second).toContain('only=2,3&');
    expect(more).toEqual([]);
  });

  it('narrow first, and are cut then', async () => {
    const reference = { subject_type: 'Workspace', subject_id: '1', service_model: 'm', external_model_id: 'x' };
    await using gateway = await startGateway({
      workspaces: [{ id: '1', title: 'One', external_reference_ids: ['1', '2', '3', '4'] }],
      external_references: [
        { ...reference, id: '1', service_name: 'Jira', created_at: '2026-01-01T00:00:00Z' },
        // An hour before the one above it, though its text is greater.
        { ...reference, id: '2', service_name: 'Workday', created_at: '2026-03-01T01:00:00+03:00' },
        { ...reference, id: '3', service_name: 'Workday', created_at: '2026-02-28T23:00:00Z' },
        { ...reference, id: '4', service_name: 'Workday', created_at: null },
      ],
    });

    const { data } = await gateway.query(`{ workspaces { nodes {
      externalReferences(serviceName: "workday", first: 2, orderBy: CREATED_AT_ASC) { kantataId }
    } } }`);

    expect(data.workspaces.nodes[0].externalReferences).toEqual([{ kantataId: '2' }, { kantataId: '3' }]);
    expect(gateway.requests()).toEqual(['GET /workspaces?include=external_references&per_page=20']);
  });
});

/** Tasks name their ancestors in a column, so that `id` alone needs no record. */
const TASKS = {
  stories: [
    { id: '1', title: 'c', ancestor_ids: [], due_date: '2026-02-02' },
    { id: '2', title: 'b', ancestor_ids: ['1'], due_date: '2026-02-01' },
    { id: '3', title: 'A', ancestor_ids: ['77', '1', '2'], due_date: null },
  ],
  time_entries: [{ id: '1', story_id: '3' }],
};

describe('records whose ids stand in the row of their parent', () => {
  const ancestors = (args: string, what: string) => `{ story(id: "3") { ancestors${args} { ${what} } } }`;

  it('are cut without a look at them where only ids are selected, as without arguments', async () => {
    await using gateway = await startGateway(TASKS);

    const { data } = await gateway.query(ancestors('(first: 2)', 'kantataId'));

    expect(data.story.ancestors).toEqual([{ kantataId: '77' }, { kantataId: '1' }]);
    expect(gateway.requests()).toHaveLength(1);
    expect(gateway.sandbox.requests.at(-1)?.line).not.toContain('include');
  });

  it('come with their parent where an order is asked for', async () => {
    await using gateway = await startGateway(TASKS);

    const { data } = await gateway.query(ancestors('(first: 1, orderBy: DUE_DATE_ASC)', 'kantataId'));

    expect(data.story.ancestors).toEqual([{ kantataId: '2' }]);
    expect(gateway.requests()).toHaveLength(1);
    expect(gateway.sandbox.requests.at(-1)?.line).toContain('include=ancestors');
  });

  it('are fetched where their parent has come beside another record, and foretold so', async () => {
    await using gateway = await startGateway(TASKS);
    const query =
      '{ timeEntries { nodes { story { ancestors(first: 1, orderBy: DUE_DATE_ASC) { title subStories { title } } } } } }';

    const { totals } = await gateway.explain(query);
    const { data, errors } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.timeEntries.nodes).toEqual([{ story: { ancestors: [{ title: 'b', subStories: [] }] } }]);
    const calls = gateway.requests().length;
    expect(calls).toBeGreaterThanOrEqual(totals.min);
    expect(calls).toBeLessThanOrEqual(totals.max);
  });
});

describe('what hangs below a choice', () => {
  /** Department 2 leads down two ways: by its ancestors to theirs, and by its ancestors to their parents. */
  const ORGANIZATIONS = {
    organizations: [
      { id: '1', name: 'one', type: 'Geography', parent_id: '4', ancestor_ids: [] },
      { id: '2', name: 'two', type: 'Department', parent_id: null, ancestor_ids: ['6', '1'] },
      { id: '3', name: 'three', type: 'Geography', parent_id: null, ancestor_ids: [] },
      { id: '4', name: 'four', type: 'Geography', parent_id: null, ancestor_ids: [] },
      { id: '6', name: 'six', type: 'Geography', parent_id: null, ancestor_ids: ['3'] },
    ],
  };

  it('is asked for together with what hangs below all of them', async () => {
    await using gateway = await startGateway(ORGANIZATIONS);

    const { data } = await gateway.query(`{ organizations(filter: { type: DEPARTMENT }) { nodes {
      ancestors { ancestors { name } }
      ordered: ancestors(orderBy: ALPHABETICAL_ASC) { name parent { name } }
    } } }`);

    expect(data.organizations.nodes).toEqual([
      {
        ancestors: [{ ancestors: [{ name: 'three' }] }, { ancestors: [] }],
        ordered: [
          { name: 'one', parent: { name: 'four' } },
          { name: 'six', parent: null },
        ],
      },
    ]);
    const [, second, third, ...more] = gateway.requests();
    expect(second).toContain('only=1,6');
    expect(third).toContain('only=3,4');
    expect(more).toEqual([]);
  });

  it('is asked for with the record itself, where its row has named records that are known', async () => {
    await using gateway = await startGateway({
      users: [{ id: '5', full_name: 'Ada' }],
      stories: [{ id: '1', title: 'Root', creator_id: '5', ancestor_ids: ['1'], parsed_description: 'All of it' }],
      expenses: [{ id: '1', story_id: '1' }],
    });

    const { data } = await gateway.query(`{ expenses { nodes { story {
      ancestors(first: 1) { parsedDescription }
      creator { skillMemberships { level } }
      currentAssignments { kantataId }
    } } } }`);

    expect(data.expenses.nodes).toEqual([
      {
        story: {
          ancestors: [{ parsedDescription: 'All of it' }],
          creator: { skillMemberships: [] },
          currentAssignments: [],
        },
      },
    ]);
    // Its list with the task, the creator, and the task with all that is wanted of it.
    expect(gateway.requests()).toHaveLength(3);
  });
});

describe('what cannot be loaded', () => {
  it('has no place in an order: its error is the list’s, and the others are answered', async () => {
    // Task 1 comes beside its own entry of time.
    const entries = [...TASKS.time_entries, { id: '2', story_id: '1' }];
    await using gateway = await startGateway({ ...TASKS, time_entries: entries });
    gateway.sandbox.fail({ match: 'only=2,77', status: 403 });
    const query = '{ timeEntries { nodes { story { title ancestors(orderBy: DUE_DATE_ASC) { title } } } } }';
    const all = await gateway.query(query.replace('(orderBy: DUE_DATE_ASC)', ''));
    const ordered = await gateway.query(query);

    expect(ordered.data).toEqual(all.data);
    expect(ordered.data.timeEntries.nodes[0].story).toEqual({ title: 'A', ancestors: [{ title: 'c' }] });
    expect(ordered.errors?.length).toBeGreaterThan(0);
    expect(ordered.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      all.errors?.map(({ path, extensions }) => [path, extensions.code]),
    );
  });

  it.each([
    ['first: 0', 'first: 1 or more.'],
    ['first: -3', 'first: 1 or more.'],
  ])('is refused before any call: %s', async (args, message) => {
    await using gateway = await startGateway(ACCOUNT);

    const { data, errors } = await gateway.query(people(`(${args})`));

    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.requests()).toEqual([]);
  });

  it('is refused with the orders there are: one that no column tells', async () => {
    await using gateway = await startGateway({ workspaces: [{ id: '1' }] });

    const { errors } = await gateway.query(
      '{ workspaceGroups { nodes { workspaces(orderBy: PRICE_ASC) { title } } } }',
    );

    expect(errors?.[0]?.message).toContain('orderBy: the records that came do not tell this order. Here: ');
    expect(errors?.[0]?.message).toContain('TITLE_ASC');
    expect(errors?.[0]?.message).not.toContain('PRICE');
    expect(gateway.requests()).toEqual([]);
  });
});

describe('the estimate', () => {
  const query = (args: string) =>
    `{ workspaces(first: 200) { nodes { participants${args} { externalReferences { subject { ... on User { role { name } } } } skills { skillCategory { name } } } } } }`;

  it('counts no more below a field than it answers', async () => {
    await using gateway = await startGateway(ACCOUNT);

    const all = await gateway.explain(query(''));
    const one = await gateway.explain(query('(first: 1)'));
    const three = await gateway.explain(query('(first: 3, orderBy: ALPHABETICAL_ASC)'));

    // Of 200 projects: ten people each by assumption, and at most as many as are answered.
    expect(all.totals.likely).toBeGreaterThan(three.totals.likely);
    expect(three.totals.likely).toBeGreaterThan(one.totals.likely);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('an answer in parts', () => {
  it.each([
    '{ workspaces { nodes { title people: participants(first: 3, orderBy: ALPHABETICAL_ASC) @stream(initialCount: 1) { fullName role { name } } } } }',
    '{ workspaces { nodes { title ... @defer { people: participants(first: 1, orderBy: ALPHABETICAL_DESC) { fullName ... @defer { role { name } } } } } } }',
  ])('is the whole one: %s', async (query) => {
    await using gateway = await startGateway(ACCOUNT);
    const whole = await gateway.query(query.replaceAll(/@stream\(initialCount: 1\)|@defer/g, ''));
    const calls = gateway.requests();
    const [accept] = Object.values(FORMATS) as [string];

    const parts = await askInParts({ url: gateway.url, token: SOMEBODY, query, variables: {}, accept });
    const merged = merge(parts);

    expect(merged.complaints).toEqual([]);
    expect(merged.data).toEqual(whole.data);
    expect(gateway.requests()).toEqual(calls);
  });
});

describe('several operations of one request', () => {
  it('choose for themselves, though they are one document', async () => {
    await using gateway = await startGateway(ACCOUNT, { batchLimit: 4 });
    const query =
      'query ($first: Int) { workspaces { nodes { people: participants(first: $first) { fullName role { name } } } } }';
    const asked = [1, 2].map((first) => ({ query, variables: { first } }));

    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SOMEBODY}` },
      body: JSON.stringify(asked),
    });
    const answers = (await response.json()) as { data: Awaited<ReturnType<TestGateway['query']>>['data'] }[];

    expect(answers.map(({ data }) => namesOf(data.workspaces.nodes))).toEqual([
      [[null], ['Bea']],
      [
        [null, 'Zoe'],
        ['Bea', 'Zoe'],
      ],
    ]);
    expect(gateway.requests()).toHaveLength(2);
  });
});

const schema = createSchema();

/** Every field that answers records of an association in any number. */
const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  'getFields' in type && resources.has(type.name)
    ? Object.values(type.getFields()).flatMap((field) => {
        const plan = fieldPlanOf(field as Parameters<typeof fieldPlanOf>[0]);
        const isMany = plan?.kind === 'association' && plan.association.kind === 'many';
        return isMany ? [{ name: `${type.name}.${field.name}`, field, target: plan.association.targets()[0] }] : [];
      })
    : [],
);

describe('the schema', () => {
  it('has `first` on every field of records in any number, and `orderBy` where a column tells an order', () => {
    expect(fields.length).toBeGreaterThan(100);
    for (const { name, field, target } of fields) {
      const args = 'args' in field ? field.args.map(({ name: argument }: { name: string }) => argument) : [];
      const orders = recordOrders(target as Resource);
      expect({ name, args }).toMatchObject({ args: expect.arrayContaining(['first']) });
      expect({ name, isOrdered: args.includes('orderBy') }).toEqual({ name, isOrdered: orders.size > 0 });
    }
  });

  it('orders by columns that every row has, and never by money, which may be of several currencies', () => {
    for (const resource of resources.values())
      for (const { field, attribute } of recordOrders(resource).values()) {
        expect(attribute.optional, `${resource.type}.${field}`).toBe(false);
        expect(`${resource.type}.${field}`).not.toMatch(/InCents$|\.price$|\.amount$/);
      }
    expect([...recordOrders(resources.get('Workspace') as Resource).keys()]).not.toContain('price:asc');
  });

  it('orders ids as numbers, and nothing by what cannot be read', () => {
    const order = recordOrders(resources.get('Invoice') as Resource).get('id:desc');
    const created = recordOrders(resources.get('Invoice') as Resource).get('created_at:asc');

    expect(
      order &&
        inOrder(
          order,
          ['9', '10', '2'].map((id) => [id, { id }]),
        ),
    ).toEqual(['10', '9', '2']);
    const rows = ['yesterday', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'].map(
      (time, index) => [String(index), { created_at: time }] as const,
    );
    expect(created && inOrder(created, rows)).toEqual(['2', '1', '0']);
  });
});

describe('records that are asked for by id and come one by one', () => {
  it('are answered some records of an association, with what hangs below these', async () => {
    await using gateway = await startGateway({
      users: [{ id: '1', full_name: 'Ada', skill_ids: ['6', '7'] }],
      skills: [
        { id: '6', name: 'Welding', external_reference_ids: ['60'] },
        { id: '7', name: 'Drawing', external_reference_ids: ['70'] },
      ],
      external_references: ['6', '7'].map((id) => ({ id: `${id}0`, subject_type: 'Skill', subject_id: id })),
    });
    gateway.sandbox.fail({ match: /^GET \/users/, delayMs: 60 });
    // What comes first has the entries tried before their records are there.
    const query = (defer: string, stream: string) =>
      `{ roles { totalCount } ... ${defer} { usersById(ids: [1]) ${stream} {
        skills(first: 1, orderBy: ALPHABETICAL_ASC) { name externalReferenceIds }
      } } }`;

    const whole = await gateway.query(query('', ''));
    const calls = gateway.requests();
    const parts = await asking(gateway, query('@defer', '@stream(initialCount: 0)'));

    expect(whole.data).toMatchObject({ usersById: [{ skills: [{ name: 'Drawing', externalReferenceIds: ['70'] }] }] });
    expect(merge(parts)).toMatchObject({ data: whole.data, errors: [], complaints: [] });
    expect(parts.length).toBeGreaterThan(1);
    expect(gateway.requests().toSorted()).toEqual(calls.toSorted());
    expect(calls).toHaveLength(3);
  });
});
