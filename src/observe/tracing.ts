/**
 * Traces, by OpenTelemetry: a span for each operation, its plan, its waves and its REST calls, sent to a collector by
 * OTLP over HTTP. Its libraries take a fifth of a second to load, so {@link loadTracing} loads this file only where
 * traces are wanted; others import its types.
 *
 * Nothing is registered globally and no context is carried by the runtime: each span is given its parent, so none can
 * end up in the trace of another operation.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { OperationSpans } from '../execution/operation-spans.ts';
import { version } from '../config/version.ts';
import type { EndedOperation, Observer } from './observer.ts';
import { countedExport } from './span-export.ts';
import { headersBelow, parentOf } from './trace-context.ts';
import { clockFrom, TracedOperation } from './traced-operation.ts';
import { untracedOperation } from './untraced-operation.ts';

export interface TracingOptions {
  /** Where spans are posted to, its path included: `http://localhost:4318/v1/traces`. */
  readonly url: string;
  /** What is sent along, such as the key to a collector. */
  readonly headers?: Readonly<Record<string, string>> | null;
  /** What backends call this service. Default: `kantata-graphql-gateway`. */
  readonly serviceName?: string;
  /** What else is known of the process: `deployment.environment.name`. */
  readonly resourceAttributes?: Readonly<Record<string, string>> | null;
  /** Which part of the traces that begin here is kept, from 0 to 1; in others, the parent decides. Default: 1. */
  readonly ratio?: number;
  /** Whether `traceparent` and `tracestate` go to the API with each call. Default: no. */
  readonly propagate?: boolean;
  /** Base of the API that is called. */
  readonly apiUrl: string;
  /** Notified about exported and dropped spans. */
  readonly observer?: Observer | undefined;
}

/** A request of which it is known who asks. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  /** What came with it and must not be seen. */
  readonly secrets: readonly string[];
  /** When it came, by `performance.now()`. */
  readonly startMs: number;
}

export interface OperationTrace {
  /** `null` where nothing is exported. */
  readonly traceId: string | null;
  readonly spans: OperationSpans;
  asked(document: string): void;
  end(ended: EndedOperation): void;
}

export interface Tracing {
  /** Where spans are sent. */
  readonly url: string;
  /** Begins the span of an operation; `null` when it is not traced. */
  begin(arrival: Arrival): OperationTrace | null;
  /** Sends what waits to be sent. Never rejects. */
  flush(): Promise<void>;
  /** The same, for the last time, and gives up after `withinMs` milliseconds. */
  close(withinMs: number): Promise<void>;
}

/** Begins to trace. A slow, failing or absent collector is reported only to the observer. */
export function startTracing(options: TracingOptions): Tracing {
  const { url, headers, ratio = 1, propagate = false, observer } = options;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers } });
  const provider = new TracerProvider({
    resource: resourceOf(options),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [countedExport(exporter, (outcome, count) => observer?.spans?.(outcome, count))],
  });
  const gateway = {
    tracer: provider.getTracer('kantata-graphql-gateway', version()),
    server: serverOf(options.apiUrl),
  };

  return {
    url,
    begin({ headers, secrets, startMs }) {
      const parent = parentOf(headers, secrets);
      const headersFor = propagate ? headersBelow(parent ? headers : {}, secrets) : null;
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
      const timeOf = clockFrom(startMs);
      const span = gateway.tracer.startSpan(
        'GraphQL Operation',
        { kind: SpanKind.SERVER, startTime: timeOf(startMs) },
        context,
      );
      if (span.isRecording()) return new TracedOperation({ ...gateway, headersFor, timeOf }, span, context);
      return headersFor && untracedOperation(headersFor(span.spanContext()));
    },
    flush: () => provider.forceFlush().catch(counted),
    async close(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
      await Promise.race([provider.shutdown().catch(counted), late]);
      clearTimeout(timer);
    },
  };
}

/** The observer was notified already. */
const counted = () => {};

const resourceOf = ({ serviceName = 'kantata-graphql-gateway', resourceAttributes }: TracingOptions) =>
  defaultResource().merge(
    resourceFromAttributes({
      [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
      [ATTR_SERVICE_VERSION]: version(),
      ...resourceAttributes,
      [ATTR_SERVICE_NAME]: serviceName,
    }),
  );

function serverOf(apiUrl: string) {
  const { hostname, port, protocol } = new URL(apiUrl);
  return { address: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
