/**
 * What scanners of GraphQL servers look for (graphql-cop's checks, in our own words), asked of the gateway as it is in
 * production, and of GraphQL Yoga with its defaults: a scan that finds nothing there would prove nothing here.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../src/schema/index.ts';
import { startGateway } from './support/gateway.ts';

/** An answer, as a scanner looks at it. */
interface Seen {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line no-explicit-any
  readonly json: any;
}

interface Question {
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Ask = (question: Question) => Promise<Seen>;

/** A browser sends this of itself with what a page of another site has it ask. */
const FROM_ANOTHER_SITE = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'no-cors',
  origin: 'http://evil.example',
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const operation = (query: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});

const repeat = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

const tellsSchema = ({ text }: Seen) => text.includes('"__schema":{"types":[{');

/** Each says whether there is something to find. */
const checks: Readonly<Record<string, (ask: Ask) => Promise<boolean>>> = {
  'a hundred aliases and one': async (ask) =>
    (await ask(operation(`{ ${repeat(101, (at) => `a${at}: __typename`)} }`))).json?.data?.a100 !== undefined,
  'one field five hundred times': async (ask) =>
    (await ask(operation(`{ ${repeat(500, () => '__typename')} }`))).json?.data?.__typename !== undefined,
  'ten directives that are not there, each with an error of its own': async (ask) =>
    (await ask(operation(`{ __typename ${repeat(10, () => '@aa')} }`))).json?.errors?.length === 10,
  'several operations in one body': async (ask) => {
    const { json } = await ask({
      ...operation(''),
      body: JSON.stringify([{ query: '{ a: __typename }' }, { query: '{ b: __typename }' }]),
    });
    return Array.isArray(json) && json.length === 2;
  },
  'the schema in circles': async (ask) => {
    const circles = `${'fields { type { '.repeat(4)}name${' } }'.repeat(4)}`;
    return tellsSchema(await ask(operation(`{ __schema { types { ${circles} } } }`)));
  },
  'the schema': async (ask) => tellsSchema(await ask(operation('{ __schema { types { name } } }'))),
  'names that come close to a misspelt one': async (ask) =>
    /did you mean/i.test((await ask(operation('{ __typenam }'))).text),
  'a page to write queries in': async (ask) =>
    /graphiql|playground|altair/i.test((await ask({ headers: { accept: 'text/html' } })).text),
  'queries by GET, from a page of another site': async (ask) =>
    (await ask({ query: '{ __typename }', headers: FROM_ANOTHER_SITE })).json?.data?.__typename === 'Query',
  'mutations by GET': async (ask) => {
    const { status, json } = await ask({ query: 'mutation { __typename }' });
    return status === 200 && json?.data !== undefined;
  },
  'queries as a form': async (ask) =>
    (await ask({ method: 'POST', headers: FORM, body: `query=${encodeURIComponent('{ __typename }')}` })).json?.data
      ?.__typename === 'Query',
  'how long it took, where nobody has asked for it': async (ask) => {
    const { json, text } = await ask(operation('{ __typename }'));
    return json?.extensions !== undefined || /stacktrace/i.test(text);
  },
  'what a fault looks like from within': async (ask) => {
    const { json, text } = await ask(operation('qwerty cop { abc }'));
    return json?.errors?.[0]?.extensions?.exception !== undefined || /node_modules|\.js:\d+/.test(text);
  },
  'pages of other sites that may read answers': async (ask) => {
    const response = await ask({
      ...operation('{ __typename }'),
      headers: { ...operation('').headers, origin: 'http://evil.example' },
    });
    return response.json?.cors !== undefined && response.json.cors !== null;
  },
};

/** The checks that find something at this endpoint. */
async function scan(endpoint: string): Promise<string[]> {
  const ask: Ask = async ({ query, headers, ...init }) => {
    const url = `${endpoint}${query === undefined ? '' : `?query=${encodeURIComponent(query)}`}`;
    const response = await fetch(url, { ...init, headers: { authorization: 'Bearer demo', ...headers } });
    const text = await response.text();
    let json: unknown = null;
    try {
      json = JSON.parse(text);
    } catch {
      // A page, and no answer.
    }
    const cors = response.headers.get('access-control-allow-origin');
    return { status: response.status, text, json: Array.isArray(json) ? json : { ...(json as object), cors } };
  };
  const found: string[] = [];
  for (const [name, finds] of Object.entries(checks)) if (await finds(ask)) found.push(name);
  return found;
}

describe('a scanner', () => {
  it('finds nothing at a gateway in production', async () => {
    await using gateway = await startGateway(undefined, {
      graphiql: false,
      explain: false,
      suggestions: false,
      introspection: false,
    });

    expect(await scan(`${gateway.url}/graphql`)).toEqual([]);
    expect(gateway.requests()).toEqual([]);
  });

  it('finds most of it at GraphQL Yoga with its defaults', async () => {
    const yoga = createYoga({ schema: createSchema(), logging: false });
    const server = createServer((request, response) => void yoga(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

    const found = await scan(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);

    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(found.length).toBeGreaterThanOrEqual(7);
    expect(found).toEqual(expect.arrayContaining(['the schema', 'a page to write queries in', 'queries as a form']));
  });
});
