/** Records by their ids, of every type with an endpoint: alone, in a list, and in numbers. */
import { describe, expect, it } from 'vitest';
import { type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { loadConfig } from '../src/config/config.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { markOf } from './support/mark.ts';
import { byIdLine, onlyLine, singleLine } from './support/request-line.ts';
import { shareGateway } from './support/shared-gateway.ts';

const withEndpoint = [...resources.values()].filter(({ endpoint }) => endpoint !== null);
const titled = withEndpoint.map((resource) => [resource.type, resource] as const);

const shared = shareGateway();

describe('a record by its id', () => {
  it('is to be had of 65 types: 64 with an endpoint, and submissions, which are in two of these', () => {
    const loadable = [...resources.values()].filter(({ endpoint, members }) => endpoint !== null || members.length > 0);

    expect(withEndpoint).toHaveLength(64);
    expect(loadable.filter((resource) => !withEndpoint.includes(resource)).map(({ type }) => type)).toEqual([
      'Submission',
    ]);
  });

  it.each(titled)('comes with one request, whichever field asks: %s', async (_, resource) => {
    const gateway = shared.over(rowsOf(resource, ['3']));
    const { one } = rootFieldNames(resource);
    const { field } = markOf(resource);
    const id = globalId(resource, '3');

    for (const query of [
      `${one}(id: "${id}") { id kantataId ${field} }`,
      `node(id: "${id}") { id kantataId ... on ${resource.type} { ${field} } }`,
    ]) {
      const { data, errors } = await gateway.query(`{ record: ${query} }`);

      expect(errors).toBeUndefined();
      expect(data).toEqual({ record: { id, ...recordOf(resource, '3') } });
      expect(gateway.requests()).toEqual([byIdLine(resource, '3', {}, SCOPE)]);
    }
  });

  it.each(titled)('is null without an error where there is none: %s', async (_, resource) => {
    const gateway = shared.over({});
    const { one } = rootFieldNames(resource);
    const id = globalId(resource, '3');

    const { data, errors } = await gateway.query(
      `{ ${one}(id: "${id}") { kantataId } node(id: "${id}") { kantataId } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({ [one]: null, node: null });
    expect(gateway.requests()).toEqual([byIdLine(resource, '3', {}, SCOPE)]);
  });
});

describe('records by their ids', () => {
  it.each(titled)(
    'come in the order asked, null where there is none, each id asked for once: %s',
    async (_, resource) => {
      const gateway = shared.over(rowsOf(resource, ['1', '2', '10']));
      const { several } = rootFieldNames(resource);
      const { field } = markOf(resource);
      const ids = ['10', '2', '7', '1', '2'].map((id) => globalId(resource, id));

      const { data, errors } = await gateway.query(
        `query($ids: [ID!]!) {
         ${several}(ids: $ids) { kantataId ${field} }
         nodes(ids: $ids) { kantataId ... on ${resource.type} { ${field} } }
       }`,
        { variables: { ids } },
      );

      const records = ['10', '2', null, '1', '2'].map((id) => id && recordOf(resource, id));
      expect(errors).toBeUndefined();
      expect(data).toEqual({ [several]: records, nodes: records });
      const { endpoint } = resource;
      expect(gateway.requests().toSorted()).toEqual(
        endpoint?.scope && endpoint.single
          ? ['1', '10', '2', '7'].map((id) => singleLine(resource, id))
          : [onlyLine(resource, ['1', '2', '7', '10'], {}, SCOPE)],
      );
    },
  );
});

describe('a record whose endpoint wants to know where it belongs', () => {
  it('is asked for by its own path where nothing but its id is known: Participation', async () => {
    await using gateway = await startGateway({ participations: [{ id: '5', workspace_id: '3', role: 'maven' }] });

    const { data, errors } = await gateway.query(
      '{ participation(id: "5") { role workspaceId externalReferenceIds } gone: participation(id: "6") { role } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      participation: { role: 'MAVEN', workspaceId: '3', externalReferenceIds: [] },
      gone: null,
    });
    expect(gateway.requests().toSorted()).toEqual([
      'GET /participations/5?include=external_references',
      'GET /participations/6',
    ]);
  });

  it('fails in its place, and in no other, when its path fails', async () => {
    await using gateway = await startGateway({
      participations: ['5', '6'].map((id) => ({ id, workspace_id: '3', role: 'buyer' })),
    });
    gateway.sandbox.fail({ match: '/participations/5', status: 403 });

    const { data, errors } = await gateway.query('{ participationsById(ids: ["5", "6"]) { role } }');

    expect(data).toEqual({ participationsById: [null, { role: 'BUYER' }] });
    expect(errors).toMatchObject([{ path: ['participationsById', 0], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is asked for with its likes, one request for each place, where a row that came along tells the place: Participation', async () => {
    await using gateway = await startGateway({
      workspaces: [
        { id: '1', title: 'One', participation_ids: ['5', '6'] },
        { id: '2', title: 'Two', participation_ids: ['7'] },
      ],
      participations: [
        { id: '5', workspace_id: '1', active_role_ids: ['9'] },
        { id: '6', workspace_id: '1', active_role_ids: [] },
        { id: '7', workspace_id: 2, active_role_ids: ['9'] },
      ],
      roles: [{ id: '9', name: 'Designer' }],
    });

    const { data, errors } = await gateway.query(
      '{ workspaces(orderBy: TITLE_ASC) { nodes { participations { kantataId activeRoles { name } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toEqual([
      {
        participations: [
          { kantataId: '5', activeRoles: [{ name: 'Designer' }] },
          { kantataId: '6', activeRoles: [] },
        ],
      },
      { participations: [{ kantataId: '7', activeRoles: [{ name: 'Designer' }] }] },
    ]);
    expect(inWaves(gateway, 1)).toEqual([
      ['GET /workspaces?include=participations&order=title:asc&per_page=20'],
      [
        'GET /participations?apply_default_filters=false&include=active_roles&only=5,6&workspace_id=1',
        'GET /participations?apply_default_filters=false&include=active_roles&only=7&workspace_id=2',
      ],
    ]);
  });

  it('is asked for with its likes, one request for each type of subject: CustomFieldValue', async () => {
    await using gateway = await startGateway({
      stories: [{ id: '1', custom_field_value_ids: ['5', '6'] }],
      workspaces: [{ id: '1', custom_field_value_ids: ['7'] }],
      custom_field_values: [
        { id: '5', subject_type: 'story', subject_id: 1, external_reference_ids: ['9'] },
        { id: '6', subject_type: 'Story', subject_id: 1 },
        { id: '7', subject_type: 'workspace', subject_id: 1 },
      ],
      external_references: [{ id: '9', subject_type: 'CustomFieldValue', subject_id: 5, service_name: 'Jira' }],
    });

    const { data, errors } = await gateway.query(
      `{ story(id: "1") { customFieldValues { externalReferences { serviceName } } }
         workspace(id: "1") { customFieldValues { externalReferences { serviceName } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      story: { customFieldValues: [{ externalReferences: [{ serviceName: 'Jira' }] }, { externalReferences: [] }] },
      workspace: { customFieldValues: [{ externalReferences: [] }] },
    });
    const values = (ids: string, type: string) =>
      `GET /custom_field_values?apply_default_filters=false&include=external_references&only=${ids}&subject_type=${type}`;
    expect(inWaves(gateway, 2)[1]).toEqual([values('5,6', 'Story'), values('7', 'Workspace')]);
  });

  it('is asked for with its likes, one request for each scenario: EstimateScenarioResource', async () => {
    await using gateway = await startGateway({
      estimate_scenarios: [
        { id: '1', name: 'Lean', estimate_scenario_resource_ids: ['5', '6'] },
        { id: '2', name: 'Rich', estimate_scenario_resource_ids: ['7'] },
      ],
      estimate_scenario_resources: [
        { id: '5', estimate_scenario_id: '1', geography_id: '9' },
        { id: '6', estimate_scenario_id: '1', geography_id: null },
        { id: '7', estimate_scenario_id: '2', geography_id: '9' },
      ],
      organizations: [{ id: '9', name: 'North' }],
    });

    const { data, errors } = await gateway.query(
      '{ estimateScenariosById(ids: ["1", "2"]) { estimateScenarioResources { kantataId geography { name } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.estimateScenariosById).toEqual([
      {
        estimateScenarioResources: [
          { kantataId: '5', geography: { name: 'North' } },
          { kantataId: '6', geography: null },
        ],
      },
      { estimateScenarioResources: [{ kantataId: '7', geography: { name: 'North' } }] },
    ]);
    const resourcesOf = (scenario: string, ids: string) =>
      `GET /estimate_scenario_resources?apply_default_filters=false&estimate_scenario_id=${scenario}&include=geography&only=${ids}`;
    expect(inWaves(gateway, 1)[1]).toEqual([resourcesOf('1', '5,6'), resourcesOf('2', '7')]);
  });
});

describe('a submission by its id', () => {
  const rows = {
    timesheet_submissions: [{ id: '7', title: 'Week 9', type: 'TimesheetSubmission', external_reference_ids: ['1'] }],
    expense_report_submissions: [{ id: '8', title: 'Trip to Oslo', type: 'ExpenseReportSubmission', user_id: '4' }],
    external_references: [{ id: '1', subject_type: 'Submission', subject_id: 7, service_name: 'NetSuite' }],
  };
  const both = (only: string, include = '') => [
    `GET /expense_report_submissions?all_on_account=true&apply_default_filters=false&${include}only=${only}`,
    `GET /timesheet_submissions?apply_default_filters=false&${include}only=${only}`,
  ];

  it('is looked for among timesheets and expense reports, side by side', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      '{ nodes(ids: ["Submission:8", "Submission:9", "Submission:7"]) { id ... on Submission { title type } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([
      { id: 'Submission:8', title: 'Trip to Oslo', type: 'EXPENSE_REPORT_SUBMISSION' },
      null,
      { id: 'Submission:7', title: 'Week 9', type: 'TIMESHEET_SUBMISSION' },
    ]);
    expect(gateway.requests().toSorted()).toEqual(both('7,8,9'));
  });

  it('has its references from whichever it is', async () => {
    await using gateway = await startGateway(rows);

    const { data, errors } = await gateway.query(
      '{ node(id: "Submission:7") { ... on Submission { externalReferences { serviceName } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: { externalReferences: [{ serviceName: 'NetSuite' }] } });
    expect(gateway.requests().toSorted()).toEqual(both('7', 'include=external_references&'));
  });

  it('fails where one of them fails, and it is not among the others', async () => {
    await using gateway = await startGateway(rows);
    gateway.sandbox.fail({ match: '/expense_report_submissions', status: 403 });

    const { data, errors } = await gateway.query(
      '{ nodes(ids: ["Submission:7", "Submission:8"]) { ... on Submission { title } } }',
    );

    expect(data.nodes).toEqual([{ title: 'Week 9' }, null]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('many records', () => {
  const count = 2_000;
  const seats = Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    user_id: String((index % 150) + 1),
    role_id: String((index % 30) + 1),
    display_label: `Seat ${index + 1}`,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
  }));
  const rows = {
    workspace_resources: seats,
    users: Array.from({ length: 150 }, (_, index) => ({ id: String(index + 1), full_name: `User ${index + 1}` })),
    roles: Array.from({ length: 30 }, (_, index) => ({ id: String(index + 1), name: `Role ${index + 1}` })),
  };
  const { maxUpstreamCalls } = loadConfig({}, []);

  it('come by their ids with a request for each 150: 1,000 of one type with 7', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls });
    const ids = seats.slice(0, 1_000).map(({ id }) => id);

    const { data, errors } = await gateway.query(
      'query($ids: [ID!]!) { workspaceResourcesById(ids: $ids) { displayLabel user { fullName } role { name } } }',
      { variables: { ids } },
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceResourcesById).toEqual(seats.slice(0, 1_000).map(seatAnswer));
    expect(gateway.requests()).toHaveLength(7);
  });

  it('come in a list with a request for each 200: 2,000 workspace resources with user and role with 10', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls });

    const { data, errors } = await gateway.query(
      `{ workspaceResources(first: 2000, orderBy: CREATED_AT_ASC) {
           totalCount drifted nodes { displayLabel user { fullName } role { name } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceResources).toEqual({ totalCount: count, drifted: false, nodes: seats.map(seatAnswer) });
    expect(gateway.requests().toSorted()).toEqual(
      Array.from(
        { length: 10 },
        (_, page) =>
          `GET /workspace_resources?include=role,user&order=created_at:asc${page > 0 ? `&page=${page + 1}` : ''}&per_page=200`,
      ).toSorted(),
    );
  });

  const seatAnswer = ({ display_label, user_id, role_id }: (typeof seats)[number]) => ({
    displayLabel: display_label,
    user: { fullName: `User ${user_id}` },
    role: { name: `Role ${role_id}` },
  });
});

/** What the rows' endpoint must be asked with: a number will do for ids, and for references the type of their subject. */
const SCOPE = 'Story';

const scopeOf = ({ endpoint }: Resource) => (endpoint?.scope?.param === 'subject_type' ? SCOPE : '4');

const rowsOf = (resource: Resource, ids: readonly string[]) => {
  const { column, write } = markOf(resource);
  const { scope } = resource.endpoint ?? {};
  return {
    [resource.key]: ids.map((id) => ({
      id,
      user_id: '1',
      [column]: write(id),
      ...(scope && { [scope.field]: scopeOf(resource) }),
    })),
  };
};

const recordOf = (resource: Resource, id: string) => {
  const { field, read } = markOf(resource);
  return { kantataId: id, [field]: read(id) };
};

const globalId = ({ type, endpoint }: Resource, id: string) =>
  endpoint?.scope && !endpoint.single ? `${type}:${SCOPE}:${id}` : `${type}:${id}`;

/** The requests so far: those of the first wave, which are so many, and those of the second, each by their text. */
function inWaves(gateway: TestGateway, first: number): string[][] {
  const requests = gateway.requests();
  return [requests.slice(0, first).toSorted(), requests.slice(first).toSorted()];
}
