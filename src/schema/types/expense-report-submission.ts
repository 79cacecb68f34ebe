import { boolean, cents, dateTime, integer, object, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { byStatus, SubmissionPermissions, SubmissionStatus, SubmissionType } from '../enums/submission-words.ts';
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
    'Expenses of one user in one workspace (project), submitted together for approval. Only approved ones can be ' +
    'invoiced.',
  attributes: {
    title: text('Title of the expense report.'),
    type: oneOf(SubmissionType, 'The concrete kind of submission, always the same for this type.'),
    status: oneOf(SubmissionStatus, 'State of the approval of the expense report.'),
    comment: text('Remarks submitted with the expense report.'),
    lineItemTotalInCents: cents('Sum of the expenses, in the smallest unit of the currency.'),
    lineItemTotalFormatted: text('Sum of the expenses as text for display, with the currency symbol.'),
    currency: text('ISO code of the currency of the sum.'),
    currencySymbol: text('Symbol of the currency, such as $.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, such as 100.'),
    currentResolutionDescription: text('Remarks on the latest decision; null before there is one.'),
    resolutionDescription: text('The same text as `currentResolutionDescription`, under a second name of the API.'),
    currentResolutionCreatedAtDate: dateTime('When the latest decision was made; null before there is one.'),
    locked: boolean(
      'Lock state of the expense report. By its name, true forbids changes; the API does not document the direction.',
    ),
    permissions: object(SubmissionPermissions, 'What the caller may do with the expense report.'),
    createdAt: dateTime('When the expense report was submitted.'),
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
    filters: {
      ...byIds('ExpenseReportSubmission', 'expense reports'),
      allOnAccount: filter.boolean(
        'With true, all expense reports of the account that the caller may see; with false, the default of the ' +
          'API, only their own.',
      ),
      userIds: filter.ids(
        'Only expense reports of these users. To reach those of others, set `allOnAccount: true` as well.',
        'User',
      ),
      workspaceId: filter.id(
        'Only expense reports of this project. The API describes the parameter as an order; `workspaceIds` is certain.',
        'Workspace',
      ),
      workspaceIds: filter.ids('Only expense reports for these projects.', 'Workspace'),
      ...byStatus('expense reports'),
      active: filter.flag(
        'With true, only expense reports that are pending or approved; the API does not define the word. False has no effect.',
      ),
      notCancelled: filter.flag('With true, no cancelled expense reports. False has no effect.'),
      ...byReferences('expense reports'),
      ...byTimes('expense reports'),
    },
  },
});

ExpenseReportSubmission.associations(() => ({
  user: belongsTo(User, 'Owner of the expenses; null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The workspace (project) that the expenses belong to.'),
  expenses: hasMany(Expense, 'The submitted expenses.'),
  resolutions: hasMany(Resolution, 'All approvals, rejections and cancellations so far.'),
  currentResolutionCreator: belongsTo(User, 'Who made the latest decision; null before there is one.', {
    includable: false,
  }),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
