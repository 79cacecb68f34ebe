/** What lists of projects mean by their parameters. */
import { customDateSpansMatch, customIntegerRangesMatch, selectedChoicesMatch } from '../custom-fields.ts';
import {
  always,
  among,
  amongMany,
  either,
  ends,
  has,
  isArchived,
  isIn,
  isNone,
  isOnAccount,
  later,
  earlier,
  notAmong,
  off,
  on,
  organizationsOf,
  overlaps,
  participationsOf,
  partOf,
  type Question,
  type Rules,
  rowsOf,
  valuesMatch,
} from '../filter-rule.ts';
import { asText, idsIn, type Row, type StoredRow } from '../row.ts';
import { archivedFilter } from './plan.ts';

const caller = ({ view }: Question) => view.user.userId;

const takesPart = (row: StoredRow, question: Question) => isIn(question, caller(question), row.id);

/** Whether the caller is a member of an organization that the project belongs to. */
const inOrganizations = (row: StoredRow, question: Question) => {
  const places = (type: string, id: string) =>
    organizationsOf(question, type, id).flatMap(({ geography_id, department_id }) =>
      [geography_id, department_id].filter((place) => !isNone(place)).map(asText),
    );
  const mine = new Set(places('User', caller(question)));
  return places('Workspace', row.id).some((place) => mine.has(place));
};

const isJoinable = (row: StoredRow, question: Question) => row.access_level === 'open' && !takesPart(row, question);

const approvesTime = (row: Row, userId: string) =>
  idsIn(row.approver_ids).includes(userId) || asText(row.approver_id) === userId;

const seesFinances = (row: Row, userId: string) => idsIn(row.financial_viewer_ids).includes(userId);

/** How much of the milestones of a project is done, by their weights, in percent; `null` without weights. */
const milestonesDone = ({ id }: StoredRow, question: Question) => {
  const milestones = rowsOf(question, 'stories').filter(
    (story) => asText(story.workspace_id) === id && story.story_type === 'milestone',
  );
  const weigh = (rows: readonly Row[]) => rows.reduce((total, { weight }) => total + Number(weight ?? 0), 0);
  const all = weigh(milestones);
  return all === 0 ? null : (weigh(milestones.filter(({ state }) => state === 'completed')) / all) * 100;
};

export const PROJECTS: Readonly<Record<string, Rules>> = {
  workspaces: {
    archived: archivedFilter,
    include_archived: (question) =>
      question.inForce.has('archived') ? null : off((row) => !isArchived(row))(question),
    on_my_account: on((row, question) => isOnAccount(row, question)),
    on_account_by_orgs: on((row, question) => isOnAccount(row, question) && inOrganizations(row, question)),
    only_joinable: on(isJoinable),
    only_participating_or_joinable: on((row, question) => takesPart(row, question) || isJoinable(row, question)),
    only_project_manager_in: on(
      (row, question) =>
        isOnAccount(row, question) &&
        seesFinances(row, caller(question)) &&
        participationsOf(question, caller(question)).some(
          ({ workspace_id, is_team_lead }) => asText(workspace_id) === row.id && is_team_lead === true,
        ),
    ),
    participant_or_org_member_in: on(
      (row, question) => isOnAccount(row, question) && (takesPart(row, question) || inOrganizations(row, question)),
    ),
    except: notAmong('id'),
    creator: among('creator_id'),
    provider_lead: among('primary_maven_id'),
    has_participant: (question) => (row) => isIn(question, question.value, row.id),
    has_maven_participant: (question) => (row) => isIn(question, question.value, row.id, 'maven'),
    user_not_participating: (question) => (row) => !isIn(question, question.value, row.id),
    has_participation: on(takesPart),
    // True whatever it says.
    current_user_is_maven_participant: always((row, question) => isIn(question, caller(question), row.id, 'maven')),
    for_approver:
      ({ value }) =>
      (row) =>
        approvesTime(row, value),
    has_approvers: either((row) => idsIn(row.approver_ids).length > 0 || !isNone(row.approver_id)),
    financials_viewable_by_user: on((row, question) => seesFinances(row, caller(question))),
    viewable_for_time_administration: on((row, question) => approvesTime(row, caller(question))),
    with_organizations: either((row, question) => organizationsOf(question, 'Workspace', row.id).length > 0),
    requiring_expense_approval: either((row) => row.require_expense_approvals === true),
    account_color_ids: among('account_color_id'),
    workspace_groups: amongMany('workspace_group_ids'),
    start_date_after: later('start_date'),
    start_date_before: earlier('start_date'),
    due_date_after: later('due_date'),
    due_date_before: earlier('due_date'),
    milestone_weight_percentage_complete: (question) => {
      const [from, to] = ends(question.value, ',').map(Number);
      return (row) => {
        const done = milestonesDone(row, question);
        return done !== null && done >= Number(from) && done <= Number(to);
      };
    },
    pending_timesheet_submissions: (question) => {
      const touches = overlaps('start_date', 'end_date', ';')(question.value);
      const waiting = new Set(
        rowsOf(question, 'timesheet_submissions')
          .filter((sheet) => sheet.status === 'pending' && touches(sheet))
          .map((sheet) => asText(sheet.workspace_id)),
      );
      return (row) => has(waiting, row.id);
    },
    custom_date_range: valuesMatch(customDateSpansMatch),
    custom_integer_ranges: valuesMatch(customIntegerRangesMatch),
    selected_choices: valuesMatch(selectedChoicesMatch),
  },
  project_snapshots: { by_title: partOf('title') },
  project_templates: {
    by_title: partOf('title'),
    matching: partOf('title'),
    mine: on((row, question) => asText(row.user_id) === caller(question)),
  },
};
