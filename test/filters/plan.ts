/** Lists of tasks, assignments, scheduled hours, seats and allocations. */
import { adds, beside, type Case, type Cases, flag, keeps, oneId, sendsNothing, someIds } from './case.ts';
import { flagIn, inTwo, ofWorkspace, values } from './common.ts';

const due = (yes: string | null, no: string | null) => [{ due_date: yes }, { due_date: no }] as const;
const MARCH = '{ from: "2026-03-01", to: "2026-03-31" }';
const archivedTwo = [{ archived: true }, { archived: false }] as const;
const doneOn = (yes: string, no: string) => ({
  story_state_changes: [
    { id: '81', story_id: '1', state: 'completed', created_at: yes },
    { id: '82', story_id: '2', state: 'completed', created_at: no },
  ],
});
/** Only one half of rows is shown by default, so that the switch needs another beside it. */
const hidden = (args: string, sent: Record<string, string>, cases: readonly Case[]) =>
  cases.map((one) => beside(args, sent, one));

const STORIES: Cases = {
  workspaceId: oneId('Workspace', 'workspace_id'),
  withProjects: someIds('Workspace', 'workspace_id'),
  byWorkspaceGroup: keeps(
    '["70", "WorkspaceGroup:72"]',
    '70,72',
    ...inTwo,
    ofWorkspace({ workspace_group_ids: ['72'] }, {}),
  ),
  timeTrackableOnWorkspaceId: keeps(
    '"Workspace:70"',
    '70',
    { workspace_id: '70', time_trackable: true },
    { workspace_id: '70', time_trackable: false },
  ),
  withParentId: oneId('Story', 'parent_id'),
  withRootId: oneId('Story', 'root_id'),
  withAncestryDepth: keeps('0', '0', { ancestry_depth: 0 }, { ancestry_depth: 1 }),
  bySubtaskCount: keeps('2', '2', { sub_story_ids: ['8', '9'] }, { sub_story_ids: ['8'] }),
  parentsOnly: flag({ parent_id: null }, { parent_id: '9' }),
  allOnAccount: adds(
    'true',
    'true',
    { workspace_id: '71' },
    { workspace_id: '70' },
    {
      participations: [{ id: '81', user_id: '1', workspace_id: '70' }],
    },
  ),
  assignedToCurrentUser: flag({ assignee_ids: ['1'] }, { assignee_ids: ['2'] }),
  withAssignees: [
    keeps('["User:70", "71"]', '70,71', { assignee_ids: ['71'] }, { assignee_ids: ['72'] }),
    keeps('["unassigned"]', 'unassigned', { assignee_ids: [] }, { assignee_ids: ['72'] }),
    keeps(
      '["70", "unnamed"]',
      '70,unnamed',
      { workspace_resources_with_unnamed_ids: ['5'] },
      { assignee_ids: ['72'], workspace_resource_ids: ['6'], workspace_resources_with_unnamed_ids: ['6'] },
    ),
  ],
  notAssignedToUser: keeps('"User:70"', '70', { assignee_ids: ['71'] }, { assignee_ids: ['70'] }),
  notAssignedToResource: keeps('"WorkspaceResource:70"', '70', {}, { workspace_resource_ids: ['70'] }),
  creators: someIds('User', 'creator_id'),
  withFollowers: someIds('User', 'follower_ids', { many: true }),
  storyType: keeps('ISSUE', 'issue', { story_type: 'issue' }, { story_type: 'task' }),
  storyTypes: keeps(
    '[ISSUE, MILESTONE, ISSUE]',
    'issue,milestone',
    { story_type: 'milestone' },
    { story_type: 'task' },
  ),
  priority: keeps('[HIGH, CRITICAL]', 'high,critical', { priority: 'high' }, { priority: 'low' }),
  byStatus: keeps('["Not started", "On hold"]', 'Not started,On hold', { status: 'On hold' }, { status: 'Started' }),
  completed: flagIn('state', 'completed', 'started'),
  uncompleted: flagIn('state', 'started', 'completed'),
  withoutPastCompleted: flag({}, {}, { story_state_changes: [{ id: '81', story_id: '2', state: 'completed' }] }),
  byTagName: keeps(
    '["big one", "old"]',
    'big one,old',
    { unwritten: { tag_names: ['old', 'big one'] } },
    { unwritten: { tag_names: ['old'] } },
  ),
  byAnyTag: keeps(
    '["big one", "old"]',
    'big one,old',
    { unwritten: { tag_names: ['old'] } },
    { unwritten: { tag_names: ['new'] } },
  ),
  dueOn: keeps('"2026-03-02"', '2026-03-02', ...due('2026-03-02', '2026-03-03')),
  dueAfter: keeps('"2026-03-02"', '2026-03-02', ...due('2026-03-03', '2026-03-02')),
  dueBefore: keeps('"2026-03-02"', '2026-03-02', ...due('2026-03-01', '2026-03-02')),
  dueBetween: [
    keeps(MARCH, '2026-03-01:2026-03-31', ...due('2026-03-31', '2026-04-01')),
    keeps('{ from: "2026-03-01" }', '2026-03-01:2999-12-31', ...due('2026-03-01', null)),
    keeps('{ to: "2026-03-01", from: null }', '1900-01-01:2026-03-01', ...due('2026-03-01', '2026-03-02')),
  ],
  startingBetween: keeps(MARCH, '2026-03-01:2026-03-31', { start_date: '2026-03-01' }, { start_date: '2026-02-28' }),
  activeBetween: keeps(
    MARCH,
    '2026-03-01:2026-03-31',
    { start_date: '2026-02-01', due_date: '2026-03-01' },
    { start_date: '2026-02-01', due_date: '2026-04-01' },
  ),
  completedBetween: keeps(
    MARCH,
    '2026-03-01:2026-03-31',
    {},
    {},
    doneOn('2026-03-31T10:00:00Z', '2026-04-01T10:00:00Z'),
  ),
  withStartOrDueDate: flag({ due_date: '2026-03-01' }, { due_date: null }),
  search: keeps('"plan 50% & more"', 'plan 50% & more', { title: 'The plan' }, { title: 'Other' }),
  excludeWorkspaceTitleFromSearch: {
    ...beside(
      'search: "apollo"',
      { search: 'apollo' },
      keeps(
        'true',
        'true',
        { title: 'Apollo kick-off', workspace_id: '70' },
        { title: 'Invoices', workspace_id: '70' },
        ofWorkspace({ title: 'Apollo' }, {}),
      ),
    ),
  },
  archived: [
    { ...adds('ONLY', 'only', ...archivedTwo), ids: ['1'] },
    adds('INCLUDE', 'include', ...archivedTwo),
    { ...adds('EXCLUDE', 'exclude', ...archivedTwo), ids: ['2'] },
  ],
  showArchived: adds('true', 'true', ...archivedTwo),
  onlyArchived: hidden('showArchived: true', { show_archived: 'true' }, flag(...archivedTwo)),
  showDeleted: adds('true', 'true', { deleted_at: '2026-03-01T00:00:00Z' }),
  onlyDeleted: hidden(
    'showDeleted: true',
    { show_deleted: 'true' },
    flagIn('deleted_at', '2026-03-01T00:00:00Z', null),
  ),
  showTodos: adds('true', 'true', { project_plan: false }),
  onlyTodos: hidden('showTodos: true', { show_todos: 'true' }, flagIn('project_plan', false, true)),
  showFromArchivedWorkspaces: adds('true', 'true', ...inTwo, ofWorkspace({ archived: true }, {})),
  byCustomDateField: keeps(
    '[{ fieldId: "CustomField:70", from: "2026-03-01", to: "2026-03-31" }, { fieldId: 70, from: "2026-03-05", to: "2026-04-05" }]',
    '70:2026-03-01:2026-03-31;70:2026-03-05:2026-04-05',
    {},
    {},
    values('Story', 'date', '2026-03-05', '2026-03-04'),
  ),
};

