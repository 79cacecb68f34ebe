/** Changes of the account while it is asked, as its people make them, with the events that the API records of them. */
import { eventNameOf } from '../schema/types/subscribed-event.ts';
import { shelfOfKey } from './catalogue.ts';
import { asText, type Row, type Tables } from './row.ts';

/** Changes rows. Only for tests and examples: over HTTP nothing is ever changed. */
export interface Changes {
  /** Puts a row in, with the times that it lacks. Returns its id. */
  add(collection: string, row: Row): string;
  /** Changes some columns of a row. Returns whether there is such a row. */
  edit(collection: string, id: string, columns: Row): boolean;
  /** Returns whether there was such a row. */
  remove(collection: string, id: string): boolean;
}

const FIRST_EVENT = 900_000_000;

/** @param now in milliseconds since 1970. */
export function changesOf(tables: Tables, now: () => number): Changes {
  let events = FIRST_EVENT;
  const time = () => new Date(now()).toISOString();
  const table = (collection: string) => {
    const found = tables.get(collection);
    if (!found) throw new Error(`The sandbox knows no collection ${collection}.`);
    return found;
  };
  const record = (collection: string, id: string, what: 'created' | 'updated' | 'deleted') => {
    const type = shelfOfKey(collection)?.resource.type;
    if (type === undefined) return;
    const number = String(events++);
    table('subscribed_events').set(number, {
      event_type: `${eventNameOf(type)}:${what}`,
      subject_type: type,
      subject_id: Number(id),
      subject_changed_at: time(),
      created_at: time(),
    });
  };
  return {
    add(collection, row) {
      const id = asText(row.id);
      table(collection).set(id, { created_at: time(), updated_at: time(), ...row });
      record(collection, id, 'created');
      return id;
    },
    edit(collection, id, columns) {
      const row = table(collection).get(id);
      if (!row) return false;
      table(collection).set(id, { ...row, updated_at: time(), ...columns });
      record(collection, id, 'updated');
      return true;
    },
    remove(collection, id) {
      if (!table(collection).delete(id)) return false;
      record(collection, id, 'deleted');
      return true;
    },
  };
}
