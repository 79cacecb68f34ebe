/** Comparing what a client sends with secrets, in a time that tells nothing of them. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Of equal length, whatever is compared: the time of a comparison then tells nothing. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Finds which of `secrets` is given; `null` for none. All of them are compared, whichever it is. */
export function secretFinder(secrets: readonly string[]): (given: string) => string | null {
  const known = secrets.map((secret) => ({ secret, expected: digest(secret) }));
  return (given) => {
    const offered = digest(given);
    let found: string | null = null;
    for (const { secret, expected } of known) if (timingSafeEqual(offered, expected)) found = secret;
    return found;
  };
}