const assigned = (yes: object, no: object) => ({
  assignments: [
    { id: '81', resource_id: 91, ...yes },
    { id: '82', resource_id: 92, ...no },
  ],
});
const ofAssignments = [{ assignment_id: '81' }, { assignment_id: '82' }] as const;
const storiesOf = (yes: object, no: object) => ({
  stories: [
    { id: '81', ...yes },
    { id: '82', ...no },
  ],
});
const ofStories = [{ story_id: '81' }, { story_id: '82' }] as const;
/** Rows that are hidden with the task that they belong to, unless they are asked for. */
const shown = (column: string): Cases => {
  const two = [{ [column]: '81' }, { [column]: '82' }] as const;
  const inArchived = {
    ...storiesOf({ workspace_id: '70' }, { workspace_id: '71' }),
    ...ofWorkspace({ archived: true }, {}),
  };
  const both = (also: Case['also']) => [
    adds('true', 'true', ...two, also),
    { ...adds('false', 'false', ...two, also), ids: ['2'] },
  ];
  return {
    showArchived: both(storiesOf({ archived: true }, {})),
    showDeleted: both(storiesOf({ deleted_at: '2026-03-01T00:00:00Z' }, {})),
    showFromArchivedWorkspaces: both(inArchived),
  };
};
const seats = {
  workspace_resources: [
    { id: '91', user_id: null },
    { id: '92', user_id: '1' },
  ],
};

