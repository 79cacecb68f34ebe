/** What an answer says beside its data: names, words and arguments that a client may have got wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { WARNING_CODES } from '../src/execution/warnings.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

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
  stories: [{ id: '9', title: 'Dig', workspace_id: '5', external_reference_ids: [], custom_field_value_ids: ['32'] }],
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
    {
      id: '32',
      subject_type: 'Story',
      subject_id: 9,
      custom_field_id: '7',
      custom_field_name: 'Colour',
      value: 'red',
      type: 'string',
    },
  ],
  external_references: [
    link('1', 'Workspace', 5, 'Salesforce'),
    link('2', 'Workspace', 5, 'Jira', 'failed'),
    link('3', 'Workspace', 6, 'Sage Intacct'),
    link('4', 'Story', 9, 'Workday'),
  ],
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway(rows);
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Asks, counting the requests, which must be as many as were foretold. */
async function ask(query: string, asked: TestGateway) {
  const { totals } = await asked.explain(query);
  asked.requests();
  const { data, errors, extensions } = await asked.query(query);
  const requests = asked.requests();
  expect(errors).toBeUndefined();
  expect(requests.length).toBeGreaterThanOrEqual(totals.min);
  expect(requests.length).toBeLessThanOrEqual(totals.max);
  return { data, warnings: extensions?.warnings as readonly { message: string }[] | undefined, requests, totals };
}

const failedOf = (name: string, type = 'subjectType: WORKSPACE') =>
  `{ externalReferences(${type}, filter: { serviceName: "${name}" }) { totalCount nodes { kantataId } } }`;

