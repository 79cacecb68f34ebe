/** Lists that the API always answers whole, mostly in shapes of their own. */
import { paramsOf } from '../schema/filter.ts';
import { type Shelf, shelves } from './catalogue.ts';
import type { Session } from './answer.ts';
import { contains, type Test } from './filter-rule.ts';
import { given, isOn, type Params } from './params.ts';
import { asText, idsIn } from './row.ts';
import type { View } from './view.ts';

interface WholeAnswer {
  /** Which rows the parameters select. */
  readonly tests?: (params: Params, view: View) => readonly (Test | null)[];
  /** The body, from rows as objects. */
  readonly body: (rows: readonly Record<string, unknown>[]) => unknown;
}

/** Rows without the numbers that the tables know them by. */
const bare = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'id')));

/** The usual envelope, of rows whose ids may be no numbers. */
const enveloped = (key: string) => (rows: readonly Record<string, unknown>[]) => ({
  count: rows.length,
  results: rows.map(({ id }) => ({ key, id })),
  [key]: Object.fromEntries(rows.map((row) => [row.id, row])),
  meta: { count: rows.length, page_count: 1, page_number: 1, page_size: 20 },
});

const resembles = (value: string | undefined, fields: readonly string[]): Test | null =>
  value === undefined
    ? null
    : (row) =>
        contains(
          value,
          fields.map((field) => row[field]),
        );

/** All currencies may be added to the default set, and those of the default set to any other. */
function addable(versionId: string | undefined, view: View): Test | null {
  const version = versionId === undefined ? undefined : view.raw('rate_card_set_versions', versionId);
  const set = view.raw('rate_card_sets', version?.rate_card_set_id);
  if (!set || set.account_default === true) return null;
  const standard = [...view.table('rate_card_sets').values()].find((row) => row.account_default === true);
  const known = idsIn(standard?.active_currencies);
  return (row) => known.includes(asText(row.iso_code));
}

const LISTS: Readonly<Record<string, WholeAnswer>> = {
  currencies: {
    tests: (params, view) => [
      resembles(given(params, 'matching'), ['iso_code', 'name', 'symbol']),
      addable(given(params, 'addable_to_rate_card_set_version'), view),
    ],
    body: bare,
  },
  exchange_tables: { body: enveloped('exchange_tables') },
  insights_reports: { tests: (params) => [resembles(given(params, 'title'), ['title'])], body: bare },
  revenue_recognition_methods: {
    tests: (params) => {
      const active = given(params, 'active');
      return [active === undefined ? null : (row) => row.active === isOn(active)];
    },
    body: (rows) =>
      enveloped('revenue_recognition_methods')(
        rows.map((row) => ({ ...row, id: `${asText(row.id)}:${asText(row.type)}` })),
      ),
  },
  subscribed_event_types: {
    body: (rows) => ({
      subscribed_event_types: rows.map(({ name }) => name),
      subscribed_event_type_schemas: Object.fromEntries(bare(rows).map((row) => [row.name, row])),
    }),
  },
};

const byPath = new Map<string, Shelf>(
  shelves.flatMap((shelf) => {
    const { whole } = shelf.resource.declaration;
    return whole ? [[whole.path ?? `/${shelf.key}`, shelf]] : [];
  }),
);

/** The parameters that the list at a path has; null where no such list is. */
export function wholeListParams(path: string): ReadonlySet<string> | null {
  const whole = byPath.get(path)?.resource.declaration.whole;
  return whole
    ? new Set(Object.entries(whole.filters).flatMap(([argument, filter]) => paramsOf(argument, filter)))
    : null;
}

/** The body of the list at a path, as text; null where no such list is. */
export function wholeListAt(path: string, { view, presenter }: Session, params: Params): string | null {
  const shelf = byPath.get(path);
  const list = shelf && LISTS[shelf.key];
  if (!shelf || !list) return null;
  const tests = (list.tests?.(params, view) ?? []).filter((test) => test !== null);
  const rows = [...view.table(shelf.key).values()].filter(
    (row) => view.sees(shelf, row) && tests.every((test) => test(row)),
  );
  return JSON.stringify(
    list.body(rows.map((row) => JSON.parse(presenter.bare(shelf, row)) as Record<string, unknown>)),
  );
}
