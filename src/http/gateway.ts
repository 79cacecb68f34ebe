/** The gateway, put together from its options: a request handler for Node and for the Fetch standard. It does not listen. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createDocuments } from '../execution/document.ts';
import { createExecutor } from '../execution/execute.ts';
import type { Executor } from '../execution/executor.ts';
import { ApiDrift } from '../loaders/api-drift.ts';
import { ApiFacts } from '../loaders/api-facts.ts';
import type { GatewayState } from '../observe/gateway-state.ts';
import { errorLine } from '../redact/error-line.ts';
import { createSchema } from '../schema/index.ts';
import { knownKeys } from '../schema/known-keys.ts';
import { resources } from '../schema/resource.ts';
import { defaultMemoryBudget, MemoryBudget } from '../upstream/memory-budget.ts';
import { withRenewal, withReport } from '../upstream/renewal.ts';
import type { Send } from '../upstream/send.ts';
import { AddressLimit } from './address-limit.ts';
import { compressing } from './compression.ts';
import type { DoorParts } from './door.ts';
import { fetchHandler } from './fetch-handler.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { nodeHandler } from './node-handler.ts';
import { OpenRequests } from './open-requests.ts';
import { admissionOf, pipelineOf } from './pipeline-of.ts';
import { ResponseBacklog } from './response-backlog.ts';
import { createRouter } from './router.ts';
import { routesOf } from './routes.ts';
import { recordCacheOf, upstreamOf } from './upstream-of.ts';

export interface Gateway {
  /** For `http.createServer`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The same for servers that speak the Fetch standard: answers `/graphql`, `/explain`, `/health` and `/ready`, with
   * the same limits on what is asked and how much at once. Clients that send or read slowly, and how many are connected,
   * are for the server to limit. Rejects when the request's signal is aborted before there is an answer.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What it answers. */
  readonly schema: GraphQLSchema;
  /**
   * Runs operations without HTTP, with the signature of graphql-js' `execute`. Who asks, and how much at once, is then for
   * the caller to check; errors are not logged. It is also what the schema needs to be executed by graphql-js itself.
   */
  readonly executor: Executor;
  /** What it does at the moment. */
  readonly state: GatewayState;
  /** What the API has shown of itself so far. */
  readonly facts: ApiFacts;
  /** What it writes that the schema does not know. */
  readonly drift: ApiDrift;
  /** Whether it may be sent requests, as `GET /ready` tells: until it is about to stop, and while it is not late. */
  isReady(): boolean;
  /** It is about to stop. What comes all the same is answered. */
  drain(): void;
  /** Answers what is under way with 503, and calls it off at the API. Returns how many requests that were. */
  cutOff(): number;
  /** Takes no more calls to the API, and waits for those under way. */
  readonly close: () => Promise<void>;
}

const DEFAULT_MAX_REQUEST_BODY_BYTES = 256 * 1024;
const DEFAULT_MAX_UNREAD_BYTES = 64 * 2 ** 20;

/**
 * Makes a gateway over the REST API at `options.apiUrl`. It listens nowhere and asks nothing until it is asked:
 * give its `handler` to `node:http`, or its `fetch` to another server. `loadConfig` has every option, checked.
 * Throws on no option; `close()` it, for it keeps connections to the API.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const {
    maxRequestBodyBytes = DEFAULT_MAX_REQUEST_BODY_BYTES,
    log = (line: string) => console.error(`kantata-gateway: ${line}`),
  } = options;
  // It would have a session that the API refuses go on with the token of the gateway.
  if (options.signIn && options.renewToken) throw new TypeError('signIn and renewToken exclude each other');
  const memory = new MemoryBudget(options.memoryBudget ?? defaultMemoryBudget());
  const upstream = upstreamOf(options, memory);
  const { facts, drift, ...run } = executionOf(options, upstream.send);
  const { schema, executor, documents } = run;
  const admission = admissionOf(options, memory);
  const backlog = new ResponseBacklog(options.maxUnreadBytes ?? DEFAULT_MAX_UNREAD_BYTES, memory);
  const open = new OpenRequests();
  const pipeline = pipelineOf(options, { ...run, admission, memory, upstream, maxRequestBodyBytes, log });
  let draining = false;
  let exportLoad = () => ({ underWay: 0, waiting: 0 });
  const countExports: DoorParts['countExports'] = (load) => void (exportLoad = load);
  const isReady = () => !draining && !options.isLate?.();
  const fault = (error: unknown) => log(errorLine(error, null));
  const router = createRouter(
    routesOf(options, { pipeline, isReady, schema, documents, maxRequestBodyBytes, log, countExports }),
    { ...options, corsCredentials: options.signIn !== undefined },
    addressLimitOf(options),
    fault,
  );
  const answer = options.compression ? compressing(router.answer) : router.answer;
  const { refuse } = router;
  return {
    handler: nodeHandler({ answer, refuse, open, backlog, fault, maxRequestBodyBytes }),
    fetch: fetchHandler({ answer, refuse, open }),
    schema,
    executor,
    facts,
    drift,
    get state() {
      return {
        requests: admission.load,
        exports: exportLoad(),
        unread: backlog.load,
        memory: { used: memory.used, max: memory.maxBytes },
        upstream: upstream.state,
        redis: options.shared?.state ?? null,
      };
    },
    isReady,
    drain: () => void (draining = true),
    cutOff: () => open.cutOff(),
    close: () => upstream.close(),
  };
}

/** What reads and runs operations: the schema, its documents and its executor, with what is learned of the API. */
function executionOf(options: GatewayOptions, send: Send) {
  const { suggestions = true, introspection = true, maxEntities = 1_000, renewToken, tokenRefused } = options;
  const schema = createSchema({ maxFirst: options.maxFirst, federation: options.federation ?? false });
  const reported = tokenRefused ? withReport(send, tokenRefused) : send;
  const sending = renewToken ? withRenewal(reported, renewToken) : reported;
  const facts = options.facts ?? new ApiFacts(resources.values());
  const drift = new ApiDrift(knownKeys());
  const executor = createExecutor({
    ...options,
    facts,
    drift,
    maxEntities,
    schema,
    send: sending,
    cache: recordCacheOf(options),
  });
  return { schema, facts, drift, executor, documents: createDocuments(schema, { suggestions, introspection }) };
}

const addressLimitOf = ({ clientRate, clientAddressHeader }: GatewayOptions) =>
  clientRate ? new AddressLimit({ perSecond: clientRate, header: clientAddressHeader ?? null }) : null;
