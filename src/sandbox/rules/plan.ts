/** What lists of tasks, assignments, scheduled hours, seats and allocations mean by their parameters. */
import {
  amongMany,
  among,
  between,
  byRecord,
  earlier,
  ends,
  has,
  hasAny,
  ids,
  isArchived,
  isNone,
  isOnAccount,
  known,
  later,
  off,
  on,
  inert,
  overlaps,
  participationsOf,
  type Question,
  type Rule,
  type Rules,
  rowsOf,
  same,
  sameIn,
  valuesMatch,
  within,
  workspaceOf,
  unwritten,
} from '../filter-rule.ts';
import { customDateSpansMatch } from '../custom-fields.ts';
import { isOn, trimmedPieces } from '../params.ts';
import { asText, idsIn, type Row, type StoredRow } from '../row.ts';

/** `archived` of projects and tasks; it takes the place of the older switch that only adds archived ones. */
export const archivedFilter: Rule = ({ value }) =>
  value === 'only' ? isArchived : value === 'exclude' ? (row) => !isArchived(row) : null;

const isUnnamed = (assignment: Row | undefined, { view }: Question) => {
  const resource = view.raw('workspace_resources', assignment?.resource_id);
  return resource ? isNone(resource.user_id) : false;
};

/** Resources of the story's project that are not on the story yet. */
const assignableTo = (story: Row | undefined, row: StoredRow, { view }: Question) => {
  if (!story || asText(story.workspace_id) !== asText(row.workspace_id)) return false;
  const resources = [...idsIn(story.workspace_resource_ids), ...idsIn(story.workspace_resources_with_unnamed_ids)];
  const assigned = idsIn(story.current_assignment_ids).map((id) => asText(view.raw('assignments', id)?.resource_id));
  return !resources.includes(row.id) && !assigned.includes(row.id);
};

const isProvider = (row: Row, question: Question) => {
  if (isNone(row.user_id)) return false;
  const participation = question.view.raw('participations', row.participation_id);
  if (participation) return participation.role === 'maven';
  return participationsOf(question, asText(row.user_id)).some(
    ({ workspace_id, role }) => asText(workspace_id) === asText(row.workspace_id) && role === 'maven',
  );
};

/** Projects that the caller takes part in; `null` when there are none. */
const ownWorkspaces = (question: Question) => {
  const mine = known(question, 'own workspaces', () =>
    participationsOf(question, question.view.user.userId).map((row) => row.workspace_id),
  );
  return mine.size === 0 ? null : mine;
};

const FINISHED = new Set(['completed', 'fixed', 'resolved', 'duplicate', "won't fix"]);
const isFinished = (row: Row) => FINISHED.has(asText(row.state));

/** When a task was marked as finished, as its changes of state say. */
const finishes = ({ id }: StoredRow, question: Question) =>
  rowsOf(question, 'story_state_changes').filter((change) => asText(change.story_id) === id && isFinished(change));

const unnamedOn = (story: Row) =>
  idsIn(story.workspace_resources_with_unnamed_ids).length > idsIn(story.workspace_resource_ids).length;

const STORIES: Rules = {
  archived: archivedFilter,
  show_archived: (question) => (question.inForce.has('archived') ? null : off((row) => !isArchived(row))(question)),
  only_archived: on(isArchived),
  show_deleted: off((row) => !row.deleted_at),
  only_deleted: on((row) => Boolean(row.deleted_at)),
  show_from_archived_workspaces: off((row, question) => !isArchived(workspaceOf(row, question))),
  show_todos: off((row) => row.project_plan !== false),
  only_todos: on((row) => row.project_plan === false),
  all_on_account: (question) => {
    const mine = isOn(question.value) ? null : ownWorkspaces(question);
    return mine && ((row) => isNone(row.workspace_id) || has(mine, row.workspace_id));
  },
  by_workspace_group: (question) => {
    const wanted = ids(question.value);
    return (row) => hasAny(wanted, workspaceOf(row, question)?.workspace_group_ids);
  },
  time_trackable_on_workspace_id:
    ({ value }) =>
    (row) =>
      asText(row.workspace_id) === value && row.time_trackable === true,
  assigned_to_current_user: on((row, { view }) => idsIn(row.assignee_ids).includes(view.user.userId)),
  with_assignees: ({ value }) => {
    const wanted = ids(value);
    return (row) => {
      const people = idsIn(row.assignee_ids);
      return (
        people.some((id) => wanted.has(id)) ||
        (wanted.has('unnamed') && unnamedOn(row)) ||
        (wanted.has('unassigned') && people.length === 0 && !unnamedOn(row))
      );
    };
  },
  not_assigned_to_user:
    ({ value }) =>
    (row) =>
      !idsIn(row.assignee_ids).includes(value),
  not_assigned_to_resource:
    ({ value }) =>
    (row) =>
      ![...idsIn(row.workspace_resource_ids), ...idsIn(row.workspace_resources_with_unnamed_ids)].includes(value),
  with_projects: among('workspace_id'),
  with_followers: amongMany('follower_ids'),
  creators: among('creator_id'),
  with_ancestry_depth: same('ancestry_depth'),
  by_subtask_count:
    ({ value }) =>
    (row) =>
      idsIn(row.sub_story_ids).length === Number(value),
  parents_only: on((row) => isNone(row.parent_id)),
  story_types: among('story_type'),
  by_status: among('status'),
  completed: on(isFinished),
  uncompleted: on((row) => !isFinished(row)),
  without_past_completed: on((row, question) => finishes(row, question).length === 0),
  completed_between: (question) => {
    const span = ends(question.value, ':');
    return (row) => finishes(row, question).some((change) => within(change.created_at, span));
  },
  by_any_tag: ({ value }) => {
    const wanted = trimmedPieces(value);
    return (row) => wanted.some((tag) => idsIn(unwritten(row).tag_names).includes(tag));
  },
  by_tag_name: ({ value }) => {
    const wanted = trimmedPieces(value);
    return (row) => wanted.every((tag) => idsIn(unwritten(row).tag_names).includes(tag));
  },
  due_on: same('due_date'),
  due_after: later('due_date'),
  due_before: earlier('due_date'),
  due_between: between(['due_date']),
  starting_between: between(['start_date']),
  active_between: between(['start_date', 'due_date']),
  with_start_or_due_date: on((row) => !isNone(row.start_date) || !isNone(row.due_date)),
  by_custom_date_field: valuesMatch(customDateSpansMatch),
  // Read by the search.
  exclude_workspace_title_from_search: inert,
};

