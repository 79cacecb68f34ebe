/** The one type that the API gives by its ids alone, each record by a path of its own: there is no list. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  workspaces: [
    { id: '1', title: 'Relaunch', workspace_invoice_preference_id: 5 },
    { id: '2', title: 'Audit', workspace_invoice_preference_id: 6 },
    { id: '3', title: 'Workshop', workspace_invoice_preference_id: null },
  ],
  workspace_invoice_preferences: [
    { id: '5', project_code: 'P-1', workspace_id: 1 },
    { id: '6', project_code: 'P-2', workspace_id: 2 },
  ],
};

describe('the invoice settings of a project', () => {
  it('cost a request for each project that has some', async () => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query(
      '{ workspaces(orderBy: TITLE_ASC) { nodes { title workspaceInvoicePreferenceId workspaceInvoicePreference { projectCode } } } }',
    );

    expect(data.workspaces.nodes).toEqual([
      { title: 'Audit', workspaceInvoicePreferenceId: '6', workspaceInvoicePreference: { projectCode: 'P-2' } },
      { title: 'Relaunch', workspaceInvoicePreferenceId: '5', workspaceInvoicePreference: { projectCode: 'P-1' } },
      { title: 'Workshop', workspaceInvoicePreferenceId: null, workspaceInvoicePreference: null },
    ]);
    expect(gateway.requests().toSorted()).toEqual([
      'GET /workspace_invoice_preferences/5',
      'GET /workspace_invoice_preferences/6',
      'GET /workspaces?order=title:asc&per_page=20',
    ]);
  });

  it('cost nothing where nothing but their id is selected', async () => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query('{ workspace(id: 1) { workspaceInvoicePreference { id } } }');

    expect(data).toEqual({ workspace: { workspaceInvoicePreference: { id: 'WorkspaceInvoicePreference:5' } } });
    expect(gateway.requests()).toHaveLength(1);
  });

  it('are foretold with a request for each project', async () => {
    await using gateway = await startGateway(ROWS);

    const { totals } = await gateway.explain(
      '{ workspaces(first: 30) { nodes { workspaceInvoicePreference { projectCode } } } }',
    );

    expect(totals).toEqual({ min: 1, max: 31, likely: 31, forecast: '1 to 31' });
    expect(gateway.requests()).toEqual([]);
  });

  it('lead back to the project, which is asked for by its id', async () => {
    await using gateway = await startGateway(ROWS);

    const { data } = await gateway.query(
      '{ workspaceInvoicePreferencesById(ids: ["5", "7", "6"]) { projectCode workspace { title } } }',
    );

    expect(data.workspaceInvoicePreferencesById).toEqual([
      { projectCode: 'P-1', workspace: { title: 'Relaunch' } },
      null,
      { projectCode: 'P-2', workspace: { title: 'Audit' } },
    ]);
    expect(gateway.requests().toSorted()).toEqual([
      'GET /workspace_invoice_preferences/5',
      'GET /workspace_invoice_preferences/6',
      'GET /workspace_invoice_preferences/7',
      'GET /workspaces?apply_default_filters=false&include_archived=true&only=1,2',
    ]);
  });

  it('have no list, in the schema or in the API', async () => {
    await using gateway = await startGateway(ROWS);

    const { errors } = await gateway.query('{ workspaceInvoicePreferences { nodes { id } } }');
    const { status } = await fetch(`${gateway.sandbox.url}/workspace_invoice_preferences`, {
      headers: { authorization: 'Bearer demo' },
    });

    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(status).toBe(404);
  });
});
