/** The list of projects. */
import { adds, type Cases, either, flag, keeps, leavesOut, someIds } from './case.ts';
import { values } from './common.ts';

const part = (fields: object = {}) => ({ participations: [{ id: '81', user_id: '1', workspace_id: '1', ...fields }] });
const other = {
  participations: [
    { id: '81', user_id: '31', workspace_id: '1', role: 'maven' },
    { id: '82', user_id: '31', workspace_id: '3', role: 'maven' },
  ],
};
const clients = {
  participations: [
    { id: '81', user_id: '31', workspace_id: '1', role: 'maven' },
    { id: '82', user_id: '31', workspace_id: '2', role: 'buyer' },
  ],
};
const archivedTwo = [{ archived: true }, { archived: false }] as const;
const dates = (column: string, yes: string, no: string) => [{ [column]: yes }, { [column]: no }] as const;
const mine = { users: [{ id: '1', account_id: '5' }] };
const accounts = [{ account_id: 5 }, { account_id: 6 }] as const;
const orgs = {
  organization_memberships: [
    { id: '81', member_type: 'User', member_id: '1', geography_id: '51' },
    { id: '82', member_type: 'Workspace', member_id: '1', geography_id: '51' },
    { id: '83', member_type: 'Workspace', member_id: '2', geography_id: '52' },
  ],
};

export const PROJECTS: Readonly<Record<string, Cases>> = {
  Workspace: {
    except: leavesOut('Workspace'),
    search: keeps(`"title:'apollo' two"`, `title:'apollo' two`, { title: "title:'apollo'" }, { title: 'Other' }),
    matching: keeps('"apo"', 'apo', { title: 'Apollo' }, { title: 'Gemini' }),
    onMyAccount: flag(...accounts, mine),
    onAccountByOrgs: flag({}, {}, orgs),
    onlyJoinable: flag({ access_level: 'open' }, { access_level: 'invitation' }),
    onlyParticipatingOrJoinable: flag({ access_level: 'invitation' }, { access_level: 'invitation' }, part()),
    onlyProjectManagerIn: flag(
      { financial_viewer_ids: ['1'] },
      { financial_viewer_ids: ['1'] },
      part({ is_team_lead: true }),
    ),
    participantOrOrgMemberIn: flag({}, {}, part()),
    includeArchived: adds('true', 'true', ...archivedTwo),
    archived: [
      { ...adds('ONLY', 'only', ...archivedTwo), ids: ['1'] },
      adds('INCLUDE', 'include', ...archivedTwo),
      { ...adds('EXCLUDE', 'exclude', ...archivedTwo), ids: ['2'] },
    ],
    creator: someIds('User', 'creator_id'),
    providerLead: someIds('User', 'primary_maven_id'),
    hasParticipant: keeps('"User:31"', '31', {}, {}, other),
    hasMavenParticipant: keeps('"31"', '31', {}, {}, clients),
    userNotParticipating: { ...keeps('"User:31"', '31', {}, {}, other), ids: ['2'] },
    hasParticipation: flag({}, {}, part()),
    currentUserIsMavenParticipant: flag({}, {}, part({ role: 'maven' })),
    forApprover: keeps('"User:31"', '31', { approver_ids: ['31'] }, { approver_ids: ['32'] }),
    hasApprovers: either({ approver_ids: ['31'] }, { approver_ids: [] }),
    financialsViewableByUser: flag({ financial_viewer_ids: ['1'] }, { financial_viewer_ids: ['2'] }),
    viewableForTimeAdministration: flag({ approver_ids: ['1'] }, { approver_ids: ['2'] }),
    canCreateLineItems: either({ can_create_line_items: true }, { can_create_line_items: false }),
    withOrganizations: either(
      {},
      {},
      { organization_memberships: [{ id: '81', member_type: 'workspace', member_id: '1' }] },
    ),
    stage: keeps('ESTIMATE', 'estimate', { stage: 'estimate' }, { stage: 'project' }),
    budgeted: either({ budgeted: true }, { budgeted: false }),
    requireTimeApprovals: either({ require_time_approvals: true }, { require_time_approvals: false }),
    requiringExpenseApproval: either({ require_expense_approvals: true }, { require_expense_approvals: false }),
    accountColorIds: someIds('AccountColor', 'account_color_id'),
    workspaceGroups: someIds('WorkspaceGroup', 'workspace_group_ids', { many: true }),
    startDateAfter: keeps('"2026-03-02"', '2026-03-02', ...dates('start_date', '2026-03-03', '2026-03-02')),
    startDateBefore: keeps('"2026-03-02"', '2026-03-02', ...dates('start_date', '2026-03-01', '')),
    dueDateAfter: keeps('"2026-03-02"', '2026-03-02', ...dates('due_date', '2026-03-03', '2026-03-02')),
    dueDateBefore: keeps('"2026-03-02"', '2026-03-02', ...dates('due_date', '2026-03-01', '2026-03-02')),
    milestoneWeightPercentageComplete: [
      keeps(
        '{ from: 50, to: 80 }',
        '50,80',
        {},
        {},
        {
          stories: [
            { id: '81', workspace_id: '1', story_type: 'milestone', weight: 3, state: 'completed' },
            { id: '82', workspace_id: '1', story_type: 'milestone', weight: 1, state: 'started' },
            { id: '83', workspace_id: '2', story_type: 'milestone', weight: 1, state: 'completed' },
          ],
        },
      ),
      keeps(
        '{ from: 100 }',
        '100,100',
        {},
        {},
        {
          stories: [{ id: '83', workspace_id: '1', story_type: 'milestone', weight: 1, state: 'completed' }],
        },
      ),
    ],
    pendingTimesheetSubmissions: keeps(
      '{ from: "2026-03-01", to: "2026-03-31" }',
      '2026-03-01;2026-03-31',
      {},
      {},
      {
        timesheet_submissions: [
          { id: '81', workspace_id: '1', status: 'pending', start_date: '2026-02-25', end_date: '2026-03-01' },
          { id: '82', workspace_id: '2', status: 'approved', start_date: '2026-02-25', end_date: '2026-03-01' },
        ],
      },
    ),
    customDateRange: keeps(
      '[{ fieldId: 70, from: "2026-03-01", to: "2026-03-31" }]',
      '70:2026-03-01:2026-03-31',
      {},
      {},
      values('Workspace', 'date', '2026-03-31', '2026-04-01'),
    ),
    customIntegerRanges: keeps(
      '[{ fieldId: "CustomField:70", min: -5, max: 5 }, { fieldId: 70, min: 5, max: 9 }]',
      '70:-5:5;70:5:9',
      {},
      {},
      values('Workspace', 'number', 5, 4),
    ),
    selectedChoices: [
      keeps(
        '[{ fieldId: 70, choiceIds: ["5", "CustomFieldChoice:6"] }]',
        '70:5,6',
        {},
        {},
        values('Workspace', 'multi', [6], [7]),
      ),
      keeps(
        '[{ fieldId: 70, choiceIds: [5], none: true }]',
        '70:5,none',
        {},
        {},
        values('Workspace', 'single', [], [7]),
      ),
    ],
  },
};
