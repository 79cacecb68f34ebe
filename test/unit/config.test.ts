/** Settings: what each accepts, from the variable and from the flag, and what two of them say of each other. */
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Config, commandOf, helpText, loadConfig, tracesUrlOf } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';
import { acceptedBy, problemsOf } from '../support/config-problems.ts';

/** What may be written, and what is read from it: every setting at least once. */
const examples: readonly (readonly [variable: string, value: string, read: Partial<Config>])[] = [
  ['KANTATA_API_URL', 'https://kantata.example/api/v1/', { apiUrl: 'https://kantata.example/api/v1' }],
  ['KANTATA_API_URL', 'http://localhost:3000', { apiUrl: 'http://localhost:3000' }],
  ['KANTATA_API_URL', 'http://127.0.0.1:3000/api', { apiUrl: 'http://127.0.0.1:3000/api' }],
  ['KANTATA_API_URL', 'http://[::1]:3000', { apiUrl: 'http://[::1]:3000' }],
  ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
  ['KANTATA_TOKEN', 'abc.DEF-123_~+/==', { kantataToken: 'abc.DEF-123_~+/==' }],
  ['KANTATA_TOKEN', 'none', { kantataToken: null }],
  ['KANTATA_TOKEN_FILE', 'none', { kantataTokenFile: null }],
  ['INBOUND_SECRET', 'none', { inboundSecret: null }],
  ['INBOUND_SECRET_FILE', 'none', { inboundSecretFile: null }],
  ['INBOUND_JWKS_URL', 'none', { inboundJwksUrl: null }],
  ['INBOUND_ISSUER', 'none', { inboundIssuer: null }],
  ['INBOUND_AUDIENCE', 'none', { inboundAudience: null }],
  ['INBOUND_SCOPES', 'none', { inboundScopes: null }],
  ['INBOUND_USER_CLAIM', 'none', { inboundUserClaim: null }],
  ['CREDENTIALS', 'auto', { credentials: null }],
  ['CREDENTIALS', 'token', { credentials: ['token'] }],
  ['SIGN_IN_CLIENT_ID', 'none', { signInClientId: null }],
  ['SIGN_IN_CLIENT_SECRET', 'none', { signInClientSecret: null }],
  ['SIGN_IN_CLIENT_SECRET_FILE', 'none', { signInClientSecretFile: null }],
  ['SIGN_IN_REDIRECT_URI', 'none', { signInRedirectUri: null }],
  [
    'SIGN_IN_RETURN_TO',
    'https://app.example.com/start, http://localhost:3000',
    { signInReturnTo: ['https://app.example.com/start', 'http://localhost:3000/'] },
  ],
  ['SIGN_IN_ISSUER', 'https://app.mavenlink.com', { signInIssuer: 'https://app.mavenlink.com/' }],
  ['SIGN_IN_SCOPE', 'openid', { signInScope: 'openid' }],
  ['SESSION_KEYS', 'none', { sessionKeys: null }],
  ['SESSION_KEYS_FILE', 'none', { sessionKeysFile: null }],
  ['SESSION_IDLE_SECONDS', '600', { sessionIdleSeconds: 600 }],
  ['SESSION_LIFETIME_SECONDS', '86400', { sessionLifetimeSeconds: 86_400 }],
  ['HOST', '::1', { host: '::1' }],
  ['PORT', '0', { port: 0 }],
  ['PORT', '65535', { port: 65_535 }],
  ['WORKERS', '4', { workers: 4 }],
  ['WORKERS', 'auto', { workers: availableParallelism() }],
  ['GRAPHIQL', 'off', { graphiql: false }],
  ['BOARD', 'off', { board: false }],
  ['EXPLAIN', 'off', { explain: false }],
  ['KEEP_ALIVE_TIMEOUT_MS', '620000', { keepAliveTimeoutMs: 620_000 }],
  ['DRAIN_DELAY_MS', '500', { drainDelayMs: 500 }],
  ['DRAIN_IDLE_MS', '0', { drainIdleMs: 0 }],
  ['DRAIN_TIMEOUT_MS', '500', { drainTimeoutMs: 500 }],
  ['PERSISTED_DOCUMENTS', 'off', { persistedDocuments: 'off' }],
  ['PERSISTED_DOCUMENTS_FILE', 'none', { persistedManifest: null }],
  ['INTROSPECTION', 'off', { introspection: false }],
  ['HTTP_STATUSES', 'older', { httpStatuses: 'older' }],
  ['MCP', 'off', { mcp: false }],
  ['MCP_MAX_TOKENS', '5000', { mcpMaxTokens: 5_000 }],
  ['MCP_CONSENT_CALLS', '20', { mcpConsentCalls: 20 }],
  ['MCP_SESSIONS', 'on', { mcpSessions: true }],
  ['MCP_OPERATIONS', 'examples', { mcpOperations: 'examples' }],
  ['EXPORT', 'off', { exports: false }],
  ['EXPORT_OPERATIONS', 'examples', { exportOperations: 'examples' }],
  ['EXPORT_MAX_CALLS', '100', { exportMaxCalls: 100 }],
  ['EXPORT_MAX_ROWS', '5000', { exportMaxRows: 5_000 }],
  ['EXPORT_TIMEOUT_MS', '60000', { exportTimeoutMs: 60_000 }],
  ['EXPORT_PAGES', '4', { exportPages: 4 }],
  ['EXPORT_CONCURRENCY', '1', { exportConcurrency: 1 }],
  ['COMPRESSION', 'off', { compression: false }],
  ['HTTPS_PROXY', 'http://proxy.internal:3128', { httpsProxy: 'http://proxy.internal:3128' }],
  ['HTTPS_PROXY_FILE', 'none', { httpsProxyFile: null }],
  ['NO_PROXY', 'localhost,.internal', { noProxy: 'localhost,.internal' }],
  ['UPSTREAM_PLAIN_HTTP', 'Kantata.test', { upstreamPlainHttp: 'kantata.test' }],
  ['UPSTREAM_CA_PATH', 'none', { upstreamCa: null }],
  ['UPSTREAM_CERT_PATH', 'none', { upstreamCert: null }],
  ['UPSTREAM_KEY_PATH', 'none', { upstreamKey: null }],
  ['CORS_ORIGINS', 'none', { corsOrigins: [] }],
  [
    'CORS_ORIGINS',
    'https://app.example.com, http://localhost:3000',
    { corsOrigins: ['https://app.example.com', 'http://localhost:3000'] },
  ],
  ['ALLOWED_HOSTS', '*', { allowedHosts: '*' }],
  ['ALLOWED_HOSTS', 'graph.example.com,[::1]', { allowedHosts: ['graph.example.com', '[::1]'] }],
  ['MAX_CONNECTIONS', '10', { maxConnections: 10 }],
  ['REQUEST_TIMEOUT_MS', '5000', { requestTimeoutMs: 5000 }],
  ['READ_TIMEOUT_MS', '5000', { readTimeoutMs: 5000 }],
  ['MAX_REQUEST_BODY_BYTES', '1048576', { maxRequestBodyBytes: 1_048_576 }],
  ['MAX_IN_FLIGHT', '10', { maxInFlight: 10 }],
  ['MAX_QUEUED', '0', { maxQueued: 0 }],
  ['MAX_UNREAD_BYTES', '1048576', { maxUnreadBytes: 2 ** 20 }],
  ['MEMORY_BUDGET', '268435456', { memoryBudget: 2 ** 28 }],
  ['CLIENT_RATE', '50', { clientRate: 50 }],
  ['CLIENT_ADDRESS_HEADER', 'X-Forwarded-For', { clientAddressHeader: 'x-forwarded-for' }],
  ['READY_MAX_LAG_MS', '250', { readyMaxLagMs: 250 }],
  ['QUEUE_WAIT_MS', '0', { queueWaitMs: 0 }],
  ['UPSTREAM_QUEUE', '10', { upstreamQueue: 10 }],
  ['UPSTREAM_QUEUE_WAIT_MS', '500', { upstreamQueueWaitMs: 500 }],
  ['BATCH_LIMIT', '2', { batchLimit: 2 }],
  ['MAX_UPSTREAM_CALLS', '1', { maxUpstreamCalls: 1 }],
  ['MAX_SUMMARY_CALLS', '200', { maxSummaryCalls: 200 }],
  ['MAX_RECORDS', '1000', { maxRecords: 1000 }],
  ['WAVE_WAIT_MS', '0', { waveWaitMs: 0 }],
  ['WAVE_WAIT_MS', 'unbounded', { waveWaitMs: 'unbounded' }],
  ['UPSTREAM_CALL_TIMEOUT_MS', '1500', { upstreamCallTimeoutMs: 1500 }],
  ['OPERATION_TIMEOUT_MS', '1500', { operationTimeoutMs: 1500 }],
  ['UPSTREAM_MAX_BODY_BYTES', '1048576', { upstreamMaxBodyBytes: 1_048_576 }],
  ['UPSTREAM_CONNECTIONS', '8', { upstreamConnections: 8 }],
  ['UPSTREAM_RATE', '12.5', { upstreamRate: 12.5 }],
  ['UPSTREAM_RATE', 'none', { upstreamRate: null }],
  ['CACHE_TTL_SECONDS', '60', { cacheTtlSeconds: 60 }],
  ['CACHE_MAX_BYTES', '1048576', { cacheMaxBytes: 1_048_576 }],
  ['REDIS_URL', 'rediss://user:word@redis.example:6380/2', { redisUrl: 'rediss://user:word@redis.example:6380/2' }],
  ['REDIS_URL', 'none', { redisUrl: null }],
  ['REDIS_URL_FILE', 'none', { redisUrlFile: null }],
  ['REDIS_TIMEOUT_MS', '50', { redisTimeoutMs: 50 }],
  ['MAX_FIRST', '200', { maxFirst: 200 }],
  ['FEDERATION', 'on', { federation: true }],
  ['FEDERATION_SECRET', 'sixteen-letters-', { federationSecret: 'sixteen-letters-' }],
  ['FEDERATION_SECRET', 'none', { federationSecret: null }],
  ['FEDERATION_TRACE', 'on', { federationTrace: true }],
  ['MAX_ENTITIES', '50', { maxEntities: 50 }],
  ['MAX_ERRORS', '50', { maxErrors: 50 }],
  ['FEDERATION_SECRET_FILE', 'none', { federationSecretFile: null }],
  ['LOG_LEVEL', 'warn', { logLevel: 'warn' }],
  ['ADMIN_PORT', '9090', { adminPort: 9090 }],
  ['ADMIN_PORT', 'off', { adminPort: null }],
  ['ADMIN_HOST', '0.0.0.0', { adminHost: '0.0.0.0' }],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318/', { otlpEndpoint: 'http://collector:4318' }],
  [
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'https://collector.example/traces',
    { otlpTracesEndpoint: 'https://collector.example/traces' },
  ],
  [
    'OTEL_EXPORTER_OTLP_HEADERS',
    'api-key=a%20b%3D, x-tenant=7',
    { otlpHeaders: { 'api-key': 'a b=', 'x-tenant': '7' } },
  ],
  ['OTEL_EXPORTER_OTLP_HEADERS_FILE', 'none', { otlpHeadersFile: null }],
  ['OTEL_SERVICE_NAME', 'graph, europe', { serviceName: 'graph, europe' }],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a.b=1,c=d', { resourceAttributes: { 'a.b': '1', c: 'd' } }],
  ['OTEL_TRACES_SAMPLER_ARG', '0.25', { traceRatio: 0.25 }],
  ['OTEL_TRACES_SAMPLER_ARG', '0', { traceRatio: 0 }],
  ['PROPAGATE_TRACE_CONTEXT', 'off', { propagateTraceContext: false }],
  ['SANDBOX_SIZE', '100000', { sandboxSize: 100_000 }],
  ['SANDBOX_SEED', '42', { sandboxSeed: 42 }],
  ['SANDBOX_DIALECT', 'sparse,mixed', { sandboxDialect: 'sparse,mixed' }],
  ['API_FACTS_FILE', '/var/lib/kantata/facts.json', { apiFactsFile: '/var/lib/kantata/facts.json' }],
];

