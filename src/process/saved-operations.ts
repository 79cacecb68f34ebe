import type { Manifest } from '../config/document-manifest.ts';
import { type Example, EXAMPLES_FOLDER, persistedExamples, readExamples } from '../mcp/examples.ts';

/**
 * The operations that a setting names: `null` for none, those of the package (`examples`), of the manifest (`persisted`), or
 * of a folder. Throws where they cannot be read.
 */
export function savedOperations(asked: string | null, manifest: Manifest | null): readonly Example[] {
  if (asked === null) return [];
  if (asked === 'persisted') return persistedExamples(manifest ?? new Map());
  return readExamples(asked === 'examples' ? EXAMPLES_FOLDER : asked);
}
