import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { LOG_LEVELS } from './log-level.ts';
import { PERSISTED_MODES, readManifest } from './document-manifest.ts';
import {
  apiUrl,
  bearer,
  bearers,
  claim,
  collectorUrl,
  fileOf,
  isRedisUrl,
  list,
  LONGEST_TIMER_MS,
  none,
  onOrOff,
  pairs,
  safeUrl,
  wholeNumber,
} from './setting-values.ts';

const MOST_WORKERS = 256;

export interface Setting<Value = unknown> {
  /** The environment variable. The flag is the same in kebab-case. */
  readonly variable: string;
  /** What one may write, as it stands in `--help` and after "must be" in a complaint. */
  readonly accepts: string;
  /** Read in place of a value that is not set. */
  readonly fallback: string | { readonly production: string; readonly otherwise: string };
  readonly description: string;
  readonly schema: z.ZodType<Value, string>;
  /** Its value is shown to nobody. */
  readonly secret?: true;
  /** The variable of the setting that its file holds. */
  readonly holds?: string;
}

/** Every setting, once: the checks, the `Config` type and `--help` are all read from here. */
export const settings = {
  apiUrl: {
    variable: 'KANTATA_API_URL',
    accepts: 'an https URL (http only on a loopback host), without credentials, query or fragment',
    fallback: 'https://api.mavenlink.com/api/v1',
    description: 'Base of the REST API. Not used with --sandbox.',
    schema: apiUrl,
  },
  host: {
    variable: 'HOST',
    accepts: 'a host name or an IP address',
    fallback: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 for every interface.',
    schema: z.string().regex(/^[\w.:-]+$/),
  },
  port: {
    variable: 'PORT',
    accepts: 'a whole number from 0 to 65535',
    fallback: '4000',
    description: 'Port to listen on; 0 for any free one.',
    schema: wholeNumber(0, 65_535),
  },
  kantataToken: {
    variable: 'KANTATA_TOKEN',
    accepts: 'none, or a token of up to 4096 letters, digits and -._~+/=',
    fallback: 'none',
    description: 'Token of the API that is used for all callers. With none, each sends their own. Not with --sandbox.',
    schema: z.union([none, bearer(1, 4096)]),
    secret: true,
  },
  kantataTokenFile: fileOf('KANTATA_TOKEN', 'read again when it changes'),
  inboundSecret: {
    variable: 'INBOUND_SECRET',
    accepts: 'none, or secrets of 16 to 500 letters, digits and -._~+/=, one a line or separated by commas',
    fallback: 'none',
    description: 'What callers send as Authorization: Bearer where KANTATA_TOKEN is set; several while one is renewed.',
    schema: z.union([none, bearers(16, 500)]),
    secret: true,
  },
  inboundSecretFile: fileOf('INBOUND_SECRET', 'read again when it changes'),
  inboundJwksUrl: {
    variable: 'INBOUND_JWKS_URL',
    accepts: 'none, or an https URL (http only on a loopback host), without credentials or fragment',
    fallback: 'none',
    description: 'Keys (JWKS) of an issuer whose JSON Web Tokens callers may send instead.',
    schema: z.union([none, safeUrl.transform(({ href }) => href)]),
  },
  inboundIssuer: {
    variable: 'INBOUND_ISSUER',
    accepts: 'none, or 1 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'What those tokens have as iss. Needed with INBOUND_JWKS_URL.',
    schema: claim,
  },
  inboundAudience: {
    variable: 'INBOUND_AUDIENCE',
    accepts: 'none, or 1 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'What those tokens have as aud, or among others. Needed with INBOUND_JWKS_URL.',
    schema: claim,
  },
  workers: {
    variable: 'WORKERS',
    accepts: `auto, or a whole number from 1 to ${MOST_WORKERS}`,
    fallback: '1',
    description: 'Processes that answer requests side by side; auto: one for each processor.',
    schema: z.union([
      z.literal('auto').transform(() => Math.min(availableParallelism(), MOST_WORKERS)),
      wholeNumber(1, MOST_WORKERS),
    ]),
  },
  graphiql: {
    variable: 'GRAPHIQL',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Whether a browser that opens /graphql gets the explorer, which is GraphiQL with more.',
    schema: onOrOff,
  },
  introspection: {
    variable: 'INTROSPECTION',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Whether the schema is told: __schema is refused otherwise, and __type is null.',
    schema: onOrOff,
  },
  persistedDocuments: {
    variable: 'PERSISTED_DOCUMENTS',
    accepts: PERSISTED_MODES.join(', '),
    fallback: 'off',
    description: 'Whether clients may (allow) or must (only) ask for documents of a manifest, by their hash.',
    schema: z.enum(PERSISTED_MODES),
  },
  persistedManifest: {
    variable: 'PERSISTED_DOCUMENTS_FILE',
    accepts: 'none, or the path of a JSON file with an object from hash to document',
    fallback: 'none',
    description: 'That manifest, as GraphQL Code Generator writes it.',
    schema: z.string().transform((path, context) => {
      const manifest = path === 'none' ? null : readManifest(path);
      if (manifest === null && path !== 'none') context.addIssue({ code: 'custom' });
      return manifest;
    }),
  },
  corsOrigins: {
    variable: 'CORS_ORIGINS',
    accepts: 'none, or origins such as https://app.example.com, separated by commas',
    fallback: 'none',
    description: 'Sites whose pages may read answers in a browser. The demo adds its own.',
    schema: list(/^https?:\/\/[\w.-]+(:\d+)?$|^https?:\/\/\[[\da-fA-F:]+\](:\d+)?$/),
  },
  allowedHosts: {
    variable: 'ALLOWED_HOSTS',
    accepts: 'auto, *, or host names without ports, separated by commas',
    fallback: 'auto',
    description: 'Hosts that it answers to; *: any. auto: on a loopback address this machine, elsewhere any.',
    schema: z.union([z.enum(['auto', '*']), list(/^[\w.-]+$|^\[[\da-fA-F:]+\]$/)]),
  },
  maxConnections: {
    variable: 'MAX_CONNECTIONS',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '5000',
    description: 'Connections of clients that are open at once; further ones are closed at once.',
    schema: wholeNumber(1, 1_000_000),
  },
  requestTimeoutMs: {
    variable: 'REQUEST_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '9000',
    description: 'How long a client may take to send a request, its body included, before it is answered 408.',
    schema: wholeNumber(100, 3_600_000),
  },
  readTimeoutMs: {
    variable: 'READ_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '30000',
    description: 'How long a client may read nothing of its answer before it is cut off.',
    schema: wholeNumber(100, 3_600_000),
  },
  keepAliveTimeoutMs: {
    variable: 'KEEP_ALIVE_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '65000',
    description: 'How long an idle connection of a client is kept: longer than a balancer in front keeps it.',
    schema: wholeNumber(100, 3_600_000),
  },
  drainDelayMs: {
    variable: 'DRAIN_DELAY_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '0',
    description: 'Told to stop: how long it still takes requests while /ready says 503, for load balancers to notice.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  drainTimeoutMs: {
    variable: 'DRAIN_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '10000',
    description: 'After that: how long it answers what is under way before it cuts off the rest.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  drainIdleMs: {
    variable: 'DRAIN_IDLE_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '1000',
    description: 'In that time: how long idle connections stay open, for requests that are on their way.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  readyMaxLagMs: {
    variable: 'READY_MAX_LAG_MS',
    accepts: 'off, or a whole number of milliseconds from 10 to 60000',
    fallback: '1000',
    description:
      'How late the event loop may be, at its p99 in five seconds, before /ready says 503 until it is in time.',
    schema: z.union([z.literal('off').transform(() => null), wholeNumber(10, 60_000)]),
  },
  explain: {
    variable: 'EXPLAIN',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Whether POST /explain and the header x-upstream-trace tell which REST calls an operation makes.',
    schema: onOrOff,
  },
  maxRequestBodyBytes: {
    variable: 'MAX_REQUEST_BODY_BYTES',
    accepts: 'a whole number of bytes from 1024 to 104857600',
    fallback: '262144',
    description: 'Longest body of a GraphQL request that is read.',
    schema: wholeNumber(1024, 100 * 2 ** 20),
  },
  maxInFlight: {
    variable: 'MAX_IN_FLIGHT',
    accepts: 'a whole number from 1 to 100000',
    fallback: '200',
    description: 'GraphQL requests worked on at once.',
    schema: wholeNumber(1, 100_000),
  },
  maxQueued: {
    variable: 'MAX_QUEUED',
    accepts: 'a whole number from 0 to 100000',
    fallback: '200',
    description: 'GraphQL requests that may wait for others to end; further ones are answered 503 at once.',
    schema: wholeNumber(0, 100_000),
  },
  queueWaitMs: {
    variable: 'QUEUE_WAIT_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '150',
    description: 'How long a GraphQL request waits for others to end before it is answered 503.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  maxUnreadBytes: {
    variable: 'MAX_UNREAD_BYTES',
    accepts: 'a whole number of bytes from 1048576 to 17179869184',
    fallback: '67108864',
    description: 'Memory for answers that clients have not read yet; past it, those that wait longest are cut off.',
    schema: wholeNumber(2 ** 20, 2 ** 34),
  },
  maxUpstreamCalls: {
    variable: 'MAX_UPSTREAM_CALLS',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '50',
    description: 'REST calls that one operation may make.',
    schema: wholeNumber(1, 1_000_000),
  },
  maxRecords: {
    variable: 'MAX_RECORDS',
    accepts: 'a whole number from 1 to 100000000',
    fallback: '50000',
    description: 'Records that one answer may be likely to hold, counted wherever they stand in it.',
    schema: wholeNumber(1, 100_000_000),
  },
  waveWaitMs: {
    variable: 'WAVE_WAIT_MS',
    accepts: `unbounded, or a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '5',
    description: 'How long a batch of ids waits for REST calls under way that may add to it; unbounded waits for all.',
    schema: z.union([z.literal('unbounded'), wholeNumber(0, LONGEST_TIMER_MS)]),
  },
  upstreamCallTimeoutMs: {
    variable: 'UPSTREAM_CALL_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`,
    fallback: '20000',
    description: 'Deadline of one REST call, its body included.',
    schema: wholeNumber(1, LONGEST_TIMER_MS),
  },
  operationTimeoutMs: {
    variable: 'OPERATION_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`,
    fallback: '30000',
    description: 'Deadline of one GraphQL operation with all its REST calls.',
    schema: wholeNumber(1, LONGEST_TIMER_MS),
  },
  upstreamMaxBodyBytes: {
    variable: 'UPSTREAM_MAX_BODY_BYTES',
    accepts: 'a whole number of bytes from 1024 to 1073741824',
    fallback: '8388608',
    description: 'Largest answer of the REST API that is read, counted after decompression.',
    schema: wholeNumber(1024, 2 ** 30),
  },
  upstreamConnections: {
    variable: 'UPSTREAM_CONNECTIONS',
    accepts: 'a whole number from 1 to 1000',
    fallback: '50',
    description: 'Connections kept to the REST API, by all workers together.',
    schema: wholeNumber(1, 1000),
  },
  upstreamQueue: {
    variable: 'UPSTREAM_QUEUE',
    accepts: 'a whole number from 1 to 100000',
    fallback: '250',
    description: 'REST calls of one token that may wait for their turn; twice as many of all tokens together.',
    schema: wholeNumber(1, 100_000),
  },
  upstreamQueueWaitMs: {
    variable: 'UPSTREAM_QUEUE_WAIT_MS',
    accepts: `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`,
    fallback: '10000',
    description: 'How long a REST call waits for its turn before it is given up.',
    schema: wholeNumber(1, LONGEST_TIMER_MS),
  },
  upstreamRate: {
    variable: 'UPSTREAM_RATE',
    accepts: 'none, or a number of calls a second from 0.1 to 100000',
    fallback: 'none',
    description:
      'REST calls a second that may be sent, of all tokens; together with all instances that have the same Redis.',
    schema: z.union([
      z.literal('none').transform(() => null),
      z
        .string()
        .regex(/^\d{1,6}(\.\d{1,3})?$/)
        .transform(Number)
        .refine((rate) => rate >= 0.1 && rate <= 100_000),
    ]),
  },
  cacheTtlSeconds: {
    variable: 'CACHE_TTL_SECONDS',
    accepts: 'a whole number of seconds from 0 to 86400',
    fallback: '0',
    description: 'How long records are kept for the token that fetched them, to be found by id again; 0: not at all.',
    schema: wholeNumber(0, 86_400),
  },
  cacheMaxBytes: {
    variable: 'CACHE_MAX_BYTES',
    accepts: 'a whole number of bytes from 1048576 to 17179869184',
    fallback: '67108864',
    description: 'Memory for records that are kept, of each process. Not used with Redis.',
    schema: wholeNumber(2 ** 20, 2 ** 34),
  },
  redisUrl: {
    variable: 'REDIS_URL',
    accepts: 'none, or a redis or rediss URL',
    fallback: 'none',
    description: 'Redis for what instances have in common: records that are kept, encrypted, and UPSTREAM_RATE.',
    schema: z.union([none, z.string().refine(isRedisUrl)]),
    secret: true,
  },
  redisUrlFile: fileOf('REDIS_URL', 'a line break at its end is ignored'),
  redisTimeoutMs: {
    variable: 'REDIS_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 5 to 10000',
    fallback: '100',
    description: 'How long Redis may take to answer before the gateway goes on without it.',
    schema: wholeNumber(5, 10_000),
  },
  maxFirst: {
    variable: 'MAX_FIRST',
    accepts: 'a whole number from 1 to 100000',
    fallback: '2000',
    description: 'Largest page that a client may ask for.',
    schema: wholeNumber(1, 100_000),
  },
  federation: {
    variable: 'FEDERATION',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Whether this is a subgraph of a larger graph (Apollo Federation 2). Takes node and nodes away.',
    schema: onOrOff,
  },
  federationSecret: {
    variable: 'FEDERATION_SECRET',
    accepts: 'none, or 16 to 500 visible ASCII characters',
    fallback: 'none',
    description:
      'Sent by the router in x-router-secret; _entities and _service are refused to others. With none, to nobody.',
    schema: z.union([none, z.string().regex(/^[\x21-\x7e]{16,500}$/)]),
    secret: true,
  },
  federationSecretFile: fileOf('FEDERATION_SECRET', 'a line break at its end is ignored'),
  federationTrace: {
    variable: 'FEDERATION_TRACE',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Whether routers that send apollo-federation-include-trace: ftv1 are told how long it took.',
    schema: onOrOff,
  },
  maxEntities: {
    variable: 'MAX_ENTITIES',
    accepts: 'a whole number from 1 to 100000',
    fallback: '1000',
    description: 'Representations that one operation may name in _entities.',
    schema: wholeNumber(1, 100_000),
  },
  maxErrors: {
    variable: 'MAX_ERRORS',
    accepts: 'a whole number from 1 to 100000',
    fallback: '100',
    description: 'Errors that an answer lists of one GraphQL type and one code. One more error counts the others.',
    schema: wholeNumber(1, 100_000),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    accepts: 'debug, info, warn, error or silent',
    fallback: 'info',
    description: 'What the log tells, on stderr: info has a line for every operation, warn for what went wrong.',
    schema: z.enum(LOG_LEVELS),
  },
  adminPort: {
    variable: 'ADMIN_PORT',
    accepts: 'off, or a whole number from 0 to 65535',
    fallback: 'off',
    description: 'Port of /metrics, /health and /ready for operators; 0 for any free one.',
    schema: z.union([z.literal('off').transform(() => null), wholeNumber(0, 65_535)]),
  },
  adminHost: {
    variable: 'ADMIN_HOST',
    accepts: 'a host name or an IP address',
    fallback: '127.0.0.1',
    description: 'Address of that port. It asks nobody for a token, so keep it from the public.',
    schema: z.string().regex(/^[\w.:-]+$/),
  },
  otlpEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    accepts: 'none, or an http or https URL without credentials, query or fragment',
    fallback: 'none',
    description:
      'Collector that traces are sent to by OTLP over HTTP, to /v1/traces below this. none: nothing is traced.',
    schema: collectorUrl,
  },
  otlpTracesEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    accepts: 'none, or an http or https URL without credentials, query or fragment',
    fallback: 'none',
    description: 'The same with its whole path, such as http://localhost:4318/v1/traces; goes before the other.',
    schema: collectorUrl,
  },
  otlpHeaders: {
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    accepts: 'none, or pairs such as api-key=abc, separated by commas, values percent-encoded',
    fallback: 'none',
    description: 'Headers that are sent to the collector. Often a secret: better off in a file.',
    schema: pairs(/^[\w!#$%&'*+.^`|~-]+$/),
    secret: true,
  },
  otlpHeadersFile: fileOf('OTEL_EXPORTER_OTLP_HEADERS', 'a line break at its end is ignored'),
  serviceName: {
    variable: 'OTEL_SERVICE_NAME',
    accepts: '1 to 100 visible characters or blanks',
    fallback: 'kantata-graphql-gateway',
    description: 'What this service is called in traces.',
    schema: z.string().regex(/^[\x20-\x7e]{1,100}$/),
  },
  resourceAttributes: {
    variable: 'OTEL_RESOURCE_ATTRIBUTES',
    accepts: 'none, or pairs such as deployment.environment.name=test, separated by commas, values percent-encoded',
    fallback: 'none',
    description: 'What else is told of this process in traces.',
    schema: pairs(/^[\w.-]+$/),
  },
  traceRatio: {
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    accepts: 'a number from 0 to 1',
    fallback: '1',
    description: 'Which part of the traces that begin here is kept. For a request with a traceparent, that decides.',
    schema: z
      .string()
      .regex(/^(0(\.\d{1,10})?|1(\.0{1,10})?)$/)
      .transform(Number),
  },
  propagateTraceContext: {
    variable: 'PROPAGATE_TRACE_CONTEXT',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Whether the REST API is told which trace a call belongs to, by traceparent and tracestate.',
    schema: onOrOff,
  },
  sandboxSize: {
    variable: 'SANDBOX_SIZE',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '1000',
    description: 'Rows in the made-up account of --sandbox, about.',
    schema: wholeNumber(1, 1_000_000),
  },
  sandboxSeed: {
    variable: 'SANDBOX_SEED',
    accepts: 'a whole number from 0 to 4294967295',
    fallback: '1',
    description: 'Seed of that account: the same seed and size make the same rows.',
    schema: wholeNumber(0, 2 ** 32 - 1),
  },
} as const satisfies Record<string, Setting>;
