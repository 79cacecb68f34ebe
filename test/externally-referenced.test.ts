/** The way from a record to its links to other systems, and back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { markOf } from './support/mark.ts';
import { byIdLine, listLine, onlyLine, scopeArgument } from './support/request-line.ts';

const subjectTypes = ExternalReferenceSubjectType.values.map(({ wire }) => wire);
const SUBMISSIONS = ['ExpenseReportSubmission', 'TimesheetSubmission'];

/** Of accounting records the API tells the ids of references, and nothing leads back from these. */
const referenced = [...resources.values()].filter(({ fields }) => fields.get('externalReferences')?.targets().length);
const withEndpoint = referenced.filter(({ endpoint }) => endpoint !== null);
const titled = withEndpoint.map((resource) => [resource.type, resource] as const);

/** What references call a type: both kinds of submission have one name. */
const subjectTypeOf = ({ type }: Resource) => (SUBMISSIONS.includes(type) ? 'Submission' : type);

const reference = (id: string, subjectType: string, subjectId: string, more: object = {}) => ({
  id,
  subject_type: subjectType,
  subject_id: Number(subjectId),
  service_name: `Service ${id}`,
  ...more,
});

/** What a type's endpoint cannot be asked without: where its records belong, or what they are about. */
const scopeOf = ({ endpoint }: Resource) => (endpoint?.scope?.param === 'subject_type' ? 'Story' : '4');

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({});
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  for (const table of gateway.sandbox.tables.values()) table.clear();
  gateway.requests();
});

/** Records of a type, by their ids each with the references that are named beside it. */
function write(resource: Resource, references: Readonly<Record<string, readonly string[]>>) {
  const { column, write: mark } = markOf(resource);
  const { scope } = resource.endpoint ?? {};
  for (const [id, ids] of Object.entries(references)) {
    gateway.sandbox.tables.get(resource.key)?.set(id, {
      id,
      user_id: '1',
      [column]: mark(id),
      ...(scope && { [scope.field]: scopeOf(resource) }),
      external_reference_ids: ids,
    });
    for (const referenceId of ids)
      gateway.sandbox.tables
        .get('external_references')
        ?.set(referenceId, reference(referenceId, subjectTypeOf(resource), id));
  }
}

const service = (id: string) => ({ serviceName: `Service ${id}` });

