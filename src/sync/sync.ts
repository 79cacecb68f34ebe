/**
 * `kantata-gateway sync`: lists of an account, mirrored. The first run reads them as a whole; each further one reads what
 * changed since, and the events that tell of deletions.
 */
import type { GraphQLSchema } from 'graphql';
import type { ExportLimits } from '../execution/export/export-limits.ts';
import type { Summary } from '../export/format.ts';
import { jsonl } from '../export/jsonl.ts';
import { ExportRefused, type LocalExports } from '../export/local-export.ts';
import { BrokenOff } from '../http/exchange.ts';
import type { Identity } from '../identity/identity.ts';
import { type Mirrored, mirroredLists, queryOf } from './mirrored.ts';
import { CannotMirror, type MirroredRow, type Store } from './store.ts';

export interface SyncOptions {
  readonly lists: readonly string[];
  readonly store: Store;
  readonly limits: ExportLimits;
  /** Read every list as a whole. */
  readonly full: boolean;
  /** Days after which a list is read as a whole again, for what nothing tells of. */
  readonly fullAfterDays: number;
  /** How much further back than the run before changes are asked for, in milliseconds. */
  readonly overlapMs: number;
  readonly say: (line: string) => void;
  /** In milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Everything is in the mirror that can be noticed, some of it may not be, or it did not come to its end. */
export type SyncExit = 0 | 1 | 2;

/** Events are kept for nine days; one less, so that none is missed at the edge. */
const EVENTS_KEPT_DAYS = 8;
const DAY_MS = 86_400_000;
/** Ids in one filter. */
const MOST_IDS = 150;

/** Makes the mirror what the account is. Returns the exit status. */
export async function sync(
  exports: LocalExports,
  identify: () => Identity | Promise<Identity>,
  schema: GraphQLSchema,
  options: SyncOptions,
): Promise<SyncExit> {
  try {
    return await new Sync(exports, identify, schema, options).run();
  } catch (error) {
    if (!(error instanceof CannotMirror) && !(error instanceof ExportRefused) && !(error instanceof CutShort))
      throw error;
    options.say(error.message);
    return 2;
  }
}

/** A list did not come to its end. */
class CutShort extends Error {
  override readonly name = 'CutShort';
}

/** What events tell. */
interface Announced {
  /** Kantata ids that were created or changed, by the list. */
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly deleted: ReadonlyMap<string, ReadonlySet<string>>;
}

class Sync {
  readonly #exports: LocalExports;
  readonly #identify: () => Identity | Promise<Identity>;
  readonly #options: SyncOptions;
  readonly #mirrored: readonly Mirrored[];
  readonly #events: Mirrored;
  readonly #now: () => number;
  #calls = 0;
  #isUncertain = false;

