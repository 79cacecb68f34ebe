import type { z } from 'zod';
import { clientCertificateProblems } from './client-certificate.ts';
import { callerProblems, credentialProblems, credentialsOf, signInProblems } from './credentials.ts';
import { fileContent } from './file-content.ts';
import { type Flags, readFlags } from './flags.ts';
import { isLoopback } from './loopback.ts';
import { mayHaveTokens } from './plain-http.ts';
import { type Setting, settings } from './settings.ts';
import { oneLine } from '../redact/one-line.ts';

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
  check: 'Say whether the configuration is good, and what it is, and exit with 0 or 1.',
  sandbox: 'Serve a made-up account from an embedded stand-in of the REST API; needs no account.',
  help: 'Print this and exit.',
  version: 'Print the version and exit.',
} as const;

const entries = Object.entries(settings) as [Name, Setting][];

/** `KANTATA_API_URL` to `kantata-api-url`. */
export const flagOf = ({ variable }: Setting) => variable.toLowerCase().replaceAll('_', '-');

const flags: Flags = {
  ...Object.fromEntries(entries.map(([, setting]) => [flagOf(setting), { type: 'string' } as const])),
  ...Object.fromEntries(Object.keys(switches).map((name) => [name, { type: 'boolean' } as const])),
};

export const fallbackOf = ({ fallback }: Setting, production: boolean) => {
  if (typeof fallback === 'string') return fallback;
  return production ? fallback.production : fallback.otherwise;
};

/**
 * First arguments for something else than a server: tools on the standard input and output of the process, and files
 * written by it. Their one caller is the user whose process it is.
 */
const OWN_PROCESS = ['mcp', 'export', 'sync'] as const;

type OwnProcess = (typeof OWN_PROCESS)[number];

const ownProcessOf = ([first]: readonly string[]): OwnProcess | null =>
  OWN_PROCESS.find((command) => command === first) ?? null;

/** What the command line asks for. Looked at before any check, so that `--help` helps when something is wrong. */
export function commandOf(argv: readonly string[]): 'doctor' | 'help' | 'version' | 'check' | 'serve' | OwnProcess {
  const own = ownProcessOf(argv);
  if (argv[0] === 'doctor') return 'doctor';
  if (own === 'export' || own === 'sync') return own;
  const { on } = readFlags(flagsIn(argv), flags);
  if (on.has('help')) return 'help';
  if (on.has('version')) return 'version';
  if (on.has('check')) return 'check';
  return own ?? 'serve';
}

const flagsIn = (argv: readonly string[]) => (ownProcessOf(argv) ? argv.slice(1) : argv);

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from, and what was written there. */
interface Written {
  readonly from: 'default' | 'environment' | 'flag' | 'file';
  readonly text: string;
}

/**
 * Reads and checks the whole configuration; flags win over the environment, and an empty variable is one that is not set.
 *
 * @param env the environment, as in `process.env`
 * @param argv the arguments alone, as in `process.argv.slice(2)`. Default: none
 * @throws {ConfigError} with every problem at once. No line repeats a value: it might be a secret in the wrong place.
 */
export const loadConfig = (env: Environment, argv: readonly string[] = []): Config => readConfig(env, argv).config;

/**
 * The effective settings and their origins, one line each. Secrets are not shown.
 * Throws as {@link loadConfig} does.
 */
export function describeConfig(env: Environment, argv: readonly string[]): readonly string[] {
  const { config, written } = readConfig(env, argv);
  const width = Math.max(...entries.map(([, { variable }]) => variable.length));
  const lines = entries.map(([name, setting]) => {
    const { from, text } = written.get(name) as Written;
    // By what is written, for the sandbox uses no token, whatever there is.
    const shown = setting.secret && text !== setting.fallback ? '[secret]' : oneLine(text) + meaningOf(name, config);
    return `${setting.variable.padEnd(width)}  ${from.padEnd('environment'.length)}  ${shown}`;
  });
  return config.sandbox ? ['Over the embedded sandbox.', ...lines] : lines;
}

/** What `auto` comes to, where that decides who may ask. */
const meaningOf = (name: Name, config: Config) =>
  name === 'credentials' && config.credentials === null ? ` (${credentialsOf(config).join(', ')})` : '';

