import { dateTime, enumeration, id, optional, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, polymorphic, resource } from '../resource.ts';
import { AccountColor } from './account-color.ts';
import { AccountMembership } from './account-membership.ts';
import { Assignment } from './assignment.ts';
import { CostRate } from './cost-rate.ts';
import { CustomFieldSet } from './custom-field-set.ts';
import { CustomField } from './custom-field.ts';
import { EstimateScenarioResource } from './estimate-scenario-resource.ts';
import { EstimateScenario } from './estimate-scenario.ts';
import { Estimate } from './estimate.ts';
import { ExpenseReportSubmission } from './expense-report-submission.ts';
import { Expense } from './expense.ts';
import { Invoice } from './invoice.ts';
import { LineItemLock } from './line-item-lock.ts';
import { OrganizationMembership } from './organization-membership.ts';
import { Organization } from './organization.ts';
import { Participation } from './participation.ts';
import { Role } from './role.ts';
import { SkillMembership } from './skill-membership.ts';
import { Skill } from './skill.ts';
import { StatusSetOption } from './status-set-option.ts';
import { StatusSet } from './status-set.ts';
import { StoryAllocationDay } from './story-allocation-day.ts';
import { Story } from './story.ts';
import { TimeEntry } from './time-entry.ts';
import { TimeOffEntry } from './time-off-entry.ts';
import { TimesheetSubmission } from './timesheet-submission.ts';
import { User } from './user.ts';
import { Vendor } from './vendor.ts';
import { WorkspaceAllocation } from './workspace-allocation.ts';
import { WorkspaceGroup } from './workspace-group.ts';
import { WorkspaceResource } from './workspace-resource.ts';
import { Workspace } from './workspace.ts';
import { Workweek } from './workweek.ts';

const SubscribedEventSubjectType = enumeration(
  'SubscribedEventSubjectType',
  'The types of record whose changes can be filtered by type.',
  {
    AccountColor: 'A colour for marking projects.',
    AccountLocation: 'A place of the account.',
    AccountMembership: 'A member of the account.',
    Assignment: 'Who does a task.',
    BudgetChangeOrder: 'An agreed change of a budget.',
    CostRate: 'What an hour of a member costs.',
    CustomField: 'A custom field.',
    CustomFieldSet: 'A group of custom fields.',
    DefaultStatusSet: 'The set of task statuses that projects start with.',
    EmailAddress: 'An e-mail address of a user.',
    Estimate: 'An estimate.',
    EstimateScenario: 'A scenario of an estimate.',
    EstimateScenarioResource: 'A person or role that a scenario plans with.',
    Expense: 'An expense.',
    ExpenseReportSubmission: 'An expense report.',
    Invoice: 'An invoice.',
    LineItemLock: 'A day up to which hours are closed.',
    Organization: 'A department or geography.',
    OrganizationMembership: 'Who or what is in a department or geography.',
    Participation: 'A user taking part in a project.',
    ProjectAccessControl: 'A permission in a project.',
    Role: 'A role.',
    ScheduleChangeOrder: 'An agreed change of a schedule.',
    Skill: 'A skill.',
    SkillMembership: 'Who has a skill.',
    StatusSet: 'A set of task statuses.',
    StatusSetOption: 'A task status.',
    Story: 'A task, milestone or other entry of a project plan.',
    StoryAllocationDay: 'The hours scheduled on one day for an assignment.',
    TimeEntry: 'A time entry.',
    TimeOffEntry: 'Time that a user takes off.',
    TimesheetSubmission: 'A timesheet.',
    User: 'A user.',
    Vendor: 'A vendor.',
    Workspace: 'A project.',
    WorkspaceAllocation: 'Time of a resource that is set aside for a project.',
    WorkspaceApprover: 'Who approves in a project.',
    WorkspaceGroup: 'A group of projects, often a client.',
    WorkspaceInvitation: 'An invitation to a project.',
    WorkspaceResource: 'A resource of a project, a person or a placeholder.',
    WorkspaceStatusSet: 'Which set of task statuses a project uses.',
    Workweek: 'How much a user works on each day of the week.',
    WorkweekMembership: 'Who has which workweek.',
  },
);

