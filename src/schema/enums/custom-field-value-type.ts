/**
 * Apart from the types that carry it: fields and values of fields both need it while they are being
 * declared, and each leads to the other through their imports.
 */
import { enumeration } from '../attribute.ts';

export const CustomFieldValueType = enumeration(
  'CustomFieldValueType',
  'The kind of value that a custom field has. It decides the shape of its values.',
  {
    string: 'Text.',
    date: 'A calendar date, as text in the form YYYY-MM-DD.',
    number: 'A number.',
    currency: 'Money: a list of the amount, in the smallest unit of the currency, and the ISO code of the currency.',
    single: 'One choice of the field: a list with the id of the choice.',
    multi: 'Any number of choices of the field: a list of the ids of the choices.',
  },
);
