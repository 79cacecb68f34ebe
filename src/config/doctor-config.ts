/** The configuration of `kantata-gateway doctor`: the few settings that it shares with the gateway, and flags of its own. */
import { type Config, ConfigError, fallbackOf, flagOf, secretIn } from './config.ts';
import { clientCertificateProblems } from './client-certificate.ts';
import { mayHaveTokens } from './plain-http.ts';
import { fileContent } from './file-content.ts';
import { type Flags, readFlags } from './flags.ts';
import { type Setting, settings } from './settings.ts';

export interface DoctorConfig {
  readonly apiUrl: string;
  readonly upstreamPlainHttp: string | null;
  readonly token: string;
  readonly sandbox: boolean;
  readonly sandboxSize: number;
  readonly sandboxSeed: number;
  readonly sandboxDialect: string;
  /** In milliseconds. */
  readonly callTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** The way to the API, as the gateway has it. */
  readonly httpsProxy: string | null;
  readonly noProxy: string | null;
  readonly upstreamCa: string | null;
  readonly upstreamCert: string | null;
  readonly upstreamKey: string | null;
  /** The most calls of the API. */
  readonly calls: number;
  readonly json: boolean;
  /** Files to write; null for none. */
  readonly writeFacts: string | null;
  readonly report: string | null;
}

const SHARED = [
  'apiUrl',
  'upstreamPlainHttp',
  'kantataToken',
  'kantataTokenFile',
  'upstreamCallTimeoutMs',
  'upstreamMaxBodyBytes',
  'httpsProxy',
  'httpsProxyFile',
  'noProxy',
  'upstreamCa',
  'upstreamCert',
  'upstreamKey',
  'sandboxSize',
  'sandboxSeed',
  'sandboxDialect',
] as const;

const OWN = {
  sandbox: { type: 'boolean', about: 'Examine the embedded stand-in of the REST API; needs no account.' },
  calls: { type: 'string', about: 'The most REST calls that it makes, from 1 to 500. Default: 60.' },
  json: { type: 'boolean', about: 'Print the report as JSON.' },
  report: {
    type: 'string',
    about: 'File for that JSON: no content of a record, no id and no token, to attach to an issue.',
  },
  'write-facts': { type: 'string', about: 'File for what was learned of the API, which API_FACTS_FILE reads.' },
} as const satisfies Record<string, { type: 'string' | 'boolean'; about: string }>;

const flags: Flags = {
  ...Object.fromEntries(SHARED.map((name) => [flagOf(settings[name]), { type: 'string' } as const])),
  ...OWN,
};

const DEFAULT_CALLS = 60;
const MOST_CALLS = 500;

/** The help of the command, without a line break at its end. */
export const doctorHelp = (): string =>
  [
    'Examines an account, read-only, for what the gateway takes for granted about the REST API.',
    '',
    'Usage: KANTATA_TOKEN=... kantata-gateway doctor [--name=value ...]',
    '',
    ...Object.entries(OWN).map(([name, { about }]) => `  --${name.padEnd(11)}  ${about}`),
    '',
    'Settings that it shares with the gateway, each as an environment variable or as a flag:',
    ...SHARED.map((name) => `  ${settings[name].variable}`),
    '',
    'Exit status: 0 if all assumptions that answers depend on hold, 1 if one does not, 2 if the API cannot be examined.',
  ].join('\n');

/**
 * Reads and checks it.
 *
 * @param argv the arguments behind `doctor`.
 * @throws {ConfigError} with every problem at once; none repeats a value.
 */
export function loadDoctorConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): DoctorConfig {
  const { on, values, problems: ofFlags } = readFlags(argv, flags);
  const problems = [...ofFlags];
  const sandbox = on.has('sandbox');
  const { read, readSecret } = readerOf(env, values, problems);
  const written = values.get('calls') ?? String(DEFAULT_CALLS);
  const calls = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (calls < 1 || calls > MOST_CALLS) problems.push(`--calls must be a whole number from 1 to ${MOST_CALLS}`);
  const token = sandbox ? '' : readSecret('kantataToken', 'kantataTokenFile');
  const config: DoctorConfig = {
    apiUrl: read('apiUrl'),
    upstreamPlainHttp: read('upstreamPlainHttp'),
    token: token ?? '',
    sandbox,
    sandboxSize: read('sandboxSize'),
    sandboxSeed: read('sandboxSeed'),
    sandboxDialect: read('sandboxDialect'),
    callTimeoutMs: read('upstreamCallTimeoutMs'),
    maxBodyBytes: read('upstreamMaxBodyBytes'),
    httpsProxy: readSecret('httpsProxy', 'httpsProxyFile'),
    noProxy: read('noProxy'),
    upstreamCa: read('upstreamCa'),
    upstreamCert: read('upstreamCert'),
    upstreamKey: read('upstreamKey'),
    calls,
    json: on.has('json'),
    writeFacts: values.get('write-facts') ?? null,
    report: values.get('report') ?? null,
  };
  if (!mayHaveTokens(config)) problems.push(`KANTATA_API_URL must be ${settings.apiUrl.accepts}`);
  problems.push(...clientCertificateProblems(config));
  if (token === null && problems.length === 0)
    problems.push('doctor needs a token: set KANTATA_TOKEN or KANTATA_TOKEN_FILE, or examine the --sandbox');
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

type Shared = (typeof SHARED)[number];

/** Reads settings from the environment and from flags, and notes what is wrong with one. */
function readerOf(
  env: Readonly<Record<string, string | undefined>>,
  flags: ReadonlyMap<string, string>,
  problems: string[],
) {
  const named = (name: Shared) =>
    flags.has(flagOf(settings[name])) ? `--${flagOf(settings[name])}` : settings[name].variable;
  const wrong = (name: Shared) => problems.push(`${named(name)} must be ${settings[name].accepts}`);
  const read = <Name extends Shared>(name: Name): Config[Name] => {
    const setting: Setting = settings[name];
    const text = flags.get(flagOf(setting)) ?? (env[setting.variable] || fallbackOf(setting, false));
    const { success, data } = setting.schema.safeParse(text);
    if (!success) wrong(name);
    // Checked: where it is none, there is a problem, and nothing reads it.
    return data as Config[Name];
  };
  /** A secret, or what its file holds; `null` for neither. */
  const readSecret = (name: 'kantataToken' | 'httpsProxy', file: 'kantataTokenFile' | 'httpsProxyFile') => {
    const [value, path] = [read(name), read(file)];
    if (typeof path !== 'string') return value;
    if (value !== null) problems.push(`${named(file)} and ${named(name)} exclude each other`);
    const held = secretIn(name, fileContent(path) ?? '');
    if (held === null && value === null) wrong(file);
    return held;
  };
  return { read, readSecret };
}
