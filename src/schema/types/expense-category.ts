import { dateTime, text } from '../attribute.ts';
import { resource } from '../resource.ts';

export const ExpenseCategory = resource('ExpenseCategory', {
  collection: 'expense_categories',
  description: 'A category of expenses in the account, such as travel or lodging.',
  attributes: {
    name: text('Name of the category.'),
    deletedAt: dateTime('When the category was deleted; null while it is in use. Old expenses may still reference it.'),
  },
});
