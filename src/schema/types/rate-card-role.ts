import { cents, dateTime } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Role } from './role.ts';

export const RateCardRole = resource('RateCardRole', {
  collection: 'rate_card_roles',
  description: 'Hourly bill rate of one role. Comes only with the version of a rate card.',
  attributes: {
    rate: cents('Rate per hour, in the smallest unit of the currency of the card.'),
    createdAt: dateTime('When the rate was added.'),
    updatedAt: dateTime('When the rate was last changed.'),
  },
});

RateCardRole.associations(() => ({
  // Nothing asks for these rows by themselves, so that their includes cannot be had: the row names the role.
  role: belongsTo(Role, 'The role that the rate is for. Null when hidden from the caller.', { includable: false }),
}));
