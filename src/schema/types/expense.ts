import { boolean, cents, date, dateTime, decimal, integer, object, optional, struct, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { money } from '../summary.ts';
import { Attachment } from './attachment.ts';
import { ExpenseBudget } from './expense-budget.ts';
import { ExpenseCategory } from './expense-category.ts';
import { ExpenseReportSubmission } from './expense-report-submission.ts';
import { ExternalReference } from './external-reference.ts';
import { Role } from './role.ts';
import { Story } from './story.ts';
import { User } from './user.ts';
import { Vendor } from './vendor.ts';
import { Workspace } from './workspace.ts';

const ExpenseForeignExchangeAmount = struct(
  'ExpenseForeignExchangeAmount',
  'The cost of an expense in the currency it was paid in, and its conversion.',
  {
    sourceValue: decimal('Amount paid, in whole units of the foreign currency (not in its smallest unit).'),
    sourceCurrency: text('ISO code of the foreign currency.'),
    rate: decimal('Exchange rate that the conversion used.'),
    // Called a date, but documented as a point in time.
    date: dateTime('When the amount was converted, as a point in time.'),
  },
);

export const Expense = resource('Expense', {
  collection: 'expenses',
  area: 'Money',
  description: 'A cost other than time that a user recorded for a project, such as a flight or a licence.',
  attributes: {
    date: date('Day on which the cost was incurred.'),
    notes: text('Remarks of the user who entered it.'),
    category: text(
      'Name of the category, as text: Travel, Mileage, Lodging, Food, Entertainment, Other, or a name of your own.',
    ),
    amountInCents: cents('Amount, in the smallest unit of the currency.'),
    currency: text('ISO code of the currency of the amount.'),
    currencySymbol: text('Symbol of the currency.'),
    currencyBaseUnit: integer('Number of smallest units in one unit of the currency, such as 100.'),
    foreignExchangeAmount: object(
      ExpenseForeignExchangeAmount,
      'The amount before it was converted; null when the expense was paid in its own currency.',
    ),
    isBillable: boolean('Whether it is billable to the client.'),
    isInvoiced: boolean('Whether it is already on an invoice.'),
    reimbursable: boolean('Whether it is reimbursed to its creator or to the vendor.'),
    taxable: boolean('Whether tax is added when it is invoiced.'),
    userCanEdit: optional(boolean('Whether the caller may edit it.')),
    createdAt: dateTime('When the expense was entered.'),
    updatedAt: dateTime('When the expense last changed.'),
  },
  endpoint: {
    single: true,
    // `from_archived_workspaces` is not revealed: it is not documented whether `true` adds expenses of archived
    // projects or selects them alone, and in the second case loads by id would lose all others.
    reveal: { on_my_account: 'false' },
    defaults: { from_archived_workspaces: 'false', on_my_account: 'true' },
    orders: [
      'amount:asc',
      'amount:desc',
      'category:asc',
      'category:desc',
      'created_at:asc',
      'created_at:desc',
      'date:asc',
      'date:desc',
      'notes:asc',
      'notes:desc',
      'vendor_name:asc',
      'vendor_name:desc',
    ],
    defaultOrder: 'date:desc',
    filters: {
      ...byIds('Expense', 'expenses'),
      workspaceId: filter.id('Only expenses of this project; the API accepts one at a time.', 'Workspace'),
      dateExpensedBetween: dateRange('Only expenses dated within these days.', { openEnds: true }),
      createdBy: filter.nested(
        filter.id(
          'Only expenses entered by this user. The API does not explain the parameter; this is inferred from its name.',
          'User',
        ),
      ),
      mine: filter.flag('True for expenses entered by the caller. False has no effect.'),
      approved: filter.flag(
        'True for expenses on approved reports, or in projects that need no approval. False has no effect.',
      ),
      submitted: filter.flag(
        'True for expenses submitted on a report. False has no effect; the opposite is `unsubmitted`.',
      ),
      unsubmitted: filter.flag('True for expenses not submitted yet. False has no effect.'),
      invoiced: filter.flag('True for expenses on an invoice. False has no effect; the opposite is `uninvoiced`.'),
      uninvoiced: filter.flag('True for expenses on no invoice yet. False has no effect.'),
      inActiveInvoiceId: filter.id('Only expenses on this invoice, if it is active.', 'Invoice'),
      reimbursable: filter.boolean('True for reimbursable expenses, false for the others.'),
      withExpenseApprovals: filter.flag(
        'Relates to projects whose expenses need approval; the API documents only the name. False has no effect.',
      ),
      withExpenseReportId: filter.id(
        'Only expenses on this expense report. Empty when the report was cancelled or rejected.',
        'ExpenseReportSubmission',
      ),
      withRecentExpenseReportIds: filter.ids(
        'Only expenses whose latest expense report is one of these, cancelled and rejected reports included.',
        'ExpenseReportSubmission',
      ),
      onMyAccount: filter.boolean(
        'True lists only expenses of projects inside the account; false also includes external projects. Default of the API: true.',
      ),
      fromArchivedWorkspaces: filter.boolean(
        'True reaches expenses of archived projects; the API does not document whether it adds them or lists only them. Default of the API: false, which hides them.',
      ),
      ...byReferences('expenses'),
      ...byTimes('expenses'),
    },
  },
  summary: {
    groups: [
      'user',
      'workspace',
      'story',
      'role',
      'vendor',
      'expenseCategory',
      'expenseBudget',
      'category',
      'currency',
      'isBillable',
      'isInvoiced',
      'reimbursable',
    ],
    date: 'date',
    sums: { amount: money('amountInCents', 'Amounts of the expenses.') },
  },
});

Expense.associations(() => ({
  workspace: belongsTo(Workspace, 'The project the expense was booked on. Null when hidden from the caller.'),
  story: belongsTo(Story, 'The task of the expense. Null when it has none, or the task is hidden.'),
  user: belongsTo(User, 'Who entered the expense. Null when hidden from the caller.'),
  role: belongsTo(Role, 'The role of that user; null when there is none.'),
  vendor: belongsTo(Vendor, 'The vendor to pay. Null when there is none.'),
  expenseCategory: belongsTo(ExpenseCategory, 'The category as a record; null when the category is only a name.'),
  expenseBudget: belongsTo(ExpenseBudget, 'The expense budget that it counts against. Null when there is none.'),
  activeSubmission: hasOne(
    ExpenseReportSubmission,
    'The current expense report. Null when it is on none, or the report was rejected or cancelled.',
  ),
  recentSubmission: hasOne(
    ExpenseReportSubmission,
    'The latest expense report, including rejected and cancelled ones. Null when it was never submitted.',
  ),
  receipt: hasOne(Attachment, 'The receipt file. Null when none was uploaded.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
