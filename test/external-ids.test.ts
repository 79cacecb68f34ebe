/** Records by the ids that other systems have for them. */
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dialect, dialectOf, READINGS } from '../src/sandbox/dialect.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const TYPES = ExternalReferenceSubjectType.values.length;

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
    { id: '5', title: 'Bridge', creator_id: '7', external_reference_ids: ['1', '4', '6'] },
    { id: '6', title: 'Tunnel', creator_id: '7', archived: true, external_reference_ids: ['2'] },
  ],
  stories: [{ id: '9', title: 'Dig', workspace_id: '6', external_reference_ids: ['3', '5'] }],
  timesheet_submissions: [{ id: '11', title: 'Week 1', external_reference_ids: ['7'] }],
  external_references: [
    link('1', 'Workspace', 5, 'A1'),
    link('2', 'Workspace', 6, 'A2'),
    link('3', 'Story', 9, 'OPS-1', { service_name: 'Jira', service_model: 'Issue' }),
    link('4', 'Workspace', 5, 'OPS-1', { service_name: 'NetSuite', service_model: 'Job' }),
    link('5', 'Story', 9, 'a,b', { service_name: 'Jira', service_model: 'Issue' }),
    // The same record under the same id in a second system.
    link('6', 'Workspace', 5, 'A1', { service_name: 'HubSpot', service_model: 'Deal' }),
    link('7', 'Submission', 11, 'TS-1', { service_name: 'Workday', service_model: 'TimeBlock' }),
  ],
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway(rows);
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Asks after the requests that were made before, and explains it as well. */
async function ask(query: string, asked = gateway) {
  const { totals } = await asked.explain(query);
  asked.requests();
  const reply = await asked.query(query);
  const requests = asked.requests();
  expect(requests.length).toBeGreaterThanOrEqual(totals.min);
  expect(requests.length).toBeLessThanOrEqual(totals.max);
  return { ...reply, requests, totals };
}

