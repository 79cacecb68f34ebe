/** Answers that the API may give and seldom does: a row counted twice, a scope left out, a failing include at the limit. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const USERS = [
  { id: '1', full_name: 'Ada Lovelace' },
  { id: '2', full_name: 'Blaise Pascal' },
];

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  Object.fromEntries(rows.map((row) => [row.id, row]));

describe('an answer that counts a row twice', () => {
  it('says of no record beside it that it is not there', async () => {
    await using gateway = await startGateway({ stories: [{ id: '30', title: 'Deck', parent_id: '31' }] });
    const stories = byId([
      { id: '30', title: 'Deck', parent_id: '31' },
      { id: '31', title: 'Bridge', parent_id: null },
    ]);
    const results = [
      { key: 'stories', id: '30' },
      { key: 'stories', id: '30' },
    ];
    gateway.sandbox.fail({ status: 200, match: 'GET /stories', body: { count: 2, results, stories } });

    const { data, errors } = await gateway.query('{ story(id: 30) { title parent { title } } }');

    expect(errors).toBeUndefined();
    expect(data.story).toEqual({ title: 'Deck', parent: { title: 'Bridge' } });
    expect(gateway.requests()).toHaveLength(1);
  });

  it('says of a record that it left out that it is not there', async () => {
    await using gateway = await startGateway({ users: USERS });
    const results = [
      { key: 'users', id: '1' },
      { key: 'users', id: '1' },
    ];
    gateway.sandbox.fail({ status: 200, body: { count: 2, results, users: byId(USERS.slice(0, 1)) } });

    const { data, errors } = await gateway.query('{ usersById(ids: [1, 2]) { fullName } }');

    expect(errors).toBeUndefined();
    expect(data.usersById).toEqual([{ fullName: 'Ada Lovelace' }, null]);
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('a row that does not repeat what it was asked by', () => {
  it('is that of the id that was asked for', async () => {
    await using gateway = await startGateway({});
    const row = { id: '42', service_name: 'Jira', subject_id: '30' };
    gateway.sandbox.fail({
      status: 200,
      body: { count: 1, results: [{ key: 'external_references', id: '42' }], external_references: byId([row]) },
    });

    const { data, errors } = await gateway.query(
      '{ node(id: "ExternalReference:Story:42") { id ... on ExternalReference { serviceName } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.node).toEqual({ id: 'ExternalReference:Story:42', serviceName: 'Jira' });
    expect(gateway.requests()).toHaveLength(1);
  });
});

describe('a call that fails where there is no room to make it once more without its include', () => {
  it('is told by its own failure', async () => {
    const seats = [{ id: '21', user_id: '1' }];
    await using gateway = await startGateway({ users: USERS, workspace_resources: seats }, { maxUpstreamCalls: 1 });
    gateway.sandbox.fail({ status: 500, match: 'include=user' });

    const { data, errors } = await gateway.query('{ workspaceResources { nodes { user { fullName } } } }');

    expect(data.workspaceResources).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(new Set(gateway.requests())).toEqual(new Set(['GET /workspace_resources?include=user&per_page=20']));
  });
});
