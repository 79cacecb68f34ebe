/** How rows are ordered: by the attribute that an order is named after, and always by id in the end. */
import type { Shelf } from './catalogue.ts';
import { valuesOf } from './filter-rule.ts';
import { asText, type StoredRow } from './row.ts';
import type { View } from './view.ts';

export interface Order {
  readonly name: string;
  readonly descending: boolean;
}

type SortKey = number | string | null;
type KeyOf = (row: StoredRow, view: View) => unknown;

/** Attributes to sort by under a name that means "alphabetical", in order of preference. */
const LABELS = ['name', 'title', 'label', 'full_name', 'text', 'rate_card_set_title'];

const userName: KeyOf = (row, view) => view.raw('users', row.user_id)?.full_name;

/** Orders that are not named after an attribute, for every collection that has them. */
const NAMED: Readonly<Record<string, KeyOf>> = {
  id: (row) => Number(row.id),
  user_name: userName,
  full_name: userName,
  skill_name: (row) => row.cached_skill_name,
  amount: (row) => row.amount_in_cents ?? row.line_item_total_in_cents,
  price: (row) => row.price_in_cents,
  amount_paid: (row) => row.total_invoiced && Number(row.total_invoiced),
  date: (row) => row.date ?? row.start_date ?? row.created_at,
  last_viewed: (row) => row.updated_at,
  color_name: (row, view) => view.raw('account_colors', row.account_color_id)?.name,
  provider_lead_name: (row, view) => row.provider_lead_name ?? view.raw('users', row.primary_maven_id)?.full_name,
  task_status_set: (row) => row.task_status_set_name,
  vendor_name: (row, view) => view.raw('vendors', row.vendor_id)?.name,
  workspace_title: (row, view) => view.raw('workspaces', row.workspace_id)?.title,
  role: (row, view) => view.raw('roles', row.default_role_id)?.name,
  bill_rate: (row) => row.bill_rate_in_cents,
  cost_rate: (row) => row.cost_rate_in_cents,
  priority_level: (row) => ['critical', 'high', 'normal', 'low'].indexOf(String(row.priority)),
  importance: (row) => ['critical', 'high', 'normal', 'low'].indexOf(String(row.priority)),
  parent_and_position: (row) => row.position,
};

/** The value of one custom field: a text, a number, or the first part of a list, which is the amount of money. */
const customFieldKey =
  (shelf: Shelf, field: string): KeyOf =>
  (row, view) => {
    const value = valuesOf(row, { shelf, view }).find((one) => asText(one.custom_field_id) === field)?.value;
    return Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  };

const CUSTOM_FIELD = /^custom_field:(\d+)$/;

function keyOf(shelf: Shelf, name: string): KeyOf {
  const field = CUSTOM_FIELD.exec(name)?.[1];
  if (field !== undefined) return customFieldKey(shelf, field);
  if (name === 'status')
    return ({ status }) =>
      typeof status === 'object' && status !== null ? (status as { message?: unknown }).message : status;
  const named = NAMED[name];
  if (named) return named;
  // Some lists have an order by a time that their rows do not tell.
  if (shelf.attributes.has(name) || name.endsWith('_at')) return (row) => row[name];
  const label = LABELS.find((candidate) => shelf.attributes.has(candidate));
  if (/^alphabetical(ly)?$|^full_name$|^name$/.test(name)) return label ? (row) => row[label] : userName;
  return () => null;
}

const TIME = /^\d{4}-\d{2}-\d{2}(T|$)/;

/** Times as numbers, because their offsets differ; text without its case, as the API's database compares it. */
function comparable(value: unknown): SortKey {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = asText(value);
  return TIME.test(text) ? Date.parse(text) : text.toLowerCase();
}

/** Nulls come first, numbers before texts. */
function compare(a: SortKey, b: SortKey) {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === 'number' ? -1 : 1;
}

const parse = (order: string): Order => {
  const [name = '', direction, third] = order.split(':');
  // The one order whose name has an id in it.
  if (name === 'custom_field') return { name: `custom_field:${direction}`, descending: third === 'desc' };
  return { name, descending: direction === 'desc' };
};

/**
 * The order of an answer. One that the endpoint does not know is silently the default, with the
 * default's own direction; only exactly `desc` is descending.
 */
export function orderOf(shelf: Shelf, asked: string | undefined): Order {
  const endpoint = shelf.resource.declaration.endpoint;
  const known = new Set((endpoint?.orders ?? []).map((order) => parse(order).name));
  if (asked !== undefined) {
    const order = parse(asked);
    if (known.has(order.name) || (endpoint?.orderByCustomField && CUSTOM_FIELD.test(order.name))) return order;
  }
  return endpoint?.defaultOrder
    ? parse(endpoint.defaultOrder)
    : {
        name: shelf.attributes.has('updated_at') ? 'updated_at' : 'id',
        descending: shelf.attributes.has('updated_at'),
      };
}

/** The rows, sorted. Rows with equal keys stand by id, ascending under `desc` as well. */
export function sorted(shelf: Shelf, rows: Iterable<StoredRow>, order: Order, view: View): readonly StoredRow[] {
  const key = keyOf(shelf, order.name);
  const keyed = Array.from(rows, (row) => ({ row, key: comparable(key(row, view)), id: Number(row.id) }));
  const sign = order.descending ? -1 : 1;
  keyed.sort((a, b) => sign * compare(a.key, b.key) || a.id - b.id);
  return keyed.map(({ row }) => row);
}
