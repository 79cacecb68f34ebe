/** `kantata-gateway export`: writes an export to a file, and says how it went. */
import { createHash } from 'node:crypto';
import type { ExportConfig } from '../config/export-config.ts';
import type { ExportProgress } from '../execution/export/export-batches.ts';
import type { ExportLimits } from '../execution/export/export-limits.ts';
import { BrokenOff } from '../http/exchange.ts';
import type { Identity } from '../identity/identity.ts';
import { csv } from './csv.ts';
import type { Summary } from './format.ts';
import { jsonl } from './jsonl.ts';
import { ExportRefused, type LocalExports } from './local-export.ts';
import { ProgressLine } from './progress-line.ts';
import { CannotWrite, TargetFile } from './target-file.ts';

export interface FileExport extends Omit<ExportConfig, 'config' | 'limit'> {
  readonly limits: ExportLimits;
}

export interface Output {
  /** Takes rows, where they go to no file. Resolves once more may be given. */
  readonly print: (text: string | Uint8Array) => void | Promise<void>;
  /** Takes what is said of progress. */
  readonly say: (text: string) => void;
  readonly isTerminal: boolean;
}

/** All rows are written, some may be missing or not known, or it did not come to its end. */
export type ExportExit = 0 | 1 | 2;

/** Writes the export. Returns the exit status. */
export async function exportToFile(
  exports: LocalExports,
  identify: () => Identity | Promise<Identity>,
  asked: FileExport,
  output: Output,
): Promise<ExportExit> {
  const say = (line: string) => output.say(`kantata-gateway: ${line}\n`);
  try {
    using target = asked.out === null ? null : new TargetFile(asked.out, nameOf(asked), asked.restart);
    return await written(exports, identify, asked, { target, output, say });
  } catch (error) {
    if (!(error instanceof CannotWrite) && !(error instanceof ExportRefused)) throw error;
    say(error.message);
    return 2;
  }
}

interface Writing {
  readonly target: TargetFile | null;
  readonly output: Output;
  readonly say: (line: string) => void;
}

async function written(
  exports: LocalExports,
  identify: () => Identity | Promise<Identity>,
  asked: FileExport,
  { target, output, say }: Writing,
): Promise<ExportExit> {
  const before = target?.before ?? null;
  if (before) say(`goes on behind ${before.rows} rows`);
  const line = new ProgressLine({
    print: output.say,
    isTerminal: output.isTerminal,
    before: { rows: before?.rows ?? 0, calls: before?.calls ?? 0 },
  });
  const name = nameOf(asked);
  let summary: Summary | null = null;
  const progress = (now: ExportProgress) => {
    target?.reached({
      export: name,
      position: now.position,
      rows: now.rows,
      calls: now.calls + (before?.calls ?? 0),
    });
    line.tell(now);
  };
  const { query, variables, operationName, limits, format, keepFormulas } = asked;
  const texts = await exports.run(
    { query, variables, operationName },
    {
      format: format === 'csv' ? csv({ keepFormulas, header: before === null }) : jsonl('application/jsonl'),
      limits,
      after: before?.position ?? null,
      foot: 'never',
      positions: false,
      progress,
      ended: (end) => (summary = end),
    },
    identify,
  );
  try {
    for await (const text of texts) await (target ? target.append(text) : output.print(text));
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
  }
  line.end();
  return conclude(summary, { target, output, say }, asked, before?.calls ?? 0);
}

/** Says how it ended. */
function conclude(
  summary: Summary | null,
  { target, say }: Writing,
  { out }: FileExport,
  callsBefore: number,
): ExportExit {
  if (!summary) throw new TypeError('an export without an end');
  const { rows, calls, complete, failure, errors, notes, moved } = summary;
  for (const note of notes) say(note);
  for (const [code, times] of Object.entries(errors)) say(`${times} fields are not known: ${code}`);
  if (!complete) {
    say(failure?.message ?? 'it broke off');
    say(
      `${rows} rows so far, ${calls + callsBefore} calls${out === null ? '' : ': run the same command again to go on'}`,
    );
    return 2;
  }
  target?.complete();
  say(`${rows} rows, ${calls + callsBefore} calls`);
  return moved || Object.keys(errors).length > 0 ? 1 : 0;
}

/** What is exported, thrown away. */
const nameOf = ({ query, variables, operationName, format, keepFormulas, limits }: FileExport): string =>
  createHash('sha256')
    .update(JSON.stringify([query, variables, operationName, format, keepFormulas, limits.rows ?? null]))
    .digest('base64url');
