/** Shorter tokens, such as the sandbox's `demo`, are words that stand for themselves. */
const MIN_SECRET_LENGTH = 8;

/** Whether a text that a client chose holds its token, so that nobody may see it. */
export const isSecret = (text: string, token: string): boolean =>
  token.length >= MIN_SECRET_LENGTH && text.includes(token);
