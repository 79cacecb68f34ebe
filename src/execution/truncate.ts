/** As much of a caller's own text as a message may repeat, in characters. */
const MOST_QUOTED = 100;
const MOST_IN_ALL = 300;

const QUOTED = new RegExp(`"(?:[^"\\\\]|\\\\.){${MOST_QUOTED + 1},}"`, 'g');

/**
 * A message of graphql-js, which repeats the names and values that it complains about, without more than 100
 * characters of any of them.
 */
export function truncate(message: string): string {
  const cut = message.replace(QUOTED, (text) => `${text.slice(0, MOST_QUOTED).toWellFormed()}…"`);
  // What is long without quotes is an object or a list, written out.
  return cut.length > MOST_IN_ALL ? `${cut.slice(0, MOST_QUOTED).toWellFormed()}…` : cut;
}
