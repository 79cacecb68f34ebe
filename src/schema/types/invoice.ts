import {
  boolean,
  cents,
  date,
  dateTime,
  decimal,
  enumeration,
  integer,
  largeInteger,
  oneOf,
  text,
} from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { AdditionalItem } from './additional-item.ts';
import { BillingMilestone } from './billing-milestone.ts';
import { Expense } from './expense.ts';
import { ExternalReference } from './external-reference.ts';
import { FixedFeeItem } from './fixed-fee-item.ts';
import { TimeEntry } from './time-entry.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const InvoiceStatus = enumeration('InvoiceStatus', 'How far an invoice has come.', {
  new: 'Not settled yet: neither cancelled nor paid.',
  cancelled: 'Withdrawn.',
  'accepted payment': 'Its payment was accepted.',
});

export const Invoice = resource('Invoice', {
  collection: 'invoices',
  area: 'Money',
  description: 'A bill to a client for the time, expenses and other items of one or more projects.',
  attributes: {
    title: text('Title that the API makes up from the invoice number; a draft is called a draft in it.'),
    userInvoiceTitle: text('Title that a user typed; null or empty when none was.'),
    // Users choose the number and may build it from dates, so it can pass 32 bits.
    userInvoiceNumber: largeInteger('Number of the invoice as users see it, which is not its id.'),
    status: oneOf(InvoiceStatus, 'How far the invoice has come.'),
    draft: boolean('Whether it is a draft that was not issued yet.'),
    message: text('Notes printed on the invoice.'),
    invoiceDate: date('Date of the invoice.'),
    dueDate: date('Day by which it is to be paid.'),
    paymentSchedule: integer('Time allowed for payment, in days, such as 30.'),
    balanceInCents: cents('Balance, in the smallest unit of the currency.'),
    taxRate: decimal('Tax on the total, in percent.'),
    currency: text('ISO code of the currency of the invoice.'),
    currencySymbol: text('Sign of the currency.'),
    currencyBaseUnit: integer('How many of the smallest units make one unit of the currency, such as 100.'),
    projectCode: text('Project code printed on the invoice.'),
    purchaseOrder: text('Purchase order number printed on the invoice.'),
    createdAt: dateTime('When the invoice was recorded.'),
    updatedAt: dateTime('When the invoice last changed.'),
  },
  endpoint: {
    single: true,
    // All three defaults appear to filter nothing, so there is nothing to reveal.
    defaults: { paid: 'false', pending: 'false', without_drafts: 'false' },
    orders: [
      'created_at:asc',
      'created_at:desc',
      'id:asc',
      'id:desc',
      'invoice_date:asc',
      'invoice_date:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('Invoice', 'invoices'),
      workspaceId: filter.ids('Only invoices of these projects: a list, despite its name.', 'Workspace'),
      userInvoiceNumber: filter.texts(
        'Only invoices with one of these numbers, as users see them: a list, despite its name.',
      ),
      withinDates: dateRange(
        'Only invoices created within these days: by the day on which they were made, not by `invoiceDate`.',
      ),
      paid: filter.boolean(
        'True keeps paid invoices. The API assumes false, which keeps all: unpaid ones alone cannot be asked for.',
      ),
      pending: filter.boolean(
        'True keeps invoices that were issued but not accepted yet. The API assumes false, which keeps all.',
      ),
      withoutDrafts: filter.boolean('True leaves out drafts. The API assumes false, which keeps all.'),
      ...byReferences('invoices'),
      ...byTimes('invoices'),
    },
  },
});

Invoice.associations(() => ({
  workspaces: hasMany(Workspace, 'The projects that the invoice bills; hidden ones are left out.'),
  user: belongsTo(User, 'Who made the invoice. Null when hidden from the caller.'),
  recipient: hasOne(User, 'The client lead at the time the invoice was made; null when there was none.'),
  timeEntries: hasMany(TimeEntry, 'Time billed on the invoice; empty when there is none.'),
  expenses: hasMany(Expense, 'Expenses billed on the invoice; empty when there are none.'),
  fixedFeeItems: hasMany(FixedFeeItem, 'Fixed fees billed on the invoice; empty when there are none.'),
  billingMilestones: hasMany(BillingMilestone, 'Billing milestones on the invoice; empty when there are none.'),
  additionalItems: hasMany(AdditionalItem, 'Further items on the invoice; empty when there are none.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
