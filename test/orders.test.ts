/** Every order of every list: what is sent for it, and in which order rows come. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Resource, resources } from '../src/schema/resource.ts';
import { orderValueName } from '../src/schema/list-arguments.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

type Rows = Readonly<Record<string, readonly object[]>>;

/** What the lesser and the greater of two rows hold, and rows of other lists that say so. */
interface Values {
  readonly lesser: object;
  readonly greater: object;
  readonly also?: Rows;
}

const column = (name: string, lesser: unknown, greater: unknown): Values => ({
  lesser: { [name]: lesser },
  greater: { [name]: greater },
});
const related = (field: string, key: string, name: string): Values => ({
  ...column(field, '71', '72'),
  also: {
    [key]: [
      { id: '71', [name]: 'Ada' },
      { id: '72', [name]: 'bela' },
    ],
  },
});

/** Orders that are not named after a column with words in it. */
const NAMED: Readonly<Record<string, Values>> = {
  alphabetical: {
    lesser: { name: 'Ada', full_name: 'Ada', label: 'Ada' },
    greater: { name: 'bela', full_name: 'bela', label: 'bela' },
  },
  alphabetically: { lesser: { label: 'Ada' }, greater: { label: 'bela' } },
  amount: column('amount_in_cents', 900, 1000),
  amount_paid: column('total_invoiced', '900', '1000'),
  bill_rate: column('bill_rate_in_cents', 900, 1000),
  cost_rate: column('cost_rate_in_cents', 900, 1000),
  color_name: related('account_color_id', 'account_colors', 'name'),
  date: {
    lesser: { date: '2026-03-01', start_date: '2026-03-01', created_at: '2026-03-01T00:00:00Z' },
    greater: { date: '2026-03-02', start_date: '2026-03-02', created_at: '2026-03-02T00:00:00Z' },
  },
  due_date: column('due_date', '2026-03-01', '2026-03-02'),
  full_name: related('user_id', 'users', 'full_name'),
  importance: column('priority', 'critical', 'low'),
  invoice_date: column('invoice_date', '2026-03-01', '2026-03-02'),
  last_viewed: column('updated_at', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
  parent_and_position: column('position', 9, 10),
  percentage_complete: column('percentage_complete', 9, 10),
  position: column('position', 9, 10),
  price: column('price_in_cents', 900, 1000),
  priority_level: column('priority', 'critical', 'low'),
  role: related('default_role_id', 'roles', 'name'),
  skill_name: column('cached_skill_name', 'Ada', 'bela'),
  start_date: column('start_date', '2026-03-01', '2026-03-02'),
  subject_id: column('subject_id', 9, 10),
  task_status_set: column('task_status_set_name', 'Ada', 'bela'),
  user_name: related('user_id', 'users', 'full_name'),
  vendor_name: related('vendor_id', 'vendors', 'name'),
  workspace_title: related('workspace_id', 'workspaces', 'title'),
};

const valuesOf = (name: string, { type }: Resource): Values => {
  if (name === 'status' && type === 'Workspace')
    return { lesser: { status: { message: 'Ada' } }, greater: { status: { message: 'bela' } } };
  if (name === 'amount' && type === 'ExpenseReportSubmission') return column('line_item_total_in_cents', 900, 1000);
  if (name === 'date_performed') return column(name, '2026-03-01', '2026-03-02');
  if (name.endsWith('_at')) return column(name, '2026-03-01T12:00:00+01:00', '2026-03-01T03:30:00-08:00');
  return NAMED[name] ?? column(name, 'Ada', 'bela');
};

const SCOPES: Readonly<Record<string, readonly [args: string, sent: object, row: object]>> = {
  CustomFieldValue: ['subjectType: STORY', { subject_type: 'Story' }, { subject_type: 'story' }],
  EstimateScenarioResource: ['estimateScenarioId: "7"', { estimate_scenario_id: '7' }, { estimate_scenario_id: 7 }],
  ExternalReference: ['subjectType: STORY', { subject_type: 'Story' }, { subject_type: 'Story' }],
  Participation: ['workspaceId: "7"', { workspace_id: '7' }, { workspace_id: '7' }],
  StoryStateChange: ['storyId: "7"', { story_id: '7' }, { story_id: '7' }],
  WorkspaceStatusChange: ['workspaceId: "7"', { workspace_id: '7' }, { workspace_id: '7' }],
};

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({});
});

