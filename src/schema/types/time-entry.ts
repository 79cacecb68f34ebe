import { boolean, cents, date, dateTime, id, integer, minutes, optional, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { moneyByHour, total } from '../summary.ts';
import { ExternalReference } from './external-reference.ts';
import { Invoice } from './invoice.ts';
import { Role } from './role.ts';
import { Story } from './story.ts';
import { TimesheetSubmission } from './timesheet-submission.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const TimeEntry = resource('TimeEntry', {
  collection: 'time_entries',
  area: 'Time',
  called: 'logged hours',
  description: 'Time that one person logged on one day for a project, optionally for a task.',
  attributes: {
    datePerformed: date('Day on which the work was done.'),
    timeInMinutes: minutes('Length of the work, in minutes.'),
    notes: text('Notes on the work.'),
    location: text('Name of the place where the work was done. Needs locations on the account, null otherwise.'),
    locationId: optional(
      id('Kantata id of the place where the work was done. Needs locations on the account, null otherwise.'),
    ),
    rateInCents: cents('Hourly bill rate, in the smallest unit of the currency.'),
    costRateInCents: cents('Hourly cost rate, in the smallest unit of the currency.'),
    currency: text('Currency of the rates: that of the project when the time was logged.'),
    currencySymbol: text('Symbol of the currency, for example $.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, for example 100.'),
    billable: boolean('Whether the work is billable to the client.'),
    taxable: boolean('Whether tax is added to the charge.'),
    approved: boolean('Whether the time has been approved.'),
    isInvoiced: boolean('Whether the time is already on an invoice.'),
    userCanEdit: optional(boolean('Whether the caller may change the entry.')),
    createdAt: dateTime('When the time was logged. Not necessarily the day of the work.'),
    updatedAt: dateTime('When the entry was last changed.'),
  },
  endpoint: {
    single: true,
    // `from_archived_workspaces` is not revealed: it may select entries of archived projects alone, and loads by id
    // would lose all others. `apply_default_filters=false` lifts it.
    reveal: { on_my_account: 'false' },
    defaults: { from_archived_workspaces: 'false', on_my_account: 'true' },
    orders: [
      'created_at:asc',
      'created_at:desc',
      'date_performed:asc',
      'date_performed:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'date_performed:desc',
    filters: {
      ...byIds('TimeEntry', 'time entries'),
      workspaceId: filter.id('Only time on this project. `workspaceIds` takes several.', 'Workspace'),
      workspaceIds: filter.ids('Only time on these projects.', 'Workspace'),
      withUserIds: filter.ids('Only time of these people.', 'User'),
      createdBy: filter.id(
        'Only time that this user entered, for themselves or for someone else. For whose time it is, use `withUserIds`.',
        'User',
      ),
      datePerformedBetween: dateRange('Only work done within these days.'),
      withTimesheetId: filter.id(
        'Only time on this timesheet. Empty when the timesheet was cancelled or rejected.',
        'TimesheetSubmission',
      ),
      withRecentTimesheetIds: filter.ids(
        'Only time whose latest timesheet is one of these, cancelled and rejected ones included.',
        'TimesheetSubmission',
      ),
      inActiveSubmission: filter.boolean(
        'True for time on a timesheet that is pending or approved, false for time on none.',
      ),
      inActiveInvoiceId: filter.id('Only time on this invoice, if it is active.', 'Invoice'),
      billable: filter.boolean('True for billable time only, false for non-billable time only.'),
      // The API reads any value of the next three as true.
      approved: filter.flag(
        'True for time on approved timesheets, or in projects that need no approval; false has no effect.',
      ),
      invoiced: filter.flag('True for invoiced time only. False has no effect.'),
      uninvoiced: filter.flag('True for time not invoiced yet. False has no effect.'),
      fromArchivedWorkspaces: filter.boolean(
        'True also includes time on archived projects. Default of the API: false.',
      ),
      onMyAccount: filter.boolean(
        "True for time on projects of the caller's account only, false for projects of other accounts as well. " +
          'Default of the API: true.',
      ),
      ...byReferences('time entries'),
      ...byTimes('time entries'),
    },
  },
  summary: {
    groups: ['user', 'workspace', 'story', 'role', 'invoice', 'billable', 'approved', 'isInvoiced', 'currency'],
    date: 'datePerformed',
    sums: {
      timeInMinutes: total('timeInMinutes', 'Time logged, in minutes.'),
      billAmount: moneyByHour('rateInCents', 'timeInMinutes', 'Time at its bill rate, billable or not.'),
      costAmount: moneyByHour('costRateInCents', 'timeInMinutes', 'Time at its cost rate.'),
    },
  },
});

TimeEntry.associations(() => ({
  user: belongsTo(User, 'Who did the work. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project that the work was for.'),
  story: belongsTo(Story, 'The task that the work was for. Null when it was for the project as a whole.'),
  role: belongsTo(Role, 'The role in which the person worked on the project. Null when there was none.'),
  activeSubmission: hasOne(
    TimesheetSubmission,
    'The current timesheet of the entry, pending or approved. Null when there is none.',
  ),
  recentSubmission: hasOne(
    TimesheetSubmission,
    'The latest timesheet of the entry, even if rejected or cancelled. Null when it was never submitted.',
  ),
  invoice: belongsTo(Invoice, 'The invoice with the time. Null until invoiced.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
