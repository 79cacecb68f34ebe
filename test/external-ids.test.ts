/** Records by the ids that other systems have for them. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const link = (id: string, subject_type: string, subject_id: number, ref: string, more: object = {}) => ({
  id,
  subject_type,
  subject_id,
  service_name: 'Salesforce',
  service_model: 'Opportunity',
  service_model_ref: ref,
  status: 'successful',
  ...more,
});

const rows = {
  users: [{ id: '7', full_name: 'Ada Lovelace' }],
  workspaces: [
    { id: '5', title: 'Bridge', creator_id: '7', external_reference_ids: ['1', '4'] },
    { id: '6', title: 'Tunnel', creator_id: '7', external_reference_ids: ['2'] },
  ],
  stories: [{ id: '9', title: 'Dig', workspace_id: '6', external_reference_ids: ['3'] }],
  external_references: [
    link('1', 'Workspace', 5, 'A1'),
    link('2', 'Workspace', 6, 'A2'),
    link('3', 'Story', 9, 'OPS-1', { service_name: 'Jira', service_model: 'Issue' }),
    link('4', 'Workspace', 5, 'OPS-1', { service_name: 'NetSuite', service_model: 'Job' }),
  ],
};

describe('the record for an id of another system', () => {
  it('costs one request for each type that is asked', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      `{ recordByExternalId(ref: "A1", serviceName: "salesforce", types: [WORKSPACE, STORY]) {
           __typename id kantataId ... on Workspace { title } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      recordByExternalId: { __typename: 'Workspace', id: 'Workspace:5', kantataId: '5', title: 'Bridge' },
    });
    expect(gateway.requests().toSorted()).toEqual([
      'GET /external_references?include=subject&per_page=20&service_model_ref=A1&subject_type=Story',
      'GET /external_references?include=subject&per_page=20&service_model_ref=A1&subject_type=Workspace',
    ]);
  });
  it('comes with its associations where its own list can be asked by the id', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      `{ recordByExternalId(ref: "A1", types: [WORKSPACE]) { ... on Workspace { title creator { fullName } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({ recordByExternalId: { title: 'Bridge', creator: { fullName: 'Ada Lovelace' } } });
    expect(gateway.requests()).toHaveLength(1);
  });
});
