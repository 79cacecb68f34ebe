import { cents, date, dateTime, integer, object, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import {
  SubmissionPermissions,
  SubmissionStatus,
  SubmissionStatusFilter,
  SubmissionType,
} from '../enums/submission-words.ts';
import { ExternalReference } from './external-reference.ts';
import { TimeEntry } from './time-entry.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const TimesheetSubmission = resource('TimesheetSubmission', {
  collection: 'timesheet_submissions',
  area: 'Time',
  called: 'timesheets',
  description: 'Time that one user logged in one week on one workspace (project), handed in together for approval.',
  attributes: {
    title: text('Title of the timesheet.'),
    type: oneOf(SubmissionType, 'The concrete kind of submission, always the same for this type.'),
    status: oneOf(SubmissionStatus, 'How far the approval of the timesheet has come.'),
    startDate: date('First day of the week.'),
    endDate: date('Last day of the week.'),
    comment: text('Remarks that were handed in with the timesheet.'),
    lineItemTotalInCents: cents('Sum of the time entries, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of the time entries as text for display, with the sign of the currency.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Sign of the currency, such as $.'),
    currencyBaseUnit: integer('How many of the smallest unit make one unit of the currency, such as 100.'),
    currentResolutionDescription: text('What was said with the latest decision; null before there is one.'),
    resolutionDescription: text('The same text as `currentResolutionDescription`, under a second name of the API.'),
    currentResolutionCreatedAtDate: dateTime('When the latest decision was made; null before there is one.'),
    permissions: object(SubmissionPermissions, 'What the caller may do with the timesheet.'),
    createdAt: dateTime('When the timesheet was handed in.'),
    updatedAt: dateTime('When the timesheet last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['date:asc', 'date:desc'],
    defaultOrder: 'date:desc',
    // `workspace_id` is left out: it stands among the filters, but is described as a sort. `workspaceIds` is a filter.
    filters: {
      ids: filter.wire(
        'only',
        filter.ids(
          'Only these timesheets. An empty list answers an empty page and calls nothing.',
          'TimesheetSubmission',
        ),
      ),
      userIds: filter.ids('Only timesheets of these users.', 'User'),
      workspaceIds: filter.ids('Only timesheets for these workspaces (projects).', 'Workspace'),
      statuses: filter.anyOf(SubmissionStatusFilter, 'Only timesheets in one of these states of approval.'),
      active: filter.flag(
        'With true, only active timesheets; the API does not explain the word. False is the same as leaving it out.',
      ),
      notCancelled: filter.flag('With true, no cancelled timesheets. False is the same as leaving it out.'),
      startDate: filter.date('Only the week that starts on this day.'),
      startDateAfter: filter.date('Only weeks that start on this day or later.'),
      endDate: filter.date('Only the week that ends on this day.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only timesheets linked to one of these ids of another system. At most 200.',
        { atMost: 200 },
      ),
      createdAfter: filter.dateTime('Only timesheets created after this point in time.'),
      createdBefore: filter.dateTime('Only timesheets created before this point in time.'),
      updatedAfter: filter.dateTime('Only timesheets changed after this point in time.'),
      updatedBefore: filter.dateTime('Only timesheets changed before this point in time.'),
    },
  },
});

TimesheetSubmission.associations(() => ({
  user: belongsTo(User, 'Whose time entries they are; null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The workspace (project) that the time entries belong to.'),
  timeEntries: hasMany(TimeEntry, 'The time entries that were handed in.'),
  currentResolutionCreator: belongsTo(User, 'Who made the latest decision; null before there is one.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
