/**
 * How many records the associations of the API's rows hold, on average: kept with the other facts about the API, for all
 * callers. Of each association two round numbers are shown, and no more: nothing of a single record, or of what one token saw.
 *
 * They decide what is foretold as likely. What an operation may do at most, and what it answers, does not depend on them.
 */
import type { Row } from '../upstream/envelope.ts';
import type { Collection, Link } from './collection.ts';
import { declaredFanOut, type FanOut } from './fan-out.ts';

/** An association of the schema with its size. */
export interface AssociationSize extends FanOut {
  /** `workspaces.approvers`: a collection's key and an association's name. */
  readonly name: string;
  readonly link: Link;
  readonly declared: FanOut;
  readonly isLearned: boolean;
}

/** Sizes that are learned, by the names of associations. What is infinite is left out. */
export type SavedSizeFacts = Readonly<Record<string, { readonly records: number; readonly different?: number }>>;

/** Rows that must have shown an association before its size counts as learned. */
export const ROWS_TO_LEARN = 30;

/** A new row counts as one of so many: what has changed shows after some hundred rows. */
const REMEMBERED_ROWS = 500;

/** Of each collection all first answers are looked at, and one in so many later. */
const FIRST_ANSWERS = 16;
const LOOKS_EVERY = 16;

/** What is looked at of one answer: rows from all over it, and ids of them. Together less than reading one page. */
const MOST_ROWS = 20;
const MOST_IDS = 2000;

/** Pairs of equal records before an association is taken to lead to the same ones again and again. */
const EQUAL_TO_LEARN = 10;

/** How much older pairs count, each time that there are new ones. */
const KEPT_PAIRS = 0.98;

/** Sizes are shown in steps, three in each decade, so that they change seldom, and tell little. */
const STEPS = [1, 2, 5] as const;
const LEAST = 0.1;

/** A size must be so far beyond the middle between two steps to be shown as the other one. */
const HYSTERESIS = 1.15;

/** The step that is nearest, by ratio. `shown` stays where the size is hardly nearer to another one. */
export function stepOf(size: number, shown: number | null): number {
  if (size === Number.POSITIVE_INFINITY) return size;
  const nearest = nearestStep(size);
  if (shown === null || !Number.isFinite(shown) || nearest === shown) return nearest;
  const towards = size > shown ? size / HYSTERESIS : size * HYSTERESIS;
  return nearestStep(towards) === shown ? shown : nearest;
}

function nearestStep(size: number): number {
  if (size <= LEAST) return LEAST;
  const decade = Math.floor(Math.log10(size));
  let best = LEAST;
  for (const power of [decade, decade + 1])
    for (const step of STEPS) {
      // As it is written: 0.2, not 0.20000000000000001.
      const value = Number(`${step}e${power}`);
      if (Math.abs(Math.log(value / size)) < Math.abs(Math.log(best / size))) best = value;
    }
  return best;
}

interface Seen {
  /** How many rows count in the average. */
  rows: number;
  /** Average of the records of a row. */
  records: number;
  /** Of pairs of records under different rows of an answer: how many there were, and how many were one record. */
  pairs: number;
  equal: number;
  /** Those in steps; null until enough rows were seen. */
  shown: FanOut | null;
}

interface Watch {
  readonly links: readonly Link[];
  answers: number;
}

export class SizeFacts {
  readonly #watches = new Map<string, Watch>();
  readonly #seen = new Map<Link, Seen>();
  readonly #names = new Map<string, Link>();
  readonly #changed: () => void;

  /**
   * @param collections every type whose associations are watched.
   * @param changed called whenever a size is learned or changes.
   */
  constructor(collections: Iterable<Collection>, changed: () => void) {
    this.#changed = changed;
    for (const { key, links } of collections) {
      const many = [...links.values()].filter(({ kind, targets }) => kind === 'many' && targets.length > 0);
      if (many.length > 0) this.#watches.set(key, { links: many, answers: 0 });
      for (const link of many) this.#names.set(`${key}.${link.name}`, link);
    }
  }

  /** As the API showed it, or else as it is declared. */
  readonly of = (link: Link): FanOut => this.#seen.get(link)?.shown ?? declaredFanOut(link);

