/** Lists of people, memberships, skills, roles, fields and surveys. */
import { adds, beside, type Cases, either, flag, keeps, leavesOut, oneId, sendsNothing, someIds } from './case.ts';
import { flagIn, inTwo } from './common.ts';

/** Participations of user 1 and user 2. */
const parts = (yes: object, no: object) => ({
  participations: [
    { id: '81', user_id: '1', workspace_id: '70', ...yes },
    { id: '82', user_id: '2', workspace_id: '70', ...no },
  ],
});
const inProject = parts({}, { workspace_id: '71' });
const story = (fields: object) => ({ stories: [{ id: '70', workspace_id: '70', ...fields }] });
const skilled = (yes: object, no: object) => ({
  skill_memberships: [
    { id: '81', user_id: '1', skill_id: '70', ...yes },
    { id: '82', user_id: '2', skill_id: '70', ...no },
  ],
});
const members = (yes: object, no: object) => ({
  organization_memberships: [
    { id: '81', member_type: 'User', member_id: '1', ...yes },
    { id: '82', member_type: 'user', member_id: '2', ...no },
  ],
});
const account = (yes: object, no: object) => ({
  account_memberships: [
    { id: '81', ...yes },
    { id: '82', ...no },
  ],
});
const their = [{ account_membership_id: '81' }, { account_membership_id: '82' }] as const;
const named = [{ full_name: 'Ada Lovelace' }, { full_name: 'Bela Bartok' }] as const;
const owned = [{ user_id: '31' }, { user_id: '32' }] as const;
const owners = {
  users: [
    { id: '31', ...named[0] },
    { id: '32', ...named[1] },
  ],
};

/** The holiday calendars of user 1 and user 2. */
const calendars = {
  holiday_calendar_memberships: [
    { id: '81', user_id: 1, holiday_calendar_id: '71' },
    { id: '82', user_id: 2, holiday_calendar_id: '72' },
  ],
};

/** The versions of rate cards in which role 1 and role 2 have a rate. */
const rated = (one: object, other: object) => ({
  rate_card_roles: [
    { id: '81', role_id: '1', rate_card_version_id: '91' },
    { id: '82', role_id: '2', rate_card_version_id: '92' },
  ],
  rate_card_versions: [
    { id: '91', ...one },
    { id: '92', ...other },
  ],
});

const disabled = { users: [{ id: '31' }, { id: '32', disabled: true }] };