afterAll(() => gateway[Symbol.asyncDispose]());

/** Lists two rows, the lesser with the greater id, in an order; gives their ids and the parameters sent. */
async function listed(resource: Resource, order: string, { lesser, greater, also }: Values) {
  const [args, , row] = SCOPES[resource.type] ?? ['', {}, {}];
  for (const table of gateway.sandbox.tables.values()) table.clear();
  const put = (key: string, some: object) =>
    gateway.sandbox.tables.get(key)?.set((some as { id: string }).id, { ...some });
  for (const [key, rows] of Object.entries(also ?? {})) for (const some of rows) put(key, some);
  // A caller's own row, of a user, is hidden from no list.
  const base = { user_id: '1', ...row };
  put(resource.key, { ...base, ...lesser, id: '5' });
  put(resource.key, { ...base, ...greater, id: '4' });
  gateway.sandbox.reset();
  const { list } = rootFieldNames(resource);
  const { data, errors } = await gateway.query(
    `{ ${list}(${[args, order].filter(Boolean).join(', ')}) { nodes { kantataId } } }`,
  );
  expect(errors).toBeUndefined();
  expect([...gateway.sandbox.warnings]).toEqual([]);
  return {
    ids: data[list].nodes.map(({ kantataId }: { kantataId: string }) => kantataId),
    sent: gateway.sandbox.requests.map(({ params }) => params),
  };
}

const paramsOf = ({ type }: Resource, order: string) => [{ order, per_page: '20', ...SCOPES[type]?.[1] }];

const cases = [...resources.values()].flatMap((resource) =>
  (resource.declaration.endpoint?.orders ?? []).map((order) => [resource.type, order, resource] as const),
);

describe('an order of', () => {
  it.each(cases.filter(([, order]) => order !== 'search'))(
    '%s: %s is sent as it is documented, and obeyed',
    async (_, order, resource) => {
      const [name = '', direction] = order.split(':');

      const { ids, sent } = await listed(resource, `orderBy: ${orderValueName(order)}`, valuesOf(name, resource));

      expect(sent).toEqual(paramsOf(resource, order));
      expect(ids).toEqual((direction === 'desc') === (name === 'id') ? ['5', '4'] : ['4', '5']);
    },
  );

  const projects = resources.get('Workspace') as Resource;
  const fields = (value: unknown, subject: string, id: string) => ({
    id,
    subject_type: 'workspace',
    subject_id: subject,
    custom_field_id: '7',
    value,
  });
  const byField: Values = {
    lesser: {},
    greater: {},
    also: { custom_field_values: [fields(9, '5', '81'), fields(10, '4', '82')] },
  };

  it.each([
    ['{ fieldId: "CustomField:7" }', 'custom_field:7:asc', ['5', '4']],
    ['{ fieldId: 7, direction: ASC }', 'custom_field:7:asc', ['5', '4']],
    ['{ fieldId: "7", direction: DESC }', 'custom_field:7:desc', ['4', '5']],
  ])('Workspace by a custom field is sent and obeyed: %s', async (value, order, ids) => {
    const answer = await listed(projects, `orderByCustomField: ${value}`, byField);

    expect(answer).toEqual({ ids, sent: paramsOf(projects, order) });
  });

  it('Workspace by a custom field and by something else at once is refused, and nothing is asked', async () => {
    gateway.sandbox.reset();

    const { errors } = await gateway.query(
      '{ workspaces(orderBy: TITLE_ASC, orderByCustomField: { fieldId: "7" }) { totalCount } }',
    );

    expect(errors?.map(({ message }) => message)).toEqual(['orderBy and orderByCustomField: give one of them.']);
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it('Workspace by relevance is sent beside a search', async () => {
    const title = (text: string) => ({ title: text, description: text });
    const { ids, sent } = await listed(projects, 'filter: { search: "moon" }, orderBy: SEARCH', {
      lesser: title('moon'),
      greater: { title: 'other', description: 'to the moon' },
    });

    expect(sent).toEqual([{ order: 'search', per_page: '20', search: 'moon' }]);
    expect(ids).toEqual(['5', '4']);
  });
});
