import { boolean, dateTime, list, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { RateCardSetVersion } from './rate-card-set-version.ts';
import { RateCard } from './rate-card.ts';
import { WorkspaceGroup } from './workspace-group.ts';

export const RateCardSet = resource('RateCardSet', {
  collection: 'rate_card_sets',
  area: 'Money',
  description:
    'A price list for roles: one rate card for each currency. Needs financial access (project ' +
    'lead or higher) on the account. A request for sets can write: the first request of an account creates its default set. Sets included with other records need no such request, as long as only plain fields are selected.',
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
  endpoint: {
    single: true,
    writes: 'The first request of an account creates its default set: the only read that writes.',
    orders: ['created_at:asc', 'created_at:desc', 'title:asc', 'title:desc'],
    defaultOrder: 'created_at:asc',
    filters: {
      ...byIds('RateCardSet', 'sets'),
      active: filter.boolean('True for sets with a published version. The effect of false is not documented.'),
      hasCurrency: filter.text('Only sets with a rate card in this currency, as ISO code: one.'),
      hasActiveCurrency: filter.text(
        'Only sets with a published version and a rate card in this currency, as ISO code: one.',
      ),
      matching: filter.text('Only sets whose title is similar to this text.'),
      workspaceGroups: filter.ids('Only sets of one of these groups of projects.', 'WorkspaceGroup'),
      ...byTimes('sets'),
    },
  },
});

RateCardSet.associations(() => ({
  rateCards: hasMany(RateCard, 'The rate cards of the set, one for each currency.'),
  rateCardSetVersions: hasMany(
    RateCardSetVersion,
    'The versions of the set, each with the day on which it takes effect.',
  ),
  workspaceGroups: hasMany(WorkspaceGroup, 'The groups of projects that use the set; hidden ones are excluded.'),
}));
