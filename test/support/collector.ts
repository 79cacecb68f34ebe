/** A collector of traces that speaks OTLP over HTTP (OpenTelemetry protocol, section "OTLP/HTTP", JSON encoding). */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = string | number | boolean | readonly Value[];

/** A value as OTLP writes it: its type is a key. */
interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface WrittenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WrittenSpan[] }[];
  }[];
}

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a span without a parent. */
  readonly parentId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, Value>> }[];
  /** Spans that it has a link to: `trace id/span id`. */
  readonly links: readonly string[];
  readonly isError: boolean;
  /** Of its status. */
  readonly message: string;
}

export interface Collector extends AsyncDisposable {
  /** Base, as in `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** Every span that came so far. */
  spans(): CollectedSpan[];
  /** What is told of the processes that sent them. */
  resources(): Readonly<Record<string, Value>>[];
  /** Bodies and heads of all requests, as they came. */
  readonly received: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[];
  /** Has it answer with this status from now on; `hang`: not at all. */
  answer(how: number | 'hang'): void;
}

export async function startCollector(): Promise<Collector> {
  const received: Collector['received'] = [];
  let how: number | 'hang' = 200;
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    received.push({ path: request.url ?? '', headers: request.headers, body });
    if (how === 'hang') return;
    response.writeHead(how, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requests = () => received.map(({ body }) => JSON.parse(body) as ExportRequest);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans: () =>
      requests().flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(collected))),
      ),
    resources: () =>
      requests().flatMap(({ resourceSpans }) => resourceSpans.map(({ resource }) => attributesOf(resource.attributes))),
    answer: (next) => void (how = next),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** `SpanKind` of OTLP. */
const KINDS: Readonly<Record<number, CollectedSpan['kind']>> = { 1: 'internal', 2: 'server', 3: 'client' };

const ERROR = 2;

const collected = (span: WrittenSpan): CollectedSpan => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentId: span.parentSpanId ?? '',
  traceState: span.traceState ?? '',
  name: span.name,
  kind: KINDS[span.kind] ?? 'internal',
  startNs: BigInt(span.startTimeUnixNano),
  endNs: BigInt(span.endTimeUnixNano),
  attributes: attributesOf(span.attributes),
  events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
  links: (span.links ?? []).map(({ traceId, spanId }) => `${traceId}/${spanId}`),
  isError: span.status?.code === ERROR,
  message: span.status?.message ?? '',
});

const attributesOf = (attributes: readonly KeyValue[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

const valueOf = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: AnyValue): Value =>
  stringValue ??
  (intValue === undefined ? undefined : Number(intValue)) ??
  doubleValue ??
  boolValue ??
  (arrayValue?.values ?? []).map(valueOf);