function readConfig(env: Environment, argv: readonly string[]) {
  const { on, values, problems: ofFlags } = readFlags(flagsIn(argv), flags);
  const own = ownProcessOf(argv);
  const problems = [...ofFlags];
  const production = env.NODE_ENV === 'production';
  const config: Record<string, unknown> = { production, sandbox: on.has('sandbox') };
  const written = new Map<Name, Written>();
  const named = (name: Name) =>
    written.get(name)?.from === 'flag' ? `--${flagOf(settings[name])}` : settings[name].variable;

  for (const [name, setting] of entries) {
    const [flag, variable] = [values.get(flagOf(setting)), env[setting.variable] || undefined];
    const text = flag ?? variable ?? fallbackOf(setting, production);
    written.set(name, { from: flag ? 'flag' : variable ? 'environment' : 'default', text });
    const { success, data } = setting.schema.safeParse(text);
    if (success) config[name] = data;
    else problems.push(`${named(name)} must be ${setting.accepts}`);
  }

  for (const [name, setting] of entries) {
    const [held] = entries.find(([, { variable }]) => variable === setting.holds) ?? [];
    const path = config[name];
    if (held === undefined || typeof path !== 'string') continue;
    const secret = secretIn(held, fileContent(path) ?? '');
    if (config[held] !== null) problems.push(`${named(name)} and ${named(held)} exclude each other`);
    // Also for `none`: a file named for a secret must contain one.
    else if (secret === null) problems.push(`${named(name)} must be ${setting.accepts}`);
    config[held] = secret ?? undefined;
    written.set(held, { from: 'file', text: '' });
  }

  if (!mayHaveTokens(config)) problems.push(`${named('apiUrl')} must be ${settings.apiUrl.accepts}`);
  problems.push(...clientCertificateProblems(config));

  if (config.persistedManifest === null && (config.persistedDocuments ?? 'off') !== 'off')
    problems.push('PERSISTED_DOCUMENTS needs a manifest: set PERSISTED_DOCUMENTS_FILE');

  if (config.propagateTraceContext === true && tracesUrlOf(config as unknown as Config) === null)
    problems.push('PROPAGATE_TRACE_CONTEXT needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT');

  if (config.mcpOperations === 'persisted' && config.persistedManifest === null)
    problems.push(`${named('mcpOperations')} needs a manifest: set PERSISTED_DOCUMENTS_FILE`);

  if (config.mcpSessions === true && typeof config.workers === 'number' && config.workers > 1)
    problems.push(`${named('mcpSessions')} needs WORKERS=1: a session is known to the process that has opened it`);

  if (config.sandbox) for (const name of OF_THE_SERVICE) config[name] = null;
  else
    problems.push(
      ...(own
        ? ownProcessProblems(own, config)
        : [
            ...serviceProblems(config, named),
            ...signInProblems(config),
            ...callerProblems(config),
            ...credentialProblems(config),
          ]),
    );

  if (problems.length > 0) throw new ConfigError(problems);
  // Checked key by key above; the table is the type's own source.
  return { config: Object.freeze(config) as Config, written };
}

/** The sandbox has tokens of its own, and made-up data. */
const OF_THE_SERVICE = [
  'kantataToken',
  'kantataTokenFile',
  'inboundSecret',
  'inboundSecretFile',
  'inboundJwksUrl',
  'inboundIssuer',
  'inboundAudience',
  'inboundScopes',
  'inboundUserClaim',
  'credentials',
  'signInClientId',
  'signInClientSecret',
  'signInClientSecretFile',
  'signInRedirectUri',
  'sessionKeys',
  'sessionKeysFile',
] as const satisfies readonly Name[];

/**
 * The settings that are missing when the gateway has a token of its own, which every accepted caller then uses. An
 * invalid setting is `undefined` here, and not missing.
 */
