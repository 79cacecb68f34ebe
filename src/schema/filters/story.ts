/** How a list of tasks can be narrowed: `GET /stories` has more filters than any other list. */
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import { customDateSpans } from '../custom-field-filter.ts';
import { StoryArchived, StoryPriority, StoryStoryType } from '../enums/story-words.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { peopleOr } from '../structured-filter.ts';

const whereTheyAre = {
  workspaceId: filter.id('Only tasks of this project. `withProjects` takes several.', 'Workspace'),
  withProjects: filter.nested(filter.ids('Only tasks of these projects.', 'Workspace')),
  byWorkspaceGroup: filter.ids(
    'Only tasks of projects in these groups (clients): a list, despite its name.',
    'WorkspaceGroup',
  ),
  timeTrackableOnWorkspaceId: filter.id('Only tasks of this project on which time can be logged.', 'Workspace'),
  withParentId: filter.id('Only the direct subtasks of this task.', 'Story'),
  withRootId: filter.id('Only tasks at any depth below this task, which must be one of the top level.', 'Story'),
  withAncestryDepth: filter.integer(
    'Only tasks this many levels below their task of the top level, which itself is at 0. At most 4.',
  ),
  bySubtaskCount: filter.integer('Only tasks with exactly this many subtasks.'),
  parentsOnly: filter.flag(
    'True for tasks of the top level only: tasks further down are excluded even if they have subtasks. False has no effect.',
  ),
  allOnAccount: filter.boolean(
    "True lists tasks of the whole account instead of the caller's projects only. Needs to be an administrator or a reports viewer.",
  ),
};

const whoseTheyAre = {
  assignedToCurrentUser: filter.flag('True for tasks assigned to the caller. False has no effect.'),
  withAssignees: filter.nested(
    peopleOr(
      ['unassigned', 'unnamed'],
      'Only tasks assigned to one of these: ids of users, `unassigned` for unassigned tasks, `unnamed` for tasks assigned to placeholder resources.',
    ),
    { field: 'assignedStories', by: 'assignees' },
  ),
  notAssignedToUser: filter.id('Only tasks to which this user is not assigned.', 'User'),
  notAssignedToResource: filter.id('Only tasks to which this seat of a project is not assigned.', 'WorkspaceResource'),
  creators: filter.ids('Only tasks that these users created.', 'User'),
  withFollowers: filter.ids('Only tasks that these users follow.', 'User'),
};

const whatTheyAre = {
  storyType: filter.oneOf(StoryStoryType, 'Only tasks of this kind. `storyTypes` takes several.'),
  storyTypes: filter.anyOf(StoryStoryType, 'Only tasks of one of these kinds.'),
  priority: filter.anyOf(StoryPriority, 'Only tasks of one of these priorities.'),
  byStatus: filter.texts(
    'Only tasks whose status has one of these names, as in `status` of a task. Each account chooses its names.',
  ),
  completed: filter.flag('True for finished tasks. False has no effect; the opposite is `uncompleted`.'),
  uncompleted: filter.flag('True for unfinished tasks. False has no effect.'),
  withoutPastCompleted: filter.flag(
    'True excludes tasks that were ever marked as finished, even if they are open again. False has no effect.',
  ),
  byTagName: filter.texts(
    'Only tasks with exactly these tags. The API seems to require all of them; `byAnyTag` requires one.',
  ),
  byAnyTag: filter.texts('Only tasks with at least one of these tags.'),
};

const whenTheyAre = {
  dueOn: filter.date('Only tasks due on this day.'),
  dueAfter: filter.date('Only tasks due later than this day.'),
  dueBefore: filter.date('Only tasks due earlier than this day: with `uncompleted: true`, the overdue ones of today.'),
  dueBetween: dateRange('Only tasks due within these days.'),
  startingBetween: dateRange('Only tasks that start within these days.'),
  activeBetween: dateRange('Only tasks that start or are due within these days.'),
  completedBetween: dateRange('Only tasks that were finished within these days.'),
  withStartOrDueDate: filter.flag(
    'True for tasks that have a start date or a due date. The API does not document its value; `true` is sent. False has no effect.',
  ),
};

const whatIsHidden = {
  archived: filter.oneOf(StoryArchived, 'How to treat archived tasks. Without it, `showArchived` decides.'),
  showArchived: filter.boolean('True includes archived tasks. Default of the API: false.'),
  onlyArchived: filter.flag(
    'True for archived tasks only. Set `showArchived: true` as well: otherwise its default may hide them. False has no effect.',
  ),
  showDeleted: filter.boolean('True includes deleted tasks. Default of the API: false.'),
  onlyDeleted: filter.flag(
    'True for deleted tasks only. Set `showDeleted: true` as well: otherwise its default may hide them. False has no effect.',
  ),
  showTodos: filter.boolean('True includes to-dos. Default of the API: false.'),
  onlyTodos: filter.flag(
    'True for to-dos only. Set `showTodos: true` as well: otherwise its default may hide them. False has no effect.',
  ),
  showFromArchivedWorkspaces: filter.boolean(
    'True reaches tasks of archived projects; it is not documented whether it adds them or lists only them. Default of the API: false, which hides them.',
  ),
};

export const storyFilters = {
  ...byIds('Story', 'tasks'),
  ...whereTheyAre,
  ...whoseTheyAre,
  ...whatTheyAre,
  ...whenTheyAre,
  search: filter.text(
    'Full-text search, best match first; the API does not document which attributes it searches. Cannot be combined with `ids`.',
  ),
  excludeWorkspaceTitleFromSearch: filter.flag(
    'Used with `search`: true ignores matches in the project title only. False has no effect.',
  ),
  ...whatIsHidden,
  ...byCustomFields('tasks'),
  byCustomDateField: customDateSpans(
    'Only tasks whose date fields lie within these spans, each with both ends. `customFields` takes open ends as well.',
  ),
  ...byReferences('tasks'),
  ...byTimes('tasks'),
} satisfies filter.Filters;
