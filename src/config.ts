import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LOG_LEVELS } from './observe/log-level.ts';
import { PERSISTED_MODES, readManifest } from './persisted-documents.ts';

/** Timers of Node take no longer wait than this; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);

const onOrOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** Words separated by commas; `none` for none. */
const list = (word: RegExp) =>
  z
    .string()
    .transform((text) => (text === 'none' ? [] : text.split(',').map((item) => item.trim())))
    .refine((words) => words.every((item) => word.test(item)));

const isLoopback = (hostname: string) =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** The base of the REST API without a trailing slash, so that a path can be appended. */
const apiUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const encrypted = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (
    url === null ||
    !encrypted ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }
  return url.href.replace(/\/+$/, '');
});

interface Setting<Value = unknown> {
  /** The environment variable. The flag is the same in kebab-case. */
  readonly variable: string;
  /** What one may write, as it stands in `--help` and after "must be" in a complaint. */
  readonly accepts: string;
  /** Read in place of a value that is not set. */
  readonly fallback: string | { readonly production: string; readonly otherwise: string };
  readonly description: string;
  readonly schema: z.ZodType<Value, string>;
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
    description: 'Connections kept to the REST API.',
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
    schema: z.union([z.literal('none').transform(() => null), z.string().regex(/^[\x21-\x7e]{16,500}$/)]),
  },
  federationSecretFile: {
    variable: 'FEDERATION_SECRET_FILE',
    accepts: 'none, or the path of a file that can be read and holds what FEDERATION_SECRET accepts',
    fallback: 'none',
    description: 'File that holds FEDERATION_SECRET, in place of that variable; a line break at its end is ignored.',
    schema: z.union([z.literal('none').transform(() => null), z.string()]),
  },
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

type Settings = typeof settings;
type Name = keyof Settings;

/** The whole configuration, checked. Times are in milliseconds, sizes in bytes. */
export type Config = Readonly<
  { [Key in Name]: z.output<Settings[Key]['schema']> } & {
    /** `NODE_ENV` is `production`: what helps a developer is off unless it is switched on. */
    production: boolean;
    /** Serve the embedded sandbox instead of the API at `apiUrl`. */
    sandbox: boolean;
  }
>;

/** Everything that is wrong with the configuration: one line for each problem, none with a value in it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const switches = {
  check: 'Say whether the configuration is good, and exit with 0 or 1.',
  sandbox: 'Serve a made-up account from an embedded stand-in of the REST API; needs no account.',
  help: 'Print this and exit.',
  version: 'Print the version and exit.',
} as const;

const entries = Object.entries(settings) as [Name, Setting][];

/** `KANTATA_API_URL` to `kantata-api-url`. */
const flagOf = ({ variable }: Setting) => variable.toLowerCase().replaceAll('_', '-');

const options = {
  ...Object.fromEntries(entries.map(([, setting]) => [flagOf(setting), { type: 'string' } as const])),
  ...Object.fromEntries(Object.keys(switches).map((name) => [name, { type: 'boolean' } as const])),
};

/**
 * Splits the command line into the switches that are on, the values by flag, and what is wrong with it.
 * Not strict, because `parseArgs` would stop at the first mistake and quote it.
 */
function readFlags(argv: readonly string[]) {
  const on = new Set<string>();
  const values = new Map<string, string>();
  const problems: string[] = [];

  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      problems.push(`argument ${token.index + 1} is not a flag; see --help`);
    } else if (token.kind === 'option') {
      const type = Object.hasOwn(options, token.name) ? options[token.name]?.type : undefined;
      if (!token.rawName.startsWith('--')) {
        // Letter by letter, `parseArgs` would spell out whatever stands here.
        problems.push(`argument ${token.index + 1} is not a flag; see --help`);
      } else if (type === undefined) {
        problems.push(`${token.rawName} is not a known flag; see --help`);
      } else if (type === 'boolean') {
        on.add(token.name);
        if (token.value !== undefined) problems.push(`--${token.name} takes no value`);
      } else if (!token.value || (!token.inlineValue && token.value.startsWith('-'))) {
        problems.push(`--${token.name} needs a value: --${token.name}=VALUE`);
      } else {
        values.set(token.name, token.value);
      }
    }
  }
  return { on, values, problems: [...new Set(problems)] };
}

