import { dateTime, largeInteger, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { CustomField } from './custom-field.ts';
import { ExternalReference } from './external-reference.ts';

export const CustomFieldChoice = resource('CustomFieldChoice', {
  collection: 'custom_field_choices',
  area: 'Custom fields',
  description: 'One of the answers that a single-choice or multiple-choice custom field offers.',
  attributes: {
    label: text('The answer as users read it.'),
    position: largeInteger('Place among the choices of its field: lower comes first.'),
    createdAt: dateTime('When the choice was created.'),
    updatedAt: dateTime('When the choice last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['label:asc', 'label:desc', 'position:asc', 'position:desc'],
    defaultOrder: 'position:asc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these choices. An empty list answers an empty page and calls nothing.', 'CustomFieldChoice'),
      ),
      // Only `active=true` is documented, so `false` is not sent: it would be a guess.
      active: filter.flag(
        'True leaves out choices that are no longer offered; without it, and with false, they come as well.',
      ),
      forChoiceIds: filter.ids(
        'Only these choices, as a filter that combines with `matching` and other filters.',
        'CustomFieldChoice',
      ),
      forCustomFields: filter.ids('Only choices of these custom fields.', 'CustomField'),
      matching: filter.text('Only choices whose label resembles this text.'),
      createdAfter: filter.dateTime('Only choices created after this time.'),
      createdBefore: filter.dateTime('Only choices created before this time.'),
      updatedAfter: filter.dateTime('Only choices changed after this time.'),
      updatedBefore: filter.dateTime('Only choices last changed before this time.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only choices linked to one of these ids in another system; at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

CustomFieldChoice.associations(() => ({
  customField: belongsTo(CustomField, 'The custom field that offers this choice. Null when hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