function serviceProblems(config: Readonly<Record<string, unknown>>, named: (name: Name) => string): string[] {
  const { kantataToken, kantataTokenFile, inboundSecret, inboundSecretFile, inboundJwksUrl, host, allowedHosts } =
    config;
  const problems: string[] = [];
  const isMissing = (...values: readonly unknown[]) => values.every((value) => value === null);
  const needs = (name: Name, what: string) => problems.push(`${named(name)} needs ${what}`);
  const isByPerson = !isMissing(config.signInClientId) && !isMissing(inboundJwksUrl);
  const isByService = !isMissing(kantataToken) && !(isMissing(inboundSecret) && isMissing(inboundJwksUrl));
  if (config.mcp === true && !isByService && !isByPerson)
    needs(
      'mcp',
      'KANTATA_TOKEN, and INBOUND_SECRET or INBOUND_JWKS_URL, or else SIGN_IN_CLIENT_ID and INBOUND_JWKS_URL: the protocol forbids passing on the tokens of clients',
    );

  if (isMissing(kantataToken)) {
    const token = 'KANTATA_TOKEN: without it callers send tokens of the API';
    if (inboundSecret) needs(inboundSecretFile ? 'inboundSecretFile' : 'inboundSecret', token);
    if (inboundJwksUrl && !isByPerson)
      needs('inboundJwksUrl', 'KANTATA_TOKEN, or SIGN_IN_CLIENT_ID: without them callers send tokens of the API');
  } else if (isMissing(inboundSecret, inboundJwksUrl)) {
    const token = kantataTokenFile ? 'kantataTokenFile' : 'kantataToken';
    const inbound = 'INBOUND_SECRET or INBOUND_JWKS_URL';
    if (typeof host === 'string' && !isLoopback(host))
      needs(token, `${inbound}: HOST is not a loopback address, so anyone who reaches it could use that token`);
    // A name of another site's that leads to this machine (DNS rebinding) would make its pages our own.
    else if (allowedHosts === '*')
      needs(token, `${inbound}, or ALLOWED_HOSTS without *: any page in a browser here could ask with that token`);
  }
  for (const name of ['inboundIssuer', 'inboundAudience'] as const)
    if (inboundJwksUrl && isMissing(config[name])) needs('inboundJwksUrl', settings[name].variable);
  for (const name of ['inboundIssuer', 'inboundAudience', 'inboundScopes'] as const)
    if (isMissing(inboundJwksUrl) && config[name]) needs(name, 'INBOUND_JWKS_URL');
  return problems;
}

/** On stdio there is one caller, the user whose process this is, and nothing that could bring a token. */
const ownProcessProblems = (own: OwnProcess, { kantataToken }: Readonly<Record<string, unknown>>): string[] =>
  kantataToken === null ? [`${own} needs KANTATA_TOKEN, or --sandbox: ${NO_CALLER[own]}`] : [];

const NO_CALLER = {
  mcp: 'on stdio no caller can bring a token',
  export: 'there is no caller who could bring a token',
  sync: 'there is no caller who could bring a token',
} as const satisfies Record<OwnProcess, string>;

/** The value of a secret setting that stands in a file, a line break at its end ignored; `null` for one that is none. */
export const secretIn = <Key extends Name>(name: Key, text: string) =>
  (settings[name].schema.safeParse(text.replace(/\r?\n$/, '')).data ?? null) as Config[Key] | null;

/** Where spans are posted to; `null` where nothing is traced. */
export const tracesUrlOf = ({
  otlpEndpoint,
  otlpTracesEndpoint,
}: Pick<Config, 'otlpEndpoint' | 'otlpTracesEndpoint'>) =>
  otlpTracesEndpoint ?? (otlpEndpoint === null ? null : `${otlpEndpoint}/v1/traces`);

const describeFallback = ({ fallback }: Setting) =>
  typeof fallback === 'string' ? fallback : `${fallback.otherwise}; ${fallback.production} when NODE_ENV is production`;

/** The text of `--help`, without a line break at its end. */
export function helpText(): string {
  return [
    'One GraphQL API over the Kantata OX REST API.',
    '',
    'Usage: kantata-gateway [--sandbox] [--name=value ...]',
    '       kantata-gateway doctor [--help]   examine an account for what the gateway takes for granted',
    '       kantata-gateway mcp [--sandbox] [--name=value ...]   tools for an assistant, on stdio',
    '       kantata-gateway export FILE.graphql --out=FILE [--help]   every row of a list, as a file',
    '       kantata-gateway sync FOLDER [--help]   a mirror of lists, kept up to date',
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

/**
 * What is odd about the base of the API, for a warning; null where nothing is. A proxy may have it elsewhere, so that
 * it is no mistake by itself.
 */
export function oddApiUrl(apiUrl: string): string | null {
  const { pathname } = new URL(apiUrl);
  return /\/api\/v\d+$/.test(pathname)
    ? null
    : `KANTATA_API_URL ends in ${pathname === '/' ? 'no path' : 'another path'} than the API's, /api/v1: check it if lists are not found`;
}
