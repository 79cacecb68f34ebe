/** What an answer says beside its data: names, words and arguments that a client may have got wrong. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const link = (id: string, subject_type: string, subject_id: number, service_name: string, status = 'successful') => ({
  id,
  subject_type,
  subject_id,
  service_name,
  service_model: 'Thing',
  service_model_ref: `R${id}`,
  status,
  created_at: '2026-01-01T00:00:00Z',
  last_synced_at: '2026-01-02T00:00:00Z',
});

const rows = {
  workspaces: [
    { id: '5', title: 'Bridge', external_reference_ids: ['1', '2'], custom_field_value_ids: ['31'] },
    { id: '6', title: 'Tunnel', external_reference_ids: ['3'], custom_field_value_ids: [] },
  ],
  custom_field_values: [
    {
      id: '31',
      subject_type: 'Workspace',
      subject_id: 5,
      custom_field_id: '8',
      custom_field_name: 'Budget',
      value: 'x',
      type: 'string',
    },
  ],
  external_references: [
    link('1', 'Workspace', 5, 'Salesforce'),
    link('2', 'Workspace', 5, 'Jira', 'failed'),
    link('3', 'Workspace', 6, 'Sage Intacct'),
  ],
};

describe('a', () => {
  it('b', async () => {
    await using gateway = await startGateway(rows);
    const ask = async (q: string) => {
      gateway.requests();
      const e = await gateway.explain(q);
      const r = await gateway.query(q);
      console.log(q, JSON.stringify(e.totals), JSON.stringify(r), gateway.requests());
      expect(r.errors).toBeUndefined();
    };
    await ask(
      '{ externalReferences(subjectType: WORKSPACE, filter: { serviceName: "salesforce" }) { totalCount nodes { kantataId } } }',
    );
    await ask(
      '{ externalReferences(subjectType: WORKSPACE, filter: { serviceName: "Salesforc" }) { totalCount nodes { kantataId } } }',
    );
    await ask(
      '{ externalReferences(subjectType: WORKSPACE, filter: { serviceName: "Salesforce", status: FAILED }) { totalCount } }',
    );
    await ask('{ workspaces(filter: { externalReferenceServiceName: "jira" }) { nodes { title } } }');
    await ask(
      '{ workspaces { nodes { customField(name: "Budgte") { value } externalReferences(serviceName: "jirra") { status } } } }',
    );
  });
});
