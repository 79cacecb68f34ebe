/** What a call's outcome tells the record store. */
import type { Answer } from '../upstream/ask.ts';
import type { Call } from './call.ts';
import type { RecordStore } from './record-store.ts';

/** What a list brought. */
export interface Page {
  /** The rows, in the API's order. */
  readonly ids: readonly string[];
  /** Results whose record was not in the answer: their ids. Normally empty. */
  readonly lost: ReadonlySet<string>;
  readonly count: number;
}

/** Takes in everything that an answer brought, whether asked for or beside it. What a list brought is returned. */
export function absorb(
  store: RecordStore,
  { collection, kind, ids, include, optional, partial }: Call,
  answer: Answer,
): Page {
  const primary = new Set<string>();
  const lost = new Set<string>();
  const own = answer.collections.get(collection.key);
  for (const { id } of answer.results) {
    const row = own && Object.hasOwn(own, id) ? own[id] : undefined;
    if (row) store.addFull(collection.key, id, row, optional, include);
    else lost.add(id);
    primary.add(id);
  }
  for (const [key, rows] of answer.collections) {
    const skip = key === collection.key ? primary : null;
    for (const id of Object.keys(rows)) if (!skip?.has(id)) store.addBare(key, id, rows[id] as never);
  }
  if (kind !== 'list' && !partial) for (const id of ids) if (!primary.has(id)) store.addAbsent(collection.key, id);
  return { ids: answer.results.map(({ id }) => id), lost, count: answer.count };
}

/** Notes why the records of a call are not known. */
export function absorbFailure(store: RecordStore, { collection, ids, kind }: Call, error: Error): void {
  // A single record that is not there is an answer, not a failure.
  const gone = kind === 'single' && 'failure' in error && (error.failure as { kind: string }).kind === 'notFound';
  for (const id of ids) {
    if (gone) store.addAbsent(collection.key, id);
    else store.addFailure(collection.key, id, error);
  }
}
