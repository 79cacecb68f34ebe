import { dateTime, enumeration, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
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
    name: text('Name of the set.'),
    subjectType: oneOf(CustomFieldSetSubjectType, 'The kind of record that the fields of the set describe.'),
    createdAt: dateTime('When the set was added.'),
    updatedAt: dateTime('When the set was last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['alphabetical:asc', 'alphabetical:desc', 'created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('CustomFieldSet', 'sets'),
      withSubjectType: filter.oneOf(
        CustomFieldSetSubjectType,
        'Only sets for this kind of record. The API documents it for projects, tasks, users and groups only.',
      ),
      ...byReferences('sets'),
      ...byTimes('sets'),
    },
  },
});

CustomFieldSet.associations(() => ({
  customFields: hasMany(CustomField, 'The fields in the set. Empty when it has none that the caller may see.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
