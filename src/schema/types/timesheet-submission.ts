import { cents, date, dateTime, integer, object, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { byStatus, SubmissionPermissions, SubmissionStatus, SubmissionType } from '../enums/submission-words.ts';
import { ExternalReference } from './external-reference.ts';
import { TimeEntry } from './time-entry.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const TimesheetSubmission = resource('TimesheetSubmission', {
  collection: 'timesheet_submissions',
  area: 'Time',
  called: 'timesheets',
  description: 'Time that one user logged in one week on one workspace (project), submitted together for approval.',
  attributes: {
    title: text('Title of the timesheet.'),
    type: oneOf(SubmissionType, 'The concrete kind of submission, always the same for this type.'),
    status: oneOf(SubmissionStatus, 'State of the approval of the timesheet.'),
    startDate: date('First day of the week.'),
    endDate: date('Last day of the week.'),
    comment: text('Remarks submitted with the timesheet.'),
    lineItemTotalInCents: cents('Sum of the time entries, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of the time entries as text for display, with the currency symbol.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Symbol of the currency, such as $.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, such as 100.'),
    currentResolutionDescription: text('Remarks on the latest decision; null before there is one.'),
    resolutionDescription: text('The same text as `currentResolutionDescription`, under a second name of the API.'),
    currentResolutionCreatedAtDate: dateTime('When the latest decision was made; null before there is one.'),
    permissions: object(SubmissionPermissions, 'What the caller may do with the timesheet.'),
    createdAt: dateTime('When the timesheet was submitted.'),
    updatedAt: dateTime('When the timesheet last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['date:asc', 'date:desc'],
    defaultOrder: 'date:desc',
    filters: {
      ...byIds('TimesheetSubmission', 'timesheets'),
      userIds: filter.ids('Only timesheets of these users.', 'User'),
      workspaceId: filter.id(
        'Only timesheets of this project. The API describes the parameter as an order; `workspaceIds` is certain.',
        'Workspace',
      ),
      workspaceIds: filter.ids('Only timesheets for these projects.', 'Workspace'),
      ...byStatus('timesheets'),
      active: filter.flag('With true, only timesheets that are pending or approved. False has no effect.'),
      notCancelled: filter.flag('With true, no cancelled timesheets. False has no effect.'),
      startDate: filter.date('Only the week that starts on this day.'),
      startDateAfter: filter.date('Only weeks that start on this day or later.'),
      endDate: filter.date('Only the week that ends on this day.'),
      ...byReferences('timesheets'),
      ...byTimes('timesheets'),
    },
  },
});

TimesheetSubmission.associations(() => ({
  user: belongsTo(User, 'Owner of the time entries; null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The workspace (project) that the time entries belong to.'),
  timeEntries: hasMany(TimeEntry, 'The submitted time entries.'),
  currentResolutionCreator: belongsTo(User, 'Who made the latest decision; null before there is one.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
