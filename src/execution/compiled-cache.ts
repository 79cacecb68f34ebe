/**
 * What is compiled once and found again: documents that were found good, their plans, and what these were estimated to take.
 * All of it shares one bound, by the memory that each takes. What was used longest ago goes first.
 */
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** The memory for all of it, in bytes by the weights below. */
export const COMPILED_BYTES = 32 * 2 ** 20;

/** Longer documents are not what a client sends again and again, in characters. */
const MAX_DOCUMENT = 20_000;

/**
 * Weights in bytes, above what was measured for documents from 24 to 31,000 characters: a syntax tree took 80 for each
 * character, a plan 230 for each field with its fragments spread out, and up to 1,000 for each need of records.
 */
export const WEIGHT = { character: 100, field: 300, requirement: 1000, entry: 2000 } as const;

interface Entry {
  readonly value: object;
  readonly bytes: number;
}

/** One for the process, whichever of its gateways fills it: memory is one too. */
const entries = new LRUCache<string, Entry>({
  maxSize: COMPILED_BYTES,
  maxEntrySize: COMPILED_BYTES / 4,
  sizeCalculation: ({ bytes }) => bytes,
});

/** What is kept has a name, with which the keys of all that is made from it begin. */
const names = new WeakMap<object, string>();
let named = 0;

const nameOf = (value: object): string => {
  let name = names.get(value);
  if (name === undefined) names.set(value, (name = String(++named)));
  return name;
};

/** How much of the bound is used, in bytes. */
export const compiledBytes = (): number => entries.calculatedSize;

/** Documents that were parsed, found valid and run, by their text. Each gateway has its own, for each has its own rules. */
export class GoodDocuments {
  readonly #prefix = `${nameOf(this)} document `;

  get(text: string): DocumentNode | undefined {
    return entries.get(this.#prefix + text)?.value as DocumentNode | undefined;
  }

  /** Keeps a document. From now on what is compiled from it is kept as well. */
  set(text: string, document: DocumentNode): void {
    if (text.length > MAX_DOCUMENT) return;
    nameOf(document);
    entries.set(this.#prefix + text, { value: document, bytes: text.length * WEIGHT.character + WEIGHT.entry });
  }
}

/**
 * What was made from a source under this key, or is made now. It is kept where the source was: a document by
 * {@link GoodDocuments}, anything else by this.
 *
 * @param weigh how much memory it takes, in bytes. It is asked each time, because some things grow with use.
 */
export function compiled<Value extends object>(
  source: object,
  key: string,
  make: () => Value,
  weigh: (value: Value) => number,
): Value {
  const name = names.get(source);
  if (name === undefined) return make();
  const fullKey = `${name} ${key}`;
  const known = entries.get(fullKey);
  const value = (known?.value as Value | undefined) ?? make();
  nameOf(value);
  const bytes = weigh(value) + fullKey.length * 2 + WEIGHT.entry;
  if (known?.bytes !== bytes) entries.set(fullKey, { value, bytes });
  return value;
}
