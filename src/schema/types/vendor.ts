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
    name: text('Name of the vendor.'),
    inUse: boolean('Whether the vendor is on an invoice.'),
    archived: boolean('Whether the vendor is archived.'),
    externallyManaged: boolean('Whether the vendor is maintained by another system.'),
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
