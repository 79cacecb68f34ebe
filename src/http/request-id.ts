/** The client's own name for its request, which goes on to the API and comes back. */
import { containsSecret } from '../redact/contains-secret.ts';
import type { RequestHead } from '../identity/request-head.ts';

/** Short and plain, because it stands in headers and in logs. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The name in `x-request-id`; `null` where there is none, or none that may be passed on: too long, odd, or holding a secret. */
export function requestIdOf({ headers }: Pick<RequestHead, 'headers'>, secrets: readonly string[]): string | null {
  const asked = headers['x-request-id'];
  const isGood = typeof asked === 'string' && REQUEST_ID.test(asked) && !containsSecret(asked, secrets);
  return isGood ? asked : null;
}
