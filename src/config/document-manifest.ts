/** The documents that the operator has listed: how they may be used, and the file that lists them. */
import { readFileSync } from 'node:fs';

export const PERSISTED_MODES = ['off', 'allow', 'only'] as const;

/** `allow`: a document may be named or sent. `only`: it has to be one of the listed, named or sent. */
export type PersistedMode = (typeof PERSISTED_MODES)[number];

/** From the hash of a document, without the name of its algorithm, to its text. */
export type Manifest = ReadonlyMap<string, string>;

const ALGORITHM = 'sha256:';

/** The hash of a document without the name of its algorithm. */
export const bareHash = (hash: string) => (hash.startsWith(ALGORITHM) ? hash.slice(ALGORITHM.length) : hash);

/**
 * Reads a manifest as GraphQL Code Generator writes it: a JSON object from hash to document, the hash with `sha256:`
 * before it or without. `null` for a file that cannot be read, or holds anything else.
 */
export function readManifest(path: string): Manifest | null {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Array.isArray(content)) return null;
    const entries = Object.entries(content as object);
    if (entries.length === 0 || entries.some(([, text]) => typeof text !== 'string')) return null;
    return new Map(entries.map(([hash, text]: [string, string]) => [bareHash(hash), text]));
  } catch {
    return null;
  }
}
