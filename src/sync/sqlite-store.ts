/** A mirror in one SQLite file: a table a list, and one for how far each of them is. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { MirroredColumn } from './mirrored.ts';
import {
  CannotMirror,
  type Changes,
  type ListState,
  type MirroredRow,
  type Reading,
  type Store,
  UNKNOWN,
} from './store.ts';

/** The column that names what is not known of a row. */
const ERRORS = '_errors';
/** The column that says with which reading of the whole list a row last came. */
const READING = '_reading';

const quoted = (name: string) => `"${name}"`;

interface StateRow {
  readonly since: string | null;
  readonly read_at: string | null;
  readonly reading: number;
  readonly started_at: string | null;
  readonly position: string | null;
}

export class SqliteStore implements Store {
  readonly #database: DatabaseSync;

  /** @throws {CannotMirror} where the file cannot be opened, or is none of SQLite. */
  constructor(path: string) {
    try {
      this.#database = new DatabaseSync(path);
      this.#database.exec(`
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS "_sync" (list TEXT PRIMARY KEY, since TEXT, read_at TEXT, reading INTEGER NOT NULL DEFAULT 0, started_at TEXT, position TEXT) STRICT`);
    } catch (error) {
      throw new CannotMirror(`${path} cannot be used as an SQLite file`, { cause: error });
    }
  }

  state(list: string): ListState | null {
    const { since = null, read_at: readAt = null } = this.#row(list) ?? {};
    return since === null || readAt === null ? null : { since, readAt };
  }

  read(list: string, columns: readonly MirroredColumn[]): Reading {
    this.#table(list, columns);
    const under = this.#row(list);
    const goesOn = under?.position != null && under.started_at !== null;
    const number = (under?.reading ?? 0) + (goesOn ? 0 : 1);
    const startedAt = goesOn && under.started_at !== null ? under.started_at : new Date().toISOString();
    const put = this.#put(list, columns);
    return {
      startedAt,
      after: goesOn ? under.position : null,
      add: (rows, position) =>
        this.#together(() => {
          for (const row of rows) put(row, number);
          this.#database
            .prepare(
              'INSERT INTO "_sync" (list, reading, started_at, position) VALUES (?, ?, ?, ?) ON CONFLICT (list) DO UPDATE SET reading = excluded.reading, started_at = excluded.started_at, position = excluded.position',
            )
            .run(list, number, startedAt, position);
        }),
      complete: (state) => {
        let gone = 0;
        this.#together(() => {
          const swept = this.#database.prepare(`DELETE FROM ${quoted(list)} WHERE ${READING} <> ?`).run(number);
          gone = Number(swept.changes);
          this.#keep(list, state, number);
        });
        return gone;
      },
      close: () => {},
    };
  }

  change(list: string, columns: readonly MirroredColumn[], { rows, deleted, state }: Changes): number {
    this.#table(list, columns);
    const number = this.#row(list)?.reading ?? 0;
    const put = this.#put(list, columns);
    const remove = this.#database.prepare(`DELETE FROM ${quoted(list)} WHERE id = ?`);
    let gone = 0;
    this.#together(() => {
      for (const row of rows) put(row, number);
      for (const id of deleted) gone += Number(remove.run(id).changes);
      this.#keep(list, state, number);
    });
    return gone;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #row(list: string): StateRow | undefined {
    return this.#database.prepare('SELECT * FROM "_sync" WHERE list = ?').get(list) as StateRow | undefined;
  }

  #keep(list: string, { since, readAt }: ListState, number: number): void {
    this.#database
      .prepare(
        'INSERT INTO "_sync" (list, since, read_at, reading) VALUES (?, ?, ?, ?) ON CONFLICT (list) DO UPDATE SET since = excluded.since, read_at = excluded.read_at, reading = excluded.reading, started_at = NULL, position = NULL',
      )
      .run(list, since, readAt, number);
  }

  /** Makes the table, or adds the columns that it does not have yet: a newer gateway may know more of a row. */
  #table(list: string, columns: readonly MirroredColumn[]): void {
    const typeOf = ({ type }: MirroredColumn) => (type === 'JSON' ? 'TEXT' : type);
    const all = columns.map((column) =>
      column.name === 'id' ? 'id TEXT PRIMARY KEY' : `${quoted(column.name)} ${typeOf(column)}`,
    );
    this.#database.exec(
      `CREATE TABLE IF NOT EXISTS ${quoted(list)} (${all.join(', ')}, ${ERRORS} TEXT, ${READING} INTEGER NOT NULL) STRICT`,
    );
    const known = new Set(
      this.#database
        .prepare(`PRAGMA table_info(${quoted(list)})`)
        .all()
        .map(({ name }) => name),
    );
    for (const column of columns)
      if (!known.has(column.name))
        this.#database.exec(`ALTER TABLE ${quoted(list)} ADD COLUMN ${quoted(column.name)} ${typeOf(column)}`);
  }

  #put(list: string, columns: readonly MirroredColumn[]): (row: MirroredRow, number: number) => void {
    const names = [...columns.map(({ name }) => quoted(name)), ERRORS, READING];
    const statement = this.#database.prepare(
      `INSERT OR REPLACE INTO ${quoted(list)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    return (row, number) => {
      const errors = row[UNKNOWN] === undefined ? null : JSON.stringify(row[UNKNOWN]);
      statement.run(...columns.map((column) => valueOf(row[column.name], column)), errors, number);
    };
  }

  #together(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function valueOf(value: unknown, { type }: MirroredColumn): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (type === 'JSON') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value as string | number;
}
