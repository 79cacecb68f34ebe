import { boolean, text } from '../attribute.ts';
import { byIds, byReferences } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

export const Vendor = resource('Vendor', {
  collection: 'vendors',
  area: 'Money',
  description: 'A company or person that the account buys from.',
  attributes: {
    name: text('What the vendor is called.'),
    inUse: boolean('Whether an invoice names the vendor.'),
    archived: boolean('Whether the vendor has been put away.'),
    externallyManaged: boolean('Whether the vendor comes from another system, which keeps it up to date.'),
  },
  endpoint: {
    single: false,
    orders: ['alphabetical:asc', 'alphabetical:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: {
      ...byIds('Vendor', 'vendors'),
      archived: filter.boolean('True for archived vendors only, false for active ones only. Without it, both.'),
      ...byReferences('vendors'),
    },
  },
});

Vendor.associations(() => ({
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
