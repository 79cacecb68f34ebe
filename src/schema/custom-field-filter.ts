/**
 * Filters by custom field: one list of typed inputs in place of five parameters in the API's own grammar.
 *
 * The documented grammar (GET /workspace_resources): `field:value` for one field,
 * `(field:value):(field:value)` for several. A choice is a comma list of choice ids or the word
 * `blank`; money is `amount` or `amount:ISO`; a date is `from:to` with either end left empty; text
 * is the text, or nothing at all for "any value". Colons, semicolons and parentheses are its
 * punctuation, so a text that holds one of them cannot be carried and is refused. A text field that
 * stands twice is met by either text, so several texts of one field are one entry here, `anyOf`.
 */
import {
  CustomDateFilter,
  CustomFieldFilter as CustomFieldFilterInput,
  CustomIntegerRange,
  SelectedChoices,
} from './custom-field-input.ts';
import { type Filter, filter, wireDay } from './filter.ts';
import { kantataIdOf } from './global-id.ts';
import { checkRange } from './range-filter.ts';
import { UnusableInput } from './unusable-input.ts';

export interface ChoiceFilter {
  readonly fieldId: string;
  readonly choiceIds?: readonly string[] | null;
  readonly blank?: boolean | null;
}
export interface CurrencyFilter {
  readonly fieldId: string;
  readonly amount: number;
  readonly code?: string | null;
}
export interface DateFilter {
  readonly fieldId: string;
  readonly from?: string | Date | null;
  readonly to?: string | Date | null;
}
export interface NumberFilter {
  readonly fieldId: string;
  readonly value: number;
}
export interface TextFilter {
  readonly fieldId: string;
  readonly value?: string | null;
  readonly anyOf?: readonly string[] | null;
  readonly hasValue?: boolean | null;
}

/** One custom field and what its value must be; exactly one of the kinds. */
export interface CustomFieldFilter {
  readonly choice?: ChoiceFilter;
  readonly currency?: CurrencyFilter;
  readonly date?: DateFilter;
  readonly number?: NumberFilter;
  readonly text?: TextFilter;
}

const fieldOf = (filter: { readonly fieldId: string }, label = 'customFields') =>
  kantataIdOf(filter.fieldId, 'CustomField', `${label}.fieldId`);

const day = (value: string | Date | null | undefined) => (value == null ? '' : wireDay(value));

const plainNumber = (value: number) => {
  if (!Number.isFinite(value)) throw new UnusableInput('customFields: a number must be finite.');
  // 1e21 and above print with an exponent, which the grammar does not know.
  if (/e/i.test(String(value)))
    throw new UnusableInput('customFields: the number is too large or too small for the API.');
  return String(value);
};

/** A text, in the grammar of the parameter. */
const textValue = (value: string) => {
  // oxlint-disable-next-line no-control-regex
  if (value.trim() === '' || /[:;()\u0000-\u001f\u007f]/.test(value))
    throw new UnusableInput(
      'customFields.text.value: the API cannot receive blank text, colons, semicolons, parentheses or control characters.',
    );
  return value;
};

/** The clauses for each field: one clause, or several of which one must hold. */
const wire = {
  choice(choice: ChoiceFilter) {
    const ids = choice.choiceIds ?? [];
    if (choice.blank && ids.length > 0)
      throw new UnusableInput('customFields.choice: give choiceIds or blank, not both.');
    if (!choice.blank && ids.length === 0)
      throw new UnusableInput('customFields.choice: give at least one of choiceIds, or blank: true.');
    const values = choice.blank
      ? 'blank'
      : ids.map((id) => kantataIdOf(id, 'CustomFieldChoice', 'customFields.choice.choiceIds')).join(',');
    return [`${fieldOf(choice)}:${values}`];
  },
  currency(money: CurrencyFilter) {
    const code = money.code ?? '';
    if (code !== '' && !/^[A-Z]{3}$/.test(code))
      throw new UnusableInput(
        'customFields.currency.code: use an ISO 4217 code of three capital letters, such as USD.',
      );
    return [`${fieldOf(money)}:${plainNumber(money.amount)}${code ? `:${code}` : ''}`];
  },
  date(span: DateFilter) {
    checkRange(span, 'customFields.date', wireDay);
    return [`${fieldOf(span)}:${day(span.from)}:${day(span.to)}`];
  },
  number: (number: NumberFilter) => [`${fieldOf(number)}:${plainNumber(number.value)}`],
  text(text: TextFilter) {
    const field = fieldOf(text);
    const given = [text.value != null, text.anyOf != null, text.hasValue === true].filter(Boolean).length;
    if (given === 0 && text.hasValue === false)
      throw new UnusableInput('customFields.text.hasValue: the API cannot ask for records without a text; use true.');
    if (given > 1) throw new UnusableInput('customFields.text: give one of value, anyOf and hasValue.');
    if (text.anyOf?.length === 0) throw new UnusableInput('customFields.text.anyOf: give at least one text.');
    const values = text.anyOf ?? (text.value == null ? [] : [text.value]);
    return values.length === 0 ? [field] : [...new Set(values)].map((value) => `${field}:${textValue(value)}`);
  },
} as const;

