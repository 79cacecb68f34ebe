import {
  boolean,
  cents,
  date,
  dateTime,
  decimal,
  enumeration,
  id,
  integer,
  list,
  minutes,
  object,
  oneOf,
  optional,
  struct,
  text,
} from '../attribute.ts';
import { WorkspaceStage } from '../enums/workspace-words.ts';
import { workspaceFilters } from '../filters/workspace.ts';
import { FEW_APPROVERS, MANY_CANDIDATES } from '../expected-sizes.ts';
import { belongsTo, hasMany, hasOne, idsOnly, resource } from '../resource.ts';
import { AccountColor } from './account-color.ts';
import { BillingMilestone } from './billing-milestone.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { Participation } from './participation.ts';
import { RateCard } from './rate-card.ts';
import { StatusReport } from './status-report.ts';
import { StatusSet } from './status-set.ts';
import { Story } from './story.ts';
import { TimesheetSubmission } from './timesheet-submission.ts';
import { User } from './user.ts';
import { WorkspaceGroup } from './workspace-group.ts';
import { WorkspaceInvoicePreference } from './workspace-invoice-preference.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const WorkspaceAccessLevel = enumeration('WorkspaceAccessLevel', 'Who can join a project.', {
  invitation: 'Only people who are invited.',
  open: 'People can join without an invitation.',
  // Recordings say `admins` where the documentation says `admin`.
  admin: ['ADMIN', 'Only administrators add people.', 'admins'],
});

const WorkspaceStatus = struct('WorkspaceStatus', 'How a project is doing, as its people set it.', {
  message: text('The status in words, such as Cancelled.'),
  color: text('The colour of the status as a word, such as red.'),
  key: text('The code of the status, such as 501.'),
});

const WorkspaceExternalLink = struct('WorkspaceExternalLink', 'A button in a project that leads to another site.', {
  text: text('What the button says. Needs the project button feature, null otherwise.'),
  url: text('Where the button leads. Needs the project button feature, null otherwise.'),
});

const WorkspacePermissions = struct('WorkspacePermissions', 'Status and permissions of the caller in a project.', {
  accessLevel: text("Name of the caller's level of permission."),
  isParticipant: boolean('Whether the caller takes part in the project.'),
  isGuestOnProject: boolean('Whether the caller may look at the project without taking part.'),
  teamLead: boolean('Whether the caller leads a team of the project.'),
  userIsClient: boolean('Whether the caller is on the side of the client.'),
  restricted: boolean('Whether the caller is a restricted user.'),
  canJoin: boolean('Whether the caller may join the project.'),
  canEdit: boolean('Whether the caller may change the project.'),
  canPost: boolean('Whether the caller may post in the project.'),
  canPrivateMessage: boolean('Whether the caller may send private messages in the project.'),
  canUploadFiles: boolean('Whether the caller may upload files to the project.'),
  canSeeFinancials: boolean('Whether the caller has financial access to the project.'),
  canChangePrice: boolean('Whether the caller may change the budget of the project.'),
  canChangeStoryBillable: boolean('Whether the caller may change which tasks are billable.'),
});

