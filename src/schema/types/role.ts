import { dateTime, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

export const Role = resource('Role', {
  collection: 'roles',
  area: 'People',
  description: "What people do in the projects of the caller's account, such as Designer or Consultant.",
  attributes: {
    name: text('Name of the role.'),
    deletedAt: dateTime('When the role was deleted; null while it is in use. Old records may still point at it.'),
    createdAt: dateTime('When the role was created.'),
    updatedAt: dateTime('When the role last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { only_active: 'false' },
    defaults: { only_active: 'true' },
    orders: ['alphabetical:asc', 'alphabetical:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these roles. An empty list answers an empty page and calls nothing.', 'Role'),
      ),
      matching: filter.text('Only roles whose name resembles this text.'),
      onlyActive: filter.boolean('True leaves out deleted roles, false brings them as well. The API assumes true.'),
      createdAfter: filter.dateTime('Only roles created after this time.'),
      createdBefore: filter.dateTime('Only roles created before this time.'),
      updatedAfter: filter.dateTime('Only roles changed after this time.'),
      updatedBefore: filter.dateTime('Only roles last changed before this time.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only roles linked to one of these ids in another system; at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

Role.associations(() => ({
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
