/** A router of the larger graph: Apollo's gateway, in this process, behind Yoga for HTTP. */
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { print } from 'graphql';
import { createYoga, type Plugin, type YogaInitialContext } from 'graphql-yoga';
import { NO_PAGES, serveLocally } from './serve-locally.ts';

export interface Router extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:12345/graphql`. */
  readonly url: string;
}

export interface RouterOptions {
  readonly supergraphSdl: string;
  /** What the gateway wants to see in `x-router-secret`. */
  readonly secret?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

/** Headers of the client that subgraphs get to see: who asks, and the trace that it belongs to. */
const PASSED_ON = ['authorization', 'traceparent', 'tracestate'];

/** Passes on these headers, and nothing else of what the client sent. */
class Subgraph extends RemoteGraphQLDataSource<YogaInitialContext> {
  readonly #secret: string | undefined;

  constructor(url: string | undefined, secret: string | undefined) {
    super({ ...(url && { url }) });
    this.#secret = secret;
  }

  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<YogaInitialContext>) {
    // The router asks for the schema of a subgraph in no user's name.
    for (const name of PASSED_ON) {
      const value = context?.request?.headers.get(name);
      if (value) request.http?.headers.set(name, value);
    }
    if (this.#secret) request.http?.headers.set('x-router-secret', this.#secret);
  }
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function startApolloRouter({ supergraphSdl, secret, port }: RouterOptions): Promise<Router> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ url }) => new Subgraph(url, secret),
  });
  const { schema, executor } = await gateway.load();
  const planned: Plugin = {
    onExecute({ setExecuteFn }) {
      setExecuteFn(({ document, operationName, variableValues, contextValue }) => {
        const source = print(document);
        return executor({
          document,
          operationName: operationName ?? null,
          source,
          // The gateway keeps its query plans by this.
          queryHash: source,
          request: { query: source, variables: variableValues ?? {} },
          context: contextValue,
          schema,
          logger: silent,
          metrics: {},
        } as unknown as Parameters<typeof executor>[0]);
      });
    },
  };
  const yoga = createYoga({ ...NO_PAGES, schema, logging: false, maskedErrors: false, plugins: [planned] });
  const server = await serveLocally(yoga, port);
  return {
    url: `${server.origin}/graphql`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await gateway.stop();
    },
  };
}
