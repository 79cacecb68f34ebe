import {
  boolean,
  cents,
  date,
  dateTime,
  decimal,
  enumeration,
  id,
  json,
  object,
  oneOf,
  struct,
  text,
} from '../attribute.ts';
import { CustomFieldValueType } from '../enums/custom-field-value-type.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, derived, hasMany, polymorphic, resource } from '../resource.ts';
import { typeScope } from '../scope.ts';
import { CustomField } from './custom-field.ts';
import { CustomFieldChoice } from './custom-field-choice.ts';
import { Estimate } from './estimate.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceGroup } from './workspace-group.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const CustomFieldValueSubjectType = enumeration(
  'CustomFieldValueSubjectType',
  'The kind of record that a custom field value is on.',
  {
    Workspace: 'A project.',
    WorkspaceGroup: 'A group of projects.',
    // This endpoint says `Resource` where external references say `WorkspaceResource`.
    Resource: ['WORKSPACE_RESOURCE', 'A resource of a project, that is a workspace resource.', 'WorkspaceResource'],
    Story: 'A task.',
    User: 'A person.',
    Estimate: 'An estimate.',
  },
);

const CustomFieldMoney = struct('CustomFieldMoney', 'An amount of money that a custom field holds.', {
  amountInCents: cents('The amount, in the smallest unit of the currency.'),
  code: text('ISO 4217 code of the currency, such as USD.'),
});

type Columns = Readonly<Record<string, unknown>>;

/** The value, if the field is of this kind. */
const ofType = ({ type, value }: Columns, kind: string): unknown => (type === kind ? value : null);

/** The ids of the choices that a value holds: its value itself, for the two kinds that hold choices. */
const choiceIds = ({ type, value }: Columns): readonly unknown[] | null => {
  if (typeof type !== 'string') return null;
  if (type !== 'single' && type !== 'multi') return [];
  return Array.isArray(value) ? value : value === null || value === '' ? [] : [value];
};

export const CustomFieldValue = resource('CustomFieldValue', {
  collection: 'custom_field_values',
  area: 'Custom fields',
  description: 'The value of one custom field on one record. An edit replaces the record of the value: its id changes.',
  attributes: {
    customFieldName: text('Name of the custom field.'),
    type: oneOf(CustomFieldValueType, 'Kind of the field. It decides the shape of `value`.'),
    displayValue: text('The value as text for people: labels of choices, an amount with its currency, or plain text.'),
    value: json(
      'The value as it is stored. By `type`: text, a date as text, a number, ' +
        'a list of an amount in the smallest unit of the currency and an ISO code, or a list of ids of choices.',
    ),
    canEdit: boolean('Whether the caller may change the value.'),
    subjectType: oneOf(CustomFieldValueSubjectType, 'The kind of record that the value is on.'),
    subjectId: id('Kantata id of the record that the value is on.'),
    accountId: id('Kantata id of the account that the value belongs to.'),
    createdAt: dateTime('When the value was set.'),
    updatedAt: dateTime('When the value was last changed.'),
  },
  derived: {
    text: derived(text('The value of a field of the kind string; null for every other kind.'), (row) =>
      ofType(row, 'string'),
    ),
    number: derived(decimal('The value of a field of the kind number; null for every other kind.'), (row) =>
      ofType(row, 'number'),
    ),
    date: derived(date('The value of a field of the kind date; null for every other kind.'), (row) =>
      ofType(row, 'date'),
    ),
    currency: derived(
      object(CustomFieldMoney, 'The value of a field of the kind currency; null for every other kind.'),
      (row) => {
        const value = ofType(row, 'currency');
        return Array.isArray(value) ? { amount_in_cents: value[0], code: value[1] } : value;
      },
    ),
  },
  // The API limits calls to this endpoint more tightly than others. Values of archived projects and
  // tasks are among its rows: there is nothing to reveal.
  endpoint: {
    single: true,
    scope: typeScope('subject_type'),
    orders: [
      'created_at:asc',
      'created_at:desc',
      'subject_id:asc',
      'subject_id:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'created_at:asc',
    filters: {
      ...byIds('CustomFieldValue', 'values'),
      subjectType: filter.required(
        filter.oneOf(
          CustomFieldValueSubjectType,
          'Only values on this kind of record. The API lists one kind at a time.',
        ),
      ),
      // One type's global ids cannot be asked for: whose ids these are is for `subjectType` to say.
      withSubjectId: filter.ids('Only values on the records with these Kantata ids: a list, despite its name.'),
      withCustomFieldId: filter.ids('Only values of these custom fields: a list, despite its name.', 'CustomField'),
      withSetterId: filter.ids('Only values set by these people: a list, despite its name.', 'User'),
      ...byReferences('values'),
      ...byTimes('values'),
    },
  },
});

CustomFieldValue.associations(() => ({
  customField: belongsTo(CustomField, 'The field that the value belongs to.'),
  subject: polymorphic(
    'CustomFieldValueSubject',
    [Estimate, Workspace, WorkspaceGroup, WorkspaceResource, Story, User],
    'The record that the value is on. Null when it is deleted, or hidden from the caller.',
    { typeField: 'subject_type', idField: 'subject_id', inverseOf: 'custom_field_values' },
  ),
  selectedChoices: hasMany(
    CustomFieldChoice,
    'The selected choices. Empty for fields of other kinds.',
    // The value itself is the list of their ids, so a side-loaded row has them too.
    { own: true, idsIn: choiceIds, alsoAs: 'choices' },
  ),
  setter: belongsTo(User, 'Who set the value. Null when unknown or hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
