/**
 * What each shape of operation costs, to the letter: a change of the planner shows here as a diff.
 * The shapes are those that `npm run bench:calls` counts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapesOf } from '../bench/shapes.ts';
import { generateAccount } from '../src/sandbox/account.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { createSchema } from '../src/schema/index.ts';
import { Api } from './planner/api.ts';
import { factsAbout, ruleOf } from './planner/dialects.ts';
import { lowerBound } from './planner/lower-bound.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';

const ACCOUNT = { seed: 1, size: 20_000 };

const { tables, users } = generateAccount(ACCOUNT);

/**
 * Which ids an account has is of no interest here, only how many are asked for at once: `only={20}`.
 * Calls of one wave reach the API in any order, so they stand by the alphabet.
 */
const readable = (requests: readonly string[]) =>
  requests
    .map((line) =>
      line
        .replace(/^GET /, '')
        .replace(/only=([\d,]+)/, (_, ids: string) => `only={${ids.split(',').length}}`)
        .replace(/workspace_id=\d+/, 'workspace_id={id}'),
    )
    .toSorted();

const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  'scalars of 20 rows': ['/workspace_resources?per_page=20'],
  '20 rows, three associations': ['/workspace_resources?include=role,user,workspace&per_page=20'],
  '200 rows, five associations': [
    '/workspace_resources?include=custom_field_values,external_references,role,user,workspace&per_page=200',
  ],
  '100 polymorphic subjects': ['/external_references?include=subject&per_page=100&subject_type=WorkspaceResource'],
  'fifty by id': ['/workspace_resources?apply_default_filters=false&include_unnamed=true&only={50}'],
  deep: [
    '/users?apply_default_filters=false&include=manager,skills&on_my_account=true&only={17}&show_disabled=true',
    '/users?apply_default_filters=false&include=role&on_my_account=true&only={7}&show_disabled=true',
    '/workspace_groups?apply_default_filters=false&include=external_references&only={19}',
    '/workspace_resources?include=external_references&per_page=20',
    '/workspaces?apply_default_filters=false&include=creator,primary_workspace_group&include_archived=true&only={19}',
  ],
  'one by id': ['/workspace_resources?apply_default_filters=false&include_unnamed=true&only={1}'],
  'one by id, with associations': [
    '/stories?all_on_account=true&apply_default_filters=false&include=assignees,parent,workspace&only={1}&show_archived=true&show_deleted=true&show_todos=true',
  ],
  '1000 by id': [
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={150}',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={99}',
  ],
  'fifty by id, include only beside ids': [
    '/stories?all_on_account=true&apply_default_filters=false&include=story_state_changes&only={50}&show_archived=true&show_deleted=true&show_todos=true',
  ],
  'include only beside ids, from a list': [
    '/stories?all_on_account=true&apply_default_filters=false&include=story_state_changes&only={20}&show_archived=true&show_deleted=true&show_todos=true',
    '/stories?per_page=20',
  ],
  'long list': [
    '/workspace_resources?page=2&per_page=200',
    '/workspace_resources?page=3&per_page=200',
    '/workspace_resources?page=4&per_page=200',
    '/workspace_resources?page=9&per_page=100',
    '/workspace_resources?per_page=200',
  ],
  'long list with associations': [
    '/time_entries?include=user,workspace&page=2&per_page=200',
    '/time_entries?include=user,workspace&page=3&per_page=200',
    '/time_entries?include=user,workspace&per_page=200',
  ],
  count: ['/stories?per_page=1'],
  'count beside rows': ['/stories?per_page=10'],
  'many counts': [
    '/expenses?per_page=1',
    '/stories?per_page=1',
    '/time_entries?per_page=1',
    '/users?per_page=1',
    '/workspaces?per_page=1',
  ],
  'two roots into one type': [
    '/expenses?per_page=20',
    '/time_entries?per_page=20',
    '/users?apply_default_filters=false&include=manager&on_my_account=true&only={24}&show_disabled=true',
  ],
  'aliases of one list': ['/workspace_resources?include=user&per_page=20'],
  'aliases by id': [
    '/stories?all_on_account=true&apply_default_filters=false&include=creator&only={3}&show_archived=true&show_deleted=true&show_todos=true',
  ],
  'nodes of six types': [
    '/invoices?apply_default_filters=false&only={5}',
    '/stories?all_on_account=true&apply_default_filters=false&only={5}&show_archived=true&show_deleted=true&show_todos=true',
    '/time_entries?apply_default_filters=false&on_my_account=false&only={5}',
    '/users?apply_default_filters=false&on_my_account=true&only={5}&show_disabled=true',
    '/workspace_resources?apply_default_filters=false&include_unnamed=true&only={5}',
    '/workspaces?apply_default_filters=false&include_archived=true&only={5}',
  ],
  'references of two kinds, by id': [
    '/external_references?apply_default_filters=false&include=subject&only={10}&subject_type=Story',
    '/external_references?apply_default_filters=false&include=subject&only={10}&subject_type=TimeEntry',
    '/workspaces?apply_default_filters=false&include_archived=true&only={6}',
  ],
  'references of five kinds': [
    '/external_references?include=subject&per_page=20&subject_type=Invoice',
    '/external_references?include=subject&per_page=20&subject_type=Story',
    '/external_references?include=subject&per_page=20&subject_type=TimeEntry',
    '/external_references?include=subject&per_page=20&subject_type=User',
    '/external_references?include=subject&per_page=20&subject_type=Workspace',
  ],
  'references of three kinds as one list': [
    '/external_references?include=subject&per_page=30&subject_type=Story',
    '/external_references?include=subject&per_page=30&subject_type=TimeEntry',
    '/external_references?include=subject&per_page=30&subject_type=Workspace',
  ],
  'subjects of types that nobody selected': ['/external_references?per_page=50&subject_type=Story'],
  'subjects by type and id alone': ['/external_references?per_page=50&subject_type=Story'],
  'members of two types': [
    '/organization_memberships?include=department&per_page=100',
    '/users?apply_default_filters=false&on_my_account=true&only={91}&show_disabled=true',
    '/workspaces?apply_default_filters=false&include=creator&include_archived=true&only={9}',
  ],
  'there and back': ['/workspace_resources?include=external_references&per_page=50'],
  'children and their parent': [
    '/users?apply_default_filters=false&on_my_account=true&only={7}&show_disabled=true',
    '/workspaces?apply_default_filters=false&include=workspace_resources&include_archived=true&only={1}',
  ],
  'four levels': [
    '/assignments?include=story&per_page=30',
    '/stories?all_on_account=true&apply_default_filters=false&include=workspace&only={30}&show_archived=true&show_deleted=true&show_todos=true',
    '/users?apply_default_filters=false&on_my_account=true&only={35}&show_disabled=true',
    '/workspace_resources?apply_default_filters=false&include=participation&include_unnamed=true&only={29}',
  ],
  'optional fields': ['/workspace_resources?optional_fields=resource_bill_rate,resource_cost_rate&per_page=20'],
  'optional fields of an association': [
    '/workspace_resources?per_page=20',
    '/workspaces?apply_default_filters=false&include_archived=true&only={19}&optional_fields=total_invoiced',
  ],
  'ids of associations': ['/workspace_resources?include=custom_field_values,external_references&per_page=50'],
  'custom fields by name': ['/workspace_resources?include=custom_field_values&per_page=50'],
  'narrowed references': ['/workspace_resources?include=external_references&per_page=50'],
  'shared parents': ['/time_entries?include=story,user,workspace&per_page=100'],
  'switched off by a directive': ['/workspace_resources?per_page=20'],
  'filtered, ordered, from the middle': [
    '/workspace_resources?include=user&include_unnamed=true&order=created_at:asc&page=2&per_page=5&workspace_id={id}',
  ],
};

