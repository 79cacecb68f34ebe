/** Traces, as a collector gets them: which spans there are, whose children, what is in them, and what never is. */
import { fileURLToPath } from 'node:url';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import * as standard from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import { createLog } from '../src/observe/log.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import { observedBy } from '../src/observe/observer.ts';
import { countedExport } from '../src/observe/span-export.ts';
import { CALL_EVENTS, SPANS } from '../src/observe/span-table.ts';
import { startTracing, type TracingOptions } from '../src/observe/tracing.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { type CollectedSpan, type Collector, startCollector } from './support/collector.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway, type TestGatewayOptions } from './support/gateway.ts';
import { ask, startGraph } from './support/supergraph.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const ROWS = {
  users: [{ id: '7', full_name: 'Ada Lovelace' }],
  workspaces: [{ id: '3', title: 'Bridge' }],
  stories: [{ id: '5', title: 'Kick-off', workspace_id: '3' }],
  time_entries: [{ id: '1', user_id: '7', story_id: '5' }],
};

const CANARY = 'cANARY';
const TOKEN = `${CANARY}-0123456789-abcdefgh`;
const USERS = [{ userId: '7', name: 'Ada Lovelace', token: TOKEN }];

/** Two lists in the first wave, and what one of them leads to in the second. */
const TWO_WAVES = `query Hours {
  timeEntries(first: 5) { nodes { story { workspace { title } } } }
  users(first: 1) { nodes { fullName } }
}`;
const ADA = 'query Ada { user(id: 7) { fullName } }';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const SAMPLED = `00-${TRACE}-${PARENT}-01`;
const NOT_SAMPLED = `00-${TRACE}-${PARENT}-00`;

interface TracedOptions extends Partial<TracingOptions> {
  readonly gateway?: TestGatewayOptions;
}

/** A gateway whose spans go to a collector, with its log and its metrics. */
async function startTraced({ gateway: gatewayOptions, ...options }: TracedOptions = {}) {
  const parts = new AsyncDisposableStack();
  const collector = parts.use(await startCollector());
  const metrics = createMetrics();
  parts.defer(() => metrics.stop());
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const tracing = startTracing({
    url: `${collector.url}/v1/traces`,
    apiUrl: 'https://api.example:8443/api/v1',
    observer: metrics.observer,
    ...options,
  });
  const gateway = parts.use(
    await startGateway(ROWS, {
      sandbox: { users: USERS },
      ...gatewayOptions,
      tracing,
      log: log.error,
      observer: observedBy([log.observer, metrics.observer]),
    }),
  );
  parts.defer(() => tracing.close(1_000));
  return {
    collector,
    gateway,
    tracing,
    /** Lines of the log, as what they say. */
    entries: () => lines.map((line) => JSON.parse(line)),
    /** What became of spans so far. */
    async counted(outcome: string) {
      const { values } = await metrics.registry.getSingleMetric('kantata_trace_spans_total')!.get();
      return values.find(({ labels }) => labels.outcome === outcome)?.value;
    },
    /** All spans, once those of so many operations have come. */
    async spansOf(operations: number): Promise<CollectedSpan[]> {
      await expect
        .poll(async () => {
          await tracing.flush();
          return rootsIn(collector).length;
        })
        .toBeGreaterThanOrEqual(operations);
      expect(rootsIn(collector)).toHaveLength(operations);
      return collector.spans();
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const rootsIn = (collector: Collector) => collector.spans().filter(({ kind }) => kind === 'server');

const only = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1);
  return values[0] as Value;
};

const named = (spans: readonly CollectedSpan[], name: string) => only(spans.filter((span) => span.name === name));

/** Spans by the names on the way to them, sorted: `query > wave 1 > GET /users`. */
function treeOf(spans: readonly CollectedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: CollectedSpan): string => {
    const parent = byId.get(span.parentId);
    return parent ? `${pathOf(parent)} > ${span.name}` : span.name;
  };
  return spans.map(pathOf).toSorted();
}

