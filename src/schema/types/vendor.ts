import { boolean, text } from '../attribute.ts';
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
      ids: filter.wire(
        'only',
        filter.ids('Only these records. An empty list answers an empty page and calls nothing.', 'Vendor'),
      ),
      archived: filter.boolean('True for archived vendors only, false for active ones only. Without it, both.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only records linked to these ids of other systems, at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

Vendor.associations(() => ({
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
