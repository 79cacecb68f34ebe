/** What lists of people, memberships, skills and roles mean by their parameters. */
import { shelfOfTypeName } from '../catalogue.ts';
import {
  accountOf,
  always,
  among,
  byRecord,
  contains,
  either,
  has,
  hasAny,
  ids,
  isIn,
  isNone,
  isOnAccount,
  known,
  matchesText,
  notAmong,
  off,
  on,
  organizationsOf,
  overlaps,
  partOf,
  participationsOf,
  type Question,
  type Rule,
  type Rules,
  rowsOf,
  same,
  subjectOf,
  withSkills,
  unwritten,
} from '../filter-rule.ts';
import { isOn, trimmedPieces } from '../params.ts';
import { asText, idsIn, type Row, type StoredRow } from '../row.ts';

const membershipOf = (user: Row, { view }: Question) => view.raw('account_memberships', user.account_membership_id);

const isDisabled = (user: Row, question: Question) =>
  user.disabled === true || Boolean(membershipOf(user, question)?.disabled_at);

/** People in a project that the caller can see; `null` on an account without participations, which cannot tell. */
const participants = (question: Question) => {
  const people = known(question, 'participants', () => rowsOf(question, 'participations').map((row) => row.user_id));
  return people.size === 0 ? null : people;
};

/** Ids that any row of a collection names in a column. */
const namedIn = (question: Question, key: string, field: string) =>
  known(question, `named in ${key}.${field}`, () =>
    rowsOf(question, key).flatMap((row) => (Array.isArray(row[field]) ? idsIn(row[field]) : [row[field]])),
  );

const isNamedIn = (key: string, field: string) => on((row, question) => namedIn(question, key, field).has(row.id));

/** Parameters that bring other people than the usual ones. */
const OTHER_PEOPLE = [
  'account_id',
  'all_contacts',
  'contacts_on_different_account',
  'on_my_account_or_participant_in_workspace',
];

const onSide = (role: string) =>
  on((row, question) => participationsOf(question, row.id).some((participation) => participation.role === role));

/** What is asked of the person of a participation. */
const user = (row: Row, { view }: Question) => view.raw('users', row.user_id);

/** The roles that have a rate in versions of cards that this column names: of a card, or of a version of its set. */
const ratedBy = (question: Question, column: 'rate_card_id' | 'rate_card_set_version_id', id: unknown) =>
  known(question, `roles rated by ${column} ${asText(id)}`, () =>
    rowsOf(question, 'rate_card_roles')
      .filter((rate) => !isNone(id) && asText(versionOf(rate, question)?.[column]) === asText(id))
      .map((rate) => rate.role_id),
  );

const versionOf = (rate: Row, { view }: Question) => view.raw('rate_card_versions', rate.rate_card_version_id);

const roleOn = (role: StoredRow, rateCardId: unknown, question: Question) =>
  ratedBy(question, 'rate_card_id', rateCardId).has(role.id);

const aboutRecord: Rule =
  ({ value }) =>
  (row) =>
    subjectOf(row).id === value;

/** Skills that the people of a record, if it has any, do not have yet. */
const lackedBy =
  (userOf: (question: Question) => unknown): Rule =>
  (question) => {
    const skills = new Set(idsIn(question.view.raw('users', userOf(question))?.skill_ids));
    return (row) => !skills.has(row.id);
  };

const leads = (workspace: StoredRow, question: Question) =>
  isOnAccount(workspace, question) ? [workspace.primary_maven_id] : [];

