import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { HTTP_STATUSES } from './http-statuses.ts';
import { LOG_LEVELS } from './log-level.ts';
import { exportSettings } from './export-settings.ts';
import { signInSettings } from './sign-in-settings.ts';
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
  pemFile,
  safeUrl,
  scopes,
  wholeNumber,
} from './setting-values.ts';

const MOST_WORKERS = 256;

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export interface Setting<Value = unknown> {
  /** The environment variable. The flag is the same in kebab-case. */
  readonly variable: string;
  /** What one may write, as it stands in `--help` and after "must be" in a complaint. */
  readonly accepts: string;
  /** Read in place of a value that is not set. */
  readonly fallback: string | { readonly production: string; readonly otherwise: string };
  readonly description: string;
  readonly schema: z.ZodType<Value, string>;
  /** Its value is never shown. */
  readonly secret?: true;
  /** The variable of the setting that its file holds. */
  readonly holds?: string;
}

/** Every setting, once: the checks, the `Config` type and `--help` are all read from here. */
export const settings = {
  apiUrl: {
    variable: 'KANTATA_API_URL',
    accepts:
      'an https URL (http only on a loopback host or UPSTREAM_PLAIN_HTTP), without credentials, query or fragment',
    fallback: 'https://api.mavenlink.com/api/v1',
    description: 'Base URL of the REST API. Ignored with --sandbox.',
    schema: apiUrl,
  },
  upstreamPlainHttp: {
    variable: 'UPSTREAM_PLAIN_HTTP',
    accepts: 'none, or a host name or IP address, without a port',
    fallback: 'none',
    description:
      'The one host that KANTATA_API_URL may name with http, for tests. Tokens can be read on the way there.',
    schema: z.union([
      none,
      z
        .string()
        .regex(/^(?:[\w.-]+|\[[\da-f:.]+\])$/i)
        .transform((host) => host.toLowerCase()),
    ]),
  },
  httpsProxy: {
    variable: 'HTTPS_PROXY',
    accepts: 'none, or an http or https URL, with credentials or without',
    fallback: 'none',
    description: 'Proxy through which an API over https is reached.',
    schema: z.union([none, z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''))]),
    secret: true,
  },
  httpsProxyFile: fileOf('HTTPS_PROXY', 'a line break at its end is ignored'),
  noProxy: {
    variable: 'NO_PROXY',
    accepts: 'none, or hosts such as api.example.com or .internal, separated by commas; * for all',
    fallback: 'none',
    description: 'Hosts that are reached without HTTPS_PROXY.',
    schema: z.union([none, z.string().regex(/^[\w.:*,[\] -]*$/)]),
  },
  upstreamCa: pemFile(
    'UPSTREAM_CA_PATH',
    'Certificates trusted instead of those of the system, for a private authority.',
  ),
  upstreamCert: pemFile(
    'UPSTREAM_CERT_PATH',
    'Client certificate, for an API that asks for one. Needs UPSTREAM_KEY_PATH.',
  ),
  upstreamKey: pemFile('UPSTREAM_KEY_PATH', 'Private key of UPSTREAM_CERT_PATH.'),
  host: {
    variable: 'HOST',
    accepts: 'a host name or an IP address',
    fallback: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 listens on every interface.',
    schema: z.string().regex(/^[\w.:-]+$/),
  },
  port: {
    variable: 'PORT',
    accepts: 'a whole number from 0 to 65535',
    fallback: '4000',
    description: 'Port to listen on; 0 picks a free one.',
    schema: wholeNumber(0, 65_535),
  },
  kantataToken: {
    variable: 'KANTATA_TOKEN',
    accepts: 'none, or a token of up to 4096 letters, digits and -._~+/=',
    fallback: 'none',
    description:
      'API token used for all callers (service mode). Without it, each caller sends their own. Ignored with --sandbox.',
    schema: z.union([none, bearer(1, 4096)]),
    secret: true,
  },
  kantataTokenFile: fileOf('KANTATA_TOKEN', 'read again when it changes'),
  inboundSecret: {
    variable: 'INBOUND_SECRET',
    accepts: 'none, or secrets of 16 to 500 letters, digits and -._~+/=, one a line or separated by commas',
    fallback: 'none',
    description: 'Credential that callers send as Authorization: Bearer in service mode; list several while rotating.',
    schema: z.union([none, bearers(16, 500)]),
    secret: true,
  },
  inboundSecretFile: fileOf('INBOUND_SECRET', 'read again when it changes'),
  inboundJwksUrl: {
    variable: 'INBOUND_JWKS_URL',
    accepts: 'none, or an https URL (http only on a loopback host), without credentials or fragment',
    fallback: 'none',
    description: 'Key set (JWKS) of an issuer whose JSON Web Tokens callers may send instead.',
    schema: z.union([none, safeUrl.transform(({ href }) => href)]),
  },
  inboundIssuer: {
    variable: 'INBOUND_ISSUER',
    accepts: 'none, or 1 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'Required iss claim of those tokens. Needed with INBOUND_JWKS_URL.',
    schema: claim,
  },
  inboundAudience: {
    variable: 'INBOUND_AUDIENCE',
    accepts: 'none, or 1 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'Required aud claim of those tokens, alone or among others. Needed with INBOUND_JWKS_URL.',
    schema: claim,
  },
  inboundScopes: {
    variable: 'INBOUND_SCOPES',
    accepts: 'none, or up to 20 scopes (RFC 6749) separated by blanks, offline_access not among them',
    fallback: 'none',
    description: 'Scopes that each of those tokens must have, in its scope or scp claim. /mcp names them to clients.',
    schema: z.union([none, scopes]),
  },
  inboundUserClaim: {
    variable: 'INBOUND_USER_CLAIM',
    accepts: 'none, or 1 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'Claim with the Kantata user of a caller, who then asks with the token they signed in with.',
    schema: claim,
  },
  ...signInSettings,
  workers: {
    variable: 'WORKERS',
    accepts: `auto, or a whole number from 1 to ${MOST_WORKERS}`,
    fallback: '1',
    description: 'Processes that answer requests; auto starts one per processor.',
    schema: z.union([
      z.literal('auto').transform(() => Math.min(availableParallelism(), MOST_WORKERS)),
      wholeNumber(1, MOST_WORKERS),
    ]),
  },
  graphiql: {
    variable: 'GRAPHIQL',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Serve the explorer (GraphiQL with a plan of the REST calls) to browsers that open /graphql.',
    schema: onOrOff,
  },
  board: {
    variable: 'BOARD',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Serve /board, a page of failed syncs, seats without people and hours, for people who open no editor.',
    schema: onOrOff,
  },
  introspection: {
    variable: 'INTROSPECTION',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description: 'Allow introspection. When off, __schema is an error and __type is null.',
    schema: onOrOff,
  },
  persistedDocuments: {
    variable: 'PERSISTED_DOCUMENTS',
    accepts: PERSISTED_MODES.join(', '),
    fallback: 'off',
    description: 'Persisted documents: off, allow (clients may send a hash), only (nothing outside the manifest runs).',
    schema: z.enum(PERSISTED_MODES),
  },
  persistedManifest: {
    variable: 'PERSISTED_DOCUMENTS_FILE',
    accepts: 'none, or the path of a JSON file with an object from hash to document',
    fallback: 'none',
    description: 'Manifest of persisted documents, as GraphQL Code Generator writes it.',
    schema: z.string().transform((path, context) => {
      const manifest = path === 'none' ? null : readManifest(path);
      if (manifest === null && path !== 'none') context.addIssue({ code: 'custom' });
      return manifest;
    }),
  },
  httpStatuses: {
    variable: 'HTTP_STATUSES',
    accepts: HTTP_STATUSES.join(', '),
    fallback: '2026',
    description:
      'Statuses of application/graphql-response+json: GraphQL over HTTP 2026 (294, 422), or older (200, 400).',
    schema: z.enum(HTTP_STATUSES),
  },
  compression: {
    variable: 'COMPRESSION',
    accepts: 'on or off',
    fallback: 'on',
    description: 'Compress answers of 1 KB and more (br, zstd, gzip), but none to a request that has a cookie.',
    schema: onOrOff,
  },
  corsOrigins: {
    variable: 'CORS_ORIGINS',
    accepts: 'none, or origins such as https://app.example.com, separated by commas',
    fallback: 'none',
    description: 'Origins whose pages may read answers in a browser. The demo adds its own.',
    schema: list(/^https?:\/\/[\w.-]+(:\d+)?$|^https?:\/\/\[[\da-fA-F:]+\](:\d+)?$/),
  },
  allowedHosts: {
    variable: 'ALLOWED_HOSTS',
    accepts: 'auto, *, or host names without ports, separated by commas',
    fallback: 'auto',
    description:
      'Host names to answer to; * allows any. auto allows this machine on a loopback address, any elsewhere.',
    schema: z.union([z.enum(['auto', '*']), list(/^[\w.-]+$|^\[[\da-fA-F:]+\]$/)]),
  },
  maxConnections: {
    variable: 'MAX_CONNECTIONS',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '5000',
    description: 'Open client connections; further ones are closed at once.',
    schema: wholeNumber(1, 1_000_000),
  },
  requestTimeoutMs: {
    variable: 'REQUEST_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '9000',
    description: 'Time a client may take to send a request with its body before the answer is 408.',
    schema: wholeNumber(100, 3_600_000),
  },
  readTimeoutMs: {
    variable: 'READ_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '30000',
    description: 'Time a client may go without reading its answer before the connection is closed.',
    schema: wholeNumber(100, 3_600_000),
  },
  keepAliveTimeoutMs: {
    variable: 'KEEP_ALIVE_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 100 to 3600000',
    fallback: '65000',
    description: 'Time an idle client connection stays open; set it above the idle time of the balancer in front.',
    schema: wholeNumber(100, 3_600_000),
  },
  drainDelayMs: {
    variable: 'DRAIN_DELAY_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '0',
    description: 'On SIGTERM: time to keep accepting requests while /ready answers 503, for load balancers to notice.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  drainTimeoutMs: {
    variable: 'DRAIN_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '10000',
    description: 'After that delay: time to finish requests in progress before the rest is cut off.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  drainIdleMs: {
    variable: 'DRAIN_IDLE_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '1000',
    description: 'During that time: how long idle connections stay open for requests already on their way.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  readyMaxLagMs: {
    variable: 'READY_MAX_LAG_MS',
    accepts: 'off, or a whole number of milliseconds from 10 to 60000',
    fallback: '1000',
    description: 'Event loop delay (p99 over five seconds) above which /ready answers 503 until the loop catches up.',
    schema: z.union([z.literal('off').transform(() => null), wholeNumber(10, 60_000)]),
  },
  explain: {
    variable: 'EXPLAIN',
    accepts: 'on or off',
    fallback: { production: 'off', otherwise: 'on' },
    description:
      'Serve POST /explain and honour the header x-upstream-trace, which list the REST calls of an operation.',
    schema: onOrOff,
  },
  maxRequestBodyBytes: {
    variable: 'MAX_REQUEST_BODY_BYTES',
    accepts: 'a whole number of bytes from 1024 to 104857600',
    fallback: '262144',
    description: 'Longest request body that is read.',
    schema: wholeNumber(1024, 100 * 2 ** 20),
  },
  batchLimit: {
    variable: 'BATCH_LIMIT',
    accepts: 'none, or a whole number from 2 to 100',
    fallback: 'none',
    description: 'Operations that one request may hold, as a list. They run together, within the limits of one.',
    schema: z.union([none, wholeNumber(2, 100)]),
  },
  maxInFlight: {
    variable: 'MAX_IN_FLIGHT',
    accepts: 'a whole number from 1 to 100000',
    fallback: '200',
    description: 'GraphQL requests that run at once.',
    schema: wholeNumber(1, 100_000),
  },
  maxQueued: {
    variable: 'MAX_QUEUED',
    accepts: 'a whole number from 0 to 100000',
    fallback: '200',
    description: 'GraphQL requests that may wait for a free slot; further ones are answered 503 at once.',
    schema: wholeNumber(0, 100_000),
  },
  queueWaitMs: {
    variable: 'QUEUE_WAIT_MS',
    accepts: `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '150',
    description: 'Time a GraphQL request waits for a free slot before it is answered 503.',
    schema: wholeNumber(0, LONGEST_TIMER_MS),
  },
  maxUnreadBytes: {
    variable: 'MAX_UNREAD_BYTES',
    accepts: 'a whole number of bytes from 1048576 to 17179869184',
    fallback: '67108864',
    description: 'Memory for answers that clients have not read yet; above it the longest-waiting ones are cut off.',
    schema: wholeNumber(2 ** 20, 2 ** 34),
  },
  memoryBudget: {
    variable: 'MEMORY_BUDGET',
    accepts: 'auto, or a whole number of bytes from 33554432 to 1099511627776',
    fallback: 'auto',
    description: 'Memory for answers of the API, their rows, and unread answers. With auto, a third of what there is.',
    schema: z.union([z.literal('auto').transform(() => null), wholeNumber(2 ** 25, 2 ** 40)]),
  },
  clientRate: {
    variable: 'CLIENT_RATE',
    accepts: 'none, or a whole number from 1 to 1000000',
    fallback: 'none',
    description:
      'Requests a second from one client address, in each process; further ones are answered 429 before they are read.',
    schema: z.union([none, wholeNumber(1, 1_000_000)]),
  },
  clientAddressHeader: {
    variable: 'CLIENT_ADDRESS_HEADER',
    accepts: 'none, or the name of a header, such as X-Forwarded-For',
    fallback: 'none',
    description:
      'Header in which your proxy names the client; its last address counts. With none, that of the connection.',
    schema: z.union([
      none,
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/)
        .transform((name) => name.toLowerCase()),
    ]),
  },
  maxUpstreamCalls: {
    variable: 'MAX_UPSTREAM_CALLS',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '50',
    description: 'REST calls that one operation may make.',
    schema: wholeNumber(1, 1_000_000),
  },
  maxSummaryCalls: {
    variable: 'MAX_SUMMARY_CALLS',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '100',
    description:
      'REST calls for pages of 200 records that the summaries of one operation may make, beside MAX_UPSTREAM_CALLS.',
    schema: wholeNumber(1, 1_000_000),
  },
  maxRecords: {
    variable: 'MAX_RECORDS',
    accepts: 'a whole number from 1 to 100000000',
    fallback: '50000',
    description: 'Records that one answer may be estimated to hold, counted at every position.',
    schema: wholeNumber(1, 100_000_000),
  },
  waveWaitMs: {
    variable: 'WAVE_WAIT_MS',
    accepts: `unbounded, or a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
    fallback: '5',
    description: 'Time a batch of ids waits for calls in progress that may add to it; unbounded waits for all of them.',
    schema: z.union([z.literal('unbounded'), wholeNumber(0, LONGEST_TIMER_MS)]),
  },
  upstreamCallTimeoutMs: {
    variable: 'UPSTREAM_CALL_TIMEOUT_MS',
    accepts: `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`,
    fallback: '20000',
    description: 'Deadline of one REST call, body included.',
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
    description: 'Largest REST response that is read, after decompression.',
    schema: wholeNumber(1024, 2 ** 30),
  },
  upstreamConnections: {
    variable: 'UPSTREAM_CONNECTIONS',
    accepts: 'a whole number from 1 to 1000',
    fallback: '50',
    description: 'Connections to the REST API, shared by all workers.',
    schema: wholeNumber(1, 1000),
  },
  upstreamQueue: {
    variable: 'UPSTREAM_QUEUE',
    accepts: 'a whole number from 1 to 100000',
    fallback: '250',
    description: 'REST calls of one token that may wait for their turn; all tokens together may have twice as many.',
    schema: wholeNumber(1, 100_000),
  },
  upstreamQueueWaitMs: {
    variable: 'UPSTREAM_QUEUE_WAIT_MS',
    accepts: `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`,
    fallback: '10000',
    description: 'Time a REST call waits for its turn before it fails.',
    schema: wholeNumber(1, LONGEST_TIMER_MS),
  },
  upstreamRate: {
    variable: 'UPSTREAM_RATE',
    accepts: 'none, or a number of calls a second from 0.1 to 100000',
    fallback: 'none',
    description: 'REST calls a second for all tokens, shared with every instance on the same Redis.',
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
    description: 'Time records are cached for the token that fetched them, for loads by id; 0 switches the cache off.',
    schema: wholeNumber(0, 86_400),
  },
  cacheMaxBytes: {
    variable: 'CACHE_MAX_BYTES',
    accepts: 'a whole number of bytes from 1048576 to 17179869184',
    fallback: '67108864',
    description: 'Memory for cached records, per process. Ignored with Redis.',
    schema: wholeNumber(2 ** 20, 2 ** 34),
  },
  redisUrl: {
    variable: 'REDIS_URL',
    accepts: 'none, or a redis or rediss URL',
    fallback: 'none',
    description: 'Redis that instances share for encrypted cached records and for UPSTREAM_RATE.',
    schema: z.union([none, z.string().refine(isRedisUrl)]),
    secret: true,
  },
  redisUrlFile: fileOf('REDIS_URL', 'a line break at its end is ignored'),
  redisTimeoutMs: {
    variable: 'REDIS_TIMEOUT_MS',
    accepts: 'a whole number of milliseconds from 5 to 10000',
    fallback: '100',
    description: 'Time Redis may take to answer before the gateway goes on without it.',
    schema: wholeNumber(5, 10_000),
  },
  maxFirst: {
    variable: 'MAX_FIRST',
    accepts: 'a whole number from 1 to 100000',
    fallback: '2000',
    description: 'Largest page a client may ask for.',
    schema: wholeNumber(1, 100_000),
  },
  mcp: {
    variable: 'MCP',
    accepts: 'on or off',
    fallback: 'off',
    description:
      'Serve tools for assistants at /mcp (Model Context Protocol). Needs KANTATA_TOKEN and caller credentials.',
    schema: onOrOff,
  },
  mcpOperations: {
    variable: 'MCP_OPERATIONS',
    accepts: 'none, examples, persisted, or the path of a folder of .graphql files',
    fallback: 'none',
    description:
      'Operations that become MCP tools of their own: those of the package, of the manifest, or of a folder.',
    schema: z.union([none, z.string().refine((text) => ['examples', 'persisted'].includes(text) || isFolder(text))]),
  },
  mcpMaxTokens: {
    variable: 'MCP_MAX_TOKENS',
    accepts: 'a whole number from 500 to 1000000',
    fallback: '20000',
    description: 'Most tokens, as estimated, that one answer of an MCP tool may have.',
    schema: wholeNumber(500, 1_000_000),
  },
  mcpConsentCalls: {
    variable: 'MCP_CONSENT_CALLS',
    accepts: 'none, or a whole number from 1 to 100000',
    fallback: 'none',
    description: 'REST calls above which a question of an MCP client needs the consent of its person, by a form.',
    schema: z.union([none, wholeNumber(1, 100_000)]),
  },
  mcpSessions: {
    variable: 'MCP_SESSIONS',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Keep sessions at /mcp for clients of revisions before 2026-07-28, which can be asked only so.',
    schema: onOrOff,
  },
  ...exportSettings,
  federation: {
    variable: 'FEDERATION',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Serve an Apollo Federation 2 subgraph. Removes node and nodes.',
    schema: onOrOff,
  },
  federationSecret: {
    variable: 'FEDERATION_SECRET',
    accepts: 'none, or 16 to 500 visible ASCII characters',
    fallback: 'none',
    description: 'Secret the router sends in x-router-secret to use _entities and _service. none: every caller may.',
    schema: z.union([none, z.string().regex(/^[\x21-\x7e]{16,500}$/)]),
    secret: true,
  },
  federationSecretFile: fileOf('FEDERATION_SECRET', 'a line break at its end is ignored'),
  federationTrace: {
    variable: 'FEDERATION_TRACE',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Answer routers that send apollo-federation-include-trace: ftv1 with timings.',
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
    description: 'Log level on stderr: info has a line per operation, warn only problems.',
    schema: z.enum(LOG_LEVELS),
  },
  adminPort: {
    variable: 'ADMIN_PORT',
    accepts: 'off, or a whole number from 0 to 65535',
    fallback: 'off',
    description: 'Port of /metrics, /health and /ready for operators; 0 picks a free one.',
    schema: z.union([z.literal('off').transform(() => null), wholeNumber(0, 65_535)]),
  },
  adminHost: {
    variable: 'ADMIN_HOST',
    accepts: 'a host name or an IP address',
    fallback: '127.0.0.1',
    description: 'Address of that port. It asks for no token, so keep it private.',
    schema: z.string().regex(/^[\w.:-]+$/),
  },
  otlpEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    accepts: 'none, or an http or https URL without credentials, query or fragment',
    fallback: 'none',
    description:
      'OpenTelemetry collector for traces over OTLP/HTTP; /v1/traces is appended. none switches tracing off.',
    schema: collectorUrl,
  },
  otlpTracesEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    accepts: 'none, or an http or https URL without credentials, query or fragment',
    fallback: 'none',
    description: 'The same with its full path, such as http://localhost:4318/v1/traces; takes precedence.',
    schema: collectorUrl,
  },
  otlpHeaders: {
    variable: 'OTEL_EXPORTER_OTLP_HEADERS',
    accepts: 'none, or pairs such as api-key=abc, separated by commas, values percent-encoded',
    fallback: 'none',
    description: 'Headers sent to the collector. Often a secret: prefer the file.',
    schema: pairs(/^[\w!#$%&'*+.^`|~-]+$/),
    secret: true,
  },
  otlpHeadersFile: fileOf('OTEL_EXPORTER_OTLP_HEADERS', 'a line break at its end is ignored'),
  serviceName: {
    variable: 'OTEL_SERVICE_NAME',
    accepts: '1 to 100 visible characters or blanks',
    fallback: 'kantata-graphql-gateway',
    description: 'Name of this service in traces.',
    schema: z.string().regex(/^[\x20-\x7e]{1,100}$/),
  },
  resourceAttributes: {
    variable: 'OTEL_RESOURCE_ATTRIBUTES',
    accepts: 'none, or pairs such as deployment.environment.name=test, separated by commas, values percent-encoded',
    fallback: 'none',
    description: 'Further resource attributes of this process in traces.',
    schema: pairs(/^[\w.-]+$/),
  },
  traceRatio: {
    variable: 'OTEL_TRACES_SAMPLER_ARG',
    accepts: 'a number from 0 to 1',
    fallback: '1',
    description: 'Fraction of new traces to keep. A traceparent on the request decides for that request.',
    schema: z
      .string()
      .regex(/^(0(\.\d{1,10})?|1(\.0{1,10})?)$/)
      .transform(Number),
  },
  propagateTraceContext: {
    variable: 'PROPAGATE_TRACE_CONTEXT',
    accepts: 'on or off',
    fallback: 'off',
    description: 'Send traceparent and tracestate to the REST API.',
    schema: onOrOff,
  },
  apiFactsFile: {
    variable: 'API_FACTS_FILE',
    accepts: 'none, or the path of a file',
    fallback: 'none',
    description: 'File for what was learned of the API; nothing of any record is in it.',
    schema: z.union([none, z.string()]),
  },
  sandboxSize: {
    variable: 'SANDBOX_SIZE',
    accepts: 'a whole number from 1 to 1000000',
    fallback: '1000',
    description: 'Approximate number of rows in the made-up account of --sandbox.',
    schema: wholeNumber(1, 1_000_000),
  },
  sandboxSeed: {
    variable: 'SANDBOX_SEED',
    accepts: 'a whole number from 0 to 4294967295',
    fallback: '1',
    description: 'Seed of that account: the same seed and size make the same rows.',
    schema: wholeNumber(0, 2 ** 32 - 1),
  },
  sandboxDialect: {
    variable: 'SANDBOX_DIALECT',
    accepts: 'help, or words that it lists, separated by commas',
    fallback: 'recorded',
    description: 'How the API of --sandbox writes its answers, where the real one may write them in several ways.',
    schema: z.string().regex(/^[a-z-]+(,[a-z-]+)*$/),
  },
} as const satisfies Record<string, Setting>;
