import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wireName } from '../src/schema/attribute.ts';
import { type Resource, resources } from '../src/schema/resource.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const subjectTypes = ExternalReferenceSubjectType.values.map(({ name, wire }) => [wire, name] as const);

describe('the subject of an external reference', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it('can be of 33 types', () => {
    expect(subjectTypes).toHaveLength(33);
  });

  it.each(subjectTypes)('comes with its reference in the one request for the page: %s', async (type, name) => {
    const [field, column] = tellingAttribute(resourceOf(type));
    const references = rowsOf(gateway, 'external_references').filter(({ subject_type }) => subject_type === type);
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectType: ${name}, first: 100) {
           nodes { kantataId subject { __typename ... on ${type} { id kantataId ${field} } } } } }`,
    );

    expect(gateway.requests()).toEqual([`GET /external_references?include=subject&per_page=100&subject_type=${type}`]);
    expect(errors).toBeUndefined();
    expect(references.length).toBeGreaterThan(0);
    expect(byId(data.externalReferences.nodes)).toEqual(
      byId(
        references.map(({ id, subject_id }) => ({
          kantataId: id,
          subject: {
            __typename: type,
            id: `${type}:${String(subject_id)}`,
            kantataId: String(subject_id),
            [field]: subjectRow(gateway, type, String(subject_id))?.[column] ?? null,
          },
        })),
      ),
    );
  });

  it.each(subjectTypes)('costs nothing where only its type and ids are asked for: %s', async (type, name) => {
    const references = rowsOf(gateway, 'external_references').filter(({ subject_type }) => subject_type === type);
    gateway.requests();

    const { data, errors } = await gateway.query(
      `{ externalReferences(subjectType: ${name}, first: 100) {
           nodes { kantataId subject { __typename ... on Node { id kantataId } } } } }`,
    );

    expect(gateway.requests()).toEqual([`GET /external_references?per_page=100&subject_type=${type}`]);
    expect(errors).toBeUndefined();
    expect(byId(data.externalReferences.nodes)).toEqual(
      byId(
        references.map(({ id, subject_id }) => ({
          kantataId: id,
          subject: { __typename: type, id: `${type}:${String(subject_id)}`, kantataId: String(subject_id) },
        })),
      ),
    );
  });

  it('fetches nothing of a type that no condition of the selection names', async () => {
    gateway.requests();

    const { data } = await gateway.query(
      '{ externalReferences(subjectType: STORY, first: 1) { nodes { subject { __typename ... on User { fullName } } } } }',
    );

    expect(data.externalReferences.nodes).toEqual([{ subject: { __typename: 'Story' } }]);
    expect(gateway.requests()).toEqual(['GET /external_references?per_page=1&subject_type=Story']);
  });
});

describe('a subject that is asked for with records of several types', () => {
  const rows = {
    external_references: [
      { id: '1', service_name: 'CRM', subject_type: 'WorkspaceResource', subject_id: '7' },
      { id: '2', service_name: 'CRM', subject_type: 'WorkspaceResource', subject_id: '8' },
    ],
    workspace_resources: [
      { id: '7', label: 'Lead', user_id: '3', role_id: '5' },
      { id: '8', label: 'Tester', user_id: '4', role_id: '5' },
    ],
    users: [
      { id: '3', full_name: 'Ada Lovelace' },
      { id: '4', full_name: 'Grace Hopper' },
    ],
    roles: [{ id: '5', name: 'Engineer' }],
  };
  const ask = (selection: string, first = 100) =>
    `{ externalReferences(subjectType: WORKSPACE_RESOURCE, first: ${first}) { nodes { kantataId
         subject { ... on WorkspaceResource { label ${selection} } } } } }`;
  const lists = (requests: readonly string[]) => requests.filter((request) => request.includes('/external_references'));

  it('comes once, with them and not with its reference', async () => {
    await using own = await startGateway(rows);

    const { data, errors } = await own.query(ask('user { fullName } role { name }'));

    expect(own.requests()).toEqual([
      'GET /external_references?per_page=100&subject_type=WorkspaceResource',
      'GET /workspace_resources?apply_default_filters=false&include=role,user&include_unnamed=true&only=7,8',
    ]);
    expect(errors).toBeUndefined();
    expect(byId(data.externalReferences.nodes)).toEqual([
      { kantataId: '1', subject: { label: 'Lead', user: { fullName: 'Ada Lovelace' }, role: { name: 'Engineer' } } },
      {
        kantataId: '2',
        subject: { label: 'Tester', user: { fullName: 'Grace Hopper' }, role: { name: 'Engineer' } },
      },
    ]);
  });

  it('comes with its reference where those are of one type, or more than one call names', async () => {
    await using own = await startGateway(rows);

    await own.query(ask('user { fullName }'));
    expect(lists(own.requests())).toEqual([
      'GET /external_references?include=subject&per_page=100&subject_type=WorkspaceResource',
    ]);

    await own.query(ask('user { fullName } role { name }', 200));
    expect(lists(own.requests())).toEqual([
      'GET /external_references?include=subject&per_page=200&subject_type=WorkspaceResource',
    ]);
  });
});

describe('a submission as a subject', () => {
  it('is read from the timesheet or the expense report that it is', async () => {
    await using gateway = await startGateway({
      external_references: [
        reference('1', 'Submission', 7, '2026-03-02T00:00:00-08:00'),
        reference('2', 'Submission', 8, '2026-03-01T00:00:00-08:00'),
      ],
      timesheet_submissions: [{ id: '7', title: 'Week 9', type: 'TimesheetSubmission' }],
      expense_report_submissions: [{ id: '8', title: 'Trip to Oslo', type: 'ExpenseReportSubmission' }],
    });

    const { data, errors } = await gateway.query(
      '{ externalReferences(subjectType: SUBMISSION) { nodes { subject { ... on Submission { id title type } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences.nodes).toEqual([
      { subject: { id: 'Submission:7', title: 'Week 9', type: 'TIMESHEET_SUBMISSION' } },
      { subject: { id: 'Submission:8', title: 'Trip to Oslo', type: 'EXPENSE_REPORT_SUBMISSION' } },
    ]);
    expect(gateway.requests()).toEqual([
      'GET /external_references?include=subject&per_page=20&subject_type=Submission',
    ]);
  });
});

describe('a submission that the API sends under the collection of its kind', () => {
  it('is read from there, by the key that the reference names or by its type and id alone', async () => {
    // Sources disagree where the API puts them, so this one answers as the stand-in does not.
    await using api = await startApi({
      count: 2,
      results: [
        { key: 'external_references', id: '1' },
        { key: 'external_references', id: '2' },
      ],
      external_references: {
        1: { ...reference('1', 'Submission', 7, ''), subject_ref: { key: 'timesheet_submissions', id: '7' } },
        2: reference('2', 'Submission', 8, ''),
      },
      timesheet_submissions: { 7: { id: '7', title: 'Week 9' } },
      expense_report_submissions: { 8: { id: '8', title: 'Trip to Oslo' } },
    });
    await using gateway = await startGateway({}, { apiUrl: api.url });

    const { data, errors } = await gateway.query(
      '{ externalReferences(subjectType: SUBMISSION) { nodes { subject { __typename ... on Submission { id title } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences.nodes).toEqual([
      { subject: { __typename: 'Submission', id: 'Submission:7', title: 'Week 9' } },
      { subject: { __typename: 'Submission', id: 'Submission:8', title: 'Trip to Oslo' } },
    ]);
    expect(api.requests).toEqual(['/external_references?include=subject&per_page=20&subject_type=Submission']);
  });
});

describe('a subject that the caller cannot have', () => {
  const references = [
    reference('1', 'Story', 7, '2026-03-03T00:00:00-08:00'),
    reference('2', 'Story', 8, '2026-03-02T00:00:00-08:00'),
    reference('3', 'Story', 9, '2026-03-01T00:00:00-08:00'),
  ];
  const query =
    '{ externalReferences(subjectType: STORY) { nodes { subjectId subject { __typename ... on Story { title } } } } }';
  const answer = [
    { subjectId: '7', subject: { __typename: 'Story', title: 'Build' } },
    { subjectId: '8', subject: null },
    { subjectId: '9', subject: null },
  ];

  it('is null without an error when it is gone or hidden', async () => {
    await using gateway = await startGateway(
      {
        external_references: references,
        stories: [
          { id: '7', title: 'Build' },
          { id: '8', title: 'Hidden' },
        ],
      },
      {
        sandbox: {
          users: [{ token: 'demo', userId: '1', name: 'Ada', sees: (key, { id }) => key !== 'stories' || id !== '8' }],
        },
      },
    );

    const { data, errors } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.externalReferences.nodes).toEqual(answer);
    expect(gateway.requests()).toEqual(['GET /external_references?include=subject&per_page=20&subject_type=Story']);
  });

  it('is null without an error when the reference names no record', async () => {
    await using gateway = await startGateway({
      external_references: [{ id: '1', subject_type: 'Story', subject_id: null }],
    });

    const { data, errors } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.externalReferences.nodes).toEqual([{ subjectId: null, subject: null }]);
  });
});

/** An API that answers everything with this. */
async function startApi(body: object) {
  const requests: string[] = [];
  const server = createServer(({ url }, response) => {
    requests.push(url ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reference(id: string, subject_type: string, subject_id: number, last_synced_at: string) {
  return { id, subject_type, subject_id, last_synced_at };
}

const resourceOf = (type: string) => resources.get(type) as Resource;

const rowsOf = ({ sandbox }: TestGateway, key: string) => [...(sandbox.tables.get(key)?.values() ?? [])];

/** Where the account keeps the row of a subject: a submission is in one of two places. */
function subjectRow({ sandbox }: TestGateway, type: string, id: string) {
  const { key, members } = resourceOf(type);
  for (const home of [key, ...members.map((member) => member.key)]) {
    const row = sandbox.tables.get(home)?.get(id);
    if (row) return row;
  }
  return undefined;
}

const TELLING = ['title', 'name', 'label', 'fullName', 'displayValue'];

/** An attribute that is answered as the API writes it, so that rows can be told apart: its field and its column. */
function tellingAttribute({ type, attributes }: Resource): [field: string, column: string] {
  const plain = [...attributes].filter(
    ([, { type, optional }]) =>
      !optional && type.kind === 'scalar' && ['String', 'SafeInt', 'Int', 'Date'].includes(type.name),
  );
  const [field, attribute] = plain.find(([name]) => TELLING.includes(name)) ?? plain[0] ?? [];
  if (!field || !attribute) throw new Error(`No attribute tells one ${type} from another.`);
  return [field, wireName(field, attribute)];
}

const byId = <T extends { kantataId: string }>(nodes: readonly T[]): T[] =>
  nodes.toSorted((one, other) => Number(one.kantataId) - Number(other.kantataId));