const USERS: Cases = {
  search: keeps('"ada"', 'ada', ...named),
  matching: keeps('"love"', 'love', ...named),
  byFullName: keeps('"Lovelace"', 'Lovelace', ...named),
  byFullNameOrAccountRole: keeps(
    '"analyst"',
    'analyst',
    { role_id: '41' },
    { role_id: '42' },
    {
      roles: [
        { id: '41', name: 'Analyst' },
        { id: '42', name: 'Composer' },
      ],
    },
  ),
  byEmailAddress: keeps('"a+b@x.org"', 'a+b@x.org', { email_address: 'A+B@x.org' }, { email_address: 'b@x.org' }),
  byEmailAddresses: keeps(
    '["a@x.org", "c@x.org"]',
    'a@x.org,c@x.org',
    { email_address: 'a@x.org' },
    { email_address: 'b@x.org' },
  ),
  withUsers: keeps('["1", "User:9"]', '1,9', {}, {}),
  withoutUsers: leavesOut('User'),
  accountId: oneId(null, 'account_id').map((one) => beside('', {}, one)),
  onMyAccount: beside(
    '',
    {},
    adds('true', 'true', {}, {}, { participations: [{ id: '81', user_id: '2', workspace_id: '70' }] }),
  ),
  onMyAccountOrParticipantInWorkspace: beside(
    '',
    {},
    {
      ...adds('"Workspace:70"', '70', { account_id: 5 }, { account_id: 6 }, parts({ user_id: '3' }, {})),
    },
  ),
  allContacts: flag({ unwritten: { contact_of_ids: ['1'] } }, { unwritten: { contact_of_ids: ['2'] } }).map((one) =>
    beside('', {}, one),
  ),
  contactsOnDifferentAccount: beside(
    '',
    {},
    {
      ...keeps(
        'true',
        'true',
        { unwritten: { contact_of_ids: ['1'] }, account_id: 5 },
        { unwritten: { contact_of_ids: ['1'] }, account_id: 6 },
      ),
      ids: ['2'],
    },
  ),
  showDisabled: adds('true', 'true', { disabled: true }),
  participantIn: ['"70"', '"Workspace:70"'].map((value) => keeps(value, '70', {}, {}, inProject)),
  notParticipantIn: keeps('"71"', '71', {}, {}, inProject),
  writeAccessIn: keeps('"70"', '70', {}, {}, parts({ can_edit: true }, { can_edit: false })),
  canBeApproverInWorkspace: keeps(
    '"70"',
    '70',
    {},
    {},
    {
      ...parts({ role: 'maven' }, { role: 'buyer' }),
      workspaces: [{ id: '70', financial_viewer_ids: ['1', '2'] }],
    },
  ),
  withoutTimesheetSubmission: keeps(
    '{ workspaceId: "Workspace:70", from: "2026-03-02", to: "2026-03-08" }',
    '70:2026-03-02:2026-03-08',
    {},
    {},
    {
      ...parts({}, {}),
      timesheet_submissions: [
        { id: '91', user_id: '1', workspace_id: '70', start_date: '2026-03-09', end_date: '2026-03-15' },
        { id: '92', user_id: '2', workspace_id: '70', start_date: '2026-03-02', end_date: '2026-03-08' },
      ],
    },
  ),
  notAssignedTo: keeps('"Story:70"', '70', {}, {}, story({ assignee_ids: ['2'] })),
  notFollowing: keeps('"70"', '70', {}, {}, story({ follower_ids: ['2'] })),
  potentialFollowersForStory: keeps('"70"', '70', {}, {}, { ...parts({}, {}), ...story({ follower_ids: ['2'] }) }),
  assignableToResource: keeps(
    '"WorkspaceResource:70"',
    '70',
    { role_id: '41' },
    { role_id: '42' },
    {
      workspace_resources: [{ id: '70', role_id: '41', user_id: null }],
    },
  ),
  clientsOnly: flag({}, {}, parts({ role: 'buyer' }, { role: 'maven' })),
  consultantsOnly: flag({}, {}, parts({ role: 'maven' }, { role: 'buyer' })),
  providerLeadsOnAccountProjects: flag({}, {}, { workspaces: [{ id: '70', primary_maven_id: '1' }] }),
  accountRoleIds: someIds('Role', 'role_id'),
  isProjectLead: flag(...their, account({ is_project_lead: true }, {})),
  canViewReports: flag(...their, account({ can_view_reports: true }, {})),
  showUsersInInsightsGroups: flag({ unwritten: { insights: true } }, {}),
  managers: keeps('true', 'true', {}, { manager_id: '1' }),
  onlyPossibleManagers: flag({}, {}, account({ possible_manager_ids: ['1'] }, {})),
  onlyPossibleManagees: flag({}, {}, account({ possible_managee_ids: ['1'] }, {})),
  withCreatedEstimates: keeps('true', 'true', {}, {}, { estimates: [{ id: '81', creator_id: '1' }] }),
  withOrganizations: either({}, {}, members({}, { member_id: '9' })),
  belongingToOrganizations: [
    keeps('{ geographyIds: ["51", "Organization:52"] }', '51,52;', {}, {}, members({ geography_id: '52' }, {})),
    keeps(
      '{ geographyIds: [51], departmentIds: [61, 62] }',
      '51;61,62',
      {},
      {},
      members({ geography_id: '51', department_id: '62' }, { geography_id: '51', department_id: '63' }),
    ),
    keeps('{ departmentIds: ["61"] }', ';61', {}, {}, members({ department_id: '61' }, { department_id: '62' })),
  ],
  belongingToOrgs: keeps(
    '"51;61"',
    '51;61',
    {},
    {},
    members({ geography_id: '51', department_id: '61' }, { geography_id: '51', department_id: '62' }),
  ),
  notOnCalendars: [
    keeps('["70", "HolidayCalendar:72"]', '70,72', {}, {}, calendars),
    { ...sendsNothing({}, {}, calendars), value: '[]' },
  ],
  withSkills: [
    keeps(
      '{ skills: [{ skillId: "Skill:70", levels: [3, 4] }] }',
      '{"70":[3,4],"operation":"or"}',
      {},
      {},
      skilled({ level: 4 }, { level: 2 }),
    ),
    keeps(
      '{ skills: [{ skillId: 70, levels: [3] }, { skillId: 71, levels: [1] }], match: ALL }',
      '{"70":[3],"71":[1],"operation":"and"}',
      {},
      {},
      {
        skill_memberships: [
          { id: '81', user_id: '1', skill_id: '70', level: 3 },
          { id: '82', user_id: '1', skill_id: '71', level: 1 },
          { id: '83', user_id: '2', skill_id: '70', level: 3 },
        ],
      },
    ),
  ],
  withoutSkills: keeps('["70", "Skill:72"]', '70,72', { skill_ids: ['71'] }, { skill_ids: ['71', '72'] }),
};