describe('a trace', () => {
  it('has a span for the operation, its plan, its waves and its REST calls, each below what it belongs to', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(TWO_WAVES);

    const spans = await traced.spansOf(1);
    expect(treeOf(spans)).toEqual([
      'query',
      'query > plan',
      'query > wave 1',
      'query > wave 1 > GET /time_entries',
      'query > wave 1 > GET /users',
      'query > wave 2',
      'query > wave 2 > GET /workspaces',
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(named(spans, 'query').parentId).toBe('');
    expect(traced.gateway.requests()).toHaveLength(3);
  });

  it('says of each what it cost, and nothing beyond', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(TWO_WAVES, { headers: { 'x-request-id': 'asked-1' } });

    const spans = await traced.spansOf(1);
    const line = traced.entries().find(({ msg }) => msg === 'operation');
    expect(named(spans, 'query')).toMatchObject({ kind: 'server', isError: false, events: [], links: [] });
    expect(named(spans, 'query').attributes).toEqual({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Hours',
      // sha256sum of the document.
      'kantata.document.hash': '5db6406a99865fe7ac2e602481fa90c1ecda7019c7e335891e390aff8efcf4fd',
      'kantata.request.id': 'asked-1',
      'enduser.pseudo.id': line.principal,
      'kantata.operation.outcome': 'ok',
      'http.response.status_code': 200,
      'kantata.operation.waves': 2,
      'kantata.operation.calls': 3,
      'kantata.operation.predicted_calls': line.predictedCalls,
      'kantata.operation.shared_calls': 0,
      'kantata.operation.failed_calls': 0,
      'kantata.operation.retries': 0,
      'kantata.operation.rows': line.rows,
      'kantata.operation.bytes': line.bytes,
    });
    expect(named(spans, 'plan').attributes).toEqual({
      'kantata.plan.min_calls': 2,
      'kantata.plan.likely_calls': 3,
      'kantata.plan.records': expect.any(Number),
    });
    expect(named(spans, 'wave 1').attributes).toEqual({ 'kantata.wave.number': 1, 'kantata.wave.calls': 2 });
    expect(named(spans, 'GET /workspaces')).toMatchObject({
      kind: 'client',
      isError: false,
      events: [{ name: 'request.sent', attributes: {} }],
    });
    expect(named(spans, 'GET /workspaces').attributes).toEqual({
      'http.request.method': 'GET',
      'url.template': '/workspaces',
      'server.address': 'api.example',
      'server.port': 8443,
      'http.response.status_code': 200,
      'http.response.body.size': expect.any(Number),
      'http.response.header.x-request-id': [expect.stringMatching(/^[\da-f-]{36}$/)],
      'kantata.call.shared': false,
      'kantata.call.rows': 1,
    });
  });

  it('keeps to time: no span begins before its parent, or ends after it', async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.latency(20);

    await traced.gateway.query(TWO_WAVES);

    const spans = await traced.spansOf(1);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const outside = spans.filter(({ parentId, startNs, endNs }) => {
      const parent = byId.get(parentId);
      return parent && (startNs < parent.startNs || endNs > parent.endNs);
    });
    expect(outside).toEqual([]);
    const [one, two] = [named(spans, 'wave 1'), named(spans, 'wave 2')];
    expect(one.endNs - one.startNs).toBeGreaterThan(15_000_000n);
    expect(two.startNs).toBeGreaterThanOrEqual(named(spans, 'GET /time_entries').endNs);
    expect(Math.abs(Number(one.startNs / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  });

  it('names no id in the path of a call', async () => {
    await using traced = await startTraced();

    await traced.gateway.query('{ node(id: "WorkspaceResource:1") { id } story(id: 5) { title } }');

    const spans = await traced.spansOf(1);
    const calls = spans.filter(({ kind }) => kind === 'client');
    expect(calls.length).toBe(traced.gateway.requests().length);
    expect(calls.filter(({ name, attributes }) => /\d/.test(name + String(attributes['url.template'])))).toEqual([]);
  });

  it('is one as well for an answer in parts', async () => {
    await using traced = await startTraced();

    const response = await fetch(`${traced.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        accept: 'multipart/mixed',
      },
      body: JSON.stringify({
        query: '{ workspaces(first: 1) { totalCount } user(id: 7) { id ... @defer { fullName } } }',
      }),
    });
    await response.text();

    expect(treeOf(await traced.spansOf(1))).toEqual([
      'query',
      'query > plan',
      'query > wave 1',
      'query > wave 1 > GET /users',
      'query > wave 1 > GET /workspaces',
    ]);
  });

  it.each([
    ['cannot be read', '{', 'GraphQL Operation', 'GRAPHQL_PARSE_FAILED', ['GraphQL Operation']],
    ['asks for what there is not', '{ nope }', 'GraphQL Operation', 'GRAPHQL_VALIDATION_FAILED', ['GraphQL Operation']],
    ['may not run', 'query A($id: ID!) { user(id: $id) { id } }', 'query', 'BAD_USER_INPUT', ['query', 'query > plan']],
  ])('of a document that %s is no error of the operator', async (_, document, name, code, tree) => {
    await using traced = await startTraced();

    await traced.gateway.query(document);

    const spans = await traced.spansOf(1);
    expect(treeOf(spans)).toEqual(tree);
    expect(named(spans, name)).toMatchObject({
      isError: false,
      attributes: { 'kantata.operation.outcome': 'refused', 'error.type': code, 'kantata.operation.calls': 0 },
    });
    const [plan] = spans.filter((span) => span.name === 'plan');
    expect(plan?.attributes['error.type']).toBe(plan && code);
  });

  it('has one plan, also where an operation that was good before is refused', async () => {
    await using traced = await startTraced();
    const query = 'query A($id: ID!) { user(id: $id) { id } }';

    await traced.gateway.query(query, { variables: { id: '7' } });
    await traced.gateway.query(query, { variables: { id: {} } });

    const spans = await traced.spansOf(2);
    const refused = only(spans.filter(({ attributes }) => attributes['kantata.operation.outcome'] === 'refused'));
    expect(treeOf(spans.filter(({ traceId }) => traceId === refused.traceId))).toEqual(['query', 'query > plan']);
  });

  it('is not begun for a request without a token', async () => {
    await using traced = await startTraced();

    await fetch(`${traced.gateway.url}/graphql`, { method: 'POST', headers: { traceparent: SAMPLED } });
    await traced.gateway.query(ADA);

    const spans = await traced.spansOf(1);
    expect(spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
  });

  it('is named in the log', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA);

    const { traceId } = named(await traced.spansOf(1), 'query');
    expect(traced.entries().find(({ msg }) => msg === 'operation')).toMatchObject({ traceId });
  });
});

describe('a REST call in a trace', () => {
  it('that fails is an error, with its kind and without the words of the API', async () => {
    await using traced = await startTraced();
    const body = { errors: [{ type: 'x', message: `no ${TOKEN}` }] };
    traced.gateway.sandbox.fail({ match: '/users', status: 403, body, headers: { 'x-request-id': 'api-1' } });

    await traced.gateway.query(ADA);

    const spans = await traced.spansOf(1);
    const failure = {
      'error.type': 'forbidden',
      'http.response.status_code': 403,
      'http.response.header.x-request-id': ['api-1'],
    };
    const call = named(spans, 'GET /users');
    expect(call).toMatchObject({ isError: true, message: '', attributes: failure });
    expect(call.events).toEqual([
      { name: 'request.sent', attributes: {} },
      { name: 'request.failed', attributes: failure },
    ]);
    expect(named(spans, 'query')).toMatchObject({
      isError: true,
      message: '',
      attributes: {
        'kantata.operation.outcome': 'partial',
        'error.type': 'FORBIDDEN',
        'kantata.operation.failed_calls': 1,
      },
    });
  });

  it('tells of each request that was made of it, repeats among them', async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.fail({ match: '/users', status: 503, times: 1, headers: { 'x-request-id': 'api-1' } });

    await traced.gateway.query(ADA);

    const call = named(await traced.spansOf(1), 'GET /users');
    expect(call).toMatchObject({
      isError: false,
      attributes: { 'http.response.status_code': 200, 'http.request.resend_count': 1 },
    });
    expect(call.events).toEqual([
      { name: 'request.sent', attributes: {} },
      {
        name: 'request.failed',
        attributes: {
          'error.type': 'unavailable',
          'http.response.status_code': 503,
          'http.response.header.x-request-id': ['api-1'],
        },
      },
      { name: 'request.sent', attributes: {} },
    ]);
    expect(traced.gateway.requests()).toHaveLength(2);
  });

  it('of a client that leaves is given up, and the operation is told to have been left', async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.fail({ delayMs: 60_000 });
    const leaving = new AbortController();

    const asking = traced.gateway.query(ADA, { signal: leaving.signal }).catch(() => null);
    await expect.poll(() => traced.gateway.sandbox.requests.length).toBe(1);
    leaving.abort();
    await asking;

    const spans = await traced.spansOf(1);
    expect(treeOf(spans)).toEqual(['query', 'query > plan', 'query > wave 1', 'query > wave 1 > GET /users']);
    expect(named(spans, 'GET /users')).toMatchObject({ isError: true, attributes: { 'error.type': 'aborted' } });
    expect(named(spans, 'query')).toMatchObject({
      isError: false,
      attributes: { 'kantata.operation.outcome': 'left' },
    });
  });

  it('that joins an equal one under way has a link to it, and no request of its own', async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.fail({ delayMs: 2_000 });

    const first = traced.gateway.query(ADA);
    await expect.poll(() => traced.gateway.sandbox.requests.length).toBe(1);
    await Promise.all([first, traced.gateway.query('query Joins { user(id: 7) { fullName } }')]);

    const calls = (await traced.spansOf(2)).filter(({ kind }) => kind === 'client');
    const [owner, guest] = [false, true].map((shared) =>
      only(calls.filter(({ attributes }) => attributes['kantata.call.shared'] === shared)),
    ) as [CollectedSpan, CollectedSpan];
    expect(owner.links).toEqual([]);
    expect(owner.events.map(({ name }) => name)).toEqual(['request.sent']);
    expect(guest.links).toEqual([`${owner.traceId}/${owner.spanId}`]);
    expect(guest.traceId).not.toBe(owner.traceId);
    expect(guest.events).toEqual([]);
    expect(guest.attributes).not.toHaveProperty(['http.response.body.size']);
    expect(traced.gateway.requests()).toHaveLength(1);
  });

  it('whose request goes on for somebody else is told nothing more once its own client has left', async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.fail({ delayMs: 2_000, status: 503, times: 1 });
    const leaving = new AbortController();

    const first = traced.gateway.query(ADA, { signal: leaving.signal }).catch(() => null);
    await expect.poll(() => traced.gateway.sandbox.requests.length).toBe(1);
    const second = traced.gateway.query('query Stays { user(id: 7) { fullName } }');
    // The second has joined once its operation waits for it.
    await expect.poll(() => traced.gateway.gateway.state.requests.underWay).toBe(2);
    leaving.abort();
    await first;

    expect(await second).toMatchObject({ data: { user: { fullName: 'Ada Lovelace' } } });
    const calls = (await traced.spansOf(2)).filter(({ kind }) => kind === 'client');
    const left = only(calls.filter(({ isError }) => isError));
    const stayed = only(calls.filter(({ isError }) => !isError));
    expect(left.events.map(({ name }) => name)).toEqual(['request.sent']);
    expect(stayed.links).toEqual([`${left.traceId}/${left.spanId}`]);
  });

  it("is told by the API's own name for it in the span, in the log and in extensions.upstream alike", async () => {
    await using traced = await startTraced();
    traced.gateway.sandbox.fail({
      match: '/users',
      headers: { 'x-request-id': 'api-7' },
      status: 200,
      body: {
        count: 1,
        results: [{ key: 'users', id: '7' }],
        users: { 7: { id: '7', full_name: 'Ada Lovelace' } },
      },
    });

    const { extensions } = await traced.gateway.query(ADA, { headers: { 'x-upstream-trace': '1' } });

    const call = named(await traced.spansOf(1), 'GET /users');
    expect(call.attributes['http.response.header.x-request-id']).toEqual(['api-7']);
    expect(extensions.upstream.calls).toMatchObject([{ requestId: 'api-7' }]);
    expect(traced.entries().filter(({ msg }) => msg === 'REST call')).toMatchObject([{ apiRequestId: 'api-7' }]);
  });
});

describe('the trace of a router', () => {
  it('is the one that the operation belongs to', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA, {
      headers: { traceparent: SAMPLED, tracestate: 'rojo=00f067aa0ba902b7,congo=t61' },
    });

    const spans = await traced.spansOf(1);
    expect(spans.filter(({ traceId }) => traceId !== TRACE)).toEqual([]);
    // The state is text of whoever sent it.
    expect(named(spans, 'query')).toMatchObject({ parentId: PARENT, traceState: '' });
  });

  it.each(['apollo', 'hive'] as const)('comes through %s', async (router) => {
    await using collector = await startCollector();
    const tracing = startTracing({ url: `${collector.url}/v1/traces`, apiUrl: 'https://api.example' });
    await using graph = await startGraph(ROWS, { tracing });

    const { data } = await ask(graph[router], ADA, { headers: { traceparent: SAMPLED } });

    expect(data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    await tracing.close(5_000);
    const root = only(rootsIn(collector));
    expect(root).toMatchObject({ traceId: TRACE, parentId: PARENT });
  });

  // W3C Trace Context, section 3.2.2, and how to go on where it is not kept to: section 4.3.
  it.each([
    ['is empty', ''],
    ['has capital letters', SAMPLED.toUpperCase()],
    ['is of the version that there will never be', SAMPLED.replace(/^00/, 'ff')],
    ['has a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['has a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['is too short', SAMPLED.slice(0, -1)],
    ['has more than its version has', `${SAMPLED}-01`],
    ['came twice', `${SAMPLED}, ${SAMPLED}`],
    ['is something else', TOKEN],
  ])('is taken for none if its traceparent %s', async (_, traceparent) => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA, { headers: { traceparent, tracestate: 'rojo=1' } });

    const root = named(await traced.spansOf(1), 'query');
    expect(root).toMatchObject({ parentId: '', traceState: '' });
    expect(root.traceId).not.toBe(TRACE);
  });

  it('may be of a version to come, of which the part that is known counts', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA, { headers: { traceparent: `${SAMPLED.replace(/^00/, 'cc')}-what-comes-then` } });

    expect(named(await traced.spansOf(1), 'query')).toMatchObject({ traceId: TRACE, parentId: PARENT });
  });
});

describe('sampling', () => {
  it('keeps nothing of a trace that the router does not keep', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA, { headers: { traceparent: NOT_SAMPLED } });
    await traced.gateway.query(ADA);

    const spans = await traced.spansOf(1);
    expect(spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
    expect(traced.entries().filter(({ msg, traceId }) => msg === 'operation' && traceId)).toHaveLength(1);
  });

  it('keeps all of a trace that the router keeps, whatever part of its own the gateway keeps', async () => {
    await using traced = await startTraced({ ratio: 0 });

    await traced.gateway.query(ADA);
    await traced.gateway.query(ADA, { headers: { traceparent: SAMPLED } });

    const spans = await traced.spansOf(1);
    expect(treeOf(spans)).toEqual(['query', 'query > plan', 'query > wave 1', 'query > wave 1 > GET /users']);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  });

  it('keeps the part of the others that it is told to, each whole', async () => {
    await using traced = await startTraced({ ratio: 0.5 });
    for (let at = 0; at < 200; at++) await traced.gateway.query(ADA);
    await traced.gateway.query(ADA, { headers: { traceparent: SAMPLED } });
    await expect
      .poll(async () => {
        await traced.tracing.flush();
        return rootsIn(traced.collector).filter(({ traceId }) => traceId === TRACE).length;
      })
      .toBe(1);

    const kept = rootsIn(traced.collector).length - 1;
    // With a fair coin, one run in ten to the twelfth is outside.
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(150);
    expect(traced.collector.spans()).toHaveLength((kept + 1) * 4);
  });
});

describe('the REST API', () => {
  const contextOf = ({ headers }: { headers: object }) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('trace')));

  it('is told nothing of traces, whatever a client sends', async () => {
    await using traced = await startTraced();

    await traced.gateway.query(ADA, { headers: { traceparent: SAMPLED, tracestate: 'rojo=1', baggage: 'a=b' } });

    const { headers } = only(traced.gateway.sandbox.requests);
    expect(Object.keys(headers).filter((name) => /^trace|baggage/.test(name))).toEqual([]);
  });

  it('is told the span of each call where that is wanted, repeats among them', async () => {
    await using traced = await startTraced({ propagate: true });
    traced.gateway.sandbox.fail({ match: '/users', status: 503, times: 1 });

    await traced.gateway.query(ADA, { headers: { traceparent: SAMPLED, tracestate: 'rojo=1', baggage: 'a=b' } });

    const { spanId } = named(await traced.spansOf(1), 'GET /users');
    const told = { traceparent: `00-${TRACE}-${spanId}-01`, tracestate: 'rojo=1' };
    expect(traced.gateway.sandbox.requests.map(contextOf)).toEqual([told, told]);
    expect(traced.gateway.sandbox.requests[0]?.headers).not.toHaveProperty('baggage');
  });

  it.each([
    ['what is well-formed of it', `ok=1,Not ok=2,long=${'x'.repeat(600)},=,also=3`, 'ok=1,also=3'],
    ['nothing, where it holds the token', `ok=1,secret=${TOKEN}`, undefined],
  ])('is told of a tracestate %s', async (_, tracestate, told) => {
    await using traced = await startTraced({ propagate: true });

    await traced.gateway.query(ADA, { headers: { traceparent: SAMPLED, tracestate } });

    expect(only(traced.gateway.sandbox.requests).headers.tracestate).toBe(told);
  });

  it('is told no tracestate without the traceparent that it belongs to', async () => {
    await using traced = await startTraced({ propagate: true });

    await traced.gateway.query(ADA, { headers: { tracestate: 'ok=1' } });

    expect(contextOf(traced.gateway.sandbox.requests[0]!)).toEqual({ traceparent: expect.any(String) });
  });

  it('is told as well that a trace is not kept', async () => {
    await using traced = await startTraced({ propagate: true });

    await traced.gateway.query(ADA, { headers: { traceparent: NOT_SAMPLED } });
    await traced.gateway.query(ADA);

    expect(contextOf(traced.gateway.sandbox.requests[0]!)).toEqual({
      traceparent: expect.stringMatching(new RegExp(`^00-${TRACE}-(?!${PARENT})[\\da-f]{16}-00$`)),
    });
    await traced.spansOf(1);
  });
});

describe('a collector', () => {
  it('that refuses spans costs no operation, and it is counted', async () => {
    await using traced = await startTraced();
    traced.collector.answer(400);

    const replies = await Promise.all(Array.from({ length: 20 }, () => traced.gateway.query(ADA)));
    await expect.poll(() => traced.entries().filter(({ msg }) => msg === 'operation').length).toBe(20);
    await traced.tracing.flush();

    expect(replies.filter(({ errors }) => errors)).toEqual([]);
    // Those that shared a call have a span for it as well.
    expect(await traced.counted('failed')).toBe(80);
    traced.collector.answer(200);
    await traced.gateway.query(ADA);
    await expect
      .poll(async () => {
        await traced.tracing.flush();
        return traced.counted('exported');
      })
      .toBe(4);
  });

  it.each(['is not there', 'takes connections and says nothing'])('that %s holds up nothing', async (what) => {
    await using hanging = await startCollector();
    hanging.answer('hang');
    // Nothing listens on port 1 of this machine, or it speaks no HTTP.
    await using traced = await startTraced({
      url: what === 'is not there' ? 'http://127.0.0.1:1/v1/traces' : hanging.url,
    });

    const replies = await Promise.all(Array.from({ length: 50 }, () => traced.gateway.query(ADA)));
    const from = performance.now();
    await traced.tracing.close(300);

    expect(replies.filter(({ status, errors }) => status !== 200 || errors)).toEqual([]);
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(await traced.counted('exported')).toBe(0);
  });

  it('that says nothing takes up no more memory than 4,096 spans; further ones are dropped and counted', async () => {
    await using collector = await startCollector();
    collector.answer('hang');
    const told = new Map<string, number>();
    const exporter = new OTLPTraceExporter({ url: collector.url });
    const processor = countedExport(exporter, (outcome, count) => told.set(outcome, (told.get(outcome) ?? 0) + count));
    const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('test');

    for (let at = 0; at < 5_000; at++) tracer.startSpan('one').end();

    expect(told).toEqual(new Map([['dropped', 904]]));
    await expect.poll(() => collector.received.length).toBeGreaterThan(0);
  });
});

describe('200 requests of 20 tokens at once', () => {
  it('have each a trace of their own, in which token, request id and calls belong together', async () => {
    const tokens = Array.from({ length: 20 }, (_, at) => `token-number-${at}-of-twenty`);
    const users = tokens.map((token) => ({ userId: '7', name: 'Ada Lovelace', token }));
    await using traced = await startTraced({ gateway: { sandbox: { users } } });
    traced.gateway.sandbox.latency(() => 1_000 + Math.random() * 500);
    const asked = Array.from({ length: 200 }, (_, at) => ({
      token: tokens[at % 20] as string,
      requestId: `request-${at}`,
      traceId: (at + 1).toString(16).padStart(32, '0'),
      // Of different shapes, some of them equal to those of others, so that calls are shared.
      query: at % 3 === 0 ? ADA : at % 3 === 1 ? TWO_WAVES : `query N${at} { users(first: ${at}) { nodes { id } } }`,
    }));

    await Promise.all(
      asked.map(({ token, requestId, traceId, query }) =>
        traced.gateway.query(query, {
          token,
          headers: { 'x-request-id': requestId, traceparent: `00-${traceId}-${PARENT}-01` },
        }),
      ),
    );

    const spans = await traced.spansOf(200);
    const principals = new Map<string, Set<unknown>>(tokens.map((token) => [token, new Set()]));
    for (const { token, requestId, traceId, query } of asked) {
      const own = spans.filter((span) => span.traceId === traceId);
      const root = only(own.filter(({ kind }) => kind === 'server'));
      expect(root).toMatchObject({ parentId: PARENT, attributes: { 'kantata.request.id': requestId } });
      principals.get(token)?.add(root.attributes['enduser.pseudo.id']);
      const calls = query === TWO_WAVES ? 3 : 1;
      expect(own.filter(({ kind }) => kind === 'client')).toHaveLength(calls);
      // Nothing of another hangs below it, and nothing of its own below another.
      expect(treeOf(own).every((path) => path.startsWith('query'))).toBe(true);
      const line = traced.entries().find((entry) => entry.msg === 'operation' && entry.requestId === requestId);
      expect(line).toMatchObject({ traceId, principal: root.attributes['enduser.pseudo.id'] });
    }
    const all = [...principals.values()].map((seen) => [...seen]);
    expect(all.every((seen) => seen.length === 1)).toBe(true);
    expect(new Set(all.flat()).size).toBe(20);
    // Calls are shared within a token alone.
    const principalOf = new Map(
      spans.filter(({ kind }) => kind === 'server').map((root) => [root.traceId, root.attributes['enduser.pseudo.id']]),
    );
    const links = spans.flatMap(({ traceId, links }) => links.map((link) => [traceId, link.split('/')[0] as string]));
    expect(links.filter(([from = '', to = '']) => principalOf.get(from) !== principalOf.get(to))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });
});

describe('what is exported', () => {
  it('holds no token, no document, no variable and no id, wherever a client puts them', async () => {
    await using traced = await startTraced();
    const { gateway } = traced;
    gateway.sandbox.fail({ match: '/users', status: 422, body: { error_message: `not ${TOKEN}` }, times: 1 });

    await gateway.query(ADA, {
      operationName: TOKEN,
      headers: { 'x-request-id': TOKEN, traceparent: SAMPLED, tracestate: `rojo=${TOKEN}` },
    });
    await gateway.query(`{ users(filter: { search: "${TOKEN}" }) { totalCount } }`, {
      headers: { traceparent: TOKEN },
    });
    await gateway.query('query A($id: ID!) { user(id: $id) { id } }', { variables: { id: TOKEN } });
    await gateway.query(`query ${TOKEN.replaceAll('-', '_')} { users { nodes { ${CANARY} } } }`);
    await gateway.query(
      'query B($text: String) { users(filter: { search: $text }) { totalCount } story(id: 987654321) { id } }',
      {
        variables: { text: `${CANARY} looked for` },
      },
    );

    await traced.spansOf(5);
    const bytes = traced.collector.received.map(({ headers, body }) => JSON.stringify(headers) + body).join('');
    expect(bytes).not.toContain(TOKEN);
    expect(bytes).not.toContain('987654321');
    // A name may be told; this one only looks like a token.
    expect(bytes.replaceAll(TOKEN.replaceAll('-', '_'), '')).not.toContain(CANARY);
  });

  it('has every attribute of the table, and none beside it', async () => {
    await using traced = await startTraced();
    const { gateway } = traced;
    gateway.sandbox.fail({ match: '/users', status: 503, times: 1 });
    await gateway.query(ADA);
    gateway.sandbox.fail({ match: '/users', status: 403, times: 1 });
    await gateway.query(ADA);
    await gateway.query(TWO_WAVES);
    await gateway.query('query A($id: ID!) { user(id: $id) { id } }');

    const spans = await traced.spansOf(4);
    const kindOf = ({ kind, name }: CollectedSpan) =>
      kind === 'server' ? 'operation' : kind === 'client' ? 'call' : name === 'plan' ? 'plan' : 'wave';
    for (const [kind, { attributes }] of Object.entries(SPANS)) {
      const seen = spans.filter((span) => kindOf(span) === kind).flatMap((span) => Object.keys(span.attributes));
      expect([...new Set(seen)].toSorted()).toEqual(Object.keys(attributes).toSorted());
    }
    const events = spans.flatMap((span) => span.events);
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(Object.keys(CALL_EVENTS)));
    for (const [name, { attributes }] of Object.entries(CALL_EVENTS)) {
      const seen = events.filter((event) => event.name === name).flatMap((event) => Object.keys(event.attributes));
      expect([...new Set(seen)].toSorted()).toEqual([...attributes].toSorted());
    }
  });

  it('goes by the names of the semantic conventions, where it is not of Kantata', () => {
    const known = new Set<string>(Object.values(standard).filter((value) => typeof value === 'string'));
    known.add(standard.ATTR_HTTP_RESPONSE_HEADER('x-request-id'));
    const names = Object.values(SPANS).flatMap(({ attributes }) => Object.keys(attributes));

    expect(names.filter((name) => !name.startsWith('kantata.') && !known.has(name))).toEqual([]);
  });
});

describe('the command line', () => {
  const preload = fileURLToPath(new URL('support/list-loaded.mjs', import.meta.url));

  const askOnce = async (origin: string) => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: ADA }),
    });
    return response.json();
  };

  it('loads nothing of OpenTelemetry unless a collector is named', async () => {
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    await using command = startCommand({
      env: { PORT: '0', ADMIN_PORT: '0', KANTATA_API_URL: api.url, NODE_OPTIONS: `--import=${preload}` },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    expect(await askOnce(origin)).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
    command.process.kill('SIGTERM');

    expect(await command.ended).toBe(0);
    // prom-client asks for the API, which is a shell that does nothing by itself.
    expect(command.stdout()).toMatch(/^Loaded: (@opentelemetry\/api)?\.$/m);
    expect(command.stdout()).not.toContain('Traces');
  });

  it('sends what waits when it is told to stop, with the headers and names that it was given', async () => {
    await using collector = await startCollector();
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    using folder = temporaryFolder();
    await using command = startCommand({
      env: {
        PORT: '0',
        KANTATA_API_URL: api.url,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS_FILE: folder.write('headers', `api-key=${CANARY}%20key\n`),
        OTEL_SERVICE_NAME: 'graph',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
        NODE_OPTIONS: `--import=${preload}`,
        LOG_LEVEL: 'debug',
      },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    await askOnce(origin);
    command.process.kill('SIGTERM');

    expect(await command.ended).toBe(0);
    expect(treeOf(collector.spans())).toEqual([
      'query',
      'query > plan',
      'query > wave 1',
      'query > wave 1 > GET /users',
    ]);
    expect(collector.received).toMatchObject([{ path: '/v1/traces', headers: { 'api-key': `${CANARY} key` } }]);
    expect(collector.resources()).toMatchObject([
      {
        'service.name': 'graph',
        'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
        'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
        'deployment.environment.name': 'test',
      },
    ]);
    expect(command.stdout()).toContain(`Traces    ${collector.url}/v1/traces\n`);
    expect(command.stdout()).toMatch(/^Loaded: .*@opentelemetry\/sdk-trace/m);
    expect(command.stdout() + command.stderr()).not.toContain(CANARY);
  });

  it('stops within its time if the collector says nothing', async () => {
    await using collector = await startCollector();
    collector.answer('hang');
    await using api = await startSandbox({ rows: ROWS, users: USERS });
    await using command = startCommand({
      env: {
        PORT: '0',
        KANTATA_API_URL: api.url,
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/traces`,
        DRAIN_TIMEOUT_MS: '500',
      },
    });
    const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
    await askOnce(origin);
    const from = performance.now();
    command.process.kill('SIGTERM');

    expect(await command.ended).toBe(0);
    // The exporter itself would wait for ten seconds.
    expect(performance.now() - from).toBeLessThan(8_000);
    expect(collector.received).toMatchObject([{ path: '/traces' }]);
  });
});
