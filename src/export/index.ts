/** Exports: all rows of a connection as a file, at `/export`. */
import type { ExportLimits } from '../execution/export/export-limits.ts';
import type { SavedDocument } from '../execution/saved-document.ts';
import { Admission } from '../http/admission.ts';
import type { Door } from '../http/door.ts';
import type { Endpoint } from '../http/pipeline.ts';
import { exportMode } from './export-mode.ts';
import { typeFor, wishesOf } from './export-request.ts';
import { odataRoutes } from './odata/routes.ts';

export interface ExportSettings extends Partial<Omit<ExportLimits, 'rows'>> {
  /** Exports that run at once. Default: {@link DEFAULT_CONCURRENCY}. */
  readonly concurrency?: number;
  /** Operations that are feeds at `/odata`. Default: none. */
  readonly operations?: readonly SavedDocument[];
  /** How long a request waits for another export to end, in milliseconds. Default: one second. */
  readonly queueWaitMs?: number;
}

export const DEFAULT_LIMITS: Omit<ExportLimits, 'rows'> = {
  maxCalls: 10_000,
  maxRows: 1_000_000,
  timeoutMs: 3_600_000,
  pages: 8,
};

export const DEFAULT_CONCURRENCY = 2;

const DEFAULT_QUEUE_WAIT_MS = 1_000;

/** The paths of exports, for the option `door` of `createGateway`. */
export const createExport =
  ({
    concurrency = DEFAULT_CONCURRENCY,
    queueWaitMs = DEFAULT_QUEUE_WAIT_MS,
    operations = [],
    ...given
  }: ExportSettings = {}): Door =>
  (parts) => {
    const { identify, answer, countExports } = parts;
    const limits = { ...DEFAULT_LIMITS, ...given };
    // Seats of their own: an export sits for minutes, and must not take those of operations that are done at once.
    const admission = new Admission({ maxInFlight: concurrency, maxQueued: concurrency, maxWaitMs: queueWaitMs });
    countExports(() => admission.load);
    const endpoint: Endpoint = {
      identify,
      runs: true,
      admission,
      answerType: (request) => {
        typeFor(request);
        return 'application/json';
      },
      mode: (_, request) => {
        const { rows, ...wishes } = wishesOf(request);
        return exportMode({ ...wishes, limits: { ...limits, rows } });
      },
    };
    return new Map([
      ['/export', { methods: ['GET', 'POST'], handle: (request) => answer(request, endpoint) }],
      ...odataRoutes(parts, { operations, limits, admission }),
    ]);
  };
