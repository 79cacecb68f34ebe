/** The GraphiQL page, served with no outside request. */
import { readFile } from 'node:fs/promises';

/** The same in the sources and in the published package: `src` and `dist` lie side by side. */
const firstQuery = new URL('../examples/first-query.graphql', import.meta.url);

/**
 * A renderer for Yoga's GraphiQL. Its 9 MB are loaded with the first page that is asked for.
 *
 * @param token sent until one enters another; given for the sandbox only.
 */
export const createGraphiQL = (token: string | undefined) => async () => {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const defaultQuery = await readFile(firstQuery, 'utf8');
  return renderGraphiQL({
    title: 'Kantata GraphQL gateway',
    defaultQuery,
    headers: JSON.stringify({ Authorization: `Bearer ${token ?? '<your token>'}` }, null, 2),
    shouldPersistHeaders: false,
  });
};
