/** The configuration of `kantata-gateway sync`. */
import { configOf, type Environment, helpOf, type OwnFlags, readCommand } from './command-config.ts';
import type { Config } from './config.ts';

export interface SyncConfig {
  /** A folder, or an SQLite file. */
  readonly target: string;
  readonly store: 'jsonl' | 'sqlite';
  readonly lists: readonly string[];
  readonly full: boolean;
  readonly fullAfterDays: number;
  readonly overlapMs: number;
  readonly config: Config;
}

const FLAGS = {
  lists: {
    type: 'string',
    about: 'Lists to mirror, by their names in GraphQL, separated by commas: users,timeEntries.',
  },
  store: { type: 'string', about: 'jsonl or sqlite. Default: sqlite where the path ends in .sqlite or .db.' },
  full: { type: 'boolean', about: 'Read every list as a whole.' },
  'full-days': { type: 'string', about: 'Days after which a list is read as a whole again. Default: 7.' },
  overlap: {
    type: 'string',
    about: 'Minutes that changes are asked for further back than the run before. Default: 10.',
  },
} as const satisfies OwnFlags;

export const syncHelp = (): string =>
  helpOf({
    what: 'Mirrors lists of an account: as a whole the first time, then what changed since.',
    usage: 'KANTATA_TOKEN=... kantata-gateway sync FOLDER_OR_FILE --lists=users,timeEntries [--name=value ...]',
    flags: FLAGS,
    status:
      'Exit status: 0 if the mirror is what the account is, 1 if something of it may not have been noticed, 2 if it did not come to its end.',
  });

const MINUTE_MS = 60_000;

/**
 * Reads and checks it.
 *
 * @param argv the arguments behind `sync`.
 * @throws {ConfigError} with every problem at once; none repeats a value.
 */
export function loadSyncConfig(env: Environment, argv: readonly string[]): SyncConfig {
  const { file, on, values, problems, others } = readCommand(argv, FLAGS);
  if (file === null) problems.push('sync needs the path of a folder or a file, as its first argument');
  const store = values.get('store') ?? (/\.(sqlite3?|db)$/i.test(file ?? '') ? 'sqlite' : 'jsonl');
  if (store !== 'jsonl' && store !== 'sqlite') problems.push('--store must be jsonl or sqlite');
  const lists = (values.get('lists') ?? '').split(',').filter((name) => name !== '');
  if (lists.length === 0) problems.push('--lists must name at least one list');
  const days = numberOf(values.get('full-days') ?? '7', 'full-days', problems);
  const overlap = numberOf(values.get('overlap') ?? '10', 'overlap', problems);
  return {
    target: file ?? '',
    store: store === 'sqlite' ? 'sqlite' : 'jsonl',
    lists: [...new Set(lists)],
    full: on.has('full'),
    fullAfterDays: days,
    overlapMs: overlap * MINUTE_MS,
    config: configOf(env, 'sync', others, problems),
  };
}

function numberOf(text: string, flag: string, problems: string[]): number {
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(text)) problems.push(`--${flag} must be a number from 0 to 99999`);
  return Number(text);
}
