import { dateTime, enumeration, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { CustomField } from './custom-field.ts';
import { ExternalReference } from './external-reference.ts';

// The attribute is documented with the first four; the type's own text names the other two as well.
const CustomFieldSetSubjectType = enumeration(
  'CustomFieldSetSubjectType',
  'The kind of record that the fields of a set describe.',
  {
    Workspace: 'Projects.',
    Story: 'Tasks.',
    User: 'People.',
    WorkspaceGroup: 'Groups of projects.',
    Estimate: 'Estimates.',
    Resource: ['WORKSPACE_RESOURCE', 'Resources of projects, that is workspace resources.'],
  },
);

export const CustomFieldSet = resource('CustomFieldSet', {
  collection: 'custom_field_sets',
  area: 'Custom fields',
  description: 'A named group of custom fields, all for the same kind of record.',
  attributes: {
    name: text('What the set is called.'),
    subjectType: oneOf(CustomFieldSetSubjectType, 'The kind of record that the fields of the set describe.'),
    createdAt: dateTime('When the set was added.'),
    updatedAt: dateTime('When the set was last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['alphabetical:asc', 'alphabetical:desc', 'created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these records. An empty list answers an empty page and calls nothing.', 'CustomFieldSet'),
      ),
      externalReferenceServiceModelRefs: filter.texts(
        'Only records linked to these ids of other systems, at most 200.',
        { atMost: 200 },
      ),
      createdAfter: filter.dateTime('Only records created after this time.'),
      createdBefore: filter.dateTime('Only records created before this time.'),
      updatedAfter: filter.dateTime('Only records last changed after this time.'),
      updatedBefore: filter.dateTime('Only records last changed before this time.'),
    },
  },
});

CustomFieldSet.associations(() => ({
  customFields: hasMany(CustomField, 'The fields in the set. Empty when it has none that the caller may see.'),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
