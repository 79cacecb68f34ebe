import { boolean, cents, dateTime, integer, object, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import {
  SubmissionPermissions,
  SubmissionStatus,
  SubmissionStatusFilter,
  SubmissionType,
} from '../enums/submission-words.ts';
import { Expense } from './expense.ts';
import { ExternalReference } from './external-reference.ts';
import { Resolution } from './resolution.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const ExpenseReportSubmission = resource('ExpenseReportSubmission', {
  collection: 'expense_report_submissions',
  area: 'Money',
  called: 'expense reports',
  description:
    'Expenses of one user in one workspace (project), handed in together for approval. Only approved ones can be ' +
    'invoiced.',
  attributes: {
    title: text('Title of the expense report.'),
    type: oneOf(SubmissionType, 'The concrete kind of submission, always the same for this type.'),
    status: oneOf(SubmissionStatus, 'How far the approval of the expense report has come.'),
    comment: text('Remarks that were handed in with the expense report.'),
    lineItemTotalInCents: cents('Sum of the expenses, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of the expenses as text for display, with the sign of the currency.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Sign of the currency, such as $.'),
    currencyBaseUnit: integer('How many of the smallest unit make one unit of the currency, such as 100.'),
    currentResolutionDescription: text('What was said with the latest decision; null before there is one.'),
    resolutionDescription: text('The same text as `currentResolutionDescription`, under a second name of the API.'),
    currentResolutionCreatedAtDate: dateTime('When the latest decision was made; null before there is one.'),
    locked: boolean(
      'Lock state of the expense report. The name says that true forbids changes; the API documentation leaves the ' +
        'direction open.',
    ),
    permissions: object(SubmissionPermissions, 'What the caller may do with the expense report.'),
    createdAt: dateTime('When the expense report was handed in.'),
    updatedAt: dateTime('When the expense report last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { all_on_account: 'true' },
    defaults: { all_on_account: 'false' },
    orders: [
      'amount:asc',
      'amount:desc',
      'created_at:asc',
      'created_at:desc',
      'date:asc',
      'date:desc',
      'status:asc',
      'status:desc',
      'title:asc',
      'title:desc',
      'workspace_title:asc',
      'workspace_title:desc',
    ],
    defaultOrder: 'created_at:desc',
    // `workspace_id` is left out: it stands among the filters, but is described as a sort. `workspaceIds` is a filter.
    filters: {
      ids: filter.wire(
        'only',
        filter.ids(
          'Only these expense reports. An empty list answers an empty page and calls nothing.',
          'ExpenseReportSubmission',
        ),
      ),
      allOnAccount: filter.boolean(
        'With true, all expense reports of the account that the caller may see; with false, which is what the API ' +
          'assumes, only their own.',
      ),
      userIds: filter.ids('Only expense reports of these users.', 'User'),
      workspaceIds: filter.ids('Only expense reports for these workspaces (projects).', 'Workspace'),
      statuses: filter.anyOf(SubmissionStatusFilter, 'Only expense reports in one of these states of approval.'),
      active: filter.flag(
        'With true, only active expense reports; the API does not explain the word. False is the same as leaving ' +
          'it out.',
      ),
      notCancelled: filter.flag('With true, no cancelled expense reports. False is the same as leaving it out.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only expense reports linked to one of these ids of another system. At most 200.',
        { atMost: 200 },
      ),
      createdAfter: filter.dateTime('Only expense reports created after this point in time.'),
      createdBefore: filter.dateTime('Only expense reports created before this point in time.'),
      updatedAfter: filter.dateTime('Only expense reports changed after this point in time.'),
      updatedBefore: filter.dateTime('Only expense reports changed before this point in time.'),
    },
  },
});

ExpenseReportSubmission.associations(() => ({
  user: belongsTo(User, 'Whose expenses they are; null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The workspace (project) that the expenses belong to.'),
  expenses: hasMany(Expense, 'The expenses that were handed in.'),
  resolutions: hasMany(Resolution, 'Every approval, rejection and cancellation so far; empty before the first.'),
  currentResolutionCreator: belongsTo(User, 'Who made the latest decision; null before there is one.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
