/** The configuration of `kantata-gateway export`. */
import { readFileSync } from 'node:fs';
import { configOf, type Environment, helpOf, type OwnFlags, readCommand } from './command-config.ts';
import type { Config } from './config.ts';

export interface ExportConfig {
  /** The text of the operation. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
  /** The file that is written; null for the standard output. */
  readonly out: string | null;
  readonly format: 'jsonl' | 'csv';
  readonly keepFormulas: boolean;
  /** Rows after which it ends; null for all. */
  readonly limit: number | null;
  /** Begin anew, whatever there is. */
  readonly restart: boolean;
  readonly config: Config;
}

const EXPORT_FLAGS = {
  out: {
    type: 'string',
    about: 'File to write. Without it, rows go to the standard output, and cannot be gone on with.',
  },
  format: { type: 'string', about: 'jsonl or csv. Default: by the ending of the file, otherwise jsonl.' },
  variables: { type: 'string', about: 'Variables of the operation as JSON, or @ and the path of a file of JSON.' },
  operation: { type: 'string', about: 'Name of the operation, where the file has several.' },
  limit: { type: 'string', about: 'Rows after which it ends. Default: all.' },
  formulas: { type: 'string', about: 'escape (default) or keep texts that a spreadsheet would run as a formula.' },
  restart: { type: 'boolean', about: 'Write the file anew, whatever is in it.' },
} as const satisfies OwnFlags;

export const exportHelp = (): string =>
  helpOf({
    what: 'Writes every row of the one list of an operation to a file, with progress on stderr. Run it again to go on after it was interrupted.',
    usage: 'KANTATA_TOKEN=... kantata-gateway export FILE.graphql --out=FILE [--name=value ...]',
    flags: EXPORT_FLAGS,
    status:
      'Exit status: 0 if all rows are in the file, 1 if some of them may be missing or have fields that are not known, 2 if it did not come to its end.',
  });

/**
 * Reads and checks it.
 *
 * @param argv the arguments behind `export`.
 * @throws {ConfigError} with every problem at once; none repeats a value.
 */
export function loadExportConfig(env: Environment, argv: readonly string[]): ExportConfig {
  const { file, on, values, problems, others } = readCommand(argv, EXPORT_FLAGS);
  const query = file === null ? null : textOf(file);
  if (file === null) problems.push('export needs the path of a file with its operation, as its first argument');
  else if (query === null) problems.push('the file of the operation cannot be read');
  const out = values.get('out') ?? null;
  const preset = out?.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
  const format = values.get('format') ?? preset;
  if (format !== 'jsonl' && format !== 'csv') problems.push('--format must be jsonl or csv');
  const limit = values.get('limit') ?? null;
  if (limit !== null && !/^[1-9]\d{0,9}$/.test(limit)) problems.push('--limit must be a whole number from 1 on');
  const formulas = values.get('formulas') ?? 'escape';
  if (formulas !== 'escape' && formulas !== 'keep') problems.push('--formulas must be escape or keep');
  const variables = variablesOf(values.get('variables') ?? null, problems);
  const config = configOf(env, 'export', others, problems);
  return {
    query: query ?? '',
    variables,
    operationName: values.get('operation') ?? null,
    out,
    format: format === 'csv' ? 'csv' : 'jsonl',
    keepFormulas: formulas === 'keep',
    limit: limit === null ? null : Number(limit),
    restart: on.has('restart'),
    config,
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function variablesOf(written: string | null, problems: string[]): Readonly<Record<string, unknown>> | null {
  if (written === null) return null;
  const text = written.startsWith('@') ? textOf(written.slice(1)) : written;
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, without what was written.
  }
  problems.push('--variables must be an object as JSON, or @ and the path of a file that holds one');
  return null;
}
