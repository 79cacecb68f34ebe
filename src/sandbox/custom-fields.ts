/**
 * Filters by the values of custom fields, in the API's own grammar.
 *
 * `field:value` for one field, `(field:value):(field:value)` for several, all of which must hold, but
 * for two texts of one field, of which one will do; semicolons are as good as colons. See
 * `by_custom_*_value` of `GET /workspace_resources`. Lists of tasks and projects have older forms
 * beside these, split by semicolons.
 */
import { asText, idsIn, type Row } from './row.ts';

/** Values of the custom fields of one row. */
type Values = readonly Row[];
type Match = (values: Values) => boolean;

const SEPARATOR = /[:;]/;

interface Clause {
  readonly field: string;
  readonly rest: readonly string[];
}

/** `1:2`, `(1:2):(3:4)` -> what is asked of each field. */
export function clauses(value: string): readonly Clause[] {
  const groups = value.includes('(')
    ? [...value.matchAll(/\(([^()]*)\)/g)].map((match) => match[1] as string)
    : [value];
  return groups.map((group) => {
    const [field = '', ...rest] = group.split(SEPARATOR);
    return { field: field.trim(), rest };
  });
}

const of = (values: Values, field: string) => values.filter((value) => asText(value.custom_field_id) === field);

const isBlank = ({ value }: Row) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const choice = ({ field, rest: [wanted = ''] }: Clause): Match => {
  if (wanted === 'blank') return (values) => of(values, field).every(isBlank);
  const ids = wanted.split(',');
  return (values) => of(values, field).some((value) => idsIn(value.value).some((id) => ids.includes(id)));
};

/** The amount is in units of the currency, while the row keeps `[cents, code]`. */
const currency = ({ field, rest: [amount = '', code = ''] }: Clause): Match => {
  const cents = Math.round(Number(amount) * 100);
  return (values) =>
    of(values, field).some(
      ({ value }) => Array.isArray(value) && value[0] === cents && (code === '' || value[1] === code),
    );
};

const date =
  ({ field, rest: [from = '', to = ''] }: Clause): Match =>
  (values) =>
    of(values, field).some(
      ({ value }) =>
        typeof value === 'string' && value !== '' && (from === '' || value >= from) && (to === '' || value <= to),
    );

const number =
  ({ field, rest: [wanted = ''] }: Clause): Match =>
  (values) =>
    of(values, field).some((value) => !isBlank(value) && Number(value.value) === Number(wanted));

const text = ({ field, rest }: Clause): Match => {
  const [wanted] = rest;
  return (values) =>
    of(values, field).some(
      (value) =>
        !isBlank(value) && (wanted === undefined || asText(value.value).toLowerCase() === wanted.toLowerCase()),
    );
};

const KINDS: Readonly<
  Record<string, { readonly types: readonly string[]; readonly match: (clause: Clause) => Match }>
> = {
  by_custom_choice_value: { types: ['single', 'multi'], match: choice },
  by_custom_currency_value: { types: ['currency'], match: currency },
  by_custom_date_value: { types: ['date'], match: date },
  by_custom_number_value: { types: ['number'], match: number },
  by_custom_text_value: { types: ['string'], match: text },
};

export const customFieldParams: readonly string[] = Object.keys(KINDS);

/** Whether the values of a row meet one of the five parameters. A field of another kind is never met. */
export function customFieldMatch(param: string, value: string): Match {
  const kind = KINDS[param];
  if (!kind) return () => true;
  const byField = Map.groupBy(clauses(value), (clause) => clause.field);
  // Two clauses on one text field mean either of them; on a field of any other kind, both.
  const alternatives = param === 'by_custom_text_value';
  const matches = [...byField.values()].map((same) => same.map(kind.match));
  return (values) => {
    const ofKind = values.filter((entry) => entry.type === undefined || kind.types.includes(asText(entry.type)));
    return matches.every((same) =>
      alternatives ? same.some((match) => match(ofKind)) : same.every((match) => match(ofKind)),
    );
  };
}

/** Clauses of an older form, `field:a:b;field:a:b`; all must hold. */
const bySemicolon =
  (match: (clause: Clause) => Match) =>
  (value: string): Match => {
    const matches = value.split(';').map((part) => {
      const [field = '', ...rest] = part.split(':');
      return match({ field: field.trim(), rest });
    });
    return (values) => matches.every((meets) => meets(values));
  };

/** `custom_date_range` and `by_custom_date_field`: each field within its span. */
export const customDateSpansMatch = bySemicolon(date);

/** `custom_integer_ranges`: each number within its span. */
export const customIntegerRangesMatch = bySemicolon(
  ({ field, rest: [least = '', most = ''] }) =>
    (values) =>
      of(values, field).some(
        (value) => !isBlank(value) && Number(value.value) >= Number(least) && Number(value.value) <= Number(most),
      ),
);

/** `selected_choices`: one of the choices is picked; the word `none` is met by a field without any. */
export const selectedChoicesMatch = bySemicolon(({ field, rest: [wanted = ''] }) => {
  const choices = wanted.split(',');
  return (values) =>
    (choices.includes('none') && of(values, field).every(isBlank)) ||
    of(values, field).some((value) => idsIn(value.value).some((id) => choices.includes(id)));
});
