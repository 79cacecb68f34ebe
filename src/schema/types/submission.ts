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
  description: 'A timesheet or expense report handed in for approval, where the API does not say which of the two.',
  attributes: {
    title: text('Title of the submission.'),
    type: oneOf(SubmissionType, 'Whether it is a timesheet or an expense report.'),
    status: oneOf(SubmissionStatus, 'Where it stands in its approval.'),
    comment: text('Remarks of the person who handed it in; null or empty when there are none.'),
    lineItemTotalInCents: cents('Sum of its line items, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of its line items as text for display, with the sign of the currency.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Sign of the currency.'),
    currencyBaseUnit: integer('How many of the smallest units make one unit of the currency, such as 100.'),
    // Called a date, but documented as a point in time.
    currentResolutionCreatedAtDate: dateTime('When the decision in force was made; null while there is none.'),
    currentResolutionDescription: text('What was said about the decision in force; null while there is none.'),
    resolutionDescription: text('The same as `currentResolutionDescription`, under a second name.'),
    permissions: object(SubmissionPermissions, 'What the caller may do with it.'),
    createdAt: dateTime('When it was handed in.'),
    updatedAt: dateTime('When it last changed.'),
  },
  members: () => [TimesheetSubmission, ExpenseReportSubmission],
});

Submission.associations(() => ({
  user: belongsTo(User, 'Whose time or expenses they are. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project they were booked on. Null when hidden from the caller.'),
  currentResolutionCreator: belongsTo(User, 'Who made the decision in force; null while there is none.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
