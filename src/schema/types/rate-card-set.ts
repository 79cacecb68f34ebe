import { boolean, dateTime, list, text } from '../attribute.ts';
import { resource } from '../resource.ts';

// The API can include the cards, versions and groups of a set, but only on an endpoint of sets. Sets reach us as
// side-loads alone, and those never carry the ids of includes: fields for them would always be empty.
export const RateCardSet = resource('RateCardSet', {
  collection: 'rate_card_sets',
  description: 'A price list for roles: rate cards that belong together, one for each currency.',
  attributes: {
    title: text('Title of the set.'),
    accountDefault: boolean('Whether projects use this set unless another is chosen.'),
    activeCurrencies: list(text, 'ISO codes of the currencies in the published versions of this set.'),
    defaultCurrencies: list(
      text,
      "ISO codes of the currencies in the published versions of the account's default set, for comparison.",
    ),
    destroyable: boolean('Whether the set may be deleted.'),
    createdAt: dateTime('When the set was created.'),
    updatedAt: dateTime('When the set last changed.'),
  },
});
