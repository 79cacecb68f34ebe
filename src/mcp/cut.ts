/** Cuts an answer to a number of tokens: between rows where that is enough, and else within the first of them. */
import { PAGE_KEY, ROWS_KEY, TOTAL_KEY } from './row-cursors.ts';
import { tokensOf } from './tokens.ts';

/** What of a list is not in an answer, and how to go on. */
export interface MoreRows {
  /** The response key of the list. */
  readonly path: string;
  /** Rows that are in the answer. */
  readonly rows: number;
  /** Rows of the whole list; absent for records by id. */
  readonly total?: number;
  /** The argument `after` for the rest; `null` where even the first row did not fit. Absent for records by id. */
  readonly after?: string | null;
}

export interface CutAnswer {
  readonly data: unknown;
  readonly more: readonly MoreRows[];
  /** What was taken out below a row, in plain words; `null` for nothing. */
  readonly shortened: string | null;
}

type Fields = Record<string, unknown>;

/** The rows of one root field: of a connection, whose rows may stand in several arrays, or of records by id. */
interface List {
  readonly path: string;
  readonly arrays: readonly unknown[][];
  readonly cursors: readonly string[] | null;
  readonly total: number | null;
  readonly isLast: boolean;
  readonly end: string | null;
  readonly length: number;
  /** Tokens of the first rows, one row more at each index; as far as they may matter. */
  readonly tokens: readonly number[];
}

/** The note about one list that goes on: its keys, numbers and cursor. */
const TOKENS_PER_NOTE = 60;
const MANY_LISTS = 20;

/**
 * An answer whose data and notes take no more than so many tokens. What {@link rowCursors} has added is taken out of it.
 *
 * @param data what the executor answered; it is left as it is.
 * @param budget in tokens.
 */
export function cutAnswer(data: Fields, budget: number): CutAnswer {
  const rest: Fields = {};
  const lists: List[] = [];
  for (const [key, value] of Object.entries(data)) {
    const { list, bare } = taken(key, value, budget);
    if (list) lists.push(list);
    rest[key] = bare;
  }
  const noted = Math.min(lists.length, MANY_LISTS);
  const forRows = budget - tokensOf(emptied(rest, lists)) - noted * TOKENS_PER_NOTE;
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const most = lists.length === 0 ? 0 : largest(longest, (rows) => tokensAt(lists, rows) <= forRows);
  const isWhole = most === longest && forRows >= 0;
  if (isWhole) return { data: rest, more: notes(lists, longest), shortened: null };
  if (most > 0) return { data: withRows(rest, lists, most), more: notes(lists, most), shortened: null };
  return shortened(rest, lists, budget - noted * TOKENS_PER_NOTE);
}

/** The rows of a root field, and its value without what was added. */
function taken(path: string, value: unknown, budget: number): { list: List | null; bare: unknown } {
  if (Array.isArray(value)) return { list: listOf(path, [value], null, budget), bare: value };
  if (!isFields(value) || !Array.isArray(value[ROWS_KEY])) return { list: null, bare: value };
  const { [ROWS_KEY]: rows, [PAGE_KEY]: page, [TOTAL_KEY]: total, ...bare } = value;
  const arrays = Object.values(bare).filter(Array.isArray);
  return { list: listOf(path, arrays, { rows, page, total } as Added, budget), bare };
}

interface Added {
  readonly rows: readonly { readonly cursor: string }[];
  readonly page: { readonly hasNextPage: boolean; readonly endCursor: string | null } | null;
  readonly total: number | null;
}

function listOf(path: string, arrays: readonly unknown[][], added: Added | null, budget: number): List {
  const length = arrays[0]?.length ?? 0;
  const tokens = [0];
  for (let row = 0, sum = 0; row < length && sum <= budget; row += 1) {
    // One more for the comma.
    for (const array of arrays) sum += tokensOf(array[row]) + 1;
    tokens.push(sum);
  }
  return {
    path,
    arrays,
    length,
    tokens,
    cursors: added ? added.rows.map(({ cursor }) => cursor) : null,
    total: added?.total ?? null,
    isLast: !added?.page?.hasNextPage,
    end: added?.page?.endCursor ?? null,
  };
}

const tokensAt = (lists: readonly List[], rows: number): number =>
  lists.reduce((sum, { tokens, length }) => sum + (tokens[Math.min(rows, length)] ?? Number.POSITIVE_INFINITY), 0);

/** The largest whole number up to `most` for which it holds that held for all below; 0 where it holds for none. */
function largest(most: number, holds: (value: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const emptied = (rest: Fields, lists: readonly List[]) => withRows(rest, lists, 0);

function withRows(rest: Fields, lists: readonly List[], rows: number): Fields {
  const all = { ...rest };
  for (const { path, length, cursors } of lists) {
    const value = rest[path];
    if (rows >= length) continue;
    if (Array.isArray(value)) all[path] = value.slice(0, rows);
    else
      all[path] = Object.fromEntries(
        Object.entries(value as Fields).map(([key, part]) => [
          key,
          Array.isArray(part) ? part.slice(0, rows) : isFields(part) ? pageAt(part, cursors?.[rows - 1] ?? null) : part,
        ]),
      );
  }
  return all;
}

/** `pageInfo` of a page that ends earlier. Under an alias, a field of it is left out: its value would be wrong. */
function pageAt(page: Fields, endCursor: string | null): Fields {
  const known: Fields = { hasNextPage: true, endCursor };
  return Object.fromEntries(
    Object.entries(page)
      .filter(([key]) => ['__typename', 'hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'].includes(key))
      .map(([key, value]) => [key, key in known ? known[key] : value]),
  );
}

const notes = (lists: readonly List[], rows: number): readonly MoreRows[] =>
  lists
    .filter(({ length, isLast }) => rows < length || !isLast)
    .slice(0, MANY_LISTS)
    .map(({ path, length, total, cursors, end }) => {
      const kept = Math.min(rows, length);
      if (!cursors) return { path, rows: kept, total: length };
      const after = kept === length ? end : (cursors[kept - 1] ?? null);
      return { path, rows: kept, ...(total !== null && { total }), after };
    });

/** How much of lists within a row, and of texts, is kept, from much to little. */
const STEPS = [
  { items: 50, letters: 2_000 },
  { items: 20, letters: 1_000 },
  { items: 10, letters: 400 },
  { items: 5, letters: 200 },
  { items: 2, letters: 80 },
  { items: 1, letters: 40 },
] as const;

const ADVICE = 'Select less, or raise maxTokens.';

/** One row of each list, with less in it; without rows where that is too much; without anything where it still is. */
function shortened(rest: Fields, lists: readonly List[], budget: number): CutAnswer {
  const first = withRows(rest, lists, 1);
  for (const { items, letters } of STEPS) {
    const data = clipped(first, items, letters);
    if (tokensOf(data) > budget) continue;
    const what = `Too long: lists in a record are cut to ${items} items, texts to ${letters} characters.`;
    return { data, more: notes(lists, 1), shortened: `${what} ${ADVICE}` };
  }
  const none = clipped(emptied(rest, lists), 0, 20);
  const data = tokensOf(none) > budget ? null : none;
  return { data, more: notes(lists, 0), shortened: `Not even one row fits. ${ADVICE}` };
}

function clipped(value: unknown, items: number, letters: number): unknown {
  if (typeof value === 'string') return value.length > letters ? `${value.slice(0, letters)}…` : value;
  if (Array.isArray(value)) return value.slice(0, items).map((item) => clipped(item, items, letters));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, clipped(part, items, letters)]));
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
