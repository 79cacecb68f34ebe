/** What the API does not tell: asked for once more, learned, and never taken for nothing. */
import { describe, expect, it } from 'vitest';
import { ApiDrift } from '../src/loaders/api-drift.ts';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { logDrift } from '../src/process/drift-log.ts';
import { keepFacts } from '../src/process/facts-file.ts';
import { type Dialect, dialectOf, READINGS } from '../src/sandbox/dialect.ts';
import { knownKeys } from '../src/schema/known-keys.ts';
import { resources } from '../src/schema/resource.ts';
import { startGateway } from './support/gateway.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const rows = {
  roles: [{ id: '7', name: 'Engineer' }],
  users: ['1', '2'].map((id) => ({ id, full_name: `User ${id}`, role_id: '7' })),
  workspaces: [{ id: '5', title: 'Bridge', creator_id: '1' }],
  workspace_resources: ['21', '22'].map((id, at) => ({
    id,
    label: `Seat ${id}`,
    user_id: String(at + 1),
    role_id: '7',
    workspace_id: '5',
  })),
  estimates: [{ id: '185', workspace_id: '5', external_reference_ids: [] }],
  participations: [{ id: '31', user_id: '1', workspace_id: '5' }],
  custom_fields: [{ id: '3', name: 'Colour' }],
  custom_field_values: [
    {
      id: '9',
      subject_type: 'Workspace',
      subject_id: 5,
      custom_field_id: '3',
      custom_field_name: 'Colour',
      value: 'red',
      type: 'string',
    },
  ],
  external_references: [{ id: '1', subject_type: 'Workspace', subject_id: 5, service_name: 'crm' }],
};

const speaking = (words: string) => ({ sandbox: { dialect: dialectOf(words) as Dialect } });

const factsOf = () => new ApiFacts(resources.values());

describe.each(READINGS)('over an API that speaks as %s', (words) => {
  it.each([
    [
      'an id beside another include',
      '{ estimatesById(ids: ["185"]) { workspaceId externalReferenceIds } }',
      { estimatesById: [{ workspaceId: '5', externalReferenceIds: [] }] },
    ],
    [
      'a record with what its include does not bring',
      '{ workspaceResourcesById(ids: ["21", "22"]) { user { fullName role { name } } } }',
      {
        workspaceResourcesById: ['1', '2'].map((id) => ({
          user: { fullName: `User ${id}`, role: { name: 'Engineer' } },
        })),
      },
    ],
    [
      'a record that only its ids are asked of',
      '{ workspaceResources { nodes { user { kantataId } workspaceId } } }',
      { workspaceResources: { nodes: ['1', '2'].map((kantataId) => ({ user: { kantataId }, workspaceId: '5' })) } },
    ],
    [
      'a record behind one that came beside another',
      '{ workspaceResources(first: 1) { nodes { workspace { creator { fullName } } } } }',
      { workspaceResources: { nodes: [{ workspace: { creator: { fullName: 'User 1' } } }] } },
    ],
    [
      'the place that a record must be asked in',
      '{ participations(workspaceId: "5") { nodes { user { role { name } } workspace { title } } } }',
      { participations: { nodes: [{ user: { role: { name: 'Engineer' } }, workspace: { title: 'Bridge' } }] } },
    ],
  ])('tells %s', async (_, query, answer) => {
    await using gateway = await startGateway(rows, speaking(words));

    for (const turn of [1, 2]) {
      const { data, errors, extensions } = await gateway.query(query);
      expect([turn, errors, extensions]).toEqual([turn, undefined, undefined]);
      expect(data).toEqual(answer);
    }
  });

  it('tells entities of a router, the ids of which other subgraphs keep', async () => {
    await using gateway = await startGateway(rows, { ...speaking(words), federation: true });

    const { data, errors } = await gateway.query(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkspaceResource { userId user { role { name } } } ... on Estimate { workspaceId } } }',
      {
        variables: {
          of: [
            { __typename: 'WorkspaceResource', id: 'WorkspaceResource:21' },
            { __typename: 'Estimate', kantataId: '185' },
          ],
        },
      },
    );

    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ userId: '1', user: { role: { name: 'Engineer' } } }, { workspaceId: '5' }]);
  });

  it('knows after one operation what a second one costs', async () => {
    await using gateway = await startGateway(rows, speaking(words));
    const query = '{ workspaceResources { nodes { user { role { name } } } } }';
    await gateway.query(query);
    const first = gateway.requests().length;
    const { totals } = await gateway.explain(query);
    await gateway.query(query);
    const second = gateway.requests().length;

    expect(first).toBeLessThanOrEqual(3);
    expect(second).toBe(2);
    expect(totals.min).toBeLessThanOrEqual(second);
    expect(totals.max).toBeGreaterThanOrEqual(second);
  });
});

it('what one caller learned of the API spares another a call', async () => {
  const users = ['demo', 'other'].map((token) => ({ token, userId: '1', name: token }));
  await using gateway = await startGateway(rows, { sandbox: { dialect: dialectOf('contract') as Dialect, users } });
  const query = '{ workspaceResources { nodes { user { role { name } } } } }';

  await gateway.query(query, { token: 'demo' });
  const first = gateway.requests();
  await gateway.query(query, { token: 'other' });

  expect(first).toHaveLength(3);
  expect(gateway.requests()).toHaveLength(2);
});

