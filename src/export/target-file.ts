/**
 * A file that an export is written to, so that it can be gone on with after the process was killed at any moment: rows are
 * appended, and a second file beside it says up to which byte they belong to which position. That one is replaced as a
 * whole, after the rows have reached the disk. What stands behind that byte is cut off when the export is gone on with.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** How far the file has come. */
export interface Written {
  /** What is exported: the same operation, with the same variables, in the same form. */
  readonly export: string;
  readonly bytes: number;
  readonly position: string;
  readonly rows: number;
  /** REST calls of all runs so far. */
  readonly calls: number;
}

/** The file cannot be written, or must not be. The message is one line for people. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

export const positionFileOf = (path: string): string => `${path}.position`;

export class TargetFile implements Disposable {
  readonly #path: string;
  readonly #file: number;
  /** How far it had come; null for one that begins. */
  readonly before: Written | null;
  #bytes: number;

  /**
   * Opens the file, and cuts off what does not belong to a position.
   *
   * @param what names the export, see {@link Written.export}
   * @throws {CannotWrite}
   */
  constructor(path: string, what: string, restart: boolean) {
    this.#path = path;
    const known = restart ? null : writtenOf(path);
    if (known && known.export !== what)
      throw new CannotWrite(
        `${positionFileOf(path)} is of another operation, other variables or another format: --restart writes the file anew`,
      );
    if (!known && !restart && existsSync(path))
      throw new CannotWrite(
        `${path} is there already, and nothing beside it says how to go on: --restart writes it anew`,
      );
    this.before = known;
    try {
      this.#file = openSync(path, known ? 'r+' : 'w');
    } catch (error) {
      throw new CannotWrite(`cannot write ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
        cause: error,
      });
    }
    if (!known) rmSync(positionFileOf(path), { force: true });
    this.#bytes = known?.bytes ?? 0;
    if (fstatSync(this.#file).size < this.#bytes) {
      closeSync(this.#file);
      throw new CannotWrite(`${path} is shorter than it was: --restart writes it anew`);
    }
    ftruncateSync(this.#file, this.#bytes);
  }

  /** Appends text. It counts only once {@link reached} says what it belongs to. */
  append(text: string | Uint8Array): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at, this.#bytes + at);
    this.#bytes += bytes.length;
  }

  /** All that was appended belongs to this position, and to those before it. */
  reached(written: Omit<Written, 'bytes'>): void {
    fdatasyncSync(this.#file);
    const temporary = `${positionFileOf(this.#path)}.new`;
    const file = openSync(temporary, 'w');
    writeSync(file, JSON.stringify({ ...written, bytes: this.#bytes }));
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, positionFileOf(this.#path));
  }

  /** The export is complete: there is nothing to go on with. */
  complete(): void {
    fdatasyncSync(this.#file);
    rmSync(positionFileOf(this.#path), { force: true });
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/** What the file beside it says; null where there is none, or nothing that can be read. */
function writtenOf(path: string): Written | null {
  try {
    const written = JSON.parse(readFileSync(positionFileOf(path), 'utf8')) as Written;
    const isWritten = typeof written.position === 'string' && Number.isSafeInteger(written.bytes);
    return isWritten && existsSync(path) ? written : null;
  } catch {
    return null;
  }
}