describe('the record for an id of another system', () => {
  it('costs one request for each type that is asked, and comes with it', async () => {
    const { data, errors, extensions, requests, totals } = await ask(
      `{ recordByExternalId(ref: "A1", types: [WORKSPACE, STORY]) { __typename id kantataId ... on Workspace { title } } }`,
    );

    expect([errors, extensions]).toEqual([undefined, undefined]);
    expect(data.recordByExternalId).toEqual({
      __typename: 'Workspace',
      id: 'Workspace:5',
      kantataId: '5',
      title: 'Bridge',
    });
    expect(requests.toSorted()).toEqual([
      'GET /external_references?include=subject&per_page=20&service_model_ref=A1&subject_type=Story',
      'GET /external_references?include=subject&per_page=20&service_model_ref=A1&subject_type=Workspace',
    ]);
    expect(totals).toEqual({ min: 2, max: 2, likely: 2, forecast: '2' });
  });

  it('comes with its associations in the same request, from its own list, archived ones too', async () => {
    const { data, requests } = await ask(
      '{ recordByExternalId(ref: "A2", types: [WORKSPACE]) { ... on Workspace { title creator { fullName } } } }',
    );

    expect(data.recordByExternalId).toEqual({ title: 'Tunnel', creator: { fullName: 'Ada Lovelace' } });
    expect(requests).toEqual([
      'GET /workspaces?apply_default_filters=false&external_reference_service_model_refs=A2&include=creator,external_references&include_archived=true&per_page=20',
    ]);
  });

  it('is looked for among all types where none is named', async () => {
    const { data, requests, totals } = await ask('{ recordByExternalId(ref: "TS-1") { __typename kantataId } }');

    expect(data.recordByExternalId).toEqual({ __typename: 'Submission', kantataId: '11' });
    expect(requests).toHaveLength(TYPES);
    expect(totals).toEqual({ min: TYPES, max: TYPES, likely: TYPES, forecast: `${TYPES}` });
  });

  it('leads on to its references, whatever its type is', async () => {
    const { data, requests } = await ask(
      `{ recordByExternalId(ref: "A1", types: [WORKSPACE, STORY]) {
           ... on ExternallyReferenced { externalReferences { serviceName subject { __typename } } } } }`,
    );

    expect(data.recordByExternalId.externalReferences).toEqual(
      ['Salesforce', 'NetSuite', 'HubSpot'].map((serviceName) => ({
        serviceName,
        subject: { __typename: 'Workspace' },
      })),
    );
    expect(requests).toHaveLength(2);
  });

  it.each(['salesforce', 'SALESFORCE', ' Salesforce '])(
    'is found by the service named %j: without case',
    async (name) => {
      const { data, extensions, requests } = await ask(
        `{ recordByExternalId(ref: "A1", serviceName: "${name}", serviceModel: "opportunity", types: [WORKSPACE]) { id } }`,
      );

      expect(data.recordByExternalId).toEqual({ id: 'Workspace:5' });
      expect(extensions).toBeUndefined();
      expect(requests).toHaveLength(1);
    },
  );

  it.each(['a1', 'A', 'A11', 'A1 '])('is not that of another id: %j', async (ref) => {
    const { data, errors, extensions } = await ask(`{ recordByExternalId(ref: "${ref}", types: [WORKSPACE]) { id } }`);

    expect(data).toEqual({ recordByExternalId: null });
    expect([errors, extensions]).toEqual([undefined, undefined]);
  });

  it('is null where the id belongs to another service, with a warning that says to which', async () => {
    const { data, errors, extensions, requests } = await ask(
      '{ recordByExternalId(ref: "A2", serviceName: "Sales Force", types: [WORKSPACE]) { id } }',
    );

    expect(data).toEqual({ recordByExternalId: null });
    expect(errors).toBeUndefined();
    expect(extensions.warnings).toEqual([
      {
        code: 'UNKNOWN_NAME',
        path: ['recordByExternalId'],
        message: expect.stringContaining('Salesforce Opportunity'),
      },
    ]);
    expect(requests).toHaveLength(1);
  });

  it('is an error where there are several, which it names', async () => {
    const { data, errors } = await ask('{ recordByExternalId(ref: "OPS-1", types: [WORKSPACE, STORY]) { id } }');

    expect(data).toEqual({ recordByExternalId: null });
    expect(errors).toMatchObject([
      {
        path: ['recordByExternalId'],
        message: expect.stringContaining('Workspace:5 (NetSuite Job)'),
        extensions: {
          code: 'SEVERAL_RECORDS',
          matches: [
            { id: 'Story:9', serviceName: 'Jira', serviceModel: 'Issue' },
            { id: 'Workspace:5', serviceName: 'NetSuite', serviceModel: 'Job' },
          ],
        },
      },
    ]);
    const one = await ask(
      '{ recordByExternalId(ref: "OPS-1", serviceName: "jira", types: [WORKSPACE, STORY]) { id } }',
    );
    expect(one.data.recordByExternalId).toEqual({ id: 'Story:9' });
  });

  it('is null without a request where no type may have it', async () => {
    const { data, requests } = await ask('{ recordByExternalId(ref: "A1", types: []) { id } }');

    expect([data, requests]).toEqual([{ recordByExternalId: null }, []]);
  });

  it.each(['ref: " "', 'ref: "A1", serviceName: ""', 'ref: "A\\u0007"', `ref: "${'x'.repeat(256)}"`])(
    'is refused for what the API cannot be asked: %s',
    async (args) => {
      gateway.requests();
      const { data, errors } = await gateway.query(`{ recordByExternalId(${args}) { id } }`);

      expect(data).toEqual({ recordByExternalId: null });
      expect(errors).toMatchObject([{ path: ['recordByExternalId'], extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(gateway.requests()).toEqual([]);
    },
  );

  it('waits in an answer in parts for all that was asked', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed',
        authorization: 'Bearer demo',
      },
      body: JSON.stringify({
        query:
          '{ recordByExternalId(ref: "A2", types: [WORKSPACE]) { id ... @defer { ... on Workspace { creator { fullName } } } } }',
      }),
    });
    const text = await response.text();

    expect(text).toContain('"id":"Workspace:6"');
    expect(text).toContain('"fullName":"Ada Lovelace"');
  });
});

