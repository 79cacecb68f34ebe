import {
  boolean,
  cents,
  date,
  dateTime,
  enumeration,
  id,
  integer,
  largeInteger,
  minutes,
  oneOf,
  optional,
  text,
} from '../attribute.ts';
import { StoryPriority, StoryStoryType } from '../enums/story-words.ts';
import { storyFilters } from '../filters/story.ts';
import { FEW_LEVELS } from '../expected-sizes.ts';
import { belongsTo, hasMany, hasOne, idsOnly, resource } from '../resource.ts';
import { Assignment } from './assignment.ts';
import { Attachment } from './attachment.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { Post } from './post.ts';
import { Role } from './role.ts';
import { StoryDependency } from './story-dependency.ts';
import { StoryStateChange } from './story-state-change.ts';
import { StoryTask } from './story-task.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const StoryState = enumeration(
  'StoryState',
  'The kind of status that a task is in. Accounts that define their own task statuses use the first four only; which of the others occur depends on the kind of task.',
  {
    'not started': 'Not started.',
    started: 'Being worked on.',
    'needs info': 'Waiting for an answer before it can go on.',
    completed: 'Done.',
    new: 'An issue that no one has started.',
    reopened: 'A reopened issue.',
    'in progress': 'An issue in progress.',
    blocked: 'A blocked issue.',
    fixed: 'A fixed issue.',
    duplicate: 'A duplicate of another issue.',
    "can't reproduce": 'An issue that could not be reproduced.',
    resolved: 'A resolved issue.',
    "won't fix": 'An issue that will not be fixed.',
  },
);