const DAYS: Cases = {
  workspaceId: oneId('Workspace', 'workspace_id'),
  storyId: oneId('Story', 'story_id'),
  assignmentId: oneId('Assignment', 'assignment_id'),
  assigneeId: keeps('"User:31"', '31', ...ofAssignments, assigned({ assignee_id: '31' }, { assignee_id: '32' })),
  dateBetween: [
    keeps(MARCH, '2026-03-01:2026-03-31', { date: '2026-03-31' }, { date: '2026-04-01' }),
    keeps('{ from: "2026-03-01" }', '2026-03-01:', { date: '2026-03-01' }, { date: '2026-02-28' }),
    keeps('{ to: "2026-03-01" }', ':2026-03-01', { date: '2026-03-01' }, { date: '2026-03-02' }),
  ],
  updatedAtBetween: [
    keeps(
      '{ from: "2026-03-01T12:00:00.500+01:00", to: "2026-03-01T12:30:00.001+01:00" }',
      '2026-03-01T110000:2026-03-01T113001',
      { updated_at: '2026-03-01T03:30:00-08:00' },
      { updated_at: '2026-03-01T03:30:02-08:00' },
    ),
    keeps(
      '{ from: "2026-03-01T11:00:00Z" }',
      '2026-03-01T110000:',
      { updated_at: '2026-03-01T11:00:00Z' },
      { updated_at: '2026-03-01T10:59:59Z' },
    ),
    keeps(
      '{ to: "2026-03-01T11:00:00Z" }',
      ':2026-03-01T110000',
      { updated_at: '2026-03-01T11:00:00Z' },
      { updated_at: '2026-03-01T11:00:01Z' },
    ),
  ],
  current: flagIn('current', true, false),
  uncurrent: flagIn('current', false, true),
  inUnarchivedStories: adds('false', 'false', ...ofStories, storiesOf({ archived: true }, {})),
  inUnarchivedWorkspaces: adds('false', 'false', ...inTwo, ofWorkspace({ archived: true }, {})),
  includeUnnamed: adds('true', 'true', ...ofAssignments, { ...assigned({}, {}), ...seats }),
  onlyMyAccount: keeps('true', 'true', ...inTwo, {
    ...ofWorkspace({ account_id: 5 }, { account_id: 6 }),
    users: [{ id: '1', account_id: '5' }],
  }),
};

const seat = (fields: object = {}) => ({ workspace_id: '70', user_id: '31', ...fields });
const task = { stories: [{ id: '70', workspace_id: '70', workspace_resource_ids: ['2'] }] };

const RESOURCES: Cases = {
  workspaceId: oneId('Workspace', 'workspace_id'),
  userId: oneId('User', 'user_id'),
  roleId: oneId('Role', 'role_id'),
  matching: keeps('"ada"', 'ada', { full_name: 'Ada' }, { full_name: 'Bela' }),
  includeUnnamed: adds('true', 'true', { user_id: null }),
  onlyUnnamed: [
    { ...adds('true', 'true', { user_id: null }), ids: ['1'] },
    { ...sendsNothing({ user_id: null }, {}), ids: ['2'], otherwise: ['2'] },
  ],
  providers: flag(seat({ participation_id: '81' }), seat({ participation_id: '82' }), {
    participations: [
      { id: '81', role: 'maven' },
      { id: '82', role: 'buyer' },
    ],
  }),
  providersWithUnnamed: { ...adds('true', 'true', { user_id: null }, seat()), ids: ['1'], otherwise: ['2'] },
  withOrganizations: [
    keeps('true', 'true', { organization_membership_id: '5' }, {}),
    keeps('false', 'false', {}, { organization_membership_id: '5' }),
  ],
  potentialWorkspaceResourcesForStory: keeps('"Story:70"', '70', seat(), seat(), task),
  potentialWorkspaceResourceForStoryWithUnnamedResources: {
    ...keeps('"70"', '70', seat({ user_id: null }), seat(), task),
    otherwise: ['2'],
  },
  potentialWorkspaceResourcesForReassignment: keeps('"Assignment:70"', '70', seat(), seat(), {
    assignments: [{ id: '70', story_id: '70', resource_id: 2 }],
    stories: [{ id: '70', workspace_id: '70' }],
  }),
};

