/** Shorter tokens, such as the sandbox's `demo`, are words that stand for themselves. */
const MIN_SECRET_LENGTH = 8;

/**
 * A text without the token, should that be in it: whole, or cut off after its eighth character or later, since most texts
 * are cut somewhere.
 */
export function redactToken(text: string, token: string): string {
  if (token.length < MIN_SECRET_LENGTH) return text;
  const beginning = token.slice(0, MIN_SECRET_LENGTH);
  let clean = '';
  let from = 0;
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
    let length = MIN_SECRET_LENGTH;
    while (length < token.length && text[at + length] === token[length]) length++;
    clean += `${text.slice(from, at)}[token]`;
    from = at + length;
  }
  return from === 0 ? text : clean + text.slice(from);
}

/** The same for several, such as a token and what was brought in its place. */
export const redact = (text: string, secrets: readonly string[]): string => secrets.reduce(redactToken, text);
