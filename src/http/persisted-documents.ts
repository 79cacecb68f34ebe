/** Documents that the operator has listed, which clients then name instead of sending them. */
import { bareHash, type Manifest, type PersistedMode } from '../config/document-manifest.ts';
import { HttpRefusal } from './http-errors.ts';

export interface PersistedOptions {
  readonly persistedDocuments: PersistedMode;
  readonly persistedManifest: Manifest | null;
}

/** What a client asks for: a text, a name for one, or both. */
export interface Named {
  readonly query: string | null;
  /** `documentId` (GraphQL over HTTP), or `extensions.persistedQuery.sha256Hash` (Apollo). */
  readonly id: string | null;
}

/** Tells the text of the document that a client asks for. Throws an {@link HttpRefusal} where there is none, or it may not be. */
export type FindDocument = (named: Named) => string;

export function findDocument({
  persistedDocuments = 'off',
  persistedManifest,
}: Partial<PersistedOptions>): FindDocument {
  if (persistedDocuments === 'off')
    return ({ query }) => {
      if (query !== null) return query;
      throw refused('NOT_SUPPORTED', 'Documents cannot be asked for by their hash here: send the text in "query".');
    };
  const manifest: Manifest = persistedManifest ?? new Map();
  const texts = new Set(manifest.values());
  return ({ query, id }) => {
    const listed = id === null ? undefined : manifest.get(bareHash(id));
    if (query !== null && listed !== undefined && listed !== query)
      throw refused('NOT_FOUND', 'The text in "query" is not the document with this hash: send one of them.');
    const text = query ?? listed;
    if (text === undefined)
      throw refused('NOT_FOUND', 'There is no document with this hash: send the text in "query".');
    if (persistedDocuments === 'only' && !texts.has(text))
      throw refused(
        'REQUIRED',
        'Only documents that the operator has listed are answered: name one of them by its hash.',
      );
    return text;
  };
}

const refused = (what: 'NOT_SUPPORTED' | 'NOT_FOUND' | 'REQUIRED', message: string) =>
  new HttpRefusal(400, `PERSISTED_QUERY_${what}`, message);
