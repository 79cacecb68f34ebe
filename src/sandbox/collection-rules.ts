/** What the parameters of single collections mean, where that is more than the attribute or association of their name. */
import { isOn, trimmedPieces } from './params.ts';
import { asText, idsIn, type Row } from './row.ts';
import type { View } from './view.ts';

/** Which rows a parameter's value selects; null when with this value it selects all. */
type CollectionRule = (question: { readonly value: string; readonly view: View }) => ((row: Row) => boolean) | null;

/** Whether the switch is on; off, it selects all. */
const whenOn =
  (test: (row: Row, view: View) => boolean): CollectionRule =>
  ({ value, view }) =>
    isOn(value) ? (row) => test(row, view) : null;

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const takesPart = (userId: unknown, workspaceId: string, view: View) =>
  [...view.table('participations').values()].some(
    (row) => asText(row.user_id) === asText(userId) && asText(row.workspace_id) === workspaceId,
  );

/** Whether a version of a rate card holds on a day: the latest of its card that has begun by then. */
const isEffective = (version: Row, day: string, view: View) => {
  const start = (row: Row) => asText(view.raw('rate_card_set_versions', row.rate_card_set_version_id)?.effective_date);
  const begun = (row: Row) => start(row) !== '' && start(row) <= day;
  return (
    begun(version) &&
    ![...view.table('rate_card_versions').values()].some(
      (other) => other.rate_card_id === version.rate_card_id && begun(other) && start(other) > start(version),
    )
  );
};

/** Text that stands somewhere in the column, whatever the case. */
const textIn =
  (column: string): CollectionRule =>
  ({ value }) => {
    const wanted = value.toLowerCase();
    return (row) => asText(row[column]).toLowerCase().includes(wanted);
  };

/** Of the events with the same key, the latest. */
const latestBy =
  (keyOf: (row: Row) => string): CollectionRule =>
  ({ value, view }) => {
    if (!isOn(value)) return null;
    const latest = new Map<string, Row>();
    for (const row of view.table('subscribed_events').values()) {
      const before = latest.get(keyOf(row));
      if (!before || Date.parse(asText(row.created_at)) > Date.parse(asText(before.created_at)))
        latest.set(keyOf(row), row);
    }
    return (row) => latest.get(keyOf(row)) === row;
  };

/** One of the listed values stands in the column. */
const amongst =
  (column: string): CollectionRule =>
  ({ value }) => {
    const wanted = new Set(trimmedPieces(value));
    return (row) => wanted.has(asText(row[column]));
  };

/** Leaves rows out while the switch is off. */
const unlessOn =
  (isHidden: (row: Row, view: View) => boolean): CollectionRule =>
  ({ value, view }) =>
    isOn(value) ? null : (row) => !isHidden(row, view);

const isOfArchivedWorkspace = (story: Row | undefined, view: View) =>
  view.raw('workspaces', story?.workspace_id)?.archived === true;

/** Rows that belong to a task, which `column` names, are hidden with it. */
const hiddenWithTask = (column: string): Readonly<Record<string, CollectionRule>> => {
  const taskOf = (row: Row, view: View) => view.raw('stories', row[column]);
  return {
    show_archived: unlessOn((row, view) => taskOf(row, view)?.archived === true),
    show_deleted: unlessOn((row, view) => Boolean(taskOf(row, view)?.deleted_at)),
    show_from_archived_workspaces: unlessOn((row, view) => isOfArchivedWorkspace(taskOf(row, view), view)),
  };
};

/** By collection and parameter. */
export const collectionRules: Readonly<Record<string, Readonly<Record<string, CollectionRule>>>> = {
  holidays: {
    not_on_calendars: ({ value, view }) => {
      const calendars = new Set(trimmedPieces(value));
      return (row) =>
        !idsIn(row.holiday_calendar_association_ids).some((id) =>
          calendars.has(asText(view.raw('holiday_calendar_associations', id)?.holiday_calendar_id)),
        );
    },
  },
  holiday_calendar_associations: {
    by_holiday_name: textIn('holiday_name'),
  },
  project_accounting_records: {
    // Named as a point in time, and yet a lower bound.
    created_at:
      ({ value }) =>
      (row) =>
        asText(row.created_at) >= value.slice(0, 10),
    // Deleted records cannot be seen otherwise; that is why it is assumed to be off.
    show_deleted:
      ({ value }) =>
      (row) =>
        Boolean(row.deleted_at) === isOn(value),
  },
  project_snapshots: {
    by_title: textIn('title'),
  },
  project_templates: {
    by_title: textIn('title'),
    mine: whenOn((row, view) => asText(row.user_id) === view.user.userId),
  },
  rate_card_sets: {
    active:
      ({ value }) =>
      (row) =>
        listIn(row.active_currencies).length > 0 === isOn(value),
    has_active_currency:
      ({ value }) =>
      (row) =>
        listIn(row.active_currencies).includes(value),
    has_currency:
      ({ value, view }) =>
      (row) =>
        idsIn(row.rate_card_ids).some((id) => view.raw('rate_cards', id)?.currency === value),
  },
  rate_card_versions: {
    effective_on_date:
      ({ value, view }) =>
      (row) =>
        isEffective(row, value, view),
    rate_card_set_id:
      ({ value, view }) =>
      (row) =>
        asText(view.raw('rate_cards', row.rate_card_id)?.rate_card_set_id) === value,
  },
  resource_requests: {
    pending_requests_only: whenOn((row) => row.status === 'new'),
    requests_for_approver:
      ({ value }) =>
      (row) =>
        idsIn(row.approver_ids).includes(value),
  },
  skill_memberships: {
    active_account_members_only: whenOn((row, view) => !view.raw('users', row.user_id)?.disabled),
    by_skill_name:
      ({ value }) =>
      (row) =>
        row.cached_skill_name === value,
    by_user_name:
      ({ value, view }) =>
      (row) =>
        view.raw('users', row.user_id)?.full_name === value,
    workspace_id:
      ({ value, view }) =>
      (row) =>
        takesPart(row.user_id, value, view),
  },
  story_dependencies: {
    ...hiddenWithTask('target_id'),
    workspace_id:
      ({ value, view }) =>
      (row) =>
        asText(view.raw('stories', row.source_id)?.workspace_id) === value,
  },
  story_tasks: hiddenWithTask('story_id'),
  subscribed_events: {
    most_recent: latestBy((row) => `${asText(row.subject_type)} ${asText(row.subject_id)}`),
    most_recent_by_event_type: latestBy(
      (row) => `${asText(row.subject_type)} ${asText(row.subject_id)} ${asText(row.event_type)}`,
    ),
    event_types: amongst('event_type'),
    subject_id: amongst('subject_id'),
    user_ids: amongst('user_id'),
  },
  user_group_memberships: {
    group_ids: amongst('workspace_group_id'),
  },
  workspace_resource_skills: {
    by_skill_name:
      ({ value }) =>
      (row) =>
        row.cached_skill_name === value,
  },
};
