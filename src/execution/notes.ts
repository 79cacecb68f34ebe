/** What loading found out that an answer should say beside its data: warnings, before they have a path. */
import { shortList } from '../text/name-lists.ts';
import { UpstreamError } from '../upstream/errors.ts';
import type { WarningCode } from './warnings.ts';

export interface Note {
  readonly code: WarningCode;
  readonly message: string;
}

/** Whether the token may not read what was asked for. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof UpstreamError && error.failure.kind === 'forbidden';

/** That types which the client did not name are not in the answer. */
export const leftOutOf = (types: readonly string[]): Note => ({
  code: 'LEFT_OUT',
  message: `The token may not read links of these types, so they are left out: ${shortList(types)}.`,
});
