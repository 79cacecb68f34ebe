import { boolean, cents, dateTime, enumeration, integer, oneOf, optional } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import { MANY_CANDIDATES } from '../expected-sizes.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { skills } from '../structured-filter.ts';
import { BackupApproverAssociation } from './backup-approver-association.ts';
import { BillableUtilization } from './billable-utilization.ts';
import { CostRate } from './cost-rate.ts';
import { Role } from './role.ts';
import { SkillMembership } from './skill-membership.ts';
import { User } from './user.ts';
import { Workweek } from './workweek.ts';

const AccountMembershipPermission = enumeration(
  'AccountMembershipPermission',
  'Permission of a member in the account.',
  {
    administrator: 'Manages the whole account: members, settings, and every project.',
    reports_viewer_with_cost: "Reads the account's reports, including costs and margins.",
    reports_viewer: "Reads the account's reports, without costs.",
    project_lead: 'Creates and leads projects.',
    project_creator: 'Creates projects.',
    collaborator: 'Works in the projects that they were invited to.',
    external_collaborator: 'Works in projects from outside the company, such as a contractor.',
    punch_clock: 'Logs time, and little more.',
  },
);

export const AccountMembership = resource('AccountMembership', {
  collection: 'account_memberships',
  area: 'People',
  called: 'members of the account',
  description:
    'The membership of a user in the account: access level, default rates and position in the management hierarchy. Each user of the account has one.',
  attributes: {
    permission: oneOf(AccountMembershipPermission, "The member's access level in the account."),
    disabledAt: dateTime('When the membership was disabled; null while it is active.'),
    isOwner: boolean('Whether the member owns the account.'),
    isAdministrator: boolean('Whether the member administers the account.'),
    isProjectLead: boolean('Whether the member has the rights of a project lead.'),
    isPunchClockUser: boolean('Whether the member only clocks time.'),
    isBackupApprover: boolean('Whether the member is a backup approver for another user.'),
    canLogIn: optional(boolean('Whether the member may log in.')),
    canCreateWorkspace: boolean('Whether the member may create workspaces (projects).'),
    canViewReports: boolean("Whether the member may see the account's reports."),
    nonParticipant: optional(
      boolean(
        'Whether the member counts as a non-participant; the API does not explain the term. Needs membership in ' +
          'the same account, null otherwise.',
      ),
    ),
    collaboratorOnlyLicense: boolean(
      'Whether the licence limits the member to collaborator in every workspace. Needs membership in the same ' +
        'account, null otherwise.',
    ),
    defaultReadOnly: boolean('Whether the member joins workspaces with read-only access.'),
    managerCanApprove: boolean("Whether the member's manager may approve their time and expenses."),
    managerCanEditSkills: boolean("Whether the member's manager may edit their skills."),
    shouldShowAlertOnTimesheetSubmission: boolean('Whether the member sees a warning when they submit a timesheet.'),
    billRateInCents: cents(
      'Default hourly bill rate where a workspace uses no rate card, in the smallest unit of the currency. Needs ' +
        'project lead rights on the same account, null otherwise.',
    ),
    costRateInCents: cents(
      'Default hourly cost rate, in the smallest unit of the currency. Needs administrator rights on the same ' +
        'account, null otherwise.',
    ),
    billabilityTarget: integer(
      "How much of the member's time should be billable; the API does not name the unit. Needs project lead rights " +
        'on the same account, null otherwise.',
    ),
    createdAt: dateTime('When the membership was created.'),
    updatedAt: dateTime('When the membership last changed.'),
  },
  endpoint: {
    single: true,
    // Disabled members are hidden from lists, from loads by id and from the single record alike. The documentation
    // names `is_active=false` as the way out, a parameter that it does not list; a public client sends this one.
    reveal: { only_active: 'false' },
    orders: [
      'bill_rate:asc',
      'bill_rate:desc',
      'cost_rate:asc',
      'cost_rate:desc',
      'created_at:asc',
      'created_at:desc',
      'full_name:asc',
      'full_name:desc',
      'permission:asc',
      'permission:desc',
      'role:asc',
      'role:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('AccountMembership', 'memberships'),
      byUserId: filter.id('Only the membership of this user. `withUserIds` takes several.', 'User'),
      withUserIds: filter.ids('Only the memberships of these users.', 'User'),
      withSkills: skills('Only members with these skills, at these levels.', { withIds: true }),
      search: filter.text(
        'Full-text search, ranked by relevance; the API does not document which attributes it searches. Cannot be combined with `ids`.',
      ),
      byFullName: filter.text('Only members whose full name matches this text.'),
      onlyActive: filter.boolean(
        'With true, only active members: the default of the API. With false, disabled members are ' +
          'meant to appear too.',
      ),
      onlyInactive: filter.flag(
        'With true, only disabled members. The API hides these by default, and may do so beside this filter. False has no effect.',
      ),
      canLogIn: filter.boolean('With true, only members who may log in; with false, only those who may not.'),
      ...byTimes('memberships'),
    },
  },
});

AccountMembership.associations(() => ({
  user: belongsTo(User, 'The user.'),
  defaultRole: hasOne(Role, 'The role that the user takes by default; null when there is none.'),
  manager: hasOne(User, "The user's manager; null when there is none."),
  managees: hasMany(User, 'Users who report directly to this one.'),
  possibleManagers: hasMany(User, "Users who could become this user's manager.", { expected: MANY_CANDIDATES }),
  possibleManagees: hasMany(User, 'Users who could report to this one.', { expected: MANY_CANDIDATES }),
  backupApproverAssociations: hasMany(
    BackupApproverAssociation,
    "Periods in which another user approves in this user's place.",
  ),
  costRates: hasMany(CostRate, "The user's cost rates, one per currency.", {
    expected: { records: 1, because: 'Most people are paid in one currency.' },
  }),
  effectiveWorkweek: hasOne(Workweek, 'The workweek that applies to the user today.'),
  futureBillableUtilizations: hasMany(BillableUtilization, 'Utilization targets that take effect in the future.'),
  skillMemberships: hasMany(SkillMembership, "The user's skills, each with its level."),
}));