describe('ExternallyReferenced', () => {
  it('is every type that can be linked, and both kinds of submission', async () => {
    const { data } = await gateway.query(
      '{ interface: __type(name: "ExternallyReferenced") { possibleTypes { name } } }',
    );

    const names = data.interface.possibleTypes.map(({ name }: { name: string }) => name);
    expect(names.toSorted()).toEqual([...subjectTypes, ...SUBMISSIONS].toSorted());
  });

  it.each(titled)('brings the references of a list with its one request: %s', async (_, resource) => {
    write(resource, { '1': ['23', '21'], '2': [], '3': ['22'] });
    const { list } = rootFieldNames(resource);

    const { data, errors } = await gateway.query(
      `{ ${list}(first: 9 ${scopeArgument(resource, scopeOf(resource))}) {
           nodes { kantataId ... on ExternallyReferenced { externalReferences { serviceName } } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(
      data[list].nodes.toSorted((one: { kantataId: string }, other: { kantataId: string }) =>
        one.kantataId < other.kantataId ? -1 : 1,
      ),
    ).toEqual([
      { kantataId: '1', externalReferences: [service('23'), service('21')] },
      { kantataId: '2', externalReferences: [] },
      { kantataId: '3', externalReferences: [service('22')] },
    ]);
    expect(gateway.requests()).toEqual([
      listLine(resource, { include: 'external_references', per_page: '9' }, scopeOf(resource)),
    ]);
  });

  it.each(titled)(
    'leads to references and from them back to the record without a further request: %s',
    async (_, resource) => {
      write(resource, { '1': ['21', '22'] });
      const { one } = rootFieldNames(resource);
      const { field, read } = markOf(resource);
      const subject = subjectTypeOf(resource);
      const id =
        resource.endpoint?.scope && !resource.endpoint.single ? `${resource.type}:${scopeOf(resource)}:1` : '1';

      const { data, errors } = await gateway.query(
        `{ ${one}(id: "${id}") { externalReferences {
           kantataId subject { ... on ${subject} { kantataId ${field} externalReferences { serviceName } } } } } }`,
      );

      expect(errors).toBeUndefined();
      const back = { kantataId: '1', [field]: read('1'), externalReferences: [service('21'), service('22')] };
      expect(data[one].externalReferences).toEqual([
        { kantataId: '21', subject: back },
        { kantataId: '22', subject: back },
      ]);
      expect(gateway.requests()).toEqual([
        byIdLine(resource, '1', { include: 'external_references' }, scopeOf(resource)),
      ]);
    },
  );

  it('brings the references of many records in batches, never one by one', async () => {
    const [WorkspaceResource, User] = ['WorkspaceResource', 'User'].map((type) => resources.get(type)) as [
      Resource,
      Resource,
    ];
    const seats = Array.from({ length: 160 }, (_, index) => String(index + 1));
    for (const [index, id] of seats.entries()) {
      gateway.sandbox.tables.get('workspace_resources')?.set(id, { id, user_id: id });
      gateway.sandbox.tables.get('users')?.set(id, { id, external_reference_ids: [id] });
      gateway.sandbox.tables.get('external_references')?.set(id, reference(id, 'User', seats[index] as string));
    }

    const { data, errors } = await gateway.query(
      '{ workspaceResources(first: 200, orderBy: CREATED_AT_ASC) { nodes { user { externalReferences { serviceName } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceResources.nodes).toEqual(seats.map((id) => ({ user: { externalReferences: [service(id)] } })));
    const [list, ...users] = gateway.requests();
    expect(list).toBe(listLine(WorkspaceResource, { order: 'created_at:asc', per_page: '200' }, ''));
    expect(users.toSorted()).toEqual(
      [seats.slice(0, 150), seats.slice(150)]
        .map((ids) => onlyLine(User, ids, { include: 'external_references' }))
        .toSorted(),
    );
  });

  it('is a condition that records of several types can be asked under, one request for each', async () => {
    for (const [index, type] of ['Story', 'User', 'Vendor'].entries())
      write(resources.get(type) as Resource, { '1': [String(21 + index)] });
    write(resources.get('Organization') as Resource, { '1': [] });

    const { data, errors } = await gateway.query(
      `{ nodes(ids: ["Story:1", "User:1", "Vendor:1", "Organization:1"]) {
           id ... on ExternallyReferenced { externalReferences { serviceName } } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([
      { id: 'Story:1', externalReferences: [service('21')] },
      { id: 'User:1', externalReferences: [service('22')] },
      { id: 'Vendor:1', externalReferences: [service('23')] },
      { id: 'Organization:1' },
    ]);
    expect(gateway.requests().toSorted()).toEqual(
      [
        ...['Story', 'User', 'Vendor'].map((type) =>
          onlyLine(resources.get(type) as Resource, ['1'], { include: 'external_references' }),
        ),
        onlyLine(resources.get('Organization') as Resource, ['1']),
      ].toSorted(),
    );
  });
});

describe('the arguments of externalReferences', () => {
  const LINKS = [
    reference('21', 'User', '1', { service_name: 'Workday', service_model: 'Worker', status: 'successful' }),
    reference('22', 'User', '1', { service_name: 'Jira', service_model: 'Account', status: 'failed' }),
    reference('23', 'User', '1', { service_name: 'Workday', service_model: 'Position', status: 'pending' }),
    // Other words that the API has for a result.
    reference('24', 'User', '1', { service_name: 'SAP', service_model: 'Person', status: 'success' }),
    reference('25', 'User', '1', { service_name: 'SAP', service_model: 'Person', status: 'Fail' }),
  ];

  beforeEach(() => {
    gateway.sandbox.tables
      .get('users')
      ?.set('1', { id: '1', external_reference_ids: ['23', '22', '21', '29', '25', '24'] });
    for (const link of LINKS) gateway.sandbox.tables.get('external_references')?.set(link.id, link);
  });

  it.each([
    ['', ['23', '22', '21', '25', '24']],
    ['(serviceName: "Workday")', ['23', '21']],
    // Names of services are compared without case.
    ['(serviceName: "workday")', ['23', '21']],
    ['(serviceModel: "Account")', ['22']],
    ['(status: FAILED)', ['22', '25']],
    ['(status: SUCCESSFUL)', ['21', '24']],
    ['(status: PENDING)', ['23']],
    ['(serviceName: "Workday", status: SUCCESSFUL)', ['21']],
    ['(serviceName: "Jira", serviceModel: "Worker")', []],
    ['(serviceName: null, status: null)', ['23', '22', '21', '25', '24']],
    ['(serviceName: $none)', ['23', '22', '21', '25', '24']],
    ['(serviceName: $name)', ['22']],
  ])('choose among them without a request, or a parameter, of their own: %s', async (args, ids) => {
    const variables = ['$none: String', '$name: String = "Jira"'].filter((one) => args.includes(one.slice(0, 5)));

    const { data, errors } = await gateway.query(
      `query ${variables.map((one) => `(${one})`).join('')} { user(id: "1") { externalReferences${args} { kantataId } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data.user.externalReferences).toEqual(ids.map((kantataId) => ({ kantataId })));
    expect(gateway.requests()).toEqual([
      'GET /users?apply_default_filters=false&include=external_references&on_my_account=true&only=1&show_disabled=true',
    ]);
  });

  it('choose each for its own field, all of them from one include', async () => {
    const { data } = await gateway.query(
      `{ users { nodes { jira: externalReferences(serviceName: "Jira") { serviceModel }
                         workday: externalReferences(serviceName: "Workday", status: SUCCESSFUL) { serviceModel }
                         externalReferenceIds } } }`,
    );

    expect(data.users.nodes).toEqual([
      {
        jira: [{ serviceModel: 'Account' }],
        workday: [{ serviceModel: 'Worker' }],
        externalReferenceIds: ['23', '22', '21', '25', '24'],
      },
    ]);
    expect(gateway.requests()).toEqual(['GET /users?include=external_references&per_page=20']);
  });
});