/** Rows that belong to a task, which `field` names, are hidden with it. */
const hiddenWithTask = (field: string): Rules => {
  const taskOf = (row: Row, { view }: Question) => view.raw('stories', row[field]);
  return {
    show_archived: off((row, question) => !isArchived(taskOf(row, question))),
    show_deleted: off((row, question) => !taskOf(row, question)?.deleted_at),
    show_from_archived_workspaces: off((row, question) => {
      const task = taskOf(row, question);
      return !task || !isArchived(workspaceOf(task, question));
    }),
  };
};

const isUnfilled: Rule = on((row, { view }) =>
  isNone(view.raw('workspace_resources', row.workspace_resource_id)?.user_id),
);

/** `2026-03-01T103000` with the colons that the parameter leaves out. */
const withColons = (time: string) => time.replace(/T(\d\d)(\d\d)(\d\d)$/, 'T$1:$2:$3Z');

export const PLAN: Readonly<Record<string, Rules>> = {
  stories: STORIES,
  workspace_resources: {
    // Both shape the base, in `filter.ts`.
    include_unnamed: inert,
    only_unnamed: inert,
    providers: on(isProvider),
    providers_with_unnamed: on((row, question) => isNone(row.user_id) || isProvider(row, question)),
    with_organizations:
      ({ value }) =>
      (row) =>
        Boolean(row.organization_membership_id) === isOn(value),
    potential_workspace_resources_for_story: byRecord(
      'stories',
      (story, row, question) => !isNone(row.user_id) && assignableTo(story, row, question),
    ),
    potential_workspace_resource_for_story_with_unnamed_resources: byRecord('stories', assignableTo),
    potential_workspace_resources_for_reassignment: byRecord(
      'assignments',
      (assignment, row, question) =>
        asText(assignment.resource_id) !== row.id &&
        assignableTo(question.view.raw('stories', assignment.story_id), row, question),
    ),
  },
  story_dependencies: {
    ...hiddenWithTask('target_id'),
    workspace_id: sameIn('stories', 'source_id', 'workspace_id'),
  },
  story_tasks: hiddenWithTask('story_id'),
  resource_requests: {
    pending_requests_only: on((row) => row.status === 'new'),
    requests_for_approver: amongMany('approver_ids'),
  },
  workspace_resource_skills: { by_skill_name: same('cached_skill_name') },
  assignments: {
    include_unnamed: off((row, question) => !isUnnamed(row, question)),
    plannable: on((row) => unwritten(row).plannable !== false),
    uncurrent: on((row) => row.current !== true),
    workspace_id: sameIn('stories', 'story_id', 'workspace_id'),
  },
  story_allocation_days: {
    include_unnamed: off((row, question) => !isUnnamed(question.view.raw('assignments', row.assignment_id), question)),
    only_my_account: on((row, question) => isOnAccount(workspaceOf(row, question), question)),
    uncurrent: on((row) => row.current !== true),
    assignee_id: sameIn('assignments', 'assignment_id', 'assignee_id'),
    date_between: between(['date']),
    updated_at_between: ({ value }) => {
      const [from, to] = ends(value, ':').map((time) => Date.parse(withColons(time)));
      return (row) => {
        const time = Date.parse(asText(row.updated_at));
        return !(time < Number(from)) && !(time > Number(to)) && !Number.isNaN(time);
      };
    },
  },
  workspace_allocations: {
    user_ids: ({ value, view }) => {
      const wanted = ids(value);
      return (row) => has(wanted, view.raw('workspace_resources', row.workspace_resource_id)?.user_id);
    },
    type:
      ({ value }) =>
      (row) =>
        row.hard === (value === 'hard'),
    overlaps_with_date_range: ({ value }) => overlaps('start_date', 'end_date')(value),
    named_resources_only: on(
      (row, { view }) => !isNone(view.raw('workspace_resources', row.workspace_resource_id)?.user_id),
    ),
    unnamed_resources_only: isUnfilled,
  },
};
