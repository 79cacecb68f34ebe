/** The configuration of commands over an account, `export` and `sync`: flags of their own beside the settings of the gateway. */
import { type Config, ConfigError, loadConfig } from './config.ts';
import { readFlags } from './flags.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Flags with what `--help` says of them. */
export type OwnFlags = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly about: string }>>;

interface Help {
  readonly what: string;
  readonly usage: string;
  readonly flags: OwnFlags;
  readonly status: string;
}

/** The help of a command, without a line break at its end. */
export const helpOf = ({ what, usage, flags, status }: Help): string =>
  [
    what,
    '',
    `Usage: ${usage}`,
    '',
    ...Object.entries(flags).map(([name, { about }]) => `  --${name.padEnd(11)}  ${about}`),
    '  --sandbox      Read a made-up account; needs no token.',
    '',
    'Every setting of the gateway is a flag or a variable here as well: see kantata-gateway --help.',
    '',
    status,
  ].join('\n');

/** Splits the arguments of a command: its first one, its own flags, and settings. */
export function readCommand(argv: readonly string[], flags: OwnFlags) {
  const [first, ...rest] = argv;
  const file = first === undefined || first.startsWith('-') ? null : first;
  const { own, others } = splitArguments(file === null ? argv : rest, flags);
  const { on, values, problems } = readFlags(own, flags);
  return { file, on, values, problems: [...problems], others };
}

/** The settings, with the problems of everything else. Throws a {@link ConfigError} where there are any. */
export function configOf(
  env: Environment,
  command: 'export' | 'sync',
  argv: readonly string[],
  problems: readonly string[],
): Config {
  let config: Config | null = null;
  const all = [...problems];
  try {
    config = loadConfig(env, [command, ...argv]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    all.push(...error.problems);
  }
  if (config === null || all.length > 0) throw new ConfigError(all);
  return config;
}

/** The arguments that are flags of the command's own, and all others. */
function splitArguments(argv: readonly string[], flags: OwnFlags): { own: string[]; others: string[] } {
  const [own, others]: [string[], string[]] = [[], []];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] as string;
    const [, name = '', value] = /^--([\w-]+)(=.*)?$/s.exec(argument) ?? [];
    const type = Object.hasOwn(flags, name) ? flags[name]?.type : undefined;
    if (type === undefined) {
      others.push(argument);
      continue;
    }
    own.push(argument);
    const next = argv[at + 1];
    if (type === 'string' && value === undefined && next !== undefined) {
      own.push(next);
      at++;
    }
  }
  return { own, others };
}
