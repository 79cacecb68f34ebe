/** Rows that an endpoint hides unless asked otherwise: lists leave them out, and whoever knows their id finds them. */
import { describe, expect, it } from 'vitest';
import { type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
import { AccountMembership } from '../src/schema/types/account-membership.ts';
import { Assignment } from '../src/schema/types/assignment.ts';
import { Expense } from '../src/schema/types/expense.ts';
import { ExpenseReportSubmission } from '../src/schema/types/expense-report-submission.ts';
import { ExternalReferenceSubjectType } from '../src/schema/types/external-reference.ts';
import { Post } from '../src/schema/types/post.ts';
import { ProjectAccountingRecord } from '../src/schema/types/project-accounting-record.ts';
import { Role } from '../src/schema/types/role.ts';
import { Story } from '../src/schema/types/story.ts';
import { StoryAllocationDay } from '../src/schema/types/story-allocation-day.ts';
import { StoryDependency } from '../src/schema/types/story-dependency.ts';
import { StoryTask } from '../src/schema/types/story-task.ts';
import { TimeEntry } from '../src/schema/types/time-entry.ts';
import { User } from '../src/schema/types/user.ts';
import { Workspace } from '../src/schema/types/workspace.ts';
import { WorkspaceResource } from '../src/schema/types/workspace-resource.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { type Reply, startGateway } from './support/gateway.ts';
import { type Beyond, beyondOf, markOf } from './support/mark.ts';
import { type Params, requestLine } from './support/request-line.ts';

type Columns = Readonly<Record<string, unknown>>;

/** A default of an endpoint. Row 1 is hidden by it, row 2 is like it and is not. */
interface Default {
  readonly resource: Resource;
  /** The parameter that is in force unless it is sent. */
  readonly param: string;
  readonly hidden: Columns;
  readonly visible: Columns;
  /** What a request for records of this type by their ids carries, to see those too that a parameter of their own hides. */
  readonly reveal: Params;
}

const OPEN = '6';
const ARCHIVED = '5';
/** Of another account. */
const FOREIGN = '7';
const CALLER = '9';

/** What the rows above lead to. */
const SURROUNDINGS: Readonly<Record<string, readonly Columns[]>> = {
  workspaces: [
    { id: OPEN, account_id: 1 },
    { id: ARCHIVED, account_id: 1, archived: true },
    { id: FOREIGN, account_id: 2 },
  ],
  users: [
    { id: CALLER, account_id: '1' },
    { id: '8', account_id: '1' },
  ],
  participations: [
    { id: '1', user_id: CALLER, workspace_id: OPEN },
    { id: '2', user_id: '2', workspace_id: OPEN },
  ],
  stories: [
    { id: '31', workspace_id: OPEN, archived: true },
    { id: '32', workspace_id: OPEN },
    { id: '33', workspace_id: ARCHIVED },
    { id: '34', workspace_id: OPEN, deleted_at: '2026-01-01T00:00:00Z' },
  ],
  workspace_resources: [
    { id: '41', user_id: null },
    { id: '42', user_id: CALLER },
  ],
  assignments: [
    { id: '51', resource_id: '41', story_id: '32' },
    { id: '52', resource_id: '42', story_id: '32' },
  ],
};

const assignments = {
  resource: Assignment,
  visible: { story_id: '32', resource_id: '42' },
  reveal: { in_unarchived_stories: 'false', in_unarchived_workspaces: 'false', include_unnamed: 'true' },
};

const days = {
  resource: StoryAllocationDay,
  visible: { story_id: '32', workspace_id: OPEN, assignment_id: '52' },
  reveal: assignments.reveal,
};

const stories = {
  resource: Story,
  visible: { workspace_id: OPEN },
  reveal: { all_on_account: 'true', show_archived: 'true', show_deleted: 'true', show_todos: 'true' },
};

/** Rows that are hidden together with the task that a column names. */
const withTask = (resource: Resource, column: string): readonly Default[] => {
  const reveal = { show_archived: 'true', show_deleted: 'true', show_from_archived_workspaces: 'true' };
  const visible = { [column]: '32' };
  return [
    { resource, visible, reveal, param: 'show_archived', hidden: { [column]: '31' } },
    { resource, visible, reveal, param: 'show_from_archived_workspaces', hidden: { [column]: '33' } },
    { resource, visible, reveal, param: 'show_deleted', hidden: { [column]: '34' } },
  ];
};

const ownAccount = (resource: Resource) => ({
  resource,
  visible: { workspace_id: OPEN },
  reveal: { on_my_account: 'false' },
});

const people = { resource: User, visible: {}, reveal: { on_my_account: 'true', show_disabled: 'true' } };

const DEFAULTS: readonly Default[] = [
  {
    resource: AccountMembership,
    param: 'only_active',
    hidden: { disabled_at: '2026-01-01T00:00:00Z' },
    visible: {},
    reveal: { only_active: 'false' },
  },
  { ...assignments, param: 'in_unarchived_stories', hidden: { ...assignments.visible, story_id: '31' } },
  { ...assignments, param: 'in_unarchived_workspaces', hidden: { ...assignments.visible, story_id: '33' } },
  { ...assignments, param: 'include_unnamed', hidden: { ...assignments.visible, resource_id: '41' } },
  { ...ownAccount(Expense), param: 'from_archived_workspaces', hidden: { workspace_id: ARCHIVED } },
  { ...ownAccount(Expense), param: 'on_my_account', hidden: { workspace_id: FOREIGN } },
  {
    resource: ExpenseReportSubmission,
    param: 'all_on_account',
    hidden: { user_id: '8' },
    visible: { user_id: CALLER },
    reveal: { all_on_account: 'true' },
  },
  {
    resource: Post,
    param: 'from_archived_workspaces',
    hidden: { workspace_id: ARCHIVED },
    visible: { workspace_id: OPEN },
    reveal: {},
  },
  {
    resource: ProjectAccountingRecord,
    param: 'show_deleted',
    hidden: { deleted_at: '2026-01-01T00:00:00Z' },
    visible: {},
    reveal: {},
  },
  {
    resource: Role,
    param: 'only_active',
    hidden: { deleted_at: '2026-01-01T00:00:00Z' },
    visible: {},
    reveal: { only_active: 'false' },
  },
  { ...stories, param: 'all_on_account', hidden: { workspace_id: FOREIGN } },
  { ...stories, param: 'show_archived', hidden: { workspace_id: OPEN, archived: true } },
  { ...stories, param: 'show_deleted', hidden: { workspace_id: OPEN, deleted_at: '2026-01-01T00:00:00Z' } },
  { ...stories, param: 'show_todos', hidden: { workspace_id: OPEN, project_plan: false } },
  // Projects of the caller, so that nothing else hides the task.
  { ...stories, param: 'show_from_archived_workspaces', hidden: { workspace_id: ARCHIVED } },
  ...withTask(StoryDependency, 'target_id'),
  ...withTask(StoryTask, 'story_id'),
  { ...days, param: 'in_unarchived_stories', hidden: { ...days.visible, story_id: '31' } },
  { ...days, param: 'in_unarchived_workspaces', hidden: { ...days.visible, story_id: '33' } },
  { ...days, param: 'include_unnamed', hidden: { ...days.visible, assignment_id: '51' } },
  { ...ownAccount(TimeEntry), param: 'from_archived_workspaces', hidden: { workspace_id: ARCHIVED } },
  { ...ownAccount(TimeEntry), param: 'on_my_account', hidden: { workspace_id: FOREIGN } },
  { ...people, param: 'on_my_account', hidden: {} },
  { ...people, param: 'show_disabled', hidden: { disabled: true } },
  {
    resource: Workspace,
    param: 'include_archived',
    hidden: { archived: true },
    visible: {},
    reveal: { include_archived: 'true' },
  },
  {
    resource: WorkspaceResource,
    param: 'include_unnamed',
    hidden: { user_id: null },
    visible: { user_id: CALLER },
    reveal: { include_unnamed: 'true' },
  },
];

/** Filters that have a default too, but let every row through with it. */
const HARMLESS = [
  'Invoice.paid',
  'Invoice.pending',
  'Invoice.without_drafts',
  'Post.parents_only',
  'SkillMembership.active_account_members_only',
  'StoryAllocationDay.only_my_account',
  'User.managers',
  'User.with_created_estimates',
];

const titled = DEFAULTS.map((one) => [`${one.resource.type}, by ${one.param}`, one] as const);

/** Nothing leads to an accounting record. */
const led = titled.filter(([, { resource }]) => resource !== ProjectAccountingRecord);

describe('a default of an endpoint', () => {
  it('is known here, whichever endpoint has it', () => {
    const declared = [...resources.values()].flatMap(({ type, declaration: { endpoint } }) =>
      [...Object.keys(endpoint?.defaults ?? {}), ...Object.keys(endpoint?.reveal ?? {})].map(
        (param) => `${type}.${param}`,
      ),
    );

    expect(new Set([...DEFAULTS.map(({ resource, param }) => `${resource.type}.${param}`), ...HARMLESS])).toEqual(
      new Set(declared),
    );
  });
});

describe('a row that its endpoint hides', () => {
  it.each(titled)('is not in the list: %s', async (_, one) => {
    await using gateway = await startGateway(rowsOf(one), OPTIONS);
    const { list } = rootFieldNames(one.resource);

    const { data, errors } = await gateway.query(`{ ${list}(first: 200) { nodes { kantataId } } }`);

    expect(errors).toBeUndefined();
    const ids = data[list].nodes.map(({ kantataId }: { kantataId: string }) => kantataId);
    expect(ids).toContain('2');
    expect(ids).not.toContain('1');
    expect(gateway.requests()).toEqual([`GET ${one.resource.endpoint?.path}?per_page=200`]);
  });

  it.each(titled)('is found by its id, by any field that takes one, with one request: %s', async (_, one) => {
    await using gateway = await startGateway(rowsOf(one), OPTIONS);
    const { one: single, several } = rootFieldNames(one.resource);
    const { field, read } = markOf(one.resource);
    const id = `${one.resource.type}:1`;
    const record = { kantataId: '1', [field]: read('1') };
    const request = requestOf(one);

    for (const [query, answer] of [
      [`${single}(id: "1") { kantataId ${field} }`, record],
      [`${several}(ids: ["1"]) { kantataId ${field} }`, [record]],
      [`node(id: "${id}") { kantataId ... on ${one.resource.type} { ${field} } }`, record],
      [`nodes(ids: ["${id}"]) { kantataId ... on ${one.resource.type} { ${field} } }`, [record]],
    ] as const) {
      const { data, errors } = await gateway.query(`{ record: ${query} }`);

      expect(errors).toBeUndefined();
      expect(data).toEqual({ record: answer });
      expect(gateway.requests()).toEqual([request]);
    }
  });

  it.each(led)('is found where it comes beside another record: %s', async (_, one) => {
    const leading = leadingTo(one);
    await using gateway = await startGateway(rowsOf(one, leading.rows), OPTIONS);
    const { field, read } = markOf(one.resource);

    const { data, errors } = await gateway.query(leading.query(field));

    expect(errors).toBeUndefined();
    expect(leading.read(data)).toEqual({ [field]: read('1') });
    expect(gateway.requests()).toHaveLength(1);
  });

  it.each(led.filter(([, { resource }]) => beyondOf(resource)))(
    'is found where another record leads to it, with a second request: %s',
    async (_, one) => {
      const leading = leadingTo(one);
      await using gateway = await startGateway(rowsOf(one, leading.rows), OPTIONS);
      const { field, read } = markOf(one.resource);
      const { selection, params, empty } = beyondOf(one.resource) as Beyond;

      const { data, errors } = await gateway.query(leading.query(`${field} ${selection}`));

      expect(errors).toBeUndefined();
      expect(leading.read(data)).toEqual({ [field]: read('1'), ...empty });
      expect(gateway.requests().slice(1)).toEqual([requestOf(one, params)]);
    },
  );
});

const OPTIONS = { sandbox: { users: [{ token: 'demo', userId: CALLER, name: 'Ada' }] } };

/** The request for row 1 by its id. */
const requestOf = ({ resource, reveal }: Default, params: Params = {}) =>
  requestLine(resource.endpoint?.path ?? '', { ...reveal, ...params, apply_default_filters: 'false', only: '1' });

/** The two rows among their surroundings, and perhaps a row that leads to the first of them. */
function rowsOf({ resource, hidden, visible, param }: Default, leading: Leading['rows'] = {}) {
  const { column, write } = markOf(resource);
  const rows: Record<string, readonly Columns[]> = { ...SURROUNDINGS };
  for (const [key, some] of Object.entries(leading)) rows[key] = [...some, ...(rows[key] ?? [])];
  rows[resource.key] = [
    { id: '1', [column]: write('1'), ...hidden },
    { id: '2', [column]: write('2'), ...visible },
    ...(rows[resource.key] ?? []),
  ];
  if (param === 'show_from_archived_workspaces')
    rows.participations = [...(rows.participations ?? []), { id: '3', user_id: CALLER, workspace_id: ARCHIVED }];
  // Whoever is hidden for being disabled takes part in a project of the caller.
  if (resource === User && param === 'show_disabled')
    rows.participations = [...(rows.participations ?? []), { id: '4', user_id: '1', workspace_id: OPEN }];
  return rows;
}

/** A record whose association leads to row 1: its row, how to ask for it, and where the answer has row 1. */
interface Leading {
  readonly rows: Readonly<Record<string, readonly Columns[]>>;
  readonly query: (inner: string) => string;
  readonly read: (data: Reply['data']) => unknown;
}

function leadingTo({ resource }: Default): Leading {
  if (resource === AccountMembership)
    return {
      rows: { users: [{ id: '3', account_membership_id: '1' }] },
      query: (inner) => `{ user(id: "3") { accountMembership { ${inner} } } }`,
      read: ({ user }) => user.accountMembership,
    };
  if (resource === ExpenseReportSubmission)
    return {
      rows: { expenses: [{ id: '3', active_submission_id: '1' }] },
      query: (inner) => `{ expense(id: "3") { activeSubmission { ${inner} } } }`,
      read: ({ expense }) => expense.activeSubmission,
    };
  if (resource === StoryDependency)
    return {
      rows: { stories: [{ id: '35', source_dependency_ids: ['1'] }] },
      query: (inner) => `{ story(id: "35") { sourceDependencies { ${inner} } } }`,
      read: ({ story }) => story.sourceDependencies[0],
    };
  if (resource === StoryTask)
    return {
      rows: { stories: [{ id: '35', story_task_ids: ['1'] }] },
      query: (inner) => `{ story(id: "35") { storyTasks { ${inner} } } }`,
      read: ({ story }) => story.storyTasks[0],
    };
  const subject = ExternalReferenceSubjectType.values.find(({ wire }) => wire === resource.type);
  if (!subject) throw new Error(`Nothing here leads to a ${resource.type}.`);
  return {
    rows: { external_references: [{ id: '3', subject_type: subject.wire, subject_id: 1 }] },
    query: (inner) =>
      `{ externalReferences(subjectType: ${subject.name}) { nodes { subject { ... on ${resource.type} { ${inner} } } } } }`,
    read: ({ externalReferences }) => externalReferences.nodes[0].subject,
  };
}
