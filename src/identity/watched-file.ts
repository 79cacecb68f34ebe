/** A file whose content may be replaced while the gateway runs, such as a mounted secret that is renewed. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WatchedFileOptions<Value> {
  readonly path: string;
  /** What the file is called in the log, where neither its path nor its content ever stands. */
  readonly name: string;
  /** What it held at the start. */
  readonly first: Value;
  /** Reads its content; `null` for one that cannot be used. */
  readonly parse: (text: string) => Value | null;
  /** Called when the file has changed, once `value` is what it holds. */
  readonly changed: (line: string) => void;
  /** Called when it cannot be used. */
  readonly unusable: (line: string) => void;
  /** How often it is looked at, in milliseconds. Default: 1 second. */
  readonly everyMs?: number;
  /** Waits for as long as what is new has to stay as it is before it counts. Default: 100 ms. */
  readonly settle?: () => Promise<unknown>;
}

export interface WatchedFile<Value> {
  /** What the file held when it last held something that can be used. */
  readonly value: Value;
  /** Looks at it now, and resolves with what counts then. Never rejects. */
  readonly look: () => Promise<Value>;
  /** Looks no more. */
  readonly close: () => void;
}

const EVERY_MS = 1_000;
const SETTLE_MS = 100;

/**
 * Looks at the file from time to time. It is read, and not watched: events of a file system miss what is mounted anew,
 * and its times miss what is written twice in one tick.
 *
 * A file that is empty, half written or gone is left alone: what it held before goes on. So it may be written in place,
 * though to rename another one over it is better.
 */
export function watchedFile<Value>(options: WatchedFileOptions<Value>): WatchedFile<Value> {
  const { path, name, parse, settle = () => sleep(SETTLE_MS, undefined, { ref: false }) } = options;
  let value = options.first;
  let known: string | null = null;
  let isUnusable = false;
  let underWay: Promise<Value> | null = null;

  const look = async (): Promise<Value> => {
    const text = await contentOf(path);
    if (text === known && text !== null) return value;
    await settle();
    if ((await contentOf(path)) !== text) return value;
    const read = text === null ? null : parse(text);
    if (read === null) {
      if (!isUnusable) options.unusable(`${name} holds nothing that can be used: what it held before goes on`);
      isUnusable = true;
      known = null;
      return value;
    }
    // The first look only learns the text of what is in use already.
    const isNew = JSON.stringify(read) !== JSON.stringify(value);
    isUnusable = false;
    known = text;
    value = read;
    if (isNew) options.changed(`${name} has changed: what it holds now is in use`);
    return value;
  };
  const lookOnce = () => (underWay ??= look().finally(() => (underWay = null)));

  const timer = setInterval(() => void lookOnce(), options.everyMs ?? EVERY_MS);
  timer.unref();
  return {
    get value() {
      return value;
    },
    look: lookOnce,
    close: () => clearInterval(timer),
  };
}

/** What the file holds; `null` where it cannot be read. */
async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
