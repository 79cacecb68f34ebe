/**
 * The log: one line of JSON for each operation, and one for each REST call that failed for good; on request, for each REST call.
 *
 * A line is put together from the fields named here and no others. Nothing of a request is passed on
 * as a whole, so there is nothing to take out again: no token, URL, variable or document can be in it.
 */
import pino, { type DestinationStream } from 'pino';
import type { AnsweredCall, FailedCall } from '../execution/operation-stats.ts';
import type { CallerId } from '../identity/caller-id.ts';
import type { LogLevel } from '../config/log-level.ts';
import type { EndedOperation, Observer } from './observer.ts';
import { roundedMs } from '../execution/rounded-ms.ts';

type LineLevel = Exclude<LogLevel, 'silent'>;

export interface Log {
  /** Writes the lines; `undefined` where the level leaves out all of them, so that nothing is put together for nothing. */
  readonly observer: Observer | undefined;
  /** A line about an unexpected error. */
  readonly error: (line: string) => void;
  /** A line about something that is as it should be. */
  readonly info: (line: string) => void;
  /** A line about something that is not as it should be, and that the gateway goes on without. */
  readonly warn: (line: string) => void;
}

/** Lines of one level may be longer, but names and ids in them may not: a line is of a kilobyte at most. */
const PRINCIPAL_LENGTH = 12;

/** What operators see of a principal. */
export const principalShown = (principal: CallerId | null) => principal?.slice(0, PRINCIPAL_LENGTH) ?? null;

/** Whether an operation is worth a line at a higher level than that of all operations. */
const levelOfOperation = ({ outcome }: EndedOperation): LineLevel => {
  if (outcome === 'failed') return 'error';
  return outcome === 'partial' || outcome === 'overloaded' ? 'warn' : 'info';
};

/** What the caller may see or has done is not the operator's concern; what the API did is. */
const levelOfFailure = ({ kind }: FailedCall): LineLevel => {
  switch (kind) {
    // A single record that is not there is an answer, and a client may leave when it likes.
    case 'notFound':
    case 'aborted':
      return 'debug';
    case 'unauthenticated':
    case 'forbidden':
    case 'rejected':
      return 'info';
    case 'fault':
      return 'error';
    case 'rateLimited':
    case 'timedOut':
    case 'unavailable':
    case 'circuitOpen':
    case 'overloaded':
    case 'malformed':
      return 'warn';
  }
};

/** In milliseconds, to a hundredth. */

/** The fields of an operation's line. */
export const operationLine = ({ stats, ...ended }: EndedOperation) => ({
  requestId: ended.requestId,
  operation: ended.name,
  principal: principalShown(ended.principal),
  outcome: ended.outcome,
  status: ended.status,
  durationMs: roundedMs(ended.durationMs),
  waves: stats.waves,
  calls: stats.calls,
  predictedCalls: stats.predicted,
  shared: stats.shared,
  failed: stats.failed,
  retries: stats.retries,
  rows: stats.rows,
  records: stats.answeredRecords,
  expectedRecords: stats.expectedRecords,
  bytes: stats.bytes,
  ...(stats.rowsExported !== null && { rowsExported: stats.rowsExported }),
  ...(stats.cacheHits > 0 && { cached: stats.cacheHits }),
  ...(ended.codes.length > 0 && { codes: ended.codes }),
  ...(ended.traceId !== null && { traceId: ended.traceId }),
});

/** The fields of a failed REST call's line. */
export const failedCallLine = (
  { endpoint, kind, status, code, durationMs, apiRequestId }: FailedCall,
  requestId: string,
) => ({
  requestId,
  endpoint,
  kind,
  status,
  ...(code !== null && { code }),
  durationMs: roundedMs(durationMs),
  apiRequestId,
});

/** The fields of an answered REST call's line. */
export const answeredCallLine = (
  { endpoint, status, durationMs, retries, rows, bytes, shared, apiRequestId }: AnsweredCall,
  requestId: string,
) => ({ requestId, endpoint, status, durationMs: roundedMs(durationMs), retries, rows, bytes, shared, apiRequestId });

/** A log of `level` and above, that writes whole lines to `destination`. */
export function createLog(level: LogLevel, destination: DestinationStream & { flush?(): void }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const isOn = (line: LineLevel) => logger.isLevelEnabled(line);
  const on = { debug: isOn('debug'), info: isOn('info'), warn: isOn('warn'), error: isOn('error') };
  const observer: Observer = {
    operation(ended) {
      const lineLevel = levelOfOperation(ended);
      if (on[lineLevel]) logger[lineLevel](operationLine(ended), 'operation');
    },
    failedCall(failed, { requestId }) {
      const lineLevel = levelOfFailure(failed);
      if (on[lineLevel]) logger[lineLevel](failedCallLine(failed, requestId), 'REST call failed');
    },
    ...(on.debug && {
      answeredCall: (answered, { requestId }) => logger.debug(answeredCallLine(answered, requestId), 'REST call'),
    }),
  };
  return {
    observer: on.error ? observer : undefined,
    info: (line) => logger.info(line),
    error: (line) => {
      logger.error(line);
      // It may be the last one.
      destination.flush?.();
    },
    warn: (line) => logger.warn(line),
  };
}