  constructor(
    exports: LocalExports,
    identify: () => Identity | Promise<Identity>,
    schema: GraphQLSchema,
    options: SyncOptions,
  ) {
    this.#exports = exports;
    this.#identify = identify;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const all = mirroredLists(schema);
    this.#mirrored = options.lists.map((list) => {
      const known = all.get(list);
      if (known) return known;
      throw new CannotMirror(`${list} is no list that can be mirrored. There is ${[...all.keys()].join(', ')}.`);
    });
    this.#events = all.get('subscribedEvents') as Mirrored;
  }

  async run(): Promise<SyncExit> {
    const { say } = this.#options;
    const announced = await this.#announced();
    for (const mirrored of this.#mirrored) {
      // One list after the other: each of them is read side by side.
      // oxlint-disable-next-line no-await-in-loop
      await (this.#isWhole(mirrored, announced) ? this.#readWhole(mirrored) : this.#readChanges(mirrored, announced));
    }
    for (const line of unnoticed(this.#mirrored, announced !== null, this.#options.fullAfterDays)) say(line);
    say(`${this.#calls} calls`);
    return this.#isUncertain || announced === null ? 1 : 0;
  }

  /** Whether a list is read as a whole: the first time, again after a while, or because nothing tells what changed. */
  #isWhole({ list, byTime, changed }: Mirrored, announced: Announced | null): boolean {
    const { store, full, fullAfterDays } = this.#options;
    const state = store.state(list);
    if (full || !state) return true;
    if (this.#now() - Date.parse(state.readAt) > fullAfterDays * DAY_MS) return true;
    if (!byTime && (changed.length === 0 || announced === null)) return true;
    return this.#now() - Date.parse(state.since) > EVENTS_KEPT_DAYS * DAY_MS;
  }

  /** Before that time all changes are in the mirror. */
  #sinceOf({ list }: Mirrored): string | null {
    const since = this.#options.store.state(list)?.since;
    return since === undefined ? null : new Date(Date.parse(since) - this.#options.overlapMs).toISOString();
  }

  /**
   * Reads the events of all lists at once, before any list: a row that comes afterwards is there, whatever an earlier
   * event says. Null where the token may not read them.
   */
  async #announced(): Promise<Announced | null> {
    const lists = this.#mirrored.filter((one) => this.#sinceOf(one) !== null && kindsOf(one).length > 0);
    const changed = new Map<string, Set<string>>();
    const deleted = new Map<string, Set<string>>();
    if (lists.length === 0) return { changed, deleted };
    const since = lists.map((one) => this.#sinceOf(one) as string).toSorted()[0] as string;
    const kinds = new Map(lists.flatMap((one) => kindsOf(one).map((kind) => [kind, one] as const)));
    const query = queryOf(
      { list: 'subscribedEvents', columns: this.#events.columns },
      `filter: { createdAfter: "${since}", eventTypes: ${JSON.stringify([...kinds.keys()])} }, orderBy: CREATED_AT_ASC`,
    );
    try {
      await this.#read(query, null, (rows) => {
        for (const { eventType, subjectId } of rows) {
          const about = kinds.get(String(eventType));
          if (!about || typeof subjectId !== 'string') continue;
          const into = eventType === about.deleted ? deleted : changed;
          const ids = into.get(about.list) ?? new Set();
          into.set(about.list, ids.add(subjectId));
        }
      });
    } catch (error) {
      if (!(error instanceof ExportRefused) || !error.codes.includes('FORBIDDEN')) throw error;
      this.#options.say(
        'this token may not read /subscribed_events: deletions are noticed only where a list is read as a whole',
      );
      return null;
    }
    return { changed, deleted };
  }

  async #readWhole(mirrored: Mirrored): Promise<void> {
    const { store, say } = this.#options;
    const { list, columns } = mirrored;
    const reading = store.read(list, columns);
    let rows = 0;
    try {
      const query = queryOf(mirrored, '');
      await this.#read(query, reading.after, (batch, position) => {
        reading.add(batch, position);
        rows += batch.length;
      });
      const gone = reading.complete({ since: reading.startedAt, readAt: reading.startedAt });
      say(`${list}: ${rows} rows, read as a whole${gone > 0 ? `, ${gone} gone` : ''}`);
    } finally {
      reading.close();
    }
  }

  async #readChanges(mirrored: Mirrored, announced: Announced | null): Promise<void> {
    const { store, say } = this.#options;
    const { list, columns, resource } = mirrored;
    const since = new Date(this.#now()).toISOString();
    const rows = new Map<string, MirroredRow>();
    const keep = (batch: readonly MirroredRow[]) => {
      for (const row of batch) rows.set(row.id, row);
    };
    const deleted = new Set(announced?.deleted.get(list));
    if (mirrored.byTime) await this.#read(changesOf(mirrored, this.#sinceOf(mirrored) as string), null, keep, 1);
    else {
      const ids = [...(announced?.changed.get(list) ?? [])].filter((id) => !deleted.has(id));
      for (let from = 0; from < ids.length; from += MOST_IDS) {
        const some = ids.slice(from, from + MOST_IDS);
        // oxlint-disable-next-line no-await-in-loop
        await this.#read(queryOf(mirrored, `filter: { ids: ${JSON.stringify(some)} }`), null, keep);
        // What is hidden by now is not in the list any more.
        for (const id of some) if (!rows.has(`${resource.type}:${id}`)) deleted.add(id);
      }
    }
    const global = new Set([...deleted].map((id) => `${resource.type}:${id}`).filter((id) => !rows.has(id)));
    const readAt = store.state(list)?.readAt ?? since;
    const gone = store.change(list, columns, { rows: [...rows.values()], deleted: global, state: { since, readAt } });
    say(`${list}: ${rows.size} changed, ${gone} deleted`);
  }

  /** Reads all rows of an operation, in batches. Rejects with {@link CutShort} where they do not come to their end. */
  async #read(
    query: string,
    after: string | null,
    take: (rows: readonly MirroredRow[], position: string) => void,
    pages = this.#options.limits.pages,
  ): Promise<void> {
    let text = '';
    let summary: Summary | null = null;
    const texts = await this.#exports.run(
      { query },
      {
        format: jsonl('application/jsonl'),
        limits: { ...this.#options.limits, pages },
        after,
        foot: 'never',
        positions: false,
        progress: ({ position }) => {
          take(rowsIn(text), position);
          text = '';
        },
        ended: (end) => (summary = end),
      },
      this.#identify,
    );
    try {
      for await (const piece of texts) text += Buffer.from(piece).toString();
    } catch (error) {
      if (!(error instanceof BrokenOff)) throw error;
    }
    this.#conclude(summary);
  }

  #conclude(summary: Summary | null): void {
    if (!summary) throw new TypeError('an export without an end');
    const { calls, complete, failure, errors, moved } = summary;
    this.#calls += calls;
    if (!complete) throw new CutShort(`${failure?.message ?? 'it broke off'} Run the same command again to go on.`);
    if (moved || Object.keys(errors).length > 0) this.#isUncertain = true;
    for (const [code, times] of Object.entries(errors)) this.#options.say(`${times} fields are not known: ${code}`);
    if (moved)
      this.#options.say(
        'rows moved while they were read, and one may be missing until the list is read as a whole again',
      );
  }
}

