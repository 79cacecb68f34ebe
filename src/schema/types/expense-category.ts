import { dateTime, text } from '../attribute.ts';
import { resource } from '../resource.ts';

export const ExpenseCategory = resource('ExpenseCategory', {
  collection: 'expense_categories',
  description: 'A kind of expense that the account keeps apart from others, such as travel or lodging.',
  attributes: {
    name: text('Name of the category.'),
    deletedAt: dateTime('When the category was deleted; null while it is in use. Old expenses may still point at it.'),
  },
});