const onResources = [{ workspace_resource_id: '91' }, { workspace_resource_id: '92' }] as const;

export const PLAN: Readonly<Record<string, Cases>> = {
  Story: STORIES,
  StoryAllocationDay: DAYS,
  WorkspaceResource: RESOURCES,
  Assignment: {
    assigneeId: oneId('User', 'assignee_id'),
    resourceId: oneId('WorkspaceResource', 'resource_id'),
    storyId: oneId('Story', 'story_id'),
    workspaceId: keeps('"Workspace:70"', '70', ...ofStories, storiesOf({ workspace_id: '70' }, { workspace_id: '71' })),
    current: flagIn('current', true, false),
    uncurrent: flagIn('current', false, true),
    inUnarchivedStories: adds('false', 'false', ...ofStories, storiesOf({ archived: true }, {})),
    inUnarchivedWorkspaces: adds('false', 'false', ...ofStories, {
      ...storiesOf({ workspace_id: '70' }, { workspace_id: '71' }),
      ...ofWorkspace({ archived: true }, {}),
    }),
    includeUnnamed: adds('true', 'true', { resource_id: 91 }, { resource_id: 92 }, seats),
    plannable: flag({}, { unwritten: { plannable: false } }),
  },
  WorkspaceAllocation: {
    workspaceResourceIds: someIds('WorkspaceResource', 'workspace_resource_id'),
    workspaceIds: someIds('Workspace', 'workspace_id'),
    userIds: keeps('["31", "User:33"]', '31,33', ...onResources, {
      workspace_resources: [
        { id: '91', user_id: '33' },
        { id: '92', user_id: '32' },
      ],
    }),
    overlapsWithDateRange: [
      keeps(
        MARCH,
        '2026-03-01:2026-03-31',
        { start_date: '2026-02-01', end_date: '2026-03-01' },
        { start_date: '2026-04-01', end_date: '2026-04-30' },
      ),
      keeps(
        '{ from: "2026-03-01" }',
        '2026-03-01:2999-12-31',
        { start_date: '2026-05-01', end_date: '2026-05-02' },
        { start_date: '2026-01-01', end_date: '2026-02-28' },
      ),
    ],
    type: [
      keeps('HARD', 'hard', { hard: true }, { hard: false }),
      keeps('SOFT', 'soft', { hard: false }, { hard: true }),
    ],
    namedResourcesOnly: flag(onResources[1], onResources[0], seats),
    unnamedResourcesOnly: flag(...onResources, seats),
  },
  ResourceRequest: {
    pendingRequestsOnly: flagIn('status', 'new', 'approved'),
    requestsForApprover: keeps('"User:70"', '70', { approver_ids: ['9', '70'] }, { approver_ids: ['71'] }),
  },
  StatusSet: {},
  StatusSetOption: {},
  StoryDependency: {
    workspaceId: keeps(
      '"Workspace:70"',
      '70',
      { source_id: '81' },
      { source_id: '82' },
      storiesOf({ workspace_id: '70' }, { workspace_id: '71' }),
    ),
    sourceId: oneId('Story', 'source_id'),
    targetId: oneId('Story', 'target_id'),
    ...shown('target_id'),
  },
  StoryTask: { storyId: oneId('Story', 'story_id'), ...shown('story_id') },
  WorkspaceResourceSkill: {
    workspaceResourceIds: someIds('WorkspaceResource', 'workspace_resource_id'),
    bySkillId: oneId('Skill', 'skill_id'),
    bySkillIds: someIds('Skill', 'skill_id'),
    bySkillName: keeps('"Design"', 'Design', { cached_skill_name: 'Design' }, { cached_skill_name: 'Designer' }),
  },
};
