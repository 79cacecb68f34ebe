/** Operations that an operator has written down, read as those of clients are. */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Documents } from './document.ts';
import { refusalsIn } from './refused.ts';

export interface SavedDocument {
  /** By which an operator finds it. */
  readonly name: string;
  readonly text: string;
}

/** What reads documents for one schema. */
export interface Reader {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
}

/**
 * The document of one operation, parsed and valid, within the limits of all documents; null for one of none or several, of
 * which a client has to say which to run.
 *
 * @throws {Error} that names the operation, with the first of the errors that a client would get for this text.
 */
export function readSaved({ documents }: Reader, { name, text }: SavedDocument): DocumentNode | null {
  try {
    return documents.prepare({ query: text });
  } catch (error) {
    const [first] = refusalsIn(error) ?? [];
    if (!first) throw error;
    if (first.extensions.code === 'OPERATION_RESOLUTION_FAILURE') return null;
    throw new Error(`The saved operation ${name} is not valid: ${first.message}`, { cause: error });
  }
}
