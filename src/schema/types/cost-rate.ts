import { boolean, cents, dateTime, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import { belongsTo, resource } from '../resource.ts';
import { AccountMembership } from './account-membership.ts';

export const CostRate = resource('CostRate', {
  collection: 'cost_rates',
  area: 'Money',
  description: 'The hourly cost of an account member, in one currency.',
  attributes: {
    amountInSubunits: cents('Cost per hour, in the smallest unit of the currency.'),
    currency: text('ISO code of the currency, such as USD.'),
    inUse: boolean('Whether the member works in a project with this currency.'),
    createdAt: dateTime('When the rate was created.'),
    updatedAt: dateTime('When the rate last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:asc',
    filters: {
      ...byIds('CostRate', 'cost rates'),
      ...byTimes('cost rates'),
    },
  },
});

CostRate.associations(() => ({
  accountMembership: belongsTo(
    AccountMembership,
    'The account member whose work this rate prices. Null when hidden from the caller.',
  ),
}));