  isLearned(link: Link): boolean {
    return this.#seen.get(link)?.shown != null;
  }

  /** Looks at some rows of some answers. */
  see(key: string, rows: readonly Row[]): void {
    const watch = this.#watches.get(key);
    if (!watch || rows.length === 0) return;
    const answers = watch.answers++;
    if (answers >= FIRST_ANSWERS && answers % LOOKS_EVERY !== 0) return;
    const every = Math.ceil(rows.length / MOST_ROWS);
    for (const link of watch.links) {
      const sample: (readonly unknown[])[] = [];
      for (let at = 0; at < rows.length; at += every) {
        const row = rows[at] as Row;
        const ids = row[link.field] ?? link.idsIn?.(row);
        if (Array.isArray(ids)) sample.push(ids);
      }
      this.learn(link, sample);
    }
  }

  /** Learns from the ids that some records had of an association. */
  learn(link: Link, sample: readonly (readonly unknown[])[]): void {
    if (sample.length === 0) return;
    const seen = this.#seen.get(link) ?? { rows: 0, records: 0, pairs: 0, equal: 0, shown: null };
    this.#seen.set(link, seen);
    const records = sample.reduce((sum, ids) => sum + ids.length, 0) / sample.length;
    seen.rows = Math.min(REMEMBERED_ROWS, seen.rows + sample.length);
    seen.records += ((records - seen.records) * sample.length) / seen.rows;
    if (sample.length > 1) compare(sample, seen);
    if (seen.rows >= ROWS_TO_LEARN) this.#show(seen);
  }

  #show(seen: Seen): void {
    const { shown } = seen;
    const records = stepOf(seen.records, shown?.records ?? null);
    const isShared = seen.equal >= (Number.isFinite(shown?.different) ? 1 : EQUAL_TO_LEARN);
    const pool = isShared ? Math.max(records, seen.pairs / seen.equal) : Number.POSITIVE_INFINITY;
    const different = stepOf(pool, shown?.different ?? null);
    if (shown?.records === records && shown.different === different) return;
    seen.shown = { records, different };
    this.#changed();
  }

  /** Every association to many, as declared and as learned. */
  all(): AssociationSize[] {
    return [...this.#names].map(([name, link]) => ({
      name,
      link,
      ...this.of(link),
      declared: declaredFanOut(link),
      isLearned: this.isLearned(link),
    }));
  }

  save(): SavedSizeFacts {
    return Object.fromEntries(
      this.all().flatMap(({ name, isLearned, records, different }) =>
        isLearned ? [[name, { records, ...(Number.isFinite(different) && { different }) }]] : [],
      ),
    );
  }

  /** Takes what {@link save} gave, of associations that have not been learned meanwhile. What is no size is passed over. */
  restore(saved: unknown): void {
    for (const [name, size] of Object.entries(saved ?? {})) {
      const link = this.#names.get(name);
      const { records, different = Number.POSITIVE_INFINITY } = (size ?? {}) as {
        readonly records?: unknown;
        readonly different?: unknown;
      };
      if (!link || this.isLearned(link) || !isSize(records) || !isSize(different)) continue;
      const equal = Number.isFinite(different) ? EQUAL_TO_LEARN : 0;
      const seen = { rows: ROWS_TO_LEARN, records, pairs: equal && equal * different, equal, shown: null };
      this.#seen.set(link, seen);
      this.#show(seen);
    }
  }
}

const isSize = (value: unknown): value is number => typeof value === 'number' && value > 0;

/** Counts how often the same records stand under different rows. */
function compare(sample: readonly (readonly unknown[])[], seen: Seen): void {
  const times = new Map<unknown, number>();
  let [drawn, within, equal] = [0, 0, 0];
  for (const ids of sample) {
    if (drawn > MOST_IDS) break;
    for (const id of ids) {
      const before = times.get(id) ?? 0;
      equal += before;
      times.set(id, before + 1);
    }
    drawn += ids.length;
    within += ids.length ** 2;
  }
  seen.pairs = seen.pairs * KEPT_PAIRS + (drawn ** 2 - within) / 2;
  seen.equal = seen.equal * KEPT_PAIRS + equal;
}
