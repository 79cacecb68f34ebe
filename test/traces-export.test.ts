/** How spans reach a collector, what is in none of them, and the settings of it. */
import { fileURLToPath } from 'node:url';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import * as standard from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import { countedExport } from '../src/observe/span-export.ts';
import { CALL_EVENTS, SPANS } from '../src/observe/span-table.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { type CollectedSpan, startCollector } from './support/collector.ts';
import { startCommand } from './support/command-line.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import {
  ADA,
  CANARY,
  PARENT,
  ROWS,
  SAMPLED,
  TOKEN,
  TWO_WAVES,
  USERS,
  only,
  startTraced,
  treeOf,
} from './support/traced.ts';

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
