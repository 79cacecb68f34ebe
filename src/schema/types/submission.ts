import { cents, dateTime, integer, object, oneOf, text } from '../attribute.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { SubmissionPermissions, SubmissionStatus, SubmissionType } from '../enums/submission-words.ts';
import { ExpenseReportSubmission } from './expense-report-submission.ts';
import { ExternalReference } from './external-reference.ts';
import { TimesheetSubmission } from './timesheet-submission.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

// The API has no path for submissions: the rows are those of `/timesheet_submissions` and
// `/expense_report_submissions`. External references know both kinds by this one name.
export const Submission = resource('Submission', {
  collection: 'submissions',
  description: 'A timesheet or expense report submitted for approval, where the API does not distinguish the two.',
  attributes: {
    title: text('Title of the submission.'),
    type: oneOf(SubmissionType, 'Whether it is a timesheet or an expense report.'),
    status: oneOf(SubmissionStatus, 'State of its approval.'),
    comment: text('Remarks of the person who submitted it; null or empty when there are none.'),
    lineItemTotalInCents: cents('Sum of its line items, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of its line items as text for display, with the currency symbol.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Symbol of the currency.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, such as 100.'),
    // Called a date, but documented as a point in time.
    currentResolutionCreatedAtDate: dateTime('When the current decision was made. Null when there is none.'),
    currentResolutionDescription: text('Remarks on the current decision. Null when there is none.'),
    resolutionDescription: text('The same as `currentResolutionDescription`, under a second name.'),
    permissions: object(SubmissionPermissions, 'Permissions of the caller.'),
    createdAt: dateTime('When it was submitted.'),
    updatedAt: dateTime('When it last changed.'),
  },
  members: () => [TimesheetSubmission, ExpenseReportSubmission],
});

Submission.associations(() => ({
  user: belongsTo(User, 'Owner of the time or expenses. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project they were booked on. Null when hidden from the caller.'),
  currentResolutionCreator: belongsTo(User, 'Who made the current decision. Null when there is none.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
