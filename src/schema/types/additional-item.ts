import { boolean, cents, dateTime, text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Workspace } from './workspace.ts';

export const AdditionalItem = resource('AdditionalItem', {
  collection: 'additional_items',
  description: 'An extra invoice line that is not a time entry, expense or fixed fee, such as a one-off charge.',
  attributes: {
    notes: text('What the line is for.'),
    amountInCents: cents('Amount of the line, in the smallest unit of its currency.'),
    currency: text('ISO code of the currency of the amount.'),
    taxable: boolean('Whether tax is added to the amount.'),
    createdAt: dateTime('When the line was created.'),
  },
});

AdditionalItem.associations(() => ({
  workspace: belongsTo(Workspace, 'The workspace that is charged; null when it is hidden from the caller.', {
    includable: false,
  }),
}));
