/** What the parameters of single collections mean, where that is more than the attribute or association of their name. */
import { isOn } from './params.ts';
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
};
