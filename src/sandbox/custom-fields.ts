/**
 * Filters by the values of custom fields, in the API's own grammar.
 *
 * `field:value` for one field, `(field:value):(field:value)` for several, all of which must hold;
 * semicolons are as good as colons. See `by_custom_*_value` of `GET /workspace_resources`.
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
  const matches = clauses(value).map(kind.match);
  return (values) => {
    const ofKind = values.filter((entry) => entry.type === undefined || kind.types.includes(asText(entry.type)));
    return matches.every((match) => match(ofKind));
  };
}
