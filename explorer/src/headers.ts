/** Headers as people write them: `Name: value`, a line each. */

/** Names whose values are not kept, and not copied: whoever uses the browser later could read them. */
const SECRET = /auth|cookie|token|secret|key|password/i;

export const isSecretHeader = (name: string): boolean => SECRET.test(name);

/** The lines that are headers, by their names. A line that no request can have is left out. */
export function headersIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').map((line) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*([\t\u0020-\u007e]+?)\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((found) => (found ? [[found[1] as string, found[2] as string]] : [])));
}

/** Headers that say who asks, in lower case. */
export const OF_THE_CALLER: ReadonlySet<string> = new Set(['authorization', 'cookie']);

const nameIn = (line: string) => line.split(':', 1)[0] ?? '';

/** The same lines; of secrets their names alone. */
export const withoutSecrets = (text: string): string =>
  text
    .split('\n')
    .map((line) => (isSecretHeader(nameIn(line)) ? `${nameIn(line)}:` : line))
    .join('\n');

export const hasSecrets = (text: string): boolean => withoutSecrets(text) !== text;
