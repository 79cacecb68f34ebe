/** How spans leave: in batches, behind everybody's back, within a bound, and counted. */
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanOutcome } from './observer.ts';

/** Spans that wait for the collector at most, some 2 KB each; with further ones it is as if they had not been. */
const MAX_WAITING = 4_096;
const MAX_BATCH = 512;
/** The longest that a span waits for others to travel with, in milliseconds. */
const TOGETHER_MS = 2_000;

/** Sends spans to `exporter`, and tells what became of each. */
export function countedExport(
  exporter: SpanExporter,
  notify: (outcome: SpanOutcome, count: number) => void,
): SpanProcessor {
  let waiting = 0;
  const left = (outcome: SpanOutcome, count: number) => {
    waiting -= count;
    notify(outcome, count);
  };
  const batches = new BatchSpanProcessor({
    exporter: counted(exporter, left),
    maxQueueSize: MAX_WAITING,
    maxExportBatchSize: MAX_BATCH,
    scheduledDelayMillis: TOGETHER_MS,
  });
  return {
    onStart: () => {},
    onEnd(span) {
      // Its own queue drops without a word; this one is never longer.
      if (waiting >= MAX_WAITING) return notify('dropped', 1);
      waiting++;
      batches.onEnd(span);
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
}

const counted = (exporter: SpanExporter, left: (outcome: SpanOutcome, count: number) => void): SpanExporter => ({
  export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
    exporter.export(spans, (result) => {
      left(result.code === ExportResultCode.SUCCESS ? 'exported' : 'failed', spans.length);
      done(result);
    });
  },
  shutdown: () => exporter.shutdown(),
});
