/** When calls go out, and who shares them: the waves of one operation, and the flights of several. */
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';

const rows = {
  roles: [{ id: '7', name: 'Engineer' }],
  users: ['1', '2', '3'].map((id) => ({ id, full_name: `User ${id}`, role_id: '7', bio: `Bio ${id}` })),
  workspaces: [{ id: '5', title: 'Bridge', stage: 'planning' }],
  stories: [{ id: '6', title: 'Draw', workspace_id: '5', can_align_time: true, priority: 'high' }],
  time_entries: [
    { id: '11', user_id: '1', story_id: '6' },
    { id: '12', user_id: '2', story_id: '6' },
  ],
  workspace_resources: [
    { id: '21', user_id: '2', label: 'Second', external_reference_ids: ['31'] },
    { id: '22', user_id: '3', label: 'Third', external_reference_ids: [] },
  ],
  organization_memberships: [{ id: '41', member_type: 'User', member_id: '1' }],
  external_references: [{ id: '31', subject_type: 'WorkspaceResource', subject_id: 21, service_name: 'crm' }],
};

/** Both lead to users, whose role the API tells only of users that are asked for. */
const TWO_WAYS_TO_USERS = `{
  timeEntries { nodes { user { role { name } } } }
  workspaceResources { nodes { user { role { name } } } }
}`;

const usersAsked = (gateway: TestGateway) =>
  gateway
    .requests()
    .filter((line) => line.startsWith('GET /users'))
    .map((line) => /only=([\d,]+)/.exec(line)?.[1]);

/** Delays one list, in milliseconds. */
const slow = (gateway: TestGateway, path: string, ms: number) =>
  gateway.sandbox.latency((request) => (request.path === path ? ms : 0));

describe('two root fields that lead to one type', () => {
  it('share the call of the second wave though their answers come at different moments', async () => {
    await using gateway = await startGateway(rows, { waveWaitMs: 'unbounded' });
    slow(gateway, '/time_entries', 40);

    const { data } = await gateway.query(TWO_WAYS_TO_USERS);

    const engineer = { user: { role: { name: 'Engineer' } } };
    expect(data).toEqual({
      timeEntries: { nodes: [engineer, engineer] },
      workspaceResources: { nodes: [engineer, engineer] },
    });
    expect(usersAsked(gateway)).toEqual(['1,2,3']);
  });

  it('share it as well within a wait that is long enough', async () => {
    await using gateway = await startGateway(rows, { waveWaitMs: 2_000 });
    slow(gateway, '/time_entries', 40);

    await gateway.query(TWO_WAYS_TO_USERS);

    expect(usersAsked(gateway)).toEqual(['1,2,3']);
  });

  it('cost one call more where the wait is the default and an answer comes later than that: what the default gives up', async () => {
    await using gateway = await startGateway(rows, { waveWaitMs: 5 });
    // Long enough for the first call of users to be answered before, on a busy machine as well.
    slow(gateway, '/time_entries', 1_000);

    await gateway.query(TWO_WAYS_TO_USERS);

    // The user that both point at is known by the time the second call goes out, and is not asked for again.
    expect(usersAsked(gateway)).toEqual(['2,3', '1']);
  });
});

describe('an include that is made for ids alone', () => {
  const ACCOUNT = {
    users: [{ id: '1', full_name: 'Ada' }],
    workspaces: [{ id: '3', approver_ids: ['1'] }],
    stories: [{ id: '6', title: 'Draw', creator_id: '1' }],
    time_entries: [{ id: '11', story_id: '6' }],
  };

  it('spares the call for its records where another place wants those, though it comes later', async () => {
    await using gateway = await startGateway(ACCOUNT, { waveWaitMs: 2_000 });
    slow(gateway, '/workspaces', 40);

    const { data } = await gateway.query(`{
      workspace(id: 3) { approverIds }
      timeEntries { nodes { story { title creator { fullName } } } }
    }`);

    expect(data).toEqual({
      workspace: { approverIds: ['1'] },
      timeEntries: { nodes: [{ story: { title: 'Draw', creator: { fullName: 'Ada' } } }] },
    });
    expect(usersAsked(gateway)).toEqual([]);
  });
});