const schema = createSchema();
const shapes = shapesOf(tables);
const rows = Object.fromEntries([...tables].map(([key, table]) => [key, [...table.values()]]));

/** A gateway over the account. */
const start = (options: TestGatewayOptions = {}) =>
  startGateway(rows, { ...options, sandbox: { users, ...options.sandbox } });

/** Over the API as it was recorded. */
let recorded: TestGateway;
/** The same API, as the reference executor asks it: what it has answered once is known for all shapes and dialects. */
let api: Api;
beforeAll(async () => {
  recorded = await start();
  api = new Api(recorded.sandbox);
});
afterAll(() => recorded[Symbol.asyncDispose]());

describe('an operation', () => {
  it.each(shapes)('makes these calls and no fewer are possible: $name', async (shape) => {
    recorded.requests();
    const { data, errors } = await recorded.query(shape.query, { variables: shape.variables });
    const requests = recorded.requests();
    const least = await lowerBound(
      schema,
      { query: shape.unmerged ?? shape.query, variables: shape.variables },
      rows,
      api,
    );

    expect(errors).toBeUndefined();
    expect(data).not.toBeNull();
    expect(readable(requests)).toEqual(REQUESTS[shape.name]);
    expect(requests).toHaveLength(least.calls);
  });

  it('has its calls written down here for each of at least 25 shapes', () => {
    const names = shapes.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(Object.keys(REQUESTS)).toEqual(names);
  });
});

const answers = new Map<string, Promise<unknown>>();
/** The data of a shape over the API as it was recorded. */
function usually({ name, query, variables }: (typeof shapes)[number]): Promise<unknown> {
  let answer = answers.get(name);
  if (!answer) answers.set(name, (answer = recorded.query(query, { variables }).then(({ data }) => data)));
  return answer;
}

describe.each(['contract', 'sparse', 'always-ref', 'recorded,mixed', 'sparse,mixed'])(
  'an operation over an API that speaks %s',
  (words) => {
    const dialect = dialectOf(words) as Dialect;
    const rule = ruleOf(dialect, rows);
    let gateway: TestGateway;
    beforeAll(async () => {
      // What it has learned once it has seen every row.
      gateway = await start({ sandbox: { dialect }, facts: factsAbout(rows, rule), maxUpstreamCalls: 500 });
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    it.each(shapes)('is answered as over any other, by no call more than it takes: $name', async (shape) => {
      const { query, variables } = shape;
      const { totals } = await gateway.explain(query, { variables });
      gateway.requests();
      const { data, errors } = await gateway.query(query, { variables });
      const requests = gateway.requests();
      const asked = { query: shape.unmerged ?? query, variables };
      const least = await lowerBound(schema, asked, rows, api, rule);

      expect(errors).toBeUndefined();
      expect(data).toEqual(await usually(shape));
      expect(requests.length).toBeGreaterThanOrEqual(Math.max(least.calls, totals.min));
      expect(requests.length).toBeLessThanOrEqual(Math.min(least.most, totals.max));
    });
  },
);
