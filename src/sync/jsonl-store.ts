/**
 * A mirror as a folder of files, one a list, each a line of JSON a row. The last line of a file says how far it is. A file
 * is never changed: a new one is written beside it, and takes its place as a whole.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { positionFileOf, TargetFile } from '../export/target-file.ts';
import type { MirroredColumn } from './mirrored.ts';
import { CannotMirror, type Changes, type ListState, type Reading, type Store } from './store.ts';

/** The key of the last line. GraphQL reserves names that begin so. */
const OWN = '__sync';

/** Every row begins with its id. */
const ID = /^\{"id":"([^"]+)"/;

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;
const footOf = (state: ListState): string => lineOf({ [OWN]: state });

/** The most that the last line takes, in bytes. */
const FOOT_BYTES = 1_000;

export class JsonlStore implements Store {
  readonly #folder: string;

  /** @throws {CannotMirror} */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new CannotMirror(`${folder} cannot be made a folder`, { cause: error });
    }
  }

  state(list: string): ListState | null {
    const path = this.#path(list);
    if (!existsSync(path)) return null;
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const end = Buffer.alloc(Math.min(size, FOOT_BYTES));
      readSync(file, end, 0, end.length, size - end.length);
      const last = JSON.parse(end.toString().trimEnd().split('\n').at(-1) ?? '') as { [OWN]?: ListState };
      return last[OWN] ?? null;
    } catch {
      return null;
    } finally {
      closeSync(file);
    }
  }

  read(list: string, columns: readonly MirroredColumn[]): Reading {
    const path = `${this.#path(list)}.read`;
    const what = columns.map(({ name }) => name).join(',');
    const startedAt = startOf(path, what) ?? new Date().toISOString();
    const name = JSON.stringify({ what, startedAt });
    const file = new TargetFile(path, name, startOf(path, what) === null);
    let rows = file.before?.rows ?? 0;
    return {
      startedAt,
      after: file.before?.position ?? null,
      add(batch, position) {
        file.append(batch.map(lineOf).join(''));
        rows += batch.length;
        file.reached({ export: name, position, rows, calls: 0 });
      },
      complete: (state) => {
        const before = idsIn(this.#path(list));
        file.append(footOf(state));
        file.complete();
        renameSync(path, this.#path(list));
        const now = idsIn(this.#path(list));
        return [...before].filter((id) => !now.has(id)).length;
      },
      close: () => file[Symbol.dispose](),
    };
  }

  change(list: string, _: readonly MirroredColumn[], { rows, deleted, state }: Changes): number {
    const path = this.#path(list);
    const changed = new Map(rows.map((row) => [row.id, row]));
    const target = openSync(`${path}.new`, 'w');
    let gone = 0;
    for (const line of linesIn(path)) {
      const id = ID.exec(line)?.[1];
      if (id === undefined) continue;
      const row = changed.get(id);
      changed.delete(id);
      if (row) writeSync(target, lineOf(row));
      else if (deleted.has(id)) gone++;
      else writeSync(target, `${line}\n`);
    }
    for (const row of changed.values()) writeSync(target, lineOf(row));
    writeSync(target, footOf(state));
    fsyncSync(target);
    closeSync(target);
    renameSync(`${path}.new`, path);
    return gone;
  }

  [Symbol.dispose](): void {}

  #path(list: string): string {
    return join(this.#folder, `${list}.jsonl`);
  }
}

/** When the reading that a file is of began; null where there is none to go on with. */
function startOf(path: string, what: string): string | null {
  try {
    const { export: name } = JSON.parse(readFileSync(positionFileOf(path), 'utf8')) as { export: string };
    const known = JSON.parse(name) as { what: string; startedAt: string };
    return known.what === what && existsSync(path) ? known.startedAt : null;
  } catch {
    return null;
  }
}

/** How much of a file is read at once, in bytes. */
const PIECE = 1 << 20;

/** The lines of a file; none of one that is not there. */
function* linesIn(path: string): Generator<string, void> {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(PIECE);
    let rest: Buffer = Buffer.alloc(0);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      rest = Buffer.concat([rest, piece.subarray(0, read)]);
      let from = 0;
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10, from)) {
        yield rest.toString('utf8', from, at);
        from = at + 1;
      }
      rest = rest.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}

function idsIn(path: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const line of linesIn(path)) {
    const id = ID.exec(line)?.[1];
    if (id !== undefined) ids.add(id);
  }
  return ids;
}