/** Names of records in kinds of event, where they are not those of their types. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  StatusSet: 'task_status_set',
  StatusSetOption: 'custom_task_status',
  StoryAllocationDay: 'daily_scheduled_hours',
  TimesheetSubmission: 'timesheet',
  ExpenseReportSubmission: 'expense_report',
};

/** What the kinds of event about records of a type begin with: `time_entry` of `TimeEntry`. The pairing is inferred from the names. */
export const eventNameOf = (type: string): string =>
  EVENT_NAMES[type] ?? type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

export const SubscribedEvent = resource('SubscribedEvent', {
  collection: 'subscribed_events',
  area: 'Sync',
  called: 'changes of the last days',
  description:
    'A change to a record of the account. Kantata keeps events for 9 days and shows them only to account administrators. Events arrive late, sometimes twice, and not in the order of the changes: query overlapping periods and remove duplicates by id.',
  attributes: {
    // The kinds are many and grow; the API lists them at `/subscribed_events/event_types`.
    eventType: text('What happened: the kind of record, a colon and the change, such as time_entry:created.'),
    subjectType: text('The kind of record that changed, as the class name of the API.'),
    subjectId: id('Kantata id of the record that changed, unique among records of its kind.'),
    subjectChangedAt: dateTime('When the record changed.'),
    createdAt: dateTime('When the event was recorded, some time after the change.'),
    accountId: id('Kantata id of the account in which it happened.'),
    previousPayload: optional(text('The record before the change, as the text of a JSON document.')),
    currentPayload: optional(text('The record after the change, as the text of a JSON document.')),
    payloadChanges: optional(
      text('The old and the new value of each field that changed, as the text of a JSON document.'),
    ),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    clash: ({ subjectId, subjectType, mostRecent, mostRecentByEventType }) => {
      if (subjectId && !subjectType) return '`subjectId` needs `subjectType`: the number alone names no record.';
      return mostRecent && mostRecentByEventType ? '`mostRecent` and `mostRecentByEventType`: give one of them.' : null;
    },
    filters: {
      ...byIds('SubscribedEvent', 'events'),
      createdAfter: filter.dateTime(
        'Only events written after this time. It looks at the writing of the event, not at the change.',
      ),
      createdBefore: filter.dateTime(
        'Only events written before this time. It looks at the writing of the event, not at the change.',
      ),
      eventTypes: filter.texts('Only events of these kinds, such as time_entry:created.'),
      subjectType: filter.oneOf(
        SubscribedEventSubjectType,
        'Only changes of this kind of record: one. Events write it as the class name of the API: TIME_ENTRY is TimeEntry.',
      ),
      subjectId: filter.ids(
        'Only changes of the records with these Kantata numbers: several, despite its name. Needs `subjectType`.',
      ),
      userIds: filter.ids('Only changes that these people made.', 'User'),
      mostRecent: filter.flag(
        'True for the latest event of each record only; false has no effect. Not together with `mostRecentByEventType`.',
      ),
      mostRecentByEventType: filter.flag(
        'True for the latest event of each kind and record only; false has no effect. Not together with `mostRecent`.',
      ),
    },
  },
});

SubscribedEvent.associations(() => ({
  subject: polymorphic(
    'SubscribedEventSubject',
    [
      AccountColor,
      AccountMembership,
      Assignment,
      CostRate,
      CustomField,
      CustomFieldSet,
      Estimate,
      EstimateScenario,
      EstimateScenarioResource,
      Expense,
      ExpenseReportSubmission,
      Invoice,
      LineItemLock,
      Organization,
      OrganizationMembership,
      Participation,
      Role,
      Skill,
      SkillMembership,
      StatusSet,
      StatusSetOption,
      Story,
      StoryAllocationDay,
      TimeEntry,
      TimeOffEntry,
      TimesheetSubmission,
      User,
      Vendor,
      Workspace,
      WorkspaceAllocation,
      WorkspaceGroup,
      WorkspaceResource,
      Workweek,
    ],
    'The record that changed, as it is now; null when it is deleted or hidden from the caller, or of a kind that this API does not have.',
    { typeField: 'subject_type', idField: 'subject_id' },
  ),
  // No include of the API reaches these two: they are loaded by the ids in the row.
  contextWorkspace: belongsTo(Workspace, 'The project that the change belongs to; null when there is none.', {
    includable: false,
  }),
  user: belongsTo(User, 'Who made the change. Null when hidden from the caller.', { includable: false }),
}));
