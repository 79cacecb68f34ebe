import { cents, dateTime } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { RateCardRole } from './rate-card-role.ts';
import { RateCardSetVersion } from './rate-card-set-version.ts';
import { RateCard } from './rate-card.ts';

export const RateCardVersion = resource('RateCardVersion', {
  collection: 'rate_card_versions',
  area: 'Money',
  called: 'versions of rate cards',
  description:
    'The rates of a rate card for a period. Listing it or loading it by id needs account administrator rights.',
  attributes: {
    defaultRate: cents(
      'Default rate, for roles without one of their own. ' +
        'The API does not state the unit; its other rates are in the smallest unit of the currency.',
    ),
    createdAt: dateTime('When the version was added.'),
    updatedAt: dateTime('When the version was last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('RateCardVersion', 'versions'),
      rateCardId: filter.id('Only versions of this rate card.', 'RateCard'),
      rateCardSetId: filter.id('Only versions of the rate cards of this set.', 'RateCardSet'),
      rateCardSetVersionId: filter.id('Only versions that are part of this version of a set.', 'RateCardSetVersion'),
      effectiveOnDate: filter.date('Only versions effective on this day.'),
      ...byTimes('versions'),
    },
  },
});

RateCardVersion.associations(() => ({
  rateCard: belongsTo(RateCard, 'The rate card that this is a version of.'),
  rateCardSetVersion: belongsTo(
    RateCardSetVersion,
    'The version of the rate card set that this one is part of. Null when hidden from the caller.',
  ),
  rateCardRoles: hasMany(RateCardRole, 'The rates of single roles; a role without one has the default rate.'),
}));