export const Workspace = resource('Workspace', {
  collection: 'workspaces',
  area: 'Projects',
  called: 'projects',
  description: 'A project: its dates, money, rules and people. Kantata calls projects workspaces throughout its API.',
  attributes: {
    title: text('Name of the project.'),
    description: text('Description of the project. Empty when there is none.'),
    status: object(
      WorkspaceStatus,
      'Status of the project. Needs the right to see the status of the project, null otherwise.',
    ),
    stage: optional(oneOf(WorkspaceStage, 'Stage of the project.')),
    archived: boolean('Whether the project is archived.'),
    startDate: date('First day of the project. Null when none is set.'),
    dueDate: date('Due date of the project. Null when none is set.'),
    effectiveDueDate: date('The same as `dueDate`; deprecated by Kantata. Null when none is set.'),
    percentageComplete: integer('Progress in percent over all tasks, including archived ones.'),
    accountId: id('Kantata id of the account that owns the project.'),

    budgeted: boolean('Whether the project has a budget.'),
    price: text(
      'Budget of the project as formatted text, or TBD. ' +
        'Needs report access on the account or financial access, null otherwise.',
    ),
    priceInCents: cents(
      'Budget of the project, in the smallest unit of the currency. Null when none is set. ' +
        'Needs report access on the account or financial access, null otherwise.',
    ),
    budgetUsed: text(
      'Spent budget, as formatted text. Needs report or financial access on the provider team, null otherwise.',
    ),
    budgetUsedInCents: cents(
      'Spent budget, in the smallest unit of the currency. ' +
        'Needs report or financial access on the provider team, null otherwise.',
    ),
    budgetRemaining: text(
      'Remaining budget, as formatted text, with a leading minus when overspent. ' +
        'Needs report or financial access on the provider team, null otherwise.',
    ),
    percentOfBudgetUsed: integer(
      'Spent share of the budget, in percent. ' +
        'Needs report or financial access on the provider team, null otherwise.',
    ),
    overBudget: boolean(
      'Whether the project is over budget. ' +
        "Needs project administrator rights on the project's account with financial access, null otherwise.",
    ),
    totalExpensesInCents: cents(
      'Sum of the expenses, in the smallest unit of the currency. ' +
        "Needs project administrator rights on the project's account, null otherwise.",
    ),
    totalInvoiced: optional(
      text(
        'Total invoiced amount, in the smallest unit of the currency; the API sends it as text. ' +
          'Needs report access on the account or financial access, null otherwise.',
      ),
    ),
    targetMargin: decimal(
      'Target margin. Null when none is set. ' +
        'Needs report or financial access on the provider team, null otherwise.',
    ),
    defaultRate: text('Bill rate where no other is set, as decimal text such as 150.00.'),
    currency: text('Currency of the project. Needs financial access, null otherwise.'),
    currencySymbol: text('How the currency is written, for example USD or $.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, 100 for US dollars.'),
    actualFeesIncludesExpenses: boolean(
      'Whether expenses count as actual fees. ' +
        "Needs project administrator rights on the project's account, null otherwise.",
    ),
    actualFeesIncludesAdditionalLineItems: boolean(
      'Whether additional items of invoices count as actual fees. ' +
        "Needs project administrator rights on the project's account, null otherwise.",
    ),
    expensesInBurnRate: boolean(
      'Whether both expenses and additional items count as actual fees. ' +
        "Needs project administrator rights on the project's account, null otherwise.",
    ),
    revenueRecognitionMethodId: optional(
      id('Which method recognises revenue: a number, a colon and the kind of method, such as 123:percent_complete.'),
    ),
    revenueRecognitionMethodName: optional(text('Name of the method by which revenue is recognised.')),

    estimatedMinutes: optional(
      minutes(
        'Sum of the estimates of the tasks, in minutes. ' +
          'Needs report access on the account or financial access, null otherwise.',
      ),
    ),
    minutesLogged: optional(
      minutes(
        'All time logged, in minutes, with its adjustments. ' +
          'Needs the right to see totals of approved time (financial access on the provider team), null otherwise.',
      ),
    ),
    totalMinutesApproved: optional(
      minutes(
        'Approved time, in minutes. ' +
          'Needs the right to see totals of approved time (financial access on the provider team), null otherwise.',
      ),
    ),
    billableMinutes: optional(
      minutes(
        'Billable time, in minutes. ' +
          'Needs the right to see totals of approved time (financial access on the provider team), null otherwise.',
      ),
    ),
    nonBillableMinutes: optional(
      minutes(
        'Time that is not billable, in minutes. ' +
          'Needs the right to see totals of approved time (financial access on the provider team), null otherwise.',
      ),
    ),
    lockDate: optional(
      date("Day up to which the account's time, expenses and other line items are locked. Null without a lock."),
    ),

    consultantRoleName: text('Name of the provider team in the project.'),
    clientRoleName: text('Name of the client team in the project.'),
    providerLeadName: optional(text('Name of the lead on the side of the provider. Null when there is none.')),
    clientLeadName: optional(text('Name of the lead on the side of the client. Null when there is none.')),

    accessLevel: oneOf(WorkspaceAccessLevel, 'Who can join the project.'),
    permissions: object(WorkspacePermissions, 'Status and permissions of the caller in the project.'),
    hasBudgetAccess: boolean('Whether the caller may see the budget.'),
    canInvite: boolean('Whether the caller may invite people to the project.'),
    canCreateLineItems: boolean('Whether the caller may add time, expenses and other line items.'),
    incomingEmailAddress: optional(
      text(
        'Personal e-mail address of the caller that turns mail into posts. ' +
          "Needs project administrator rights on the project's account, null otherwise.",
      ),
    ),
    externalLink: object(
      WorkspaceExternalLink,
      'The button in the project that leads to another site. Needs the project button feature, null otherwise.',
    ),

    timeTrackable: boolean('Whether time can be logged on the project.'),
    changeOrdersEnabled: boolean('Whether the project works with change orders.'),
    requireTimeApprovals: boolean('Whether time has to be approved.'),
    requireExpenseApprovals: boolean('Whether expenses have to be approved.'),
    requireNotesOnTimeEntries: boolean('Whether time has to come with notes.'),
    tasksDefaultNonBillable: boolean('Whether new tasks start as not billable.'),
    storiesAreFixedFeeByDefault: boolean(
      'Whether new tasks start as fixed fee. ' +
        "Needs project administrator rights on the project's account, null otherwise.",
    ),
    postsRequirePrivacyDecision: boolean(
      'Whether new posts start as private. False when they start as shared with everyone in the project.',
    ),
    excludeArchivedStoriesPercentComplete: boolean(
      'Whether the application excludes archived tasks when it calculates progress.',
    ),
    hasActiveTimesheetSubmissions: boolean('Whether the project has active timesheets.'),
    hasActiveExpenseReportSubmissions: boolean('Whether the project has active expense reports.'),

    taskStatusSetName: text('Name of that set.'),
    taskStatuses: list(text, 'Names of the statuses that tasks of the project can have.'),

    createdAt: dateTime('When the project was added.'),
    updatedAt: dateTime('When the project was last changed.'),
  },
  // The API limits calls to this endpoint more tightly than others.
  endpoint: {
    single: true,
    reveal: { include_archived: 'true' },
    defaults: { include_archived: 'false' },
    orders: [
      'amount_paid:asc',
      'amount_paid:desc',
      'color_name:asc',
      'color_name:desc',
      'created_at:asc',
      'created_at:desc',
      'due_date:asc',
      'due_date:desc',
      'last_viewed:asc',
      'last_viewed:desc',
      'percentage_complete:asc',
      'percentage_complete:desc',
      'price:asc',
      'price:desc',
      'provider_lead_name:asc',
      'provider_lead_name:desc',
      'search',
      'start_date:asc',
      'start_date:desc',
      'status:asc',
      'status:desc',
      'task_status_set:asc',
      'task_status_set:desc',
      'title:asc',
      'title:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    orderByCustomField: true,
    filters: workspaceFilters,
  },
});

Workspace.associations(() => ({
  creator: belongsTo(User, 'Creator of the project. Null when hidden from the caller.'),
  primaryMaven: belongsTo(User, 'Who leads the team of the provider. Null when there is none.'),
  primaryCounterpart: hasOne(User, 'Who leads the team of the client. Null when there is none.'),
  participants: hasMany(User, 'The people who take part. Those hidden from the caller are excluded.'),
  participations: hasMany(Participation, 'How each person takes part: side, role, rights and rates.'),
  currentUserParticipation: hasOne(
    Participation,
    'How the caller takes part in the project. Null when the caller does not.',
  ),
  financialViewers: hasMany(User, 'The people in the project who have financial access.'),
  approvers: hasMany(User, 'Who approves time. Those hidden from the caller are excluded.', {
    expected: FEW_APPROVERS,
  }),
  approver: hasOne(User, 'The first of the approvers of time that the caller can see, by id. Null when there is none.'),
  possibleApprovers: hasMany(User, 'Who could be made an approver of time.', { expected: MANY_CANDIDATES }),
  workspaceResources: hasMany(WorkspaceResource, 'The resources that stand for a person.'),
  workspaceResourcesWithUnnamed: hasMany(WorkspaceResource, 'All resources, including those without a person.'),
  workspaceGroups: hasMany(WorkspaceGroup, 'The groups of the project that the caller can see.'),
  primaryWorkspaceGroup: hasOne(WorkspaceGroup, 'The main group of the project. Null when there is none.'),
  accountColor: hasOne(AccountColor, 'Colour of the project. Null when there is none.'),
  nextUncompletedMilestone: hasOne(Story, 'The next milestone that is not completed yet. Null when there is none.'),
  statusReports: hasMany(StatusReport, 'The status reports of the project.'),
  currentStatusReport: hasOne(
    StatusReport,
    "The latest of today's status reports. Null when there is none from today.",
  ),
  timesheetSubmissions: hasMany(TimesheetSubmission, 'The submitted timesheets that the caller may approve.'),
  billingMilestones: hasMany(BillingMilestone, 'The billing milestones of the project. Empty when there are none.'),
  rateCard: belongsTo(
    RateCard,
    'The rate card that the project uses. Null when it uses none, or hidden from the caller.',
    {
      includable: false,
    },
  ),
  // No include of the API reaches them: they are loaded by the id in the row, each by its own path.
  workspaceInvoicePreference: belongsTo(
    WorkspaceInvoicePreference,
    'Initial values of new invoices of the project. Null when it has no such settings.',
    { includable: false },
  ),
  // No include of the API reaches the set: it is loaded by the id in the row.
  taskStatusSet: belongsTo(StatusSet, 'The set of task statuses that the project uses.', {
    includable: false,
  }),
  customFieldValues: hasMany(CustomFieldValue, "The project's custom field values."),
  accountInsightsMappings: idsOnly(
    'The Insights dashboards shown in the project. The API publishes nothing about these records but their ids.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
