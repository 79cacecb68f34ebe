import { boolean, dateTime, enumeration, oneOf, text } from '../attribute.ts';
import { CustomFieldValueType } from '../enums/custom-field-value-type.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { CustomFieldChoice } from './custom-field-choice.ts';
import { CustomFieldSet } from './custom-field-set.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';

const CustomFieldSubjectType = enumeration('CustomFieldSubjectType', 'Kinds of record that can have custom fields.', {
  Estimate: 'Estimates.',
  Story: 'Stories (tasks).',
  User: 'Users.',
  Workspace: 'Workspaces (projects).',
  WorkspaceGroup: 'Workspace groups (clients).',
  Resource: ['WORKSPACE_RESOURCE', 'Resources of workspaces.'],
});

export const CustomField = resource('CustomField', {
  collection: 'custom_fields',
  area: 'Custom fields',
  description:
    'A field that an account has added to its estimates, workspaces, groups, resources, stories or users. Its value on a record is a custom field value.',
  attributes: {
    name: text('Name of the field.'),
    valueType: oneOf(CustomFieldValueType, 'What kind of value the field takes.'),
    defaultText: text(
      'Hint that the interface shows while the field is empty. Only for fields that are typed in, null for those ' +
        'with choices.',
    ),
    uniqueConstraint: boolean('Whether values must be unique across records. Null for fields with choices.'),
    // Text, not an enumeration: the documented levels are words, the documented type of both attributes is a number.
    readAccess: text(
      'Least permission that lets a user see the value. On workspaces, resources and stories: ' +
        'project_collaboration, time_logging, financial or project_admin. On estimates, groups and users: ' +
        'account_collaboration, project_creator, project_lead, reports_viewer, reports_viewer_with_cost or ' +
        'account_admin.',
    ),
    writeAccess: text(
      'Least permission that lets a user set, change or remove the value, in the words of `readAccess`.',
    ),
    createdAt: dateTime('When the field was created.'),
    updatedAt: dateTime('When the field last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['name:asc', 'name:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'name:asc',
    filters: {
      ...byIds('CustomField', 'fields'),
      subjectType: filter.oneOf(CustomFieldSubjectType, 'Only fields of this kind of record.'),
      matching: filter.text('Only fields whose name is similar to this text.'),
      ...byReferences('fields'),
      ...byTimes('fields'),
    },
  },
});

CustomField.associations(() => ({
  customFieldSet: belongsTo(
    CustomFieldSet,
    'The set that the field belongs to. It also decides which kind of record has the field.',
  ),
  choices: hasMany(CustomFieldChoice, 'The choices of the field. Empty for a field without choices.'),
  creator: belongsTo(User, 'Who created the field; null when they are hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
