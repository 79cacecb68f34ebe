/** Shorter tokens, such as the sandbox's `demo`, are words that stand for themselves. */
const MIN_SECRET_LENGTH = 8;

/** Whether a text that a client chose holds one of its secrets, so that nobody may see it. */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => secret.length >= MIN_SECRET_LENGTH && text.includes(secret));
