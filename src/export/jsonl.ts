/** One JSON object a line, each a row as `/graphql` answers it. */
import type { Format } from './format.ts';

/** The key of what is no field of a row: GraphQL reserves names that begin so. */
const OWN = '__export';
const ERRORS = '__errors';

export const jsonl = (contentType: string): Format => ({
  name: 'jsonl',
  contentType,
  head: () => '',
  row: (row, _, errors) =>
    `${JSON.stringify(errors.length === 0 ? row : { ...(row as object | null), [ERRORS]: errors })}\n`,
  position: (position) => `${JSON.stringify({ [OWN]: { position } })}\n`,
  foot: (summary) => `${JSON.stringify({ [OWN]: summary })}\n`,
});