export const PEOPLE: Readonly<Record<string, Rules>> = {
  users: {
    account_id:
      ({ value }) =>
      (row) =>
        asText(row.account_id) === value,
    show_disabled: off((row, question) => !isDisabled(row, question)),
    on_my_account: (question) => {
      if (OTHER_PEOPLE.some((name) => question.inForce.has(name))) return null;
      const people = isOn(question.value) ? null : participants(question);
      return people && ((row) => people.has(row.id));
    },
    on_my_account_or_participant_in_workspace: (question) => (row) =>
      asText(row.account_id) === asText(accountOf(question)) || isIn(question, row.id, question.value),
    all_contacts: on((row, question) => idsIn(unwritten(row).contact_of_ids).includes(question.view.user.userId)),
    contacts_on_different_account: on(
      (row, question) =>
        idsIn(unwritten(row).contact_of_ids).includes(question.view.user.userId) &&
        asText(row.account_id) !== asText(accountOf(question)),
    ),
    managers: isNamedIn('users', 'manager_id'),
    only_possible_managers: isNamedIn('account_memberships', 'possible_manager_ids'),
    only_possible_managees: isNamedIn('account_memberships', 'possible_managee_ids'),
    with_created_estimates: isNamedIn('estimates', 'creator_id'),
    account_role_ids: among('role_id'),
    by_full_name: partOf('full_name'),
    by_full_name_or_account_role:
      ({ value, view }) =>
      (row) =>
        contains(value, [row.full_name, view.raw('roles', row.role_id)?.name]),
    by_email_address:
      ({ value }) =>
      (row) =>
        asText(row.email_address).toLowerCase() === value.toLowerCase(),
    by_email_addresses: ({ value }) => {
      const wanted = new Set(trimmedPieces(value.toLowerCase()));
      return (row) => has(wanted, asText(row.email_address).toLowerCase());
    },
    with_organizations: either((row, question) => organizationsOf(question, 'User', row.id).length > 0),
    belonging_to_orgs: (question) => {
      const [geographies = new Set<string>(), departments = new Set<string>()] = question.value
        .split(';')
        .map((part) => new Set(trimmedPieces(part).filter((id) => id !== '')));
      return (row) =>
        organizationsOf(question, 'User', row.id).some(
          ({ geography_id, department_id }) =>
            (geographies.size === 0 || has(geographies, geography_id)) &&
            (departments.size === 0 || has(departments, department_id)),
        );
    },
    not_on_calendars: (question) => {
      const calendars = ids(question.value);
      const members = rowsOf(question, 'holiday_calendar_memberships')
        .filter((row) => has(calendars, row.holiday_calendar_id))
        .map((row) => asText(row.user_id));
      return (row) => !members.includes(row.id);
    },
    with_users: among('id'),
    without_users: notAmong('id'),
    with_skills: withSkills((row) => row.id),
    without_skills: ({ value }) => {
      const unwanted = ids(value);
      return (row) => !hasAny(unwanted, row.skill_ids);
    },
    participant_in: (question) => (row) => isIn(question, row.id, question.value),
    not_participant_in: (question) => (row) => !isIn(question, row.id, question.value),
    write_access_in: (question) => (row) =>
      participationsOf(question, row.id).some(
        ({ workspace_id, can_edit }) => asText(workspace_id) === question.value && can_edit === true,
      ),
    can_be_approver_in_workspace: byRecord(
      'workspaces',
      (workspace, row, question) =>
        isIn(question, row.id, workspace.id, 'maven') && idsIn(workspace.financial_viewer_ids).includes(row.id),
    ),
    without_timesheet_submission: (question) => {
      const [workspace = '', from = '', to = ''] = question.value.split(':');
      const touches = overlaps('start_date', 'end_date')(`${from}:${to}`);
      const busy = new Set(
        rowsOf(question, 'timesheet_submissions')
          .filter((sheet) => asText(sheet.workspace_id) === workspace && touches(sheet))
          .map((sheet) => asText(sheet.user_id)),
      );
      return (row) => !busy.has(row.id) && isIn(question, row.id, workspace);
    },
    not_assigned_to: byRecord('stories', (story, row) => !idsIn(story.assignee_ids).includes(row.id)),
    not_following: byRecord('stories', (story, row) => !idsIn(story.follower_ids).includes(row.id)),
    potential_followers_for_story: byRecord(
      'stories',
      (story, row, question) =>
        !idsIn(story.follower_ids).includes(row.id) && isIn(question, row.id, story.workspace_id),
    ),
    assignable_to_resource: byRecord(
      'workspace_resources',
      (resource, row) => asText(resource.user_id) !== row.id && asText(resource.role_id) === asText(row.role_id),
    ),
    clients_only: onSide('buyer'),
    consultants_only: onSide('maven'),
    provider_leads_on_account_projects: on((row, question) =>
      known(question, 'provider leads', () =>
        rowsOf(question, 'workspaces').flatMap((one) => leads(one, question)),
      ).has(row.id),
    ),
    is_project_lead: on((row, question) => {
      const membership = membershipOf(row, question);
      return membership?.is_project_lead === true || membership?.is_administrator === true;
    }),
    can_view_reports: on((row, question) => membershipOf(row, question)?.can_view_reports === true),
    show_users_in_insights_groups: on((row) => unwritten(row).insights === true),
  },
  account_memberships: {
    only_active: on((row) => !row.disabled_at),
    only_inactive: on((row) => Boolean(row.disabled_at)),
    with_skills: withSkills((row) => row.user_id),
    by_full_name:
      ({ value, view }) =>
      (row) =>
        matchesText(value, [view.raw('users', row.user_id)?.full_name]),
  },
  participations: {
    by_user_full_name: (question) => (row) => matchesText(question.value, [user(row, question)?.full_name]),
    mavens_only: on((row) => row.role === 'maven'),
    not_assigned_to_story: byRecord(
      'stories',
      (story, row) => !idsIn(story.assignee_ids).includes(asText(row.user_id)),
    ),
    not_following_story: byRecord('stories', (story, row) => !idsIn(story.follower_ids).includes(asText(row.user_id))),
  },
  organizations: {
    // True whatever it says.
    for_current_user: always((row, question) =>
      organizationsOf(question, 'User', question.view.user.userId).some(
        ({ department_id, geography_id }) => asText(department_id) === row.id || asText(geography_id) === row.id,
      ),
    ),
  },
  organization_memberships: {
    member_type:
      ({ value }) =>
      (row) =>
        shelfOfTypeName(row.member_type) === shelfOfTypeName(value),
  },
  roles: {
    only_active: on((row) => !row.deleted_at),
    for_workspace: (question) => (row) =>
      rowsOf(question, 'workspace_resources').some(
        ({ workspace_id, role_id }) => asText(workspace_id) === question.value && asText(role_id) === row.id,
      ),
    for_rate_card: (question) => (row) => roleOn(row, question.value, question),
    for_workspace_rate_card: byRecord('workspaces', (workspace, row, question) =>
      roleOn(row, workspace.rate_card_id, question),
    ),
    for_scenario_rate_card: byRecord('estimate_scenarios', (scenario, row, question) =>
      roleOn(row, scenario.rate_card_id, question),
    ),
    not_on_rate_card_set_version: (question) => (row) =>
      !ratedBy(question, 'rate_card_set_version_id', question.value).has(row.id),
  },
  skills: {
    except: notAmong('id'),
    for_users: (question) => {
      const people = ids(question.value);
      const skilled = rowsOf(question, 'skill_memberships').filter((row) => has(people, row.user_id));
      const skills = new Set(skilled.map((row) => asText(row.skill_id)));
      return (row) => !skills.has(row.id);
    },
    unassigned_skills_for_user: lackedBy(({ value }) => value),
    unassigned_skills_for_workspace_resource: lackedBy(
      ({ value, view }) => view.raw('workspace_resources', value)?.user_id,
    ),
    unassigned_skills_for_estimate_scenario_resource: lackedBy(
      ({ value, view }) => view.raw('estimate_scenario_resources', value)?.user_id,
    ),
    unassigned_skills_for_project_template_assignment:
      ({ value }) =>
      (row) =>
        !idsIn(unwritten(row).project_template_assignment_ids).includes(value),
  },
  custom_fields: {
    subject_type: ({ value, view }) => {
      const type = shelfOfTypeName(value);
      return (row) => shelfOfTypeName(view.raw('custom_field_sets', row.custom_field_set_id)?.subject_type) === type;
    },
  },
  custom_field_sets: {
    with_subject_type:
      ({ value }) =>
      (row) =>
        shelfOfTypeName(row.subject_type) === shelfOfTypeName(value),
  },
  custom_field_choices: {
    for_choice_ids: among('id'),
    active: on((row) => unwritten(row).retired !== true),
    /** The first choices of each field, by id. */
    per_custom_field: (question) => (row) =>
      rowsOf(question, 'custom_field_choices').filter(
        (other) => asText(other.custom_field_id) === asText(row.custom_field_id) && Number(other.id) < Number(row.id),
      ).length < Number(question.value),
  },
  survey_questions: {
    included_on_template: byRecord('survey_templates', (template, row) =>
      idsIn(template.survey_question_ids).includes(row.id),
    ),
  },
  survey_responses: { subject_id: aboutRecord },
  survey_templates: { subject_id: aboutRecord, respondent_id: among('respondent_id') },
  skill_memberships: {
    active_account_members_only: on((row, { view }) => !view.raw('users', row.user_id)?.disabled),
    by_skill_name: same('cached_skill_name'),
    by_user_name:
      ({ value, view }) =>
      (row) =>
        view.raw('users', row.user_id)?.full_name === value,
    workspace_id: (question) => (row) => isIn(question, row.user_id, question.value),
  },
  user_group_memberships: { group_ids: among('workspace_group_id') },
  workspace_groups: { companies_only: on((row) => row.company === true) },
  time_off_entries: {
    workspace_id: (question) => (row) => isIn(question, row.user_id, question.value),
    start_date:
      ({ value }) =>
      (row) =>
        asText(row.requested_date) >= value,
    end_date:
      ({ value }) =>
      (row) =>
        asText(row.requested_date) !== '' && asText(row.requested_date) <= value,
  },
};
