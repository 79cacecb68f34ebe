/** The input objects for filters by custom fields: one field and the value that it must have. */
import { enumeration } from './attribute.ts';
import type { InputField, InputShape } from './filter.ts';
import { scalarField } from './input-field.ts';
import { DateRange } from './range-filter.ts';

/** The custom field that an entry is about. */
export const fieldId = scalarField('ID', 'Kantata id or global id of the custom field.', { required: true });

const input = (name: string, description: string, fields: InputShape['fields']): InputShape => ({
  kind: 'input',
  name,
  description,
  fields: { fieldId, ...fields },
});

const CustomChoiceFilter = input('CustomChoiceFilter', 'Match a choice field: any of some choices, or no choice.', {
  choiceIds: scalarField('ID', 'Match records with at least one of these choices. Cannot be combined with `blank`.', {
    list: true,
  }),
  blank: scalarField('Boolean', 'True matches records with no choice.'),
});

const CustomCurrencyFilter = input('CustomCurrencyFilter', 'Match a money field by its amount.', {
  amount: scalarField(
    'Float',
    'Amount in units of the currency, not in cents: 200.2 USD is 200 dollars and 20 cents.',
    {
      required: true,
    },
  ),
  code: scalarField('String', 'ISO 4217 code such as USD. Omit to match any currency.'),
});

export const CustomDateFilter = input(
  'CustomDateFilter',
  'Match a date field by a range. At least one end is required.',
  DateRange.fields,
);

const CustomNumberFilter = input('CustomNumberFilter', 'Match a number field by its value.', {
  value: scalarField('Float', 'The number.', { required: true }),
});

const CustomTextFilter = input(
  'CustomTextFilter',
  'Match a text field. Give one of `value` (exact text), `anyOf` (one of several texts) and `hasValue` (any text).',
  {
    value: scalarField(
      'String',
      'The exact text; with no field of this input set, any text matches. Colons, semicolons and parentheses are rejected: the API cannot receive them.',
    ),
    anyOf: scalarField('String', 'Match any of these exact texts. The same characters are rejected as in `value`.', {
      list: true,
    }),
    hasValue: scalarField('Boolean', 'True matches any text. False alone is rejected: the API cannot ask for no text.'),
  },
);

/** The numbers of a field lie within a span. */
export const CustomIntegerRange = input(
  'CustomIntegerRange',
  'Match a number field by a range of whole numbers, both ends included.',
  {
    min: scalarField('Int', 'Lowest number.', { required: true }),
    max: scalarField('Int', 'Highest number.', { required: true }),
  },
);

/** Choices of a field, or none of them. */
export const SelectedChoices = input(
  'SelectedChoices',
  'Match a choice field by its choices. Give `choiceIds`, `none`, or both.',
  {
    choiceIds: scalarField('ID', 'Match records with any of these choices.', { list: true }),
    none: scalarField('Boolean', 'True also matches records with no choice.'),
  },
);

const kind = (type: InputShape, description: string): InputField => ({ type, description });

/** One custom field and the value that it must have. */
export const CustomFieldFilter: InputShape = {
  kind: 'input',
  name: 'CustomFieldFilter',
  description: 'Match one custom field. Set exactly one field, by the kind of the custom field.',
  isOneOf: true,
  fields: {
    choice: kind(CustomChoiceFilter, 'For single-choice and multiple-choice fields.'),
    currency: kind(CustomCurrencyFilter, 'For money fields.'),
    date: kind(CustomDateFilter, 'For date fields.'),
    number: kind(CustomNumberFilter, 'For number fields.'),
    text: kind(CustomTextFilter, 'For text fields.'),
  },
};

const SortDirection = enumeration('SortDirection', 'Sort direction.', {
  asc: 'Ascending.',
  desc: 'Descending.',
});

/** The order of a list by one custom field. */
export const OrderByCustomField = input('OrderByCustomField', 'Sort by the values of one custom field.', {
  direction: { type: SortDirection, description: 'Sort direction. Default: ASC.' },
});
