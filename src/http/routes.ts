/** What the gateway answers at each of its paths. */
import { type GraphQLSchema, printSchema } from 'graphql';
import { type Identify, ownToken } from '../identity/identity.ts';
import { sessionIdentity } from '../identity/sign-in/session-identity.ts';
import { AUTH_PATH, authRoute, withRenewal } from './auth-routes.ts';
import type { DoorParts } from './door.ts';
import { explainEndpoint, graphqlEndpoint } from './endpoints.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import { BOARD_PATH, createExplorer, type Explorer, EXPLORER_PATH, wantsPage } from './explorer.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { jsonResponse } from './http-errors.ts';
import type { Pipeline } from './pipeline.ts';
import type { Route } from './router.ts';

interface RouteParts extends Pick<DoorParts, 'schema' | 'documents' | 'maxRequestBodyBytes' | 'log' | 'countExports'> {
  readonly pipeline: Pipeline;
  readonly isReady: () => boolean;
}

/** Who asks for operations: by session where people sign in, and otherwise by what the request brings. */
function identifyOf({ identify = ownToken, signIn, takesTokens = true }: GatewayOptions): Identify {
  return signIn ? sessionIdentity(signIn, takesTokens ? identify : null) : identify;
}

/** The routes by their paths, without what mounts put before these. */
export function routesOf(
  options: GatewayOptions,
  { pipeline, isReady, ...parts }: RouteParts,
): ReadonlyMap<string, Route> {
  const { signIn } = options;
  const explorer = explorerOf(options, parts.schema);
  const identify = identifyOf(options);
  const graphql = graphqlEndpoint(identify, options.explain);
  const explaining = explainEndpoint(options.identify, signIn);
  const operation = (request: GatewayRequest): Promise<GatewayResponse> => {
    if (options.graphiql && explorer && wantsPage(request)) return explorer.page(request);
    const answering = pipeline.answer(request, graphql);
    return signIn ? answering.then((response) => withRenewal(response, request, signIn)) : answering;
  };
  const ready = () => (isReady() ? jsonResponse(200, { status: 'ready' }) : jsonResponse(503, { status: 'not ready' }));
  const routes = new Map<string, Route>([
    ['/graphql', { methods: ['GET', 'POST'], handle: operation }],
    ['/health', { methods: ['GET', 'HEAD'], open: true, handle: () => jsonResponse(200, { status: 'ok' }) }],
    ['/ready', { methods: ['GET', 'HEAD'], open: true, handle: ready }],
  ]);
  if (signIn) routes.set(AUTH_PATH, authRoute(signIn, parts.log));
  if (options.explain)
    routes.set('/explain', { methods: ['POST'], handle: (request) => pipeline.answer(request, explaining) });
  if (explorer && options.board)
    routes.set(BOARD_PATH, { methods: ['GET', 'HEAD'], handle: (request) => explorer.page(request, 'board') });
  if (explorer)
    routes.set(EXPLORER_PATH, {
      methods: ['GET', 'HEAD'],
      hasFiles: true,
      handle: (request) => explorer.file(request),
    });
  const answerOperation: DoorParts['answer'] = (request, endpoint) => pipeline.answer(request, endpoint);
  const isService = options.identify !== undefined;
  const { corsOrigins = [] } = options;
  const identifyByHeader = options.identify ?? ownToken;
  const doorParts = { ...parts, identify, identifyByHeader, isService, answer: answerOperation, corsOrigins };
  const door = options.door?.(doorParts);
  for (const [path, route] of door ?? []) routes.set(path, route);
  return routes;
}

/** The pages for people; `null` where all are off. Without introspection it does not show the schema. */
function explorerOf(options: GatewayOptions, schema: GraphQLSchema): Explorer | null {
  const {
    graphiql,
    board = false,
    graphiqlToken: token,
    graphiqlUsers: users,
    explain,
    introspection = true,
  } = options;
  const { signIn, takesTokens = true } = options;
  if (!graphiql && !board) return null;
  return createExplorer({
    pages: [...(graphiql ? (['explorer'] as const) : []), ...(board ? (['board'] as const) : [])],
    token,
    users,
    explain,
    ...(signIn && { signIn: true, takesTokens }),
    ...(introspection && { schema: () => printSchema(schema) }),
  });
}