const kindsOf = ({ changed, deleted }: Mirrored): readonly string[] => [
  ...changed,
  ...(deleted === null ? [] : [deleted]),
];

const rowsIn = (text: string): readonly MirroredRow[] =>
  text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as MirroredRow);

/** The operation that reads what changed, oldest first where the list has that order: then no change is passed over. */
function changesOf(mirrored: Mirrored, since: string): string {
  const { orders = [] } = mirrored.resource.declaration.endpoint ?? {};
  const order = orders.includes('updated_at:asc') ? ', orderBy: UPDATED_AT_ASC' : '';
  return queryOf(mirrored, `filter: { updatedAfter: "${since}" }${order}`);
}

/** What of the lists cannot be noticed between two readings of them as a whole. */
function unnoticed(all: readonly Mirrored[], hasEvents: boolean, days: number): readonly string[] {
  const names = (some: readonly Mirrored[]) => some.map(({ list }) => list).join(', ');
  const silent = all.filter(({ byTime, deleted }) => byTime && (deleted === null || !hasEvents));
  const whole = all.filter(({ byTime, changed }) => !byTime && (changed.length === 0 || !hasEvents));
  const rest = all.filter(({ byTime }) => byTime);
  return [
    ...(silent.length > 0
      ? [
          `not noticed before the list is read as a whole again, every ${days} days or with --full: deletions of ${names(silent)}`,
        ]
      : []),
    ...(whole.length > 0 ? [`read as a whole every time, because nothing tells what changed: ${names(whole)}`] : []),
    ...(rest.length > 0
      ? [
          `not noticed before then: rows that leave the list without being deleted, as by being archived, in ${names(rest)}`,
        ]
      : []),
  ];
}
