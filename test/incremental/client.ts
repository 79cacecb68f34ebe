/** Asks the gateway over HTTP as clients do that take an answer in parts. */
import type { WirePart } from './merge.ts';

export const FORMATS = {
  v2022: 'multipart/mixed;deferSpec=20220824, application/json',
  current: 'multipart/mixed;incrementalSpec=v0.2, application/json',
  events: 'text/event-stream;incrementalSpec=v0.2, application/json',
} as const;

export type Format = keyof typeof FORMATS;

export interface Asking {
  readonly url: string;
  readonly token: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ask = ({ url, token, query, variables, accept, headers }: Asking) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, variables }),
  });

/** Every part of an answer, or the one that it is. */
export async function readParts(response: Response): Promise<WirePart[]> {
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  if (type.startsWith('text/event-stream'))
    return text
      .split('\n\n')
      .filter((event) => event.startsWith('event: next'))
      .map((event) => JSON.parse(event.slice(event.indexOf('data:') + 5)) as WirePart);
  if (!type.startsWith('multipart/mixed')) return [JSON.parse(text) as WirePart];
  return text
    .split(/\r\n---/)
    .map((part) => part.split('\r\n\r\n')[1])
    .flatMap((body) => (body ? [JSON.parse(body) as WirePart] : []));
}

export const askInParts = async (asking: Asking): Promise<WirePart[]> => readParts(await ask(asking));
