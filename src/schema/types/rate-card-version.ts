import { cents, dateTime, id } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { RateCard } from './rate-card.ts';

export const RateCardVersion = resource('RateCardVersion', {
  collection: 'rate_card_versions',
  description: 'The rates of a rate card as they hold for a time. Comes only with its rate card.',
  attributes: {
    defaultRate: cents(
      'Rate for every role that has none of its own. ' +
        'The API does not state the unit; its other rates are in the smallest unit of the currency.',
    ),
    rateCardSetVersionId: id('Kantata id of the version of the rate card set that this one is part of.'),
    createdAt: dateTime('When the version was added.'),
    updatedAt: dateTime('When the version was last changed.'),
  },
});

RateCardVersion.associations(() => ({
  rateCard: belongsTo(RateCard, 'The rate card that this is a version of.'),
}));