describe('what the API does not tell though it is asked', () => {
  const hiding = (collection: string, field: string) => ({
    sandbox: {
      users: [
        {
          token: 'demo',
          userId: '1',
          name: 'Ada',
          hides: (key: string, name: string) => key === collection && name === field,
        },
      ],
    },
  });

  it.each([
    ['a record', '{ workspaceResources(first: 1) { nodes { label user { fullName } } } }', 'user'],
    ['an id', '{ workspaceResources(first: 1) { nodes { label userId } } }', 'userId'],
  ])('%s is null with a warning at its path, and costs one call more', async (_, query, field) => {
    await using gateway = await startGateway(rows, hiding('workspace_resources', 'user_id'));

    const { data, errors, extensions } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.workspaceResources.nodes).toEqual([{ label: 'Seat 21', [field]: null }]);
    expect(extensions.warnings).toEqual([
      { message: expect.stringContaining('`user`'), code: 'NOT_TOLD', path: ['workspaceResources', 'nodes', 0, field] },
    ]);
    expect(gateway.requests().length).toBeLessThanOrEqual(2);
  });

  it('is no warning where the contract says that it may be silent', async () => {
    await using gateway = await startGateway({ stories: [{ id: '1', title: 'a' }] }, hiding('stories', 'reply_ids'));

    const { data, extensions } = await gateway.query('{ storiesById(ids: ["1"]) { replyIds } }');

    expect(data.storiesById).toEqual([{ replyIds: null }]);
    expect(extensions).toBeUndefined();
  });

  it('is no warning where it is an attribute: that is a right', async () => {
    await using gateway = await startGateway(rows, hiding('workspaces', 'title'));

    const { data, extensions } = await gateway.query('{ workspaces { nodes { title } } }');

    expect(data.workspaces.nodes).toEqual([{ title: null }]);
    expect(extensions).toBeUndefined();
  });
});

describe('facts of the API', () => {
  const link = (key: string, name: string) =>
    factsOf()
      .assumptions()
      .find((one) => one.name === `${key}.${name}`)?.link as Parameters<ApiFacts['isOwn']>[0];
  const user = link('workspace_resources', 'user');
  const none = new Set<string>();

  it('are as declared until the API shows otherwise, and vary once it contradicts itself', () => {
    const facts = factsOf();
    expect([facts.isOwn(user), facts.isSure(user)]).toEqual([true, false]);

    facts.learn('workspace_resources', [{ id: '1' }], none);
    expect([facts.isOwn(user), facts.isSure(user)]).toEqual([false, true]);

    facts.learn('workspace_resources', [{ id: '1', user_id: null }], none);
    expect([facts.isOwn(user), facts.isSure(user)]).toEqual([false, false]);
  });

  it('are not learned from what was included', () => {
    const facts = factsOf();
    facts.learn('workspace_resources', [{ id: '1', user_id: '7' }], new Set(['user']));

    expect(facts.assumptions().find(({ name }) => name === 'workspace_resources.user')?.shown).toBe('unknown');
  });

  it('hold nothing of any row, and are a fixed number', () => {
    const facts = factsOf();
    const before = facts.assumptions().length;
    facts.learn('workspace_resources', [{ id: '4711', user_id: '815', secret_key: 'x' }], none);
    facts.learn('no_such_collection', [{ id: '4711' }], none);

    expect(facts.save('api')).not.toMatch(/4711|815|secret/);
    expect(facts.assumptions()).toHaveLength(before);
  });

  it('are kept in a file for the same API alone', () => {
    using folder = temporaryFolder();
    const path = folder.write('facts.json', '{}');
    const lines: string[] = [];
    const warn = (line: string) => void lines.push(line);
    const learned = factsOf();
    const file = keepFacts(learned, path, 'https://one.example/api/v1', warn);
    learned.learn('workspace_resources', [{ id: '1' }], none);
    file.close();

    const [same, other] = [factsOf(), factsOf()];
    keepFacts(same, path, 'https://one.example/api/v1', warn).close();
    keepFacts(other, path, 'https://other.example/api/v1', warn).close();

    expect(same.isOwn(user)).toBe(false);
    expect(other.isOwn(user)).toBe(true);
    // The file that was no facts, and the facts about another API.
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.includes('API_FACTS_FILE'))).toBe(true);
  });
});

describe('drift', () => {
  it('is noted by type and name, never by value', async () => {
    await using gateway = await startGateway({
      stories: [{ id: '1', title: 'a', state: 'pondering', brand_new_key: 'secret value', 'Not A Name': 1 }],
    });

    await gateway.query('{ stories { nodes { title state } } }');

    expect(gateway.gateway.drift.counts()).toEqual([
      { kind: 'key', type: 'stories', names: 1 },
      { kind: 'word', type: 'StoryState', names: 1 },
    ]);
    const news = gateway.gateway.drift.news();
    expect(news).toEqual(['key stories.brand_new_key', 'word StoryState.words']);
    expect(gateway.gateway.drift.news()).toEqual([]);
  });

  it('is bounded, however many keys the API makes up', () => {
    const drift = new ApiDrift(knownKeys());
    for (let number = 0; number < 1_000; number++) drift.row('stories', { [`key_${number}`]: 1 });

    expect(drift.counts()).toEqual([{ kind: 'key', type: 'stories', names: 50 }]);
  });

  it('is one line of the log, once', async () => {
    const drift = new ApiDrift(knownKeys());
    const lines: string[] = [];
    const stop = logDrift(drift, (line) => lines.push(line), 5);
    drift.row('stories', { brand_new_key: 1 });
    await expect.poll(() => lines).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    stop();

    expect(lines).toEqual(['the API differs from the schema: key stories.brand_new_key']);
  });

  it('is of no word over the made-up account', async () => {
    await using gateway = await startGateway(undefined, { sandbox: { size: 2_000 } });
    await gateway.query(
      '{ stories { nodes { title } } workspaces { nodes { title } } users { nodes { fullName } } timeEntries { nodes { notes } } }',
    );

    expect(gateway.gateway.drift.news().filter((name) => !name.startsWith('key '))).toEqual([]);
  });
});
