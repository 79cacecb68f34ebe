/**
 * The gateway as a request handler: HTTP by Yoga, execution by our own executor. It does not listen.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createYoga, type Plugin, useExecutionCancellation, type YogaInitialContext } from 'graphql-yoga';
import { bearerToken } from './bearer.ts';
import { explainPlugin } from './explain-endpoint.ts';
import { createGraphiQL } from './graphiql.ts';
import { codeErrors } from './http-errors.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import { createExecutor, type Executor } from './schema/execute.ts';
import { createSchema } from './schema/index.ts';
import { createUpstream } from './upstream/client.ts';
import { createWarmPath, type WarmPath } from './warm-path.ts';

export interface GatewayOptions {
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  readonly graphiql: boolean;
  /** The token that GraphiQL sends until one enters another; only ever that of the sandbox. */
  readonly graphiqlToken?: string;
  /** `POST /explain` and `x-upstream-trace`. */
  readonly explain: boolean;
  readonly maxUpstreamCalls: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly upstreamCallTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly upstreamMaxBodyBytes: number;
  readonly upstreamConnections: number;
  readonly maxFirst: number;
}

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes no more calls to the API, and waits for those under way. */
  close(): Promise<void>;
}

/** What our plugins add to Yoga's context. */
interface Authorised extends YogaInitialContext {
  token: string;
}

/** Requests that need a token: everything but the pages and probes that hold no data. */
const needsToken = (request: Request, path: string) =>
  path === '/graphql' &&
  (request.method === 'POST' || (request.method === 'GET' && new URL(request.url).searchParams.has('query')));

const UNAUTHENTICATED = JSON.stringify({
  errors: [
    {
      message: 'This request has no usable token. Send one in the header `Authorization: Bearer <token>`.',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
});

/** Refuses requests without a token before anything of them is read. */
const authentication: Plugin = {
  onRequest({ request, url, fetchAPI, endResponse }) {
    if (!needsToken(request, url.pathname) || bearerToken(request.headers.get('authorization'))) return;
    endResponse(
      new fetchAPI.Response(UNAUTHENTICATED, {
        status: 401,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'www-authenticate': 'Bearer',
          'cache-control': 'no-store',
        },
      }),
    );
  },
  onResponse({ response }) {
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) response.headers.set(name, value);
  },
};

/** Runs operations by the plan. */
const planned = (executor: Executor, explain: boolean, remember: WarmPath['remember']): Plugin<Authorised> => ({
  onExecute({ setExecuteFn, args }) {
    const { params } = args.contextValue as Authorised;
    if (params.query) remember(params.query, args.document);
    setExecuteFn(({ document, operationName, variableValues, contextValue }) => {
      const { request } = contextValue as Authorised;
      return executor.execute(
        { document, operationName, variables: variableValues },
        {
          token: bearerToken(request.headers.get('authorization')) ?? '',
          signal: request.signal,
          trace: explain && request.headers.get('x-upstream-trace') === '1',
        },
      );
    });
  },
});

export function createGateway(options: GatewayOptions): Gateway {
  const schema = createSchema({ maxFirst: options.maxFirst });
  const upstream = createUpstream({
    url: options.apiUrl,
    callTimeoutMs: options.upstreamCallTimeoutMs,
    maxBodyBytes: options.upstreamMaxBodyBytes,
    connections: options.upstreamConnections,
  });
  const executor = createExecutor({ ...options, schema, ask: upstream.ask });
  const yoga = createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/health',
    landingPage: false,
    batching: false,
    cors: false,
    logging: false,
    graphiql: options.graphiql ? { defaultQuery: '' } : false,
    ...(options.graphiql && { renderGraphiQL: createGraphiQL(options.graphiqlToken) }),
    maskedErrors: { errorMessage: 'Unexpected error.' },
    plugins: [
      authentication,
      useExecutionCancellation(),
      ...codeErrors(),
      ...(options.explain ? [explainPlugin(schema, executor)] : []),
      planned(executor, options.explain, (text, document) => warm.remember(text, document)) as Plugin,
    ],
  });
  const warm = createWarmPath(executor, (request, response) => void yoga(request, response));
  return {
    handler: warm.handler,
    close: () => upstream.close(),
  };
}