const fallbackOf = ({ fallback }: Setting, production: boolean) => {
  if (typeof fallback === 'string') return fallback;
  return production ? fallback.production : fallback.otherwise;
};

/** What the command line asks for. Looked at before any check, so that `--help` helps when something is wrong. */
export function commandOf(argv: readonly string[]): 'help' | 'version' | 'check' | 'serve' {
  const { on } = readFlags(argv);
  if (on.has('help')) return 'help';
  if (on.has('version')) return 'version';
  return on.has('check') ? 'check' : 'serve';
}

/**
 * Reads and checks the whole configuration; flags win over the environment, and an empty variable is one that is not set.
 *
 * @param env the environment, as in `process.env`
 * @param argv the arguments alone, as in `process.argv.slice(2)`
 * @throws {ConfigError} with every problem at once. No line repeats a value: it might be a secret in the wrong place.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>, argv: readonly string[]): Config {
  const { on, values, problems } = readFlags(argv);
  const production = env.NODE_ENV === 'production';
  const config: Record<string, unknown> = { production, sandbox: on.has('sandbox') };

  for (const [name, setting] of entries) {
    const flag = flagOf(setting);
    const written = values.get(flag) ?? (env[setting.variable] || undefined);
    const { success, data } = setting.schema.safeParse(written ?? fallbackOf(setting, production));
    if (success) config[name] = data;
    else problems.push(`${values.has(flag) ? `--${flag}` : setting.variable} must be ${setting.accepts}`);
  }

  if (typeof config.federationSecretFile === 'string') {
    const flag = values.has('federation-secret-file');
    const named = flag ? '--federation-secret-file' : settings.federationSecretFile.variable;
    const secret = settings.federationSecret.schema.safeParse(contentOf(config.federationSecretFile)).data;
    if (config.federationSecret) problems.push(`${named} and ${settings.federationSecret.variable} exclude each other`);
    else if (secret) config.federationSecret = secret;
    // Also for `none`: whoever names a file for a secret does not mean that there is none.
    else problems.push(`${named} must be ${settings.federationSecretFile.accepts}`);
  }

  if (config.persistedManifest === null && (config.persistedDocuments ?? 'off') !== 'off')
    problems.push('PERSISTED_DOCUMENTS needs a manifest: set PERSISTED_DOCUMENTS_FILE');

  if (problems.length > 0) throw new ConfigError(problems);
  // Checked key by key above; the table is the type's own source.
  return Object.freeze(config) as Config;
}

/** What a file holds, without a line break at its end; empty for one that cannot be read. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return '';
  }
}

const describeFallback = ({ fallback }: Setting) =>
  typeof fallback === 'string' ? fallback : `${fallback.otherwise}; ${fallback.production} when NODE_ENV is production`;

/** The text of `--help`, without a line break at its end. */
export function helpText(): string {
  return [
    'One GraphQL API over the Kantata OX REST API.',
    '',
    'Usage: kantata-gateway [--sandbox] [--name=value ...]',
    '',
    ...Object.entries(switches).map(([name, description]) => `  --${name.padEnd(9)}  ${description}`),
    '',
    'Settings, each as an environment variable or as a flag; the flag wins.',
    ...entries.flatMap(([, setting]) => [
      '',
      `  ${setting.variable}  or  --${flagOf(setting)}`,
      `      ${setting.description}`,
      `      Value: ${setting.accepts}.`,
      `      Default: ${describeFallback(setting)}.`,
    ]),
  ].join('\n');
}