export const Story = resource('Story', {
  collection: 'stories',
  area: 'Projects',
  called: 'tasks, milestones and other entries of project plans',
  description:
    'A task, deliverable, milestone or issue of a project, or a to-do. Tasks nest up to four levels below the top.',
  attributes: {
    title: text('Title of the task.'),
    description: text('Description in markdown, as written. Null or empty when there is none.'),
    formattedDescription: optional(text('The description with emoji and mentions rendered.')),
    parsedDescription: optional(text('The description without markdown.')),
    renderDescriptionMarkdown: optional(boolean('Whether the account renders markdown in descriptions of tasks.')),
    storyType: oneOf(StoryStoryType, 'Type of work item.'),
    state: oneOf(StoryState, 'Kind of status of the task. `status` has the name that users see.'),
    status: text("Name of the task's status, as users see it."),
    customTaskStatusId: optional(
      id('Kantata id of that status; null in projects that do not use a set of statuses of their own.'),
    ),
    priority: oneOf(StoryPriority, 'Priority of the task.'),
    percentageComplete: integer('How much of the task is done, in percent.'),
    startDate: date('First day of the task; null when none is set.'),
    dueDate: date('Last day of the task; null when none is set.'),
    // Undocumented, hence described by its name.
    assignmentTimestampedAt: dateTime('By its name, when the task was assigned; the API does not document it.'),
    weight: integer(
      'Weight of a milestone; null for other tasks. Needs to see the task time estimates of the project, null otherwise.',
    ),
    projectPlan: boolean('Whether it is a task of a project (true) or a to-do (false).'),
    position: largeInteger('Position in the task tracker, ascending. Not the outline number.'),
    ancestryDepth: integer('Nesting depth: 0 at the top, at most 4.'),
    subtreeDepth: integer(
      'By its name, the number of task levels below this one; the API documents it as the number of tasks above.',
    ),
    subStoryCount: integer('How many tasks are nested below it, on all levels.'),
    timeEstimateInMinutes: minutes(
      'Estimated work, in minutes. Needs to see the task time estimates of the project, null otherwise.',
    ),
    loggedBillableTimeInMinutes: minutes(
      'Billable time logged on the task, in minutes. Needs to see the task time estimates of the project, null otherwise.',
    ),
    loggedNonbillableTimeInMinutes: minutes(
      'Non-billable time logged on the task, in minutes. Needs to see the task time estimates of the project, null otherwise.',
    ),
    subStoriesTimeEstimateInMinutes: minutes(
      'Estimated work on all tasks nested below, in minutes. Needs to see the task time estimates of the project, null otherwise.',
    ),
    subStoriesBillableTimeInMinutes: minutes(
      'Billable time of all tasks nested below, in minutes. Needs to see the task time estimates of the project, null otherwise.',
    ),
    budgetEstimateInCents: cents(
      'Budget of the task, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    budgetUsedInCents: cents(
      'How much of the budget is spent, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    subStoriesBudgetEstimateInCents: cents(
      'Budget of all tasks nested below, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    subStoriesBudgetUsedInCents: cents(
      'How much of the budget of all tasks nested below is spent, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    invoicedBalanceInCents: cents(
      'Amount invoiced so far, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    uninvoicedBalanceInCents: cents(
      'Amount not invoiced yet, in the smallest unit of the currency. Needs to see the task budgets of the project, null otherwise.',
    ),
    billable: boolean('Whether work on it is billable to the client.'),
    fixedFee: boolean('Whether it is billed at a fixed fee (true) or by time and materials (false).'),
    timeTrackable: boolean('Whether time can be logged on it.'),
    isTimeTrackableType: optional(
      boolean("Whether the account's settings allow time and expenses on tasks of this kind."),
    ),
    hasOutOfBoundsSads: optional(boolean('Whether hours are scheduled on it before its start or after its due date.')),
    canAlignTime: optional(
      boolean('Whether hours scheduled outside its dates can be moved so that they begin on its start date.'),
    ),
    archived: boolean('Whether it is archived.'),
    readOnly: optional(boolean('Whether the caller may see it but not edit it.')),
    canEdit: optional(boolean('Whether the caller may edit it, as long as it is not archived.')),
    archivedEditable: optional(boolean('Whether the caller may edit it although it is archived.')),
    canPost: optional(boolean('Whether the caller may write posts in its project.')),
    deletedAt: dateTime('When it was deleted; null while it exists.'),
    createdAt: dateTime('When the task was created.'),
    updatedAt: dateTime('When the task last changed.'),
  },
  endpoint: {
    single: true,
    // `show_from_archived_workspaces` is not revealed: it may select tasks of archived projects alone, and loads by id
    // would then lose all others. `all_on_account` is, because tasks outside the caller's projects need it.
    reveal: { show_archived: 'true', show_deleted: 'true', show_todos: 'true', all_on_account: 'true' },
    defaults: {
      show_archived: 'false',
      show_deleted: 'false',
      show_from_archived_workspaces: 'false',
      show_todos: 'false',
    },
    orders: [
      'created_at:asc',
      'created_at:desc',
      'due_date:asc',
      'due_date:desc',
      'importance',
      'parent_and_position',
      'position',
      'priority_level:asc',
      'priority_level:desc',
      'start_date:asc',
      'start_date:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    filters: storyFilters,
  },
});

Story.associations(() => ({
  workspace: belongsTo(Workspace, 'The project of the task. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who created the task. Null when hidden from the caller.'),
  parent: belongsTo(Story, 'The task directly above it; null at the top.'),
  root: belongsTo(Story, 'The topmost task above it; null at the top.'),
  ancestors: hasMany(Story, 'All tasks above it; empty at the top.', { own: true, expected: FEW_LEVELS }),
  subStories: hasMany(Story, 'The tasks directly below it; empty when there are none.'),
  descendants: hasMany(Story, 'All tasks below it, on every level; empty when there are none.'),
  assignees: hasMany(User, 'The users assigned to it, without placeholder resources; empty when there are none.'),
  currentAssignments: hasMany(Assignment, 'Its assignments. Empty when there are none.'),
  workspaceResources: hasMany(WorkspaceResource, 'The resources assigned to it that stand for a user.'),
  workspaceResourcesWithUnnamed: hasMany(WorkspaceResource, 'The resources assigned to it, placeholders included.'),
  potentialWorkspaceResources: hasMany(
    WorkspaceResource,
    'The resources of the project that stand for a user and are not assigned to it.',
    { onlyWithIds: true },
  ),
  potentialWorkspaceResourcesWithUnnamed: hasMany(
    WorkspaceResource,
    'The resources of the project that are not assigned to it, placeholders included.',
    { onlyWithIds: true },
  ),
  assignedRole: hasOne(Role, 'The role in which the caller is assigned to it; null when the caller is not.'),
  followers: hasMany(User, 'The users who follow it; empty when there is none.'),
  sourceDependencies: hasMany(StoryDependency, 'The dependencies that this task waits for; empty when there are none.'),
  targetDependencies: hasMany(
    StoryDependency,
    'The dependencies by which other tasks wait for this one; empty when there are none.',
  ),
  storyTasks: hasMany(StoryTask, 'The items of its checklist; empty when there are none.'),
  storyStateChanges: hasMany(StoryStateChange, 'The changes of its status so far.', { onlyWithIds: true }),
  replies: hasMany(Post, 'The posts on the task, except the first.', { onlyWithIds: true }),
  attachments: hasMany(Attachment, 'The files in its posts.', { onlyWithIds: true }),
  googleDocuments: idsOnly(
    'Google documents linked to it. The API publishes nothing about these records but their ids, and those only of tasks loaded by id.',
    { onlyWithIds: true },
  ),
  tags: idsOnly('Tags of the task. The API publishes nothing about these records but their ids.'),
  customFieldValues: hasMany(CustomFieldValue, 'Its custom field values. Empty when there are none.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
