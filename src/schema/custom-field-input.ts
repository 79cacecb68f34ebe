/** The input objects for one custom field and what its value must be. */
import { enumeration } from './attribute.ts';
import type { InputField, InputShape } from './filter.ts';

/** The custom field that an entry is about. */
export const fieldId: InputField = {
  type: { kind: 'scalar', name: 'ID' },
  required: true,
  description: 'The custom field: its number, or its global id.',
};

const scalar = (
  name: 'Boolean' | 'Date' | 'Float' | 'ID' | 'Int' | 'String',
  description: string,
  { list = false, required = false }: { list?: boolean; required?: boolean } = {},
): InputField => ({ type: { kind: 'scalar', name }, description, list, required });

const input = (name: string, description: string, fields: InputShape['fields']): InputShape => ({
  kind: 'input',
  name,
  description,
  fields: { fieldId, ...fields },
});

const CustomChoiceFilter = input('CustomChoiceFilter', 'A choice field holds one of some choices, or none at all.', {
  choiceIds: scalar('ID', 'Choices of which at least one must be picked. Cannot be combined with `blank`.', {
    list: true,
  }),
  blank: scalar('Boolean', 'True: nothing is picked.'),
});

const CustomCurrencyFilter = input('CustomCurrencyFilter', 'A money field holds an amount.', {
  amount: scalar(
    'Float',
    'The amount, in units of the currency, not in cents: 200.2 USD are 200 dollars and 20 cents.',
    { required: true },
  ),
  code: scalar('String', 'ISO 4217 code such as USD; any currency without it.'),
});

export const CustomDateFilter = input(
  'CustomDateFilter',
  'A date field lies in a span. At least one end must be given.',
  {
    from: scalar('Date', 'First day of the span; open without it.'),
    to: scalar('Date', 'Last day of the span; open without it.'),
  },
);

const CustomNumberFilter = input('CustomNumberFilter', 'A number field holds a number.', {
  value: scalar('Float', 'The number.', { required: true }),
});

const CustomTextFilter = input(
  'CustomTextFilter',
  'A text field holds a text: exactly `value`, one of `anyOf`, or, with `hasValue`, any text at all. Give one of the three.',
  {
    value: scalar(
      'String',
      'The text; without it any text will do. Colons, semicolons and parentheses cannot be sent to the API, and are refused.',
    ),
    anyOf: scalar('String', 'Texts of which one must be held. The same characters are refused as in `value`.', {
      list: true,
    }),
    hasValue: scalar('Boolean', 'True: the field holds a text, whatever it is.'),
  },
);

/** The numbers of a field lie within a span. */
export const CustomIntegerRange = input(
  'CustomIntegerRange',
  'A number field lies in a span of whole numbers, both ends counted.',
  {
    min: scalar('Int', 'Lowest number.', { required: true }),
    max: scalar('Int', 'Highest number.', { required: true }),
  },
);

/** Choices of a field, or none of them. */
export const SelectedChoices = input(
  'SelectedChoices',
  'A choice field has one of some choices picked. Give `choiceIds`, `none`, or both.',
  {
    choiceIds: scalar('ID', 'Choices of which one must be picked.', { list: true }),
    none: scalar('Boolean', 'True: records where nothing is picked count as well.'),
  },
);

const kind = (type: InputShape, description: string): InputField => ({ type, description });

/** One custom field and what its value must be. */
export const CustomFieldFilter: InputShape = {
  kind: 'input',
  name: 'CustomFieldFilter',
  description: 'One custom field and what its value must be. Exactly one of the kinds.',
  isOneOf: true,
  fields: {
    choice: kind(CustomChoiceFilter, 'For fields of the kinds single and multi.'),
    currency: kind(CustomCurrencyFilter, 'For fields of the kind currency.'),
    date: kind(CustomDateFilter, 'For fields of the kind date.'),
    number: kind(CustomNumberFilter, 'For fields of the kind number.'),
    text: kind(CustomTextFilter, 'For fields of the kind string.'),
  },
};

const SortDirection = enumeration('SortDirection', 'Which way an order runs.', {
  asc: 'The smallest first.',
  desc: 'The largest first.',
});

/** The order of a list by one custom field. */
export const OrderByCustomField = input('OrderByCustomField', 'An order by the values of one custom field.', {
  direction: { type: SortDirection, description: 'Which way; ASC without it.' },
});