describe('a wave', () => {
  it('is not held up by a call that leads nowhere and brings nothing that others want', async () => {
    await using gateway = await startGateway({ ...rows, rate_cards: [{ id: '51', currency: 'EUR' }] });
    let rateCardsWereOut = false;
    gateway.sandbox.latency(({ path }) => {
      if (path === '/users')
        rateCardsWereOut = gateway.sandbox.requests.some(
          (request) => request.path === '/rate_cards' && request.status === 0,
        );
      return path === '/rate_cards' ? 300 : 0;
    });

    await gateway.query('{ rateCards { nodes { currency } } timeEntries { nodes { user { role { name } } } } }');

    expect(rateCardsWereOut).toBe(true);
  });

  it('waits for a call that leads nowhere but may bring what it would ask for', async () => {
    await using gateway = await startGateway(rows);
    slow(gateway, '/users', 40);

    const { data } = await gateway.query(
      '{ users { nodes { fullName } } organizationMemberships { nodes { member { ... on User { fullName } } } } }',
    );

    expect(data.organizationMemberships.nodes).toEqual([{ member: { fullName: 'User 1' } }]);
    expect(gateway.requests().toSorted()).toEqual([
      'GET /organization_memberships?per_page=20',
      'GET /users?per_page=20',
    ]);
  });

  it('holds what the columns of a side-loaded record lead to, beside that record itself', async () => {
    await using gateway = await startGateway(rows);

    const { extensions } = await gateway.query(
      '{ timeEntries { nodes { story { canAlignTime workspace { stage } } } } }',
      { headers: { 'x-upstream-trace': '1' } },
    );

    const calls = extensions.upstream.calls.map(
      ({ wave, url }: { wave: number; url: string }) => `${wave} ${url.split('?')[0]}`,
    );
    expect(calls.toSorted()).toEqual(['1 /time_entries', '2 /stories', '2 /workspaces']);
  });

  it('asks for equal lists once, with all that is selected of either', async () => {
    await using gateway = await startGateway(rows);

    await gateway.query('{ a: users(first: 2) { nodes { bio } } b: users(first: 2) { nodes { role { name } } } }');

    expect(gateway.requests()).toEqual(['GET /users?include=role&optional_fields=bio&per_page=2']);
  });

  it('lets a count ride on a page of the same list, whatever its order', async () => {
    await using gateway = await startGateway(rows);

    const { data } = await gateway.query(
      '{ a: users { totalCount } b: users(first: 1, orderBy: ALPHABETICAL_DESC) { nodes { kantataId } } }',
    );

    expect(data).toEqual({ a: { totalCount: 3 }, b: { nodes: [{ kantataId: '3' }] } });
    expect(gateway.requests()).toEqual(['GET /users?order=alphabetical:desc&per_page=1']);
  });
});

describe('what an answer brought', () => {
  it('makes the way back to a record cost nothing', async () => {
    await using gateway = await startGateway(rows);

    const { data } = await gateway.query(
      '{ workspaceResources(first: 1) { nodes { externalReferences { subject { ... on WorkspaceResource { label user { fullName } } } } } } }',
    );

    expect(data.workspaceResources.nodes).toEqual([
      { externalReferences: [{ subject: { label: 'Second', user: { fullName: 'User 2' } } }] },
    ]);
    expect(gateway.requests()).toEqual(['GET /workspace_resources?include=external_references,user&per_page=1']);
  });

  it('serves every place of the operation, also where no include leads there', async () => {
    await using gateway = await startGateway(rows);

    const { data } = await gateway.query(
      '{ timeEntries { nodes { user { fullName } } } organizationMemberships { nodes { member { ... on User { fullName } } } } }',
    );

    expect(data.organizationMemberships.nodes).toEqual([{ member: { fullName: 'User 1' } }]);
    expect(gateway.requests().toSorted()).toEqual([
      'GET /organization_memberships?per_page=20',
      'GET /time_entries?include=user&per_page=20',
    ]);
  });
});

describe('operations at the same time', () => {
  const query = '{ users { nodes { fullName } } }';

  it('share a call under way where they have one token', async () => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.latency(60);

    const [one, other] = await Promise.all([gateway.query(query), gateway.query(query)]);

    expect(one.data).toEqual(other.data);
    expect(gateway.requests()).toEqual(['GET /users?per_page=20']);
  });

  it('never share one where they have two', async () => {
    const users = [
      { token: 'first', userId: '1', name: 'First' },
      { token: 'second', userId: '2', name: 'Second' },
    ];
    await using gateway = await startGateway(undefined, { sandbox: { rows, users } });
    gateway.sandbox.latency(60);

    await Promise.all(users.map(({ token }) => gateway.query(query, { token })));

    expect(gateway.requests()).toEqual(['GET /users?per_page=20', 'GET /users?per_page=20']);
  });
});

describe('one of two batches that fails', () => {
  it('takes only its own records with it', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: String(index + 1), full_name: `User ${index + 1}` }));
    await using gateway = await startGateway({ users: many });
    gateway.sandbox.fail({ match: /only=151,/, status: 403 });

    const { data, errors } = await gateway.query('query ($ids: [ID!]!) { usersById(ids: $ids) { fullName } }', {
      variables: { ids: many.map(({ id }) => id) },
    });

    expect(gateway.requests()).toHaveLength(2);
    expect(data.usersById).toEqual(many.map(({ full_name: fullName }, index) => (index < 150 ? { fullName } : null)));
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      many.slice(150).map((_, index) => [['usersById', 150 + index], 'FORBIDDEN']),
    );
  });
});

describe('a record that would come beside its parent, because asking for it writes', () => {
  it('brings no call for the parent, once it has come by itself', async () => {
    await using gateway = await startGateway({
      rate_card_sets: [{ id: '3', title: 'Standard' }],
      rate_cards: [{ id: '5', rate_card_set_id: '3' }],
      rate_card_versions: [{ id: '6', rate_card_id: '5', rate_card_set_version_id: '1' }],
    });
    slow(gateway, '/rate_card_sets', 60);

    const { data } = await gateway.query(`{
      rateCardSet(id: 3) { title rateCardVersions { nodes { rateCard { rateCardSet { title } } } } }
    }`);

    expect(data.rateCardSet.title).toBe('Standard');
    expect(gateway.requests().filter((line) => line.startsWith('GET /rate_cards'))).toEqual([]);
  });
});
