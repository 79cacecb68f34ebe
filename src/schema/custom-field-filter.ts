/**
 * Filters by custom field: one list of typed inputs in place of five parameters in the API's own grammar.
 *
 * The documented grammar (GET /workspace_resources): `field:value` for one field,
 * `(field:value):(field:value)` for several. A choice is a comma list of choice ids or the word
 * `blank`; money is `amount` or `amount:ISO`; a date is `from:to` with either end left empty; text
 * is the text, or nothing at all for "any value". Colons, semicolons and parentheses are its
 * punctuation, so a text that holds one of them cannot be carried and is refused.
 */
import type { Filter } from './filter.ts';
import { kantataIdOf } from './global-id.ts';
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
}

/** One custom field and what its value must be; exactly one of the kinds. */
export interface CustomFieldFilter {
  readonly choice?: ChoiceFilter;
  readonly currency?: CurrencyFilter;
  readonly date?: DateFilter;
  readonly number?: NumberFilter;
  readonly text?: TextFilter;
}

const fieldOf = (filter: { readonly fieldId: string }) =>
  kantataIdOf(filter.fieldId, 'CustomField', 'customFields.fieldId');

const day = (value: string | Date | null | undefined) =>
  value instanceof Date ? value.toISOString().slice(0, 10) : (value ?? '');

const plainNumber = (value: number) => {
  if (!Number.isFinite(value)) throw new UnusableInput('customFields: a number must be finite.');
  // 1e21 and above print with an exponent, which the grammar does not know.
  if (/e/i.test(String(value)))
    throw new UnusableInput('customFields: the number is too large or too small to be sent.');
  return String(value);
};

const wire = {
  choice(filter: ChoiceFilter) {
    const ids = filter.choiceIds ?? [];
    if (filter.blank && ids.length > 0)
      throw new UnusableInput('customFields.choice: give choiceIds or blank, not both.');
    if (!filter.blank && ids.length === 0)
      throw new UnusableInput('customFields.choice: give at least one of choiceIds, or blank: true.');
    const values = filter.blank
      ? 'blank'
      : ids.map((id) => kantataIdOf(id, 'CustomFieldChoice', 'customFields.choice.choiceIds')).join(',');
    return `${fieldOf(filter)}:${values}`;
  },
  currency(filter: CurrencyFilter) {
    const code = filter.code ?? '';
    if (code !== '' && !/^[A-Z]{3}$/.test(code))
      throw new UnusableInput('customFields.currency.code: an ISO 4217 code of three capital letters, such as USD.');
    return `${fieldOf(filter)}:${plainNumber(filter.amount)}${code ? `:${code}` : ''}`;
  },
  date(filter: DateFilter) {
    if (!filter.from && !filter.to) throw new UnusableInput('customFields.date: give from, to, or both.');
    return `${fieldOf(filter)}:${day(filter.from)}:${day(filter.to)}`;
  },
  number: (filter: NumberFilter) => `${fieldOf(filter)}:${plainNumber(filter.value)}`,
  text(filter: TextFilter) {
    if (filter.value === null || filter.value === undefined) return fieldOf(filter);
    // oxlint-disable-next-line no-control-regex
    if (filter.value.trim() === '' || /[:;()\u0000-\u001f\u007f]/.test(filter.value))
      throw new UnusableInput(
        'customFields.text.value: blank text, colons, semicolons, parentheses and control characters cannot be sent to the API.',
      );
    return `${fieldOf(filter)}:${filter.value}`;
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

/** Parameters for a list of custom field filters; all of them must hold. Throws {@link UnusableInput}. */
export function sendCustomFields(filters: readonly CustomFieldFilter[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const kind of kinds) {
    const values = filters.flatMap((filter) => (filter[kind] ? [wire[kind](filter[kind] as never)] : []));
    if (values.length === 1) params[PARAMS[kind]] = values[0] as string;
    if (values.length > 1) params[PARAMS[kind]] = values.map((value) => `(${value})`).join(':');
  }
  return params;
}

/** The argument `customFields`, for every endpoint with the five `by_custom_*_value` parameters. */
export const customFields: Filter = {
  type: { kind: 'input', name: 'CustomFieldFilter' },
  list: true,
  required: false,
  several: null,
  description: 'Values that custom fields must have; a row must meet every entry. An empty list asks for nothing.',
  wire: null,
  send: sendCustomFields,
};
