import { dateTime, id, text } from '../attribute.ts';
import { belongsTo, polymorphic, resource } from '../resource.ts';
import { ExpenseReportSubmission } from './expense-report-submission.ts';
import { TimesheetSubmission } from './timesheet-submission.ts';
import { User } from './user.ts';

export const Resolution = resource('Resolution', {
  collection: 'resolutions',
  description: 'A decision on a timesheet or expense report: its approval, rejection or cancellation.',
  attributes: {
    // Text and not an enum: the API does not list the words.
    type: text('The decision: approval, rejection or cancellation, as the API names it.'),
    description: text('Remarks on the decision; null or empty when nothing was.'),
    targetType: text('Kind of the record decided on, as a class name: a timesheet or expense report submission.'),
    targetId: id('Kantata id of the submission decided on.'),
    createdAt: dateTime('When the decision was made.'),
    updatedAt: dateTime('When the decision last changed.'),
  },
});

Resolution.associations(() => ({
  user: belongsTo(User, 'Who decided. Null when hidden from the caller.', { includable: false }),
  target: polymorphic(
    'ResolutionTarget',
    [TimesheetSubmission, ExpenseReportSubmission],
    'The timesheet or expense report that was decided on. Null when hidden from the caller.',
    { typeField: 'target_type', idField: 'target_id', includable: false },
  ),
}));
