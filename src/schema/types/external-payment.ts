import { cents, dateTime, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { Invoice } from './invoice.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const ExternalPayment = resource('ExternalPayment', {
  collection: 'external_payments',
  area: 'Money',
  called: 'payments made outside Kantata',
  description: 'A payment made outside Kantata, recorded for a project and possibly one of its invoices.',
  attributes: {
    amountInCents: cents('What was paid, in the smallest unit of the currency.'),
    message: text('Remark on the payment.'),
    createdAt: dateTime('When the payment was entered.'),
    updatedAt: dateTime('When the payment last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc', 'id:asc', 'id:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('ExternalPayment', 'payments'),
      workspaceId: filter.id('Only payments of this project.', 'Workspace'),
      invoiceId: filter.id('Only payments of this invoice.', 'Invoice'),
      userId: filter.id('Only payments that this person entered.', 'User'),
      ...byTimes('payments'),
    },
  },
});

ExternalPayment.associations(() => ({
  workspace: belongsTo(Workspace, 'The project that the payment was entered in. Null when hidden from the caller.'),
  invoice: belongsTo(Invoice, 'The invoice that was paid; null when there is none.'),
  user: belongsTo(User, 'Who entered the payment. Null when hidden from the caller.'),
}));
