import { dateTime, largeInteger, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { CustomField } from './custom-field.ts';
import { ExternalReference } from './external-reference.ts';

export const CustomFieldChoice = resource('CustomFieldChoice', {
  collection: 'custom_field_choices',
  area: 'Custom fields',
  description: 'One option of a single-choice or multiple-choice custom field.',
  attributes: {
    label: text('Label shown to users.'),
    position: largeInteger('Position among the choices of its field, ascending.'),
    createdAt: dateTime('When the choice was created.'),
    updatedAt: dateTime('When the choice last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['label:asc', 'label:desc', 'position:asc', 'position:desc'],
    defaultOrder: 'position:asc',
    filters: {
      ...byIds('CustomFieldChoice', 'choices'),
      // Only `active=true` is documented, so `false` is not sent: it would be a guess.
      active: filter.flag(
        'True excludes choices that are no longer offered. Without it, or with false, they are included.',
      ),
      forChoiceIds: filter.ids('Only these choices. Combines with `matching` and other filters.', 'CustomFieldChoice'),
      forCustomFields: filter.nested(filter.ids('Only choices of these custom fields.', 'CustomField')),
      perCustomField: filter.integer('At most this many choices of each custom field: a number, not an id.', {
        atLeast: 1,
      }),
      matching: filter.text('Only choices whose label is similar to this text.'),
      ...byReferences('choices'),
      ...byTimes('choices'),
    },
  },
});

CustomFieldChoice.associations(() => ({
  customField: belongsTo(CustomField, 'The custom field that offers this choice. Null when hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