const PARAMS = {
  choice: 'by_custom_choice_value',
  currency: 'by_custom_currency_value',
  date: 'by_custom_date_value',
  number: 'by_custom_number_value',
  text: 'by_custom_text_value',
} as const;

const kinds = Object.keys(PARAMS) as (keyof typeof PARAMS)[];

/** The API takes two clauses on one text field for either of them, where two entries of a list mean both. */
function checkTexts(filters: readonly CustomFieldFilter[]) {
  const fields = filters.flatMap(({ text }) => (text ? [fieldOf(text)] : []));
  if (new Set(fields).size < fields.length)
    throw new UnusableInput(
      'customFields.text: give one entry for each field; use anyOf for several texts of one field.',
    );
}

/** Parameters for a list of custom field filters; all of them must hold. Throws {@link UnusableInput}. */
export function sendCustomFields(filters: readonly CustomFieldFilter[]): Record<string, string> {
  checkTexts(filters);
  const params: Record<string, string> = {};
  for (const kind of kinds) {
    const values = filters.flatMap((entry) => (entry[kind] ? wire[kind](entry[kind] as never) : []));
    if (values.length === 1) params[PARAMS[kind]] = values[0] as string;
    if (values.length > 1) params[PARAMS[kind]] = values.map((value) => `(${value})`).join(':');
  }
  return params;
}

/** The argument `customFields`, for every endpoint with the five `by_custom_*_value` parameters. */
export const customFields: Filter = {
  ...filter(
    CustomFieldFilterInput,
    'Filter by custom fields. All entries must match. An empty list filters nothing.',
    sendCustomFields,
    true,
  ),
  params: kinds.map((kind) => PARAMS[kind]),
};

/** Several date fields, each within a span, split by semicolons; the API documents no open end here. */
export const customDateSpans = (description: string): Filter =>
  filter(
    CustomDateFilter,
    description,
    (spans: readonly DateFilter[], param, label) => {
      if (spans.some(({ from, to }) => !from || !to))
        throw new UnusableInput(`${label}: give both from and to; the API documents no open range here.`);
      for (const span of spans) checkRange(span, label, wireDay);
      return spans.length === 0
        ? {}
        : { [param]: spans.map((span) => `${fieldOf(span, label)}:${day(span.from)}:${day(span.to)}`).join(';') };
    },
    true,
  );

/** Several number fields, each within a span of whole numbers, split by semicolons. */
export const customIntegerRanges = (description: string): Filter =>
  filter(
    CustomIntegerRange,
    description,
    (ranges: readonly { fieldId: string; min: number; max: number }[], param, label) => {
      if (ranges.some(({ min, max }) => min > max)) throw new UnusableInput(`${label}: min is greater than max.`);
      return ranges.length === 0
        ? {}
        : { [param]: ranges.map((range) => `${fieldOf(range, label)}:${range.min}:${range.max}`).join(';') };
    },
    true,
  );

/** Several choice fields, split by semicolons; the word `none` stands for nothing picked. */
export const selectedChoices = (description: string): Filter =>
  filter(
    SelectedChoices,
    description,
    (
      fields: readonly { fieldId: string; choiceIds?: readonly string[] | null; none?: boolean | null }[],
      param,
      label,
    ) => {
      const clauses = fields.map((field) => {
        const values = [
          ...(field.choiceIds ?? []).map((id) => kantataIdOf(id, 'CustomFieldChoice', `${label}.choiceIds`)),
          ...(field.none ? ['none'] : []),
        ];
        if (values.length === 0) throw new UnusableInput(`${label}: give choiceIds, none: true, or both.`);
        return `${fieldOf(field, label)}:${values.join(',')}`;
      });
      return clauses.length === 0 ? {} : { [param]: clauses.join(';') };
    },
    true,
  );
