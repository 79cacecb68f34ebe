import { boolean, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

export const Vendor = resource('Vendor', {
  collection: 'vendors',
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
        filter.ids('Only these records. An empty list returns an empty page without a REST call.', 'Vendor'),
      ),
      archived: filter.boolean('True for archived vendors only, false for active ones only. Without it, both.'),
      externalReferenceServiceModelRefs: filter.texts('Only records with these ids in other systems, at most 200.', {
        atMost: 200,
      }),
    },
  },
});

Vendor.associations(() => ({
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
