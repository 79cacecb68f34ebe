import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, commandOf, helpText, loadConfig, settings } from '../../src/config.ts';

/** The problems that `loadConfig` finds; none when it is content. */
function problemsOf(env: Record<string, string>, argv: string[] = []): readonly string[] {
  try {
    loadConfig(env, argv);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const acceptedBy = (variable: string) =>
  Object.values(settings).find((setting) => setting.variable === variable)?.accepts;

describe('loadConfig', () => {
  it('needs nothing: every setting has a default', () => {
    expect(loadConfig({}, [])).toEqual({
      apiUrl: 'https://api.mavenlink.com/api/v1',
      host: '127.0.0.1',
      port: 4000,
      graphiql: true,
      introspection: true,
      persistedDocuments: 'off',
      persistedManifest: null,
      corsOrigins: [],
      allowedHosts: 'auto',
      maxConnections: 5000,
      requestTimeoutMs: 9000,
      readTimeoutMs: 30_000,
      drainDelayMs: 0,
      drainTimeoutMs: 10_000,
      explain: true,
      maxRequestBodyBytes: 262_144,
      maxInFlight: 200,
      maxQueued: 200,
      queueWaitMs: 150,
      maxUpstreamCalls: 50,
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
      logLevel: 'info',
      adminPort: null,
      adminHost: '127.0.0.1',
      sandboxSize: 1000,
      sandboxSeed: 1,
      production: false,
      sandbox: false,
    });
  });

  it('cannot be changed afterwards', () => {
    expect(loadConfig({}, [])).toSatisfy(Object.isFrozen);
  });

  it.each([
    ['KANTATA_API_URL', 'https://kantata.example/api/v1/', { apiUrl: 'https://kantata.example/api/v1' }],
    ['KANTATA_API_URL', 'http://localhost:3000', { apiUrl: 'http://localhost:3000' }],
    ['KANTATA_API_URL', 'http://127.0.0.1:3000/api', { apiUrl: 'http://127.0.0.1:3000/api' }],
    ['KANTATA_API_URL', 'http://[::1]:3000', { apiUrl: 'http://[::1]:3000' }],
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['HOST', '::1', { host: '::1' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['GRAPHIQL', 'off', { graphiql: false }],
    ['EXPLAIN', 'off', { explain: false }],
    ['DRAIN_DELAY_MS', '500', { drainDelayMs: 500 }],
    ['DRAIN_TIMEOUT_MS', '500', { drainTimeoutMs: 500 }],
    ['PERSISTED_DOCUMENTS', 'off', { persistedDocuments: 'off' }],
    ['PERSISTED_DOCUMENTS_FILE', 'none', { persistedManifest: null }],
    ['INTROSPECTION', 'off', { introspection: false }],
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
    ['MAX_UPSTREAM_CALLS', '1', { maxUpstreamCalls: 1 }],
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
    ['REDIS_TIMEOUT_MS', '50', { redisTimeoutMs: 50 }],
    ['MAX_FIRST', '200', { maxFirst: 200 }],
    ['FEDERATION', 'on', { federation: true }],
    ['FEDERATION_SECRET', 'sixteen-letters-', { federationSecret: 'sixteen-letters-' }],
    ['FEDERATION_SECRET', 'none', { federationSecret: null }],
    ['FEDERATION_TRACE', 'on', { federationTrace: true }],
    ['MAX_ENTITIES', '50', { maxEntities: 50 }],
    ['FEDERATION_SECRET_FILE', 'none', { federationSecretFile: null }],
    ['LOG_LEVEL', 'warn', { logLevel: 'warn' }],
    ['ADMIN_PORT', '9090', { adminPort: 9090 }],
    ['ADMIN_PORT', 'off', { adminPort: null }],
    ['ADMIN_HOST', '0.0.0.0', { adminHost: '0.0.0.0' }],
    ['SANDBOX_SIZE', '100000', { sandboxSize: 100_000 }],
    ['SANDBOX_SEED', '42', { sandboxSeed: 42 }],
  ])('reads %s=%s from the environment, and the same from its flag', (variable, value, read) => {
    const flag = `--${variable.toLowerCase().replaceAll('_', '-')}`;

    expect(loadConfig({ [variable]: value }, [])).toMatchObject(read);
    expect(loadConfig({}, [`${flag}=${value}`])).toMatchObject(read);
    expect(loadConfig({}, [flag, value])).toMatchObject(read);
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

    expect(loadConfig(production, [])).toMatchObject({ production: true, graphiql: false, explain: false });
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
    ['HOST', 'http://localhost'],
    ['HOST', 'two words'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['PORT', ' 4000'],
    ['PORT', '0x10'],
    ['GRAPHIQL', 'true'],
    ['EXPLAIN', 'ON'],
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
    ['SANDBOX_SIZE', '0'],
    ['SANDBOX_SEED', '4294967296'],
  ])('refuses %s=%s by name, without repeating it', (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([`${variable} must be ${acceptedBy(variable)}`]);
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
    [['--PORT=1'], '--PORT is not a known flag; see --help'],
    [['-secret'], 'argument 1 is not a flag; see --help'],
    [['--sandbox', 'secret'], 'argument 2 is not a flag; see --help'],
    [['--', 'secret'], 'argument 2 is not a flag; see --help'],
    [['--port='], '--port needs a value: --port=VALUE'],
    [['--port', '--sandbox'], '--port needs a value: --port=VALUE'],
  ])('refuses the arguments %j', (argv, problem) => {
    expect(problemsOf({}, argv)).toEqual([problem]);
  });
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-secret-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileWith = (content: string) => {
    const file = join(folder, 'secret');
    writeFileSync(file, content);
    return file;
  };

  it.each(['sixteen-letters-', 'sixteen-letters-\n', 'sixteen-letters-\r\n'])('is read from %j', (content) => {
    const FEDERATION_SECRET_FILE = fileWith(content);

    expect(loadConfig({ FEDERATION_SECRET_FILE }, [])).toMatchObject({ federationSecret: 'sixteen-letters-' });
    expect(loadConfig({}, [`--federation-secret-file=${FEDERATION_SECRET_FILE}`])).toMatchObject({
      federationSecret: 'sixteen-letters-',
    });
  });

  it.each(['', 'none', 'short', 'two lines of it\nsixteen-letters-'])(
    'is refused when the file holds %j',
    (content) => {
      const FEDERATION_SECRET_FILE = fileWith(content);

      expect(problemsOf({ FEDERATION_SECRET_FILE })).toEqual([
        `FEDERATION_SECRET_FILE must be ${acceptedBy('FEDERATION_SECRET_FILE')}`,
      ]);
    },
  );

  it('may be the URL of Redis, with its password', () => {
    const REDIS_URL_FILE = fileWith('redis://:word@redis.example\n');

    expect(loadConfig({ REDIS_URL_FILE }, [])).toMatchObject({ redisUrl: 'redis://:word@redis.example' });
    expect(problemsOf({ REDIS_URL_FILE, REDIS_URL: 'redis://redis.example' })).toEqual([
      'REDIS_URL_FILE and REDIS_URL exclude each other',
    ]);
  });

  it('does not stand beside the secret itself, so that nobody has to guess which one counts', () => {
    const FEDERATION_SECRET_FILE = fileWith('sixteen-letters-');

    expect(problemsOf({ FEDERATION_SECRET_FILE, FEDERATION_SECRET: 'another-secret-16' })).toEqual([
      'FEDERATION_SECRET_FILE and FEDERATION_SECRET exclude each other',
    ]);
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
