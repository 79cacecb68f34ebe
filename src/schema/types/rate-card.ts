import { boolean, dateTime, integer, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { RateCardSet } from './rate-card-set.ts';
import { RateCardVersion } from './rate-card-version.ts';

export const RateCard = resource('RateCard', {
  collection: 'rate_cards',
  area: 'Money',
  description:
    'What the roles of a project are billed at, in one currency. Needs financial access (project lead or higher) on the account.',
  attributes: {
    rateCardSetTitle: text('Title of the set it belongs to, with the currency.'),
    currency: text('ISO code of the currency of its rates.'),
    uses: integer('How many times the card is in use.'),
    removable: boolean('Whether the card may be deleted.'),
    createdAt: dateTime('When the card was created.'),
    updatedAt: dateTime('When the card last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these rate cards. An empty list answers an empty page and calls nothing.', 'RateCard'),
      ),
      currencies: filter.texts('Only rate cards in one of these currencies, as ISO codes.'),
      matching: filter.text('Only rate cards whose set has a title that resembles this text.'),
      createdAfter: filter.dateTime('Only rate cards created after this time.'),
      createdBefore: filter.dateTime('Only rate cards created before this time.'),
      updatedAfter: filter.dateTime('Only rate cards changed after this time.'),
      updatedBefore: filter.dateTime('Only rate cards last changed before this time.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only rate cards linked to one of these ids in another system; at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

RateCard.associations(() => ({
  rateCardSet: belongsTo(RateCardSet, 'The set that the card belongs to.'),
  effectiveRateCardVersion: hasOne(
    RateCardVersion,
    'The version in force today; null when there is none. The API tells it only of cards loaded by id, which can cost a call of its own.',
    { onlyWithIds: true },
  ),
  rateCardVersions: hasMany(RateCardVersion, 'All versions of the card.'),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
