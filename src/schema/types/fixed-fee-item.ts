import { boolean, cents, dateTime, text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Story } from './story.ts';
import { Workspace } from './workspace.ts';

export const FixedFeeItem = resource('FixedFeeItem', {
  collection: 'fixed_fee_items',
  description: 'A fixed fee as a line of an invoice. Comes only with an expense budget or an invoice.',
  attributes: {
    notes: text('Remarks on the fee.'),
    amountInCents: cents('Amount of the fee, in the smallest unit of the currency.'),
    currency: text('Currency of the amount.'),
    taxable: boolean('Whether tax is added to the fee.'),
    createdAt: dateTime('When the fee was added.'),
  },
});

FixedFeeItem.associations(() => ({
  workspace: belongsTo(Workspace, 'The project that the fee is for.', { includable: false }),
  story: belongsTo(Story, 'The task that the fee is for. Null when it is not for a task.', { includable: false }),
}));
