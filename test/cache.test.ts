/** Records that are kept from one operation to the next: which calls that spares, and which it does not. */
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace', role_id: '3', skill_ids: ['5'] },
    { id: '8', full_name: 'Grace Hopper', role_id: '3', skill_ids: [] },
  ],
  roles: [{ id: '3', name: 'Lead' }],
  skills: [{ id: '5', name: 'Analysis' }],
  stories: [{ id: '1', title: 'Engine', creator_id: '7', assignee_ids: ['8'], parsed_description: 'Of brass' }],
  workspaces: [{ id: '4', title: 'Difference Engine' }],
  workspace_resources: [{ id: '1', label: 'Lead', user_id: '7', workspace_id: '4' }],
  external_references: [{ id: '9', service_name: 'jira', subject_type: 'Story', subject_id: '1', status: 'active' }],
};

const ADA = '{ user(id: 7) { fullName role { name } } }';

const start = (options: TestGatewayOptions = {}) => startGateway(ROWS, { cacheTtlSeconds: 60, ...options });

describe('a gateway that keeps records', () => {
  it('asks for a record once, with all that hangs on it', async () => {
    await using gateway = await start();

    const first = await gateway.query(ADA);
    const calls = gateway.requests();
    const second = await gateway.query(ADA);

    expect(first.data).toEqual({ user: { fullName: 'Ada Lovelace', role: { name: 'Lead' } } });
    expect(second).toEqual(first);
    expect(calls).toHaveLength(1);
    expect(gateway.requests()).toEqual([]);
  });

  it('knows records by id that a list brought, or that came beside others', async () => {
    await using gateway = await start();
    await gateway.query('{ workspaceResources { nodes { label user { fullName } workspace { title } } } }');
    gateway.requests();

    const { data } = await gateway.query(
      '{ workspaceResource(id: 1) { label user { fullName } } workspace(id: 4) { title } user(id: 7) { fullName } }',
    );

    expect(data).toEqual({
      workspaceResource: { label: 'Lead', user: { fullName: 'Ada Lovelace' } },
      workspace: { title: 'Difference Engine' },
      user: { fullName: 'Ada Lovelace' },
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('asks for lists all the same: which records are in one can change at any moment', async () => {
    await using gateway = await start();
    const query = '{ users(first: 1) { nodes { fullName } } }';

    await gateway.query(query);
    await gateway.query(query);

    expect(gateway.requests()).toEqual(['GET /users?per_page=1', 'GET /users?per_page=1']);
  });

  it('asks only for the records of a batch that it does not have', async () => {
    await using gateway = await start();
    await gateway.query('{ user(id: 7) { fullName } }');
    gateway.requests();

    const { data } = await gateway.query('{ usersById(ids: [7, 8]) { fullName } }');

    expect(data.usersById).toEqual([{ fullName: 'Ada Lovelace' }, { fullName: 'Grace Hopper' }]);
    expect(gateway.requests()).toEqual([expect.stringMatching(/^GET \/users\?.*&only=8&/)]);
  });

  it('fetches a record again for what it does not know of it, and knows both from then on', async () => {
    await using gateway = await start();
    const asksForText = '{ story(id: 1) { title parsedDescription } }';
    const asksForAssignees = '{ story(id: 1) { title assignees { fullName } } }';
    await gateway.query('{ story(id: 1) { title } }');
    await gateway.query(asksForText);
    await gateway.query(asksForAssignees);
    expect(gateway.requests().map((line) => /(optional_fields|include)=\w+/.exec(line)?.[0])).toEqual([
      undefined,
      'optional_fields=parsed_description',
      'include=assignees',
    ]);

    const both = await gateway.query(
      '{ story(id: 1) { title parsedDescription assignees { fullName } creator { id } } }',
    );

    expect(both.data.story).toEqual({
      title: 'Engine',
      parsedDescription: 'Of brass',
      assignees: [{ fullName: 'Grace Hopper' }],
      creator: { id: 'User:7' },
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('does not use a record without what hangs on it: that would be a call for each of them', async () => {
    await using gateway = await start();
    // The task by its own columns; its creator's row, and that one's skills, are not known.
    await gateway.query('{ stories { nodes { title } } }');
    gateway.requests();

    const { data } = await gateway.query('{ story(id: 1) { title creator { fullName } assignees { fullName } } }');

    expect(data.story.creator).toEqual({ fullName: 'Ada Lovelace' });
    expect(gateway.requests()).toEqual([expect.stringMatching(/^GET \/stories\?.*&include=assignees,creator&only=1&/)]);
  });

  it('never keeps that a record is not there: it may come into being at any moment', async () => {
    await using gateway = await start();
    expect((await gateway.query('{ user(id: 99) { fullName } }')).data).toEqual({ user: null });

    gateway.sandbox.tables.get('users')?.set('99', { id: '99', full_name: 'Alan Turing' });

    expect((await gateway.query('{ user(id: 99) { fullName } }')).data).toEqual({ user: { fullName: 'Alan Turing' } });
  });

  it('never keeps a failure', async () => {
    await using gateway = await start();
    gateway.sandbox.fail({ match: '/users', status: 403, times: 1 });

    expect((await gateway.query(ADA)).errors).toHaveLength(1);
    expect((await gateway.query(ADA)).errors).toBeUndefined();
  });

  it('forgets a record that the API does not give any more', async () => {
    await using gateway = await start();
    await gateway.query('{ user(id: 7) { fullName } }');
    gateway.sandbox.tables.get('users')?.delete('7');

    // Kept as it is, until something of it has to be asked for.
    expect((await gateway.query('{ user(id: 7) { fullName } }')).data.user).not.toBeNull();
    expect((await gateway.query('{ user(id: 7) { fullName skills { name } } }')).data.user).toBeNull();
    expect((await gateway.query('{ user(id: 7) { fullName } }')).data.user).toBeNull();
  });

  it('keeps nothing for longer than it may', async () => {
    await using gateway = await start({ cacheTtlSeconds: 1 });
    await gateway.query(ADA);
    gateway.sandbox.tables.get('users')?.set('7', { id: '7', full_name: 'Countess', role_id: '3' });

    await expect.poll(async () => (await gateway.query(ADA)).data.user.fullName).toBe('Countess');
    expect(gateway.requests()).toHaveLength(2);
  });

  it('answers in parts from what it has', async () => {
    await using gateway = await start();
    const deferred = '{ user(id: 7) { fullName ... @defer { skills { name } role { name } } } }';
    const ask = async () => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          accept: 'multipart/mixed',
          authorization: 'Bearer demo',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query: deferred }),
      });
      return response.text();
    };
    const first = await ask();
    expect(gateway.requests()).toHaveLength(1);

    const second = await ask();

    expect(second).toBe(first);
    expect(second).toContain('Analysis');
    expect(gateway.requests()).toEqual([]);
  });

  it('answers a router that names records by their bare ids', async () => {
    await using gateway = await start({ federation: true });
    const query = `{ _entities(representations: [
      { __typename: "User", kantataId: "7" }, { __typename: "User", kantataId: "8" }
    ]) { ... on User { fullName role { name } } } }`;
    const first = await gateway.query(query);
    expect(gateway.requests()).toHaveLength(1);

    const second = await gateway.query(query);

    expect(second.data).toEqual(first.data);
    expect(second.data._entities[1]).toEqual({ fullName: 'Grace Hopper', role: { name: 'Lead' } });
    expect(gateway.requests()).toEqual([]);
  });

  it('answers references with their subjects, and those whose type the id holds', async () => {
    await using gateway = await start();
    const query =
      '{ externalReference(id: "ExternalReference:Story:9") { serviceName subject { ... on Story { title } } } }';
    const first = await gateway.query(query);
    gateway.requests();

    const second = await gateway.query(query);

    expect(first.errors).toBeUndefined();
    expect(second.data).toEqual(first.data);
    expect(second.data.externalReference.subject).toEqual({ title: 'Engine' });
    expect(gateway.requests()).toEqual([]);
  });

  it('says how many records it had, and foretells that calls by id may be spared', async () => {
    await using gateway = await start();
    const traced = { headers: { 'x-upstream-trace': '1' } };
    const cold = await gateway.query('{ usersById(ids: [7]) { fullName } }', traced);
    const warm = await gateway.query('{ usersById(ids: [7, 8]) { fullName } }', traced);
    const { totals, waves } = await gateway.explain('{ usersById(ids: [7, 8]) { fullName } users { totalCount } }');

    expect(cold.extensions.upstream).toMatchObject({ total: 1, cache: { hits: 0, misses: 1 } });
    expect(warm.extensions.upstream).toMatchObject({ total: 1, cache: { hits: 1, misses: 1 } });
    expect(totals).toEqual({ min: 1, max: 2, likely: 2, forecast: '1 to 2' });
    expect(waves[0].calls).toMatchObject([
      { path: '/users', certain: true, min: 1 },
      { path: '/users', certain: false, min: 0, max: 1, why: expect.stringContaining('kept from before') },
    ]);
  });

  it('shares equal calls of one moment as before, and keeps what they bring once', async () => {
    await using gateway = await start();
    gateway.sandbox.latency(50);

    const replies = await Promise.all([ADA, ADA, ADA].map((query) => gateway.query(query)));

    expect(new Set(replies.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('a gateway that keeps none', () => {
  it('says nothing of a cache, and is certain of its calls', async () => {
    await using gateway = await startGateway(ROWS);
    const { extensions } = await gateway.query(ADA, { headers: { 'x-upstream-trace': '1' } });
    await gateway.query(ADA);

    expect(extensions.upstream).not.toHaveProperty('cache');
    expect(extensions.upstream.predicted).toEqual({ min: 1, max: 1, likely: 1 });
    expect(gateway.requests()).toHaveLength(2);
  });
});
