import { boolean, date, dateTime, id, list, text } from '../attribute.ts';
import { resource } from '../resource.ts';

// The API can include the set and the versions of its cards, but only on an endpoint of these versions, which is not
// documented: they reach us as side-loads alone.
export const RateCardSetVersion = resource('RateCardSetVersion', {
  collection: 'rate_card_set_versions',
  description: 'The rates of a rate card set from one day on. Comes only with its set or with the version of a card.',
  attributes: {
    effectiveDate: date('First day on which the rates apply.'),
    active: boolean('Whether the version is published.'),
    usedCurrencies: list(text, 'ISO codes of the currencies of its cards.'),
    rateCardSetId: id('Kantata id of the set that this is a version of.'),
    createdAt: dateTime('When the version was added.'),
    updatedAt: dateTime('When the version was last changed.'),
  },
});