const MEMBERSHIPS: Cases = {
  byUserId: oneId('User', 'user_id'),
  withUserIds: someIds('User', 'user_id'),
  withSkills: keeps(
    '{ skills: [{ skillId: 70, levels: [3] }], match: ANY }',
    '{"70":[3],"ids":[70],"operation":"or"}',
    { user_id: '1' },
    { user_id: '2' },
    skilled({ level: 3 }, { level: 5 }),
  ),
  search: keeps('"ada"', 'ada', ...owned, owners),
  byFullName: keeps('"ada"', 'ada', ...owned, owners),
  onlyActive: keeps('true', 'true', {}, { disabled_at: null }),
  onlyInactive: adds('true', 'true', { disabled_at: '2026-03-01T00:00:00Z' }),
  canLogIn: either({ can_log_in: true }, { can_log_in: false }),
};

export const PEOPLE: Readonly<Record<string, Cases>> = {
  User: USERS,
  AccountMembership: {
    ...MEMBERSHIPS,
    // Disabled members are hidden either way but for `false`, which brings them.
    onlyActive: adds('false', 'false', { disabled_at: '2026-03-01T00:00:00Z' }),
    onlyInactive: { ...adds('true', 'true', { disabled_at: '2026-03-01T00:00:00Z' }), ids: ['1'] },
  },
  Participation: {
    workspaceId: keeps('"70"', '70', {}, { workspace_id: '71' }),
    byUser: oneId('User', 'user_id'),
    byUserFullName: keeps('"lovelace"', 'lovelace', ...owned, owners),
    mavensOnly: flagIn('role', 'maven', 'buyer'),
    notAssignedToStory: keeps('"Story:70"', '70', ...owned, story({ assignee_ids: ['32'] })),
    notFollowingStory: keeps('"70"', '70', ...owned, story({ follower_ids: ['32'] })),
  },
  Organization: {
    type: keeps('GEOGRAPHY', 'Geography', { type: 'Geography' }, { type: 'Department' }),
    matching: keeps('"tex"', 'tex', { name: 'Texas' }, { name: 'Oslo' }),
    forCurrentUser: flag({}, {}, members({ geography_id: '1' }, { geography_id: '2' })),
  },
  OrganizationMembership: {
    memberType: keeps('USER', 'user', { member_type: 'User' }, { member_type: 'Workspace' }),
    memberId: oneId(null, 'member_id'),
    departmentId: oneId('Organization', 'department_id'),
    geographyId: oneId('Organization', 'geography_id'),
    primary: either({ primary: true }, { primary: false }),
  },
  Role: {
    matching: keeps('"dev"', 'dev', { name: 'Developer' }, { name: 'Analyst' }),
    onlyActive: adds('false', 'false', { deleted_at: '2026-03-01T00:00:00Z' }),
    forWorkspace: keeps(
      '"Workspace:70"',
      '70',
      {},
      {},
      {
        workspace_resources: [{ id: '81', workspace_id: '70', role_id: '1' }],
      },
    ),
    forRateCard: keeps('"RateCard:70"', '70', {}, {}, rated({ rate_card_id: '70' }, { rate_card_id: '71' })),
    forWorkspaceRateCard: keeps(
      '"70"',
      '70',
      {},
      {},
      { ...rated({ rate_card_id: '61' }, {}), workspaces: [{ id: '70', rate_card_id: 61 }] },
    ),
    forScenarioRateCard: keeps(
      '"EstimateScenario:70"',
      '70',
      {},
      {},
      { ...rated({ rate_card_id: '61' }, {}), estimate_scenarios: [{ id: '70', rate_card_id: 61 }] },
    ),
    notOnRateCardSetVersion: ['"70"', '"RateCardSetVersion:70"'].map((value) =>
      keeps(
        value,
        '70',
        {},
        {},
        rated({ rate_card_set_version_id: '71' }, { rate_card_id: '61', rate_card_set_version_id: '70' }),
      ),
    ),
  },
  Skill: {
    except: leavesOut('Skill'),
    matching: keeps('"type"', 'type', { name: 'TypeScript' }, { name: 'Rust' }),
    skillCategoryIds: someIds('SkillCategory', 'skill_category_id'),
    forUsers: keeps(
      '["31", "User:32"]',
      '31,32',
      {},
      {},
      { skill_memberships: [{ id: '81', user_id: '32', skill_id: '2' }] },
    ),
    unassignedSkillsForUser: keeps('"User:31"', '31', {}, {}, { users: [{ id: '31', skill_ids: ['2'] }] }),
    unassignedSkillsForWorkspaceResource: keeps(
      '"70"',
      '70',
      {},
      {},
      {
        users: [{ id: '31', skill_ids: ['2'] }],
        workspace_resources: [{ id: '70', user_id: '31' }],
      },
    ),
    unassignedSkillsForEstimateScenarioResource: keeps(
      '"EstimateScenarioResource:70"',
      '70',
      {},
      {},
      {
        users: [{ id: '31', skill_ids: ['2'] }],
        estimate_scenario_resources: [{ id: '70', user_id: '31' }],
      },
    ),
    unassignedSkillsForProjectTemplateAssignment: keeps(
      '"70"',
      '70',
      {},
      { unwritten: { project_template_assignment_ids: ['70'] } },
    ),
  },
  CustomField: {
    subjectType: keeps(
      'STORY',
      'Story',
      { custom_field_set_id: '81' },
      { custom_field_set_id: '82' },
      {
        custom_field_sets: [
          { id: '81', subject_type: 'story' },
          { id: '82', subject_type: 'user' },
        ],
      },
    ),
    matching: keeps('"cost"', 'cost', { name: 'Cost centre' }, { name: 'Region' }),
  },
  CustomFieldSet: {
    withSubjectType: [
      keeps('STORY', 'Story', { subject_type: 'story' }, { subject_type: 'user' }),
      keeps('WORKSPACE_RESOURCE', 'Resource', { subject_type: 'Resource' }, { subject_type: 'user' }),
    ],
  },
  CustomFieldChoice: {
    active: flag({}, { unwritten: { retired: true } }),
    forChoiceIds: keeps('["1", "CustomFieldChoice:9"]', '1,9', {}, {}),
    forCustomFields: someIds('CustomField', 'custom_field_id'),
    perCustomField: keeps('1', '1', { custom_field_id: '70' }, { custom_field_id: '70' }),
    matching: keeps('"gre"', 'gre', { label: 'Green' }, { label: 'Red' }),
  },
  CustomFieldValue: {
    subjectType: keeps('STORY', 'Story', {}, { subject_type: 'user' }),
    withSubjectId: someIds(null, 'subject_id'),
    withCustomFieldId: someIds('CustomField', 'custom_field_id'),
    withSetterId: someIds('User', 'setter_id'),
  },
  SurveyAnswer: { surveyResponseId: oneId('SurveyResponse', 'survey_response_id') },
  SurveyQuestion: {
    includedOnTemplate: keeps(
      '"SurveyTemplate:70"',
      '70',
      {},
      {},
      {
        survey_templates: [{ id: '70', survey_question_ids: ['1'] }],
      },
    ),
  },
  SurveyResponse: {
    subjectType: keeps('STORY', 'Story', { subject_type: 'Story' }, { subject_type: 'User' }),
    subjectId: oneId(null, 'subject_id'),
    surveyTemplateId: oneId('SurveyTemplate', 'survey_template_id'),
    workspaceId: oneId('Workspace', 'workspace_id'),
    ownerId: oneId('User', 'owner_id'),
    respondentId: oneId('User', 'respondent_id'),
    status: keeps('"in progress"', 'in progress', { status: 'in progress' }, { status: 'done' }),
  },
  SurveyTemplate: {
    subjectType: keeps('USER', 'User', { subject_type: 'User' }, { subject_type: 'Story' }),
    subjectId: oneId(null, 'subject_id'),
    workspaceId: oneId('Workspace', 'workspace_id'),
    ownerId: oneId('User', 'owner_id'),
    respondentId: oneId('User', 'respondent_id'),
  },
  Vendor: { archived: either({ archived: true }, { archived: false }) },
  WorkspaceGroup: {
    matching: keeps('"acme"', 'acme', { name: 'Acme' }, { name: 'Umbrella' }),
    companiesOnly: flagIn('company', true, false),
  },
  TimeOffEntry: {
    userId: oneId('User', 'user_id'),
    userIds: someIds('User', 'user_id'),
    workspaceId: keeps('"Workspace:70"', '70', { user_id: '1' }, { user_id: '2' }, inProject),
    startDate: keeps('"2026-03-02"', '2026-03-02', { requested_date: '2026-03-03' }, { requested_date: '2026-03-01' }),
    endDate: keeps('"2026-03-02"', '2026-03-02', { requested_date: '2026-03-01' }, { requested_date: '2026-03-03' }),
  },
  StatusReport: { workspaceId: keeps('"Workspace:70"', '70', ...inTwo) },
  AccessGroupMembership: { accessGroupId: oneId(null, 'access_group_id'), userId: oneId('User', 'user_id') },
  SkillMembership: {
    bySkillId: oneId('Skill', 'skill_id'),
    bySkillIds: someIds('Skill', 'skill_id'),
    bySkillName: keeps('"Design"', 'Design', { cached_skill_name: 'Design' }, { cached_skill_name: 'Designer' }),
    byUserName: keeps('"Ada Lovelace"', 'Ada Lovelace', ...owned, owners),
    userIds: someIds('User', 'user_id'),
    workspaceId: keeps('"Workspace:70"', '70', ...owned, {
      participations: [
        { id: '81', user_id: '31', workspace_id: '70' },
        { id: '82', user_id: '32', workspace_id: '71' },
      ],
    }),
    activeAccountMembersOnly: [
      keeps('true', 'true', ...owned, disabled),
      { ...keeps('false', 'false', ...owned, disabled), ids: ['1', '2'] },
    ],
  },
  UserWorkspaceGroup: {
    userIds: someIds('User', 'user_id'),
    groupIds: someIds('WorkspaceGroup', 'workspace_group_id'),
  },
};