describe('the record in another executor, and in a larger graph', () => {
  const query = `{ recordByExternalId(ref: "A2", types: [WORKSPACE]) { __typename ... on Workspace { title } }
                   recordsByExternalIds(refs: ["A1", "nope"], types: [WORKSPACE]) { id ... on Workspace { title } } }`;
  const answer = {
    recordByExternalId: { __typename: 'Workspace', title: 'Tunnel' },
    recordsByExternalIds: [{ id: 'Workspace:5', title: 'Bridge' }, null],
  };

  it('is the same where graphql-js executes the schema', async () => {
    const { schema, executor } = gateway.gateway;
    const contextValue = { executor, caller: { token: 'demo', isRouter: false, trace: false } };
    gateway.requests();

    const { data, errors } = await graphql({ schema, source: query, contextValue });

    expect([JSON.parse(JSON.stringify(data)), errors]).toEqual([answer, undefined]);
    expect(gateway.requests()).toHaveLength(2);
  });

  it('is the same in a subgraph', async () => {
    await using subgraph = await startGateway(rows, { federation: true });

    const { data, errors, requests } = await ask(query, subgraph);

    expect([data, errors]).toEqual([answer, undefined]);
    expect(requests).toHaveLength(2);
  });
});

describe('a look-up that fails', () => {
  it.each([
    ['its references', '{ recordByExternalId(ref: "X", types: [WORKSPACE, STORY]) { id } }'],
    [
      'its list',
      '{ recordByExternalId(ref: "X", types: [STORY, WORKSPACE]) { ... on Workspace { creator { fullName } } } }',
    ],
  ])('is an error in the place of a record that no other type has: by %s', async (_, query) => {
    await using failing = await startGateway(rows);
    failing.sandbox.fail({ match: /subject_type=Workspace|\/workspaces/, status: 403 });

    const { data, errors } = await ask(query, failing);

    expect(data).toEqual({ recordByExternalId: null });
    expect(errors).toMatchObject([{ path: ['recordByExternalId'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('leaves a record that another type has, with a warning that there may be more', async () => {
    await using failing = await startGateway(rows);
    failing.sandbox.fail({ match: 'subject_type=Story', status: 403 });

    const { data, errors, extensions } = await ask(
      '{ recordByExternalId(ref: "A1", types: [WORKSPACE, STORY]) { id } }',
      failing,
    );

    expect([data, errors]).toEqual([{ recordByExternalId: { id: 'Workspace:5' } }, undefined]);
    expect(extensions.warnings).toEqual([
      { code: 'INCOMPLETE', path: ['recordByExternalId'], message: expect.stringMatching(/: Story\.$/) },
    ]);
  });

  it('is left out where the token may not read a type that was not named', async () => {
    await using failing = await startGateway(rows);
    failing.sandbox.fail({ match: 'subject_type=Survey', status: 403 });

    const found = await ask('{ recordByExternalId(ref: "A1") { id } }', failing);
    const none = await ask('{ recordByExternalId(ref: "nope") { id } }', failing);

    expect([found.data, found.errors]).toEqual([{ recordByExternalId: { id: 'Workspace:5' } }, undefined]);
    expect([none.data, none.errors]).toEqual([{ recordByExternalId: null }, undefined]);
    for (const { extensions } of [found, none])
      expect(extensions.warnings).toEqual([
        { code: 'LEFT_OUT', path: ['recordByExternalId'], message: expect.stringContaining('SurveyAnswer') },
      ]);
  });

  it('is not deceived by an API that compares ids without case', async () => {
    await using loose = await startGateway(rows);
    const body = {
      count: 1,
      results: [{ key: 'external_references', id: '1' }],
      external_references: { 1: { ...rows.external_references[0], subject_ref: { key: 'workspaces', id: '5' } } },
      workspaces: { 5: rows.workspaces[0] },
    };
    loose.sandbox.fail({ match: 'service_model_ref=a1', status: 200, body });

    const { data, errors } = await loose.query('{ recordByExternalId(ref: "a1", types: [WORKSPACE]) { id } }');

    expect([data, errors]).toEqual([{ recordByExternalId: null }, undefined]);
    expect(loose.requests()).toHaveLength(1);
  });

  it('is an error where the API passes over the filter, rather than another record', async () => {
    await using odd = await startGateway(rows);
    odd.sandbox.fail({
      match: '/workspaces',
      status: 200,
      body: {
        count: 1,
        results: [{ key: 'workspaces', id: '6' }],
        workspaces: { 6: { id: '6', title: 'Tunnel', external_reference_ids: ['2'] } },
        external_references: { 2: rows.external_references[1] },
      },
    });

    const { data, errors } = await odd.query(
      '{ recordByExternalId(ref: "A1", types: [WORKSPACE]) { ... on Workspace { title creator { fullName } } } }',
    );

    expect(data).toEqual({ recordByExternalId: null });
    expect(errors).toMatchObject([{ path: ['recordByExternalId'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });
});

describe('records for ids of another system', () => {
  it('come in the order of the ids, one request for each type, each with its own error', async () => {
    const { data, errors, requests } = await ask(
      `{ recordsByExternalIds(refs: ["A2", "nope", "A1", "A2", "OPS-1"], types: [WORKSPACE, STORY]) { id } }`,
    );

    expect(data.recordsByExternalIds).toEqual([
      { id: 'Workspace:6' },
      null,
      { id: 'Workspace:5' },
      { id: 'Workspace:6' },
      null,
    ]);
    expect(errors).toMatchObject([{ path: ['recordsByExternalIds', 4], extensions: { code: 'SEVERAL_RECORDS' } }]);
    expect(requests).toHaveLength(2);
  });

  it('are asked for one by one where an id has a comma, which lists are cut at', async () => {
    const { data, requests } = await ask('{ recordsByExternalIds(refs: ["a,b", "OPS-1"], types: [STORY]) { id } }');

    expect(data.recordsByExternalIds).toEqual([{ id: 'Story:9' }, { id: 'Story:9' }]);
    expect(requests.toSorted()).toEqual([
      'GET /external_references?include=subject&per_page=20&service_model_ref=OPS-1&subject_type=Story',
      'GET /external_references?include=subject&per_page=20&service_model_ref=a,b&subject_type=Story',
    ]);
  });

  it('cost a request for each hundred of them', async () => {
    const refs = Array.from({ length: 250 }, (_, index) => `"R-${index}"`);
    const { data, requests } = await ask(
      `{ recordsByExternalIds(refs: [${refs.join()}, "A1"], types: [WORKSPACE]) { id } }`,
    );

    expect(data.recordsByExternalIds).toEqual([...refs.map(() => null), { id: 'Workspace:5' }]);
    expect(requests).toHaveLength(3);
  });

  it('are at most 500', async () => {
    const refs = Array.from({ length: 501 }, () => '"x"');
    const { errors } = await gateway.query(`{ recordsByExternalIds(refs: [${refs.join()}]) { id } }`);

    expect(errors).toMatchObject([{ message: 'refs: at most 500 ids.', extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe.each([...READINGS, 'mixed', 'count-absent'])('over an account that speaks as %s', (words) => {
  it('finds each record that brute force finds, for every id of every system', async () => {
    await using made = await startGateway(undefined, {
      sandbox: { size: 1_500, dialect: dialectOf(words) as Dialect },
      maxUpstreamCalls: 1_000,
    });
    const references = [...(made.sandbox.tables.get('external_references')?.values() ?? [])];
    // Some of every type; types without a list of their own take a request for each.
    const some = references.filter((_, index) => index % 5 === 0).slice(0, 60);
    const refs = [...new Set(some.map((row) => String(row.service_model_ref)))];
    const query = `query($refs: [String!]!) { recordsByExternalIds(refs: $refs) { __typename kantataId } }`;
    const variables = { refs: [...refs, 'nothing has this'] };

    const { totals } = await made.explain(query, { variables });
    made.requests();
    const { data, errors = [] } = await made.query(query, { variables });
    const calls = made.requests().length;

    const expected = refs.map((ref) => {
      const found = new Set(
        references
          .filter((row) => String(row.service_model_ref) === ref)
          .map((row) => `${String(row.subject_type)} ${String(row.subject_id)}`),
      );
      return found.size === 1 ? [...found][0] : null;
    });
    const answered = (data.recordsByExternalIds as ({ __typename: string; kantataId: string } | null)[]).map(
      (record) => (record ? `${record.__typename} ${record.kantataId}` : null),
    );
    expect(answered).toEqual([...expected, null]);
    expect(errors.map(({ path, extensions }) => [path?.[1], extensions.code])).toEqual(
      expected.flatMap((one, at) => (one === null ? [[at, 'SEVERAL_RECORDS']] : [])),
    );
    expect(calls).toBeGreaterThanOrEqual(totals.min);
    expect(calls).toBeLessThanOrEqual(totals.max);
  });
});