describe('loadConfig', () => {
  it('needs nothing: every setting has a default', () => {
    expect(loadConfig({}, [])).toEqual({
      apiUrl: 'https://api.mavenlink.com/api/v1',
      host: '127.0.0.1',
      port: 4000,
      kantataToken: null,
      kantataTokenFile: null,
      inboundSecret: null,
      inboundSecretFile: null,
      inboundJwksUrl: null,
      inboundIssuer: null,
      inboundAudience: null,
      inboundScopes: null,
      inboundUserClaim: null,
      credentials: null,
      signInClientId: null,
      signInClientSecret: null,
      signInClientSecretFile: null,
      signInRedirectUri: null,
      signInReturnTo: [],
      signInIssuer: 'https://app.mavenlink.com/',
      signInScope: 'openid profile api_only',
      sessionKeys: null,
      sessionKeysFile: null,
      sessionIdleSeconds: 7200,
      sessionLifetimeSeconds: 43_200,
      workers: 1,
      graphiql: true,
      board: true,
      introspection: true,
      persistedDocuments: 'off',
      persistedManifest: null,
      httpStatuses: '2026',
      compression: true,
      httpsProxy: null,
      httpsProxyFile: null,
      noProxy: null,
      upstreamPlainHttp: null,
      upstreamCa: null,
      upstreamCert: null,
      upstreamKey: null,
      corsOrigins: [],
      allowedHosts: 'auto',
      maxConnections: 5000,
      requestTimeoutMs: 9000,
      readTimeoutMs: 30_000,
      keepAliveTimeoutMs: 65_000,
      drainDelayMs: 0,
      drainIdleMs: 1_000,
      readyMaxLagMs: 1_000,
      maxUnreadBytes: 64 * 2 ** 20,
      mcp: false,
      mcpMaxTokens: 20_000,
      mcpConsentCalls: null,
      mcpSessions: false,
      mcpOperations: null,
      exports: true,
      exportOperations: null,
      exportMaxCalls: 10_000,
      exportMaxRows: 1_000_000,
      exportTimeoutMs: 3_600_000,
      exportPages: 8,
      exportConcurrency: 2,
      memoryBudget: null,
      clientRate: null,
      clientAddressHeader: null,
      drainTimeoutMs: 10_000,
      explain: true,
      maxRequestBodyBytes: 262_144,
      maxInFlight: 200,
      maxQueued: 200,
      queueWaitMs: 150,
      batchLimit: null,
      maxUpstreamCalls: 50,
      maxSummaryCalls: 100,
      maxRecords: 50_000,
      waveWaitMs: 5,
      upstreamCallTimeoutMs: 20_000,
      operationTimeoutMs: 30_000,
      upstreamMaxBodyBytes: 8_388_608,
      upstreamConnections: 50,
      upstreamQueue: 250,
      upstreamQueueWaitMs: 10_000,
      upstreamRate: null,
      cacheTtlSeconds: 0,
      cacheMaxBytes: 67_108_864,
      redisUrl: null,
      redisUrlFile: null,
      redisTimeoutMs: 100,
      maxFirst: 2000,
      federation: false,
      federationSecret: null,
      federationSecretFile: null,
      federationTrace: false,
      maxEntities: 1000,
      maxErrors: 100,
      logLevel: 'info',
      adminPort: null,
      adminHost: '127.0.0.1',
      otlpEndpoint: null,
      otlpTracesEndpoint: null,
      otlpHeaders: null,
      otlpHeadersFile: null,
      serviceName: 'kantata-graphql-gateway',
      resourceAttributes: null,
      traceRatio: 1,
      propagateTraceContext: false,
      sandboxSize: 1000,
      sandboxSeed: 1,
      sandboxDialect: 'recorded',
      apiFactsFile: null,
      production: false,
      sandbox: false,
    });
  });

  it('cannot be changed afterwards', () => {
    expect(loadConfig({}, [])).toSatisfy(Object.isFrozen);
  });

  it.each(examples)('reads %s=%s from the environment, and the same from its flag', (variable, value, read) => {
    const flag = `--${variable.toLowerCase().replaceAll('_', '-')}`;

    expect(loadConfig({ [variable]: value }, [])).toMatchObject(read);
    expect(loadConfig({}, [`${flag}=${value}`])).toMatchObject(read);
    expect(loadConfig({}, [flag, value])).toMatchObject(read);
  });

  it('is tried with an example of every setting', () => {
    expect(new Set(examples.map(([variable]) => variable))).toEqual(
      new Set(Object.values(settings).map(({ variable }) => variable)),
    );
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ PORT: '', GRAPHIQL: '', NODE_ENV: '' }, [])).toEqual(loadConfig({}, []));
  });

  it('lets a flag win over the environment, a wrong one included', () => {
    expect(loadConfig({ PORT: '1', HOST: 'not a host' }, ['--port=2', '--host=::1'])).toMatchObject({
      port: 2,
      host: '::1',
    });
  });

  it('switches off in production what helps a developer, unless it is switched on', () => {
    const production = { NODE_ENV: 'production' };

    expect(loadConfig(production, [])).toMatchObject({
      production: true,
      graphiql: false,
      board: false,
      explain: false,
    });
    expect(loadConfig({ ...production, GRAPHIQL: 'on' }, ['--explain=on'])).toMatchObject({
      graphiql: true,
      explain: true,
    });
  });

  it('serves the sandbox when asked to', () => {
    expect(loadConfig({}, ['--sandbox'])).toMatchObject({ sandbox: true });
  });

  it.each([
    ['KANTATA_API_URL', 'http://kantata.example/api/v1'],
    ['KANTATA_API_URL', 'http://localhost.example/api/v1'],
    ['KANTATA_API_URL', 'http://127.0.0.1.example/api/v1'],
    ['KANTATA_API_URL', 'https://ada:secret@kantata.example'],
    ['KANTATA_API_URL', 'https://kantata.example/?access_token=secret'],
    ['KANTATA_API_URL', 'https://kantata.example/#here'],
    ['KANTATA_API_URL', 'ftp://localhost/'],
    ['KANTATA_API_URL', 'kantata.example'],
    ['UPSTREAM_PLAIN_HTTP', 'http://kantata.test'],
    ['UPSTREAM_PLAIN_HTTP', 'kantata.test:80'],
    ['KANTATA_TOKEN', 'two words'],
    ['KANTATA_TOKEN', 'a'.repeat(4097)],
    ['KANTATA_TOKEN', 'Bearer-ä'],
    ['KANTATA_TOKEN_FILE', '/there/is/no/such/file'],
    ['INBOUND_SECRET', 'too-short'],
    ['INBOUND_SECRET', 'sixteen-letters-,too-short'],
    ['INBOUND_SECRET', 'sixteen-letters-,'],
    ['INBOUND_SECRET', 'sixteen(letters)'],
    ['INBOUND_SECRET_FILE', '/there/is/no/such/file'],
    ['INBOUND_JWKS_URL', 'http://issuer.example/jwks.json'],
    ['INBOUND_JWKS_URL', 'https://ada:secret@issuer.example/jwks.json'],
    ['INBOUND_JWKS_URL', 'issuer.example'],
    ['INBOUND_ISSUER', 'two words'],
    ['INBOUND_AUDIENCE', 'a'.repeat(501)],
    ['INBOUND_SCOPES', 'kantata:"read"'],
    ['INBOUND_SCOPES', 'kantata:read offline_access'],
    ['INBOUND_SCOPES', Array.from({ length: 21 }, (_, at) => `scope-${at}`).join(' ')],
    ['INBOUND_USER_CLAIM', 'two words'],
    ['CREDENTIALS', 'cookie'],
    ['SIGN_IN_CLIENT_ID', 'two words'],
    ['SIGN_IN_CLIENT_SECRET_FILE', '/there/is/no/such/file'],
    ['SIGN_IN_REDIRECT_URI', 'http://graph.example.com/auth/callback'],
    ['SIGN_IN_REDIRECT_URI', 'https://graph.example.com/auth/callback?next=1'],
    ['SIGN_IN_REDIRECT_URI', 'https://graph.example.com/elsewhere'],
    ['SIGN_IN_REDIRECT_URI', 'https://graph.example.com/a/../auth/callback'],
    ['SIGN_IN_RETURN_TO', 'http://app.example.com/'],
    ['SIGN_IN_ISSUER', 'http://app.example.com/'],
    ['SIGN_IN_SCOPE', 'profile'],
    ['SESSION_KEYS', 'c2hvcnQ='],
    ['SESSION_KEYS_FILE', '/there/is/no/such/file'],
    ['SESSION_IDLE_SECONDS', '59'],
    ['SESSION_LIFETIME_SECONDS', '2592001'],
    ['HOST', 'http://localhost'],
    ['HOST', 'two words'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['PORT', ' 4000'],
    ['PORT', '0x10'],
    ['GRAPHIQL', 'true'],
    ['EXPLAIN', 'ON'],
    ['BATCH_LIMIT', '1'],
    ['BATCH_LIMIT', '101'],
    ['MAX_UPSTREAM_CALLS', '0'],
    ['MAX_UPSTREAM_CALLS', '1.5'],
    ['WAVE_WAIT_MS', 'Infinity'],
    ['WAVE_WAIT_MS', '-5'],
    ['UPSTREAM_CALL_TIMEOUT_MS', '0'],
    ['OPERATION_TIMEOUT_MS', '2147483648'],
    ['UPSTREAM_MAX_BODY_BYTES', '8 MB'],
    ['UPSTREAM_CONNECTIONS', '0'],
    ['UPSTREAM_RATE', '0'],
    ['UPSTREAM_RATE', '0.05'],
    ['UPSTREAM_RATE', '1e3'],
    ['CACHE_TTL_SECONDS', '86401'],
    ['CACHE_MAX_BYTES', '64 MB'],
    ['REDIS_URL', 'https://redis.example'],
    ['REDIS_URL', 'redis:///0'],
    ['REDIS_URL', 'redis://redis.example/name'],
    ['REDIS_URL_FILE', '/there/is/no/such/file'],
    ['REDIS_TIMEOUT_MS', '0'],
    ['MAX_FIRST', '99999999999999999999'],
    ['FEDERATION', 'yes'],
    ['FEDERATION_SECRET', 'too short'],
    ['FEDERATION_SECRET', 'with blanks in its middle'],
    ['FEDERATION_TRACE', 'ftv1'],
    ['MAX_ENTITIES', '0'],
    ['FEDERATION_SECRET_FILE', '/there/is/no/such/file'],
    ['LOG_LEVEL', 'trace'],
    ['ADMIN_PORT', 'on'],
    ['ADMIN_HOST', 'two words'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://key@collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'https://collector.example/?key=secret'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api key=1'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%0a'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%'],
    ['OTEL_EXPORTER_OTLP_HEADERS_FILE', '/there/is/no/such/file'],
    ['OTEL_RESOURCE_ATTRIBUTES', '=1'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', '-0.1'],
    ['PROPAGATE_TRACE_CONTEXT', 'yes'],
    ['SANDBOX_SIZE', '0'],
    ['SANDBOX_SEED', '4294967296'],
    ['SANDBOX_DIALECT', 'Sparse'],
  ])('refuses %s=%s by name, without repeating it', (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([`${variable} must be ${acceptedBy(variable)}`]);
  });

  it('takes an API over http from the host that UPSTREAM_PLAIN_HTTP names, and from no other', () => {
    const apiUrl = 'http://kantata.test:8080/api/v1';

    expect(loadConfig({ KANTATA_API_URL: apiUrl, UPSTREAM_PLAIN_HTTP: 'kantata.test' })).toMatchObject({ apiUrl });
    for (const host of ['none', 'test', 'kantata.tes', 'other.test', 'a.kantata.test'])
      expect(problemsOf({ KANTATA_API_URL: apiUrl, UPSTREAM_PLAIN_HTTP: host })).toEqual([
        `KANTATA_API_URL must be ${acceptedBy('KANTATA_API_URL')}`,
      ]);
  });

  it('lists every problem in one go', () => {
    expect(
      problemsOf({ PORT: 'x', GRAPHIQL: 'y' }, ['--max-first=z', '--colour=red', '--sandbox=yes', '--host']),
    ).toEqual([
      '--colour is not a known flag; see --help',
      '--sandbox takes no value',
      '--host needs a value: --host=VALUE',
      'PORT must be a whole number from 0 to 65535',
      'GRAPHIQL must be on or off',
      '--max-first must be a whole number from 1 to 100000',
    ]);
  });

  it.each([
    [['--token=secret'], '--token is not a known flag; see --help'],
    [['--__proto__=secret'], '--__proto__ is not a known flag; see --help'],
    [['--PORT=1'], '--PORT is not a known flag: did you mean --port?'],
    [['--max_first=1'], '--max_first is not a known flag: did you mean --max-first?'],
    [['--max-frist=1'], '--max-frist is not a known flag: did you mean --max-first?'],
    [['--sandboxx'], '--sandboxx is not a known flag: did you mean --sandbox?'],
    [['--inbound-jwk-url=x'], '--inbound-jwk-url is not a known flag: did you mean --inbound-jwks-url?'],
    [['-secret'], 'argument 1 is not a flag; see --help'],
    [['--sandbox', 'secret'], 'argument 2 is not a flag; see --help'],
    [['--', 'secret'], 'argument 2 is not a flag; see --help'],
    [['--port='], '--port needs a value: --port=VALUE'],
    [['--port', '--sandbox'], '--port needs a value: --port=VALUE'],
  ])('refuses the arguments %j', (argv, problem) => {
    expect(problemsOf({}, argv)).toEqual([problem]);
  });
});

describe('tracing', () => {
  it('goes to /v1/traces of the collector, or wherever exactly it is told to', () => {
    const base = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
    const whole = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:9999/otlp' };

    expect(tracesUrlOf(loadConfig({}, []))).toBe(null);
    expect(tracesUrlOf(loadConfig(base, []))).toBe('http://localhost:4318/v1/traces');
    expect(tracesUrlOf(loadConfig({ ...base, ...whole }, []))).toBe('http://localhost:9999/otlp');
  });

  it('is needed to tell the API of a trace', () => {
    expect(problemsOf({ PROPAGATE_TRACE_CONTEXT: 'on' })).toEqual([
      'PROPAGATE_TRACE_CONTEXT needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT',
    ]);
    expect(problemsOf({ PROPAGATE_TRACE_CONTEXT: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })).toEqual(
      [],
    );
  });
});

describe('commandOf', () => {
  it.each([
    [[], 'serve'],
    [['--sandbox', '--port=0'], 'serve'],
    [['--help'], 'help'],
    [['--version'], 'version'],
    [['--check', '--colour'], 'check'],
    [['--colour', '--version', '--help'], 'help'],
  ])('reads %j as %s', (argv, command) => {
    expect(commandOf(argv)).toBe(command);
  });
});

describe('helpText', () => {
  it.each(Object.values(settings))('names $variable with its flag, its default and what it accepts', (setting) => {
    const [, entry = ''] = helpText().split(`  ${setting.variable}  or  `);
    const [flag, description, value, fallback] = entry.split('\n');

    expect(flag).toBe(`--${setting.variable.toLowerCase().replaceAll('_', '-')}`);
    expect(description?.trim()).toBe(setting.description);
    expect(value?.trim()).toBe(`Value: ${setting.accepts}.`);
    expect(fallback?.trim()).toMatch(/^Default: \S+/);
  });

  it.each([
    [/_MS$/, /milliseconds/],
    [/_BYTES$/, /bytes/],
    [/_SECONDS$/, /seconds/],
  ])('tells the unit of each setting whose name matches %s', (name, unit) => {
    const measures = Object.values(settings).filter(({ variable }) => name.test(variable));

    expect(measures.filter(({ accepts }) => !unit.test(accepts))).toEqual([]);
  });

  it('fits a terminal of 120 columns', () => {
    expect(
      Math.max(
        ...helpText()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
  });
});
