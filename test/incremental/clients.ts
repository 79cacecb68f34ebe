/** Clients that take answers in parts, as docs/incremental.md sets them up. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { Client, fetchExchange } from '@urql/core';
import { meros } from 'meros/browser';
import relay, { type FetchFunction, type GraphQLResponse, type PayloadError } from 'relay-runtime';

export type IncrementalHandler = ApolloClient.Options['incrementalHandler'];

export function createApolloClient(
  uri: string,
  authorization: string,
  incrementalHandler: IncrementalHandler = new GraphQL17Alpha9Handler(),
) {
  return new ApolloClient({
    link: new HttpLink({ uri, headers: { authorization } }),
    cache: new InMemoryCache(),
    incrementalHandler,
  });
}

export function createUrqlClient(url: string, authorization: string) {
  return new Client({
    url,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
  });
}

/** A part in the format of 2022. */
interface Part {
  readonly data?: unknown;
  readonly errors?: readonly PayloadError[];
  readonly incremental?: readonly {
    readonly label?: string;
    readonly path: readonly (string | number)[];
    readonly data?: unknown;
    readonly items?: readonly unknown[] | null;
    readonly errors?: readonly PayloadError[];
  }[];
  readonly hasNext: boolean;
}

/** Relay's network layer: each deferred fragment, and each entry of a list, is a response of its own. */
export function createRelayNetwork(url: string, authorization: string) {
  const fetchParts: FetchFunction = ({ text }, variables) =>
    relay.Observable.create((sink) => {
      const read = async () => {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            authorization,
            'content-type': 'application/json',
            accept: 'multipart/mixed;deferSpec=20220824, application/json',
          },
          body: JSON.stringify({ query: text, variables }),
        });
        const parts = await meros<Part>(response);
        if (parts instanceof Response) return sink.next((await parts.json()) as GraphQLResponse);
        for await (const part of parts) if (part.json) for (const one of responsesOf(part.body)) sink.next(one);
      };
      read().then(
        () => sink.complete(),
        (error: Error) => sink.error(error),
      );
    });
  return relay.Network.create(fetchParts);
}

function responsesOf({ data, errors, incremental = [], hasNext }: Part): GraphQLResponse[] {
  const extensions = { is_final: !hasNext };
  const later = incremental.flatMap(({ label, path, data: fields, items, errors: own }) =>
    items
      ? items.map((item, at) => ({
          data: item,
          label,
          path: [...path.slice(0, -1), Number(path.at(-1)) + at],
          extensions,
          ...(own && at === 0 && { errors: own }),
        }))
      : [{ data: fields ?? null, label, path: [...path], extensions, ...(own && { errors: own }) }],
  );
  return [...(data ? [{ data, extensions, ...(errors && { errors }) }] : []), ...later] as unknown as GraphQLResponse[];
}
