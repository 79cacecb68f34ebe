import { readFile } from 'node:fs/promises';

/** The token of the sandbox's first user. */
export const DEMO_TOKEN = 'demo';

/** The same in the sources and in the published package: `src` and `dist` lie side by side. */
const firstQuery = new URL('../../examples/first-query.graphql', import.meta.url);

/** As one argument of a POSIX shell, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** On one line: comments and repeated blanks dropped. For our own example, which has no string with a `#` in it. */
const oneLine = (query: string) => query.replaceAll(/#.*/g, '').replaceAll(/\s+/g, ' ').trim();

const curlLine = (graphqlUrl: string, body: string) =>
  `curl ${graphqlUrl} -H ${quoted(`Authorization: Bearer ${DEMO_TOKEN}`)} -H ${quoted('Content-Type: application/json')} -d ${quoted(body)}`;

/**
 * Asks the first example of the gateway itself, over HTTP, and returns the lines that show it: query, command, answer.
 * `graphqlUrl` is where it listens, as a user would write it. Rejects when there is no GraphQL answer to show.
 */
export async function firstConversation(graphqlUrl: string): Promise<readonly string[]> {
  const query = (await readFile(firstQuery, 'utf8')).trim();
  const body = JSON.stringify({ query: oneLine(query) });
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO_TOKEN}`, 'content-type': 'application/json' },
    body,
  });
  return [
    'A first query:',
    '',
    query,
    '',
    'The same from a shell:',
    '',
    curlLine(graphqlUrl, body),
    '',
    'Its answer:',
    '',
    JSON.stringify(await response.json(), null, 2),
  ];
}