describe('a list of an integration whose name', () => {
  // Each with a gateway that has seen no name yet.
  let fresh: TestGateway;
  beforeEach(async () => {
    fresh = await startGateway(rows);
    return () => fresh[Symbol.asyncDispose]();
  });

  it('is right takes one request and no warning', async () => {
    const { data, warnings, requests, totals } = await ask(failedOf('Salesforce'), fresh);

    expect(data.externalReferences).toEqual({ totalCount: 1, nodes: [{ kantataId: '1' }] });
    expect(warnings).toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(totals).toEqual({ min: 1, max: 3, likely: 1, forecast: '1, at most 3' });
  });

  it('differs by case alone is that of the right name, with a warning', async () => {
    const { data, warnings, requests } = await ask(failedOf('salesFORCE'), fresh);

    expect(data.externalReferences).toEqual({ totalCount: 1, nodes: [{ kantataId: '1' }] });
    expect(warnings).toEqual([
      { code: 'UNKNOWN_NAME', path: ['externalReferences'], message: expect.stringContaining('that of "Salesforce"') },
    ]);
    expect(requests).toEqual([
      'GET /external_references?per_page=20&service_name=salesFORCE&subject_type=Workspace',
      'GET /external_references?per_page=200&subject_type=Workspace',
      'GET /external_references?per_page=20&service_name=Salesforce&subject_type=Workspace',
    ]);
    // Once seen, the name need not be looked for.
    expect((await ask(failedOf('SALESFORCE'), fresh)).requests).toHaveLength(2);
  });

  it('does not exist is empty, with a warning that has the names that do', async () => {
    const { data, warnings, requests } = await ask(failedOf('Salesforc'), fresh);

    expect(data.externalReferences).toEqual({ totalCount: 0, nodes: [] });
    expect(warnings).toEqual([
      {
        code: 'UNKNOWN_NAME',
        path: ['externalReferences'],
        message:
          'No link that was seen is of an integration called "Salesforc". Integrations whose links were seen: Salesforce (near), Jira, Sage Intacct.',
      },
    ]);
    expect(requests).toHaveLength(2);
  });

  it('is known to exist is empty without a warning, and without a second request', async () => {
    await ask('{ externalReferences(subjectType: WORKSPACE) { nodes { serviceName } } }', fresh);

    const { data, warnings, requests } = await ask(
      '{ externalReferences(subjectType: WORKSPACE, filter: { serviceName: "Salesforce", status: FAILED }) { totalCount } }',
      fresh,
    );

    expect([data, warnings]).toEqual([{ externalReferences: { totalCount: 0 } }, undefined]);
    expect(requests).toHaveLength(1);
  });

  it('is looked for among the types that are asked, ten of them at most', async () => {
    const several = await ask(failedOf('workday', 'subjectTypes: [WORKSPACE, STORY]'), fresh);
    expect(several.data.externalReferences.nodes).toEqual([{ kantataId: '4' }]);
    expect(several.requests).toHaveLength(6);

    const every = await fresh.query('{ externalReferences(filter: { serviceName: "Nobody" }) { totalCount } }');
    expect(every.errors).toBeUndefined();
    expect(fresh.requests()).toHaveLength(33 + 10);
  });

  it('differs by case alone is an error with the right name where there are not calls enough to ask again', async () => {
    const { data, errors } = await fresh.query(
      '{ externalReferences(filter: { serviceName: "jira" }) { totalCount } }',
    );

    expect(data).toEqual({ externalReferences: null });
    expect(errors).toMatchObject([
      {
        path: ['externalReferences'],
        message: expect.stringContaining('but "Jira" is'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(fresh.requests()).toHaveLength(50);
  });

  it('filters the records of another type is judged in the same way', async () => {
    const { data, warnings, requests } = await ask(
      '{ workspaces(filter: { externalReferenceServiceName: "jira" }) { nodes { title } } }',
      fresh,
    );

    expect(data.workspaces.nodes).toEqual([{ title: 'Bridge' }]);
    expect(warnings).toMatchObject([{ code: 'UNKNOWN_NAME', path: ['workspaces'] }]);
    expect(requests).toHaveLength(3);
  });

  it('was seen by one token stays unknown to another', async () => {
    const users = ['one', 'other'].map((token) => ({ token, userId: '1', name: token }));
    await using shared = await startGateway(rows, { sandbox: { users } });
    await shared.query('{ externalReferences(subjectType: WORKSPACE) { nodes { serviceName } } }', { token: 'one' });

    const { extensions } = await shared.query(
      '{ externalReferences(subjectType: ROLE, filter: { serviceName: "Jirra" }) { totalCount } }',
      { token: 'other' },
    );

    expect(extensions.warnings[0].message).toContain('No link of any integration was seen.');
  });

  it('cannot be looked for is a warning all the same', async () => {
    fresh.sandbox.fail({ match: 'per_page=200', status: 403 });

    const { data, warnings } = await ask(failedOf('Nobody'), fresh);

    expect(data.externalReferences.totalCount).toBe(0);
    expect(warnings).toMatchObject([{ code: 'UNKNOWN_NAME' }]);
  });

  it('streams its rows once it is known which they are', async () => {
    const response = await fetch(`${fresh.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed', authorization: 'Bearer demo' },
      body: JSON.stringify({
        query:
          '{ externalReferences(subjectType: WORKSPACE, filter: { serviceName: "jira" }) { nodes @stream(initialCount: 0) { kantataId } } }',
      }),
    });
    const text = await response.text();

    expect(text).toContain('{"kantataId":"2"}');
    expect(text).toContain('UNKNOWN_NAME');
  });
});

describe('a name below the root', () => {
  it('is compared without case, for references', async () => {
    const { data, warnings, requests } = await ask(
      '{ workspaces { nodes { externalReferences(serviceName: "JIRA", serviceModel: "thing") { kantataId } } } }',
      gateway,
    );

    expect(data.workspaces.nodes).toEqual([{ externalReferences: [{ kantataId: '2' }] }, { externalReferences: [] }]);
    expect(warnings).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('that no record has is a warning at the first place, with the names that came, and no request', async () => {
    const { data, warnings, requests } = await ask(
      `{ workspaces { nodes { budget: customField(name: "Budgte") { displayValue }
                              externalReferences(serviceName: "Jirra") { kantataId } } } }`,
      gateway,
    );

    expect(data.workspaces.nodes).toEqual([
      { budget: null, externalReferences: [] },
      { budget: null, externalReferences: [] },
    ]);
    expect(warnings).toEqual([
      {
        code: 'UNKNOWN_NAME',
        path: ['workspaces', 'nodes', 0, 'budget'],
        message: 'No record that came has a custom field called "Budgte". Those that came: Budget (near).',
      },
      {
        code: 'UNKNOWN_NAME',
        path: ['workspaces', 'nodes', 0, 'externalReferences'],
        message:
          'No record that came has a reference of an integration called "Jirra". Those that came: Jira (near), Sage Intacct, Salesforce.',
      },
    ]);
    expect(requests).toHaveLength(1);
  });

  it.each([
    [
      'that one record has, and another lacks',
      '{ workspaces { nodes { customField(name: "Budget") { displayValue } } } }',
    ],
    [
      'that only records elsewhere have',
      '{ workspaces { nodes { customField(name: "Colour") { displayValue } } } stories { nodes { customField(name: "Colour") { displayValue } } } }',
    ],
    ['of which no name is known', '{ workspacesById(ids: ["6"]) { customField(name: "Budgte") { displayValue } } }'],
    ['that is given by id', '{ workspaces { nodes { customField(id: "77") { displayValue } } } }'],
  ])('is no warning where it is one %s', async (_, query) => {
    expect((await ask(query, gateway)).warnings).toBeUndefined();
  });

  it('is one warning for all records, and one in an answer in parts', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed', authorization: 'Bearer demo' },
      body: JSON.stringify({
        query: '{ workspaces { nodes { title ... @defer { customField(name: "Budgte") { displayValue } } } } }',
      }),
    });
    const text = await response.text();

    expect(text.match(/UNKNOWN_NAME/g)).toHaveLength(1);
  });
});

describe('a word of a filter', () => {
  const references = (count: number) =>
    Array.from({ length: count }, (_, index) => link(String(index + 1), 'Story', index + 1, 'Jira', 'failed'));
  const PENDING = '{ externalReferences(subjectType: STORY, filter: { status: PENDING }) { totalCount } }';

  it('that none of a hundred rows has had is a warning where the list is empty', async () => {
    await using seen = await startGateway({ external_references: references(100) });
    expect((await ask(PENDING, seen)).warnings).toBeUndefined();

    await seen.query('{ externalReferences(subjectType: STORY, first: 100) { nodes { status } } }');
    const { data, warnings, requests } = await ask(PENDING, seen);

    expect(data.externalReferences.totalCount).toBe(0);
    expect(warnings).toEqual([
      {
        code: 'UNSEEN_WORD',
        path: ['externalReferences'],
        message:
          'No ExternalReference that the API has sent to this gateway has been PENDING, so `filter.status` may ask for what does not occur.',
      },
    ]);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['fewer rows were seen', references(99)],
    ['a row has had it', [...references(100), link('101', 'Story', 101, 'Jira', 'pending')]],
  ])('is no warning where %s', async (_, external_references) => {
    await using seen = await startGateway({ external_references });
    await seen.query('{ externalReferences(subjectType: STORY, first: 200) { nodes { status } } }');

    const other = PENDING.replace('status: PENDING', 'status: PENDING, serviceName: "Jira", externalStatus: "none"');
    expect((await ask(other, seen)).warnings).toBeUndefined();
  });
});

describe('a deprecated argument', () => {
  it.each([
    ['in the document', '{ users(filter: { belongingToOrgs: "3,5;8" }) { totalCount } }', undefined],
    [
      'in a variable',
      'query($filter: UserFilter) { users(filter: $filter) { totalCount } }',
      { filter: { belongingToOrgs: '3,5;8' } },
    ],
  ])('is a warning that says what to use in its place: %s', async (_, query, variables) => {
    const { errors, extensions } = await gateway.query(query, { ...(variables && { variables }) });

    expect(errors).toBeUndefined();
    expect(extensions.warnings).toEqual([
      {
        code: 'DEPRECATED_ARGUMENT',
        path: ['users'],
        message: expect.stringMatching(/^`filter\.belongingToOrgs` is deprecated\. \S/),
      },
    ]);
  });

  it('is one warning for a list under several records, at the first of them', async () => {
    const query =
      '{ workspaces { nodes { timesheetSubmissionsConnection(filter: { statuses: NEW }) { nodes { kantataId } } } } }';

    expect((await ask(query, gateway)).warnings).toEqual([
      {
        code: 'DEPRECATED_ARGUMENT',
        path: ['workspaces', 'nodes', 0, 'timesheetSubmissionsConnection'],
        message: expect.stringContaining('`filter.statuses`'),
      },
    ]);
  });

  it('is none where it is null', async () => {
    const { extensions } = await gateway.query('{ users(filter: { belongingToOrgs: null }) { totalCount } }');

    expect(extensions).toBeUndefined();
  });
});

describe('an order that the API may ignore', () => {
  it.each([
    ['by a custom field', 'orderByCustomField: { fieldId: "8" }', '`orderByCustomField`'],
    ['by relevance without a search', 'orderBy: SEARCH', '`filter.search`'],
  ])('is a warning where rows are asked for %s', async (_, order, named) => {
    const { warnings } = await ask(`{ workspaces(${order}) { nodes { title } } }`, gateway);

    expect(warnings).toEqual([
      { code: 'UNCERTAIN_ORDER', path: ['workspaces'], message: expect.stringContaining(named) },
    ]);
  });

  it('is one warning for a list under several records, at the first of them', async () => {
    const query = '{ users { nodes { workspaces(orderByCustomField: { fieldId: "8" }) { nodes { title } } } } }';
    await using people = await startGateway({ ...rows, users: [{ id: '3' }, { id: '4' }] });

    expect((await ask(query, people)).warnings).toEqual([
      {
        code: 'UNCERTAIN_ORDER',
        path: ['users', 'nodes', 0, 'workspaces'],
        message: expect.stringContaining('`orderByCustomField`'),
      },
    ]);
  });

  it.each([
    ['by relevance to a search', '{ workspaces(orderBy: SEARCH, filter: { search: "Bridge" }) { nodes { title } } }'],
    ['of rows that are only counted', '{ workspaces(orderByCustomField: { fieldId: "8" }) { totalCount } }'],
    ['by a column', '{ workspaces(orderBy: TITLE_ASC) { nodes { title } } }'],
  ])('is none %s', async (_, query) => {
    expect((await ask(query, gateway)).warnings).toBeUndefined();
  });
});

it('warnings are counted by their code, once for each operation', async () => {
  const metrics = createMetrics();
  await using counted = await startGateway(rows, { observer: metrics.observer });
  const misspelt =
    '{ workspaces { nodes { a: customField(name: "Budgte") { id } b: customField(name: "Bugdet") { id } } } }';

  await counted.query(misspelt);
  await counted.query(misspelt);
  await counted.query('{ workspaces { nodes { title } } }');

  await expect
    .poll(() => metrics.registry.getSingleMetricAsString('kantata_operation_warnings_total'))
    .toMatch(/kantata_operation_warnings_total\{code="UNKNOWN_NAME"\} 2$/);
  metrics.stop();
});

describe('docs/errors.md', () => {
  const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8').split('\n## Warnings\n')[1] ?? '';
  const told = [...page.matchAll(/^\| `([A-Z_]+)` \|(.*)\|(.*)\|$/gm)];

  it('says of every code of a warning when it comes and what to do, and of no other', () => {
    expect(told.map(([, code = '']) => code).toSorted()).toEqual([...WARNING_CODES].toSorted());
    for (const [, , when, what] of told) expect([when?.trim(), what?.trim()]).not.toContain('');
  });
});
