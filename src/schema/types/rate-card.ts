import { boolean, dateTime, integer, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { RateCardSet } from './rate-card-set.ts';
import { RateCardVersion } from './rate-card-version.ts';

export const RateCard = resource('RateCard', {
  collection: 'rate_cards',
  area: 'Money',
  description:
    "The bill rates of a project's roles, in one currency. Needs financial access (project lead or higher) on the account.",
  attributes: {
    rateCardSetTitle: text('Title of the set it belongs to, with the currency.'),
    currency: text('ISO code of the currency of its rates.'),
    uses: integer('Number of uses of the card.'),
    removable: boolean('Whether the card may be deleted.'),
    createdAt: dateTime('When the card was created.'),
    updatedAt: dateTime('When the card last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('RateCard', 'rate cards'),
      active: filter.flag('True for rate cards that are published. False has no effect.'),
      currencies: filter.texts('Only rate cards in one of these currencies, as ISO codes.'),
      matching: filter.text('Only rate cards whose set has this text in its title.'),
      matchingTitleOrCurrency: filter.text(
        'Only rate cards with this text in the title of their set or in their currency code.',
      ),
      rateCardSetId: filter.id('Only rate cards of this set; the API accepts one at a time.', 'RateCardSet'),
      ...byReferences('rate cards'),
      ...byTimes('rate cards'),
    },
  },
});

RateCard.associations(() => ({
  rateCardSet: belongsTo(RateCardSet, 'The set that the card belongs to.'),
  effectiveRateCardVersion: hasOne(RateCardVersion, 'The version effective today; null when there is none.', {
    onlyWithIds: true,
  }),
  rateCardVersions: hasMany(RateCardVersion, 'All versions of the card.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
