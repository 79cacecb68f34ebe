import { boolean, dateTime, text } from '../attribute.ts';
import { resource } from '../resource.ts';

export const AccountColor = resource('AccountColor', {
  collection: 'account_colors',
  description: 'A colour that an account offers for marking its projects. Comes only with a workspace.',
  attributes: {
    name: text('Label of the colour.'),
    hex: text('The colour itself: a hash sign and six hexadecimal digits.'),
    enabled: boolean('Whether projects can be given this colour.'),
    defaultColor: boolean('Whether this is the default of the account, which has exactly one.'),
    createdAt: dateTime('When the colour was added.'),
    updatedAt: dateTime('When the colour was last changed.'),
  },
});
