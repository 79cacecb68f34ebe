/** Whose trace an operation belongs to, which are kept, and what the REST API hears of them. */
import { describe, expect, it } from 'vitest';
import { startTracing } from '../src/observe/tracing.ts';
import { startCollector } from './support/collector.ts';
import { ask, startGraph } from './support/supergraph.ts';
import {
  ADA,
  PARENT,
  ROWS,
  SAMPLED,
  TOKEN,
  TRACE,
  named,
  only,
  rootsIn,
  startTraced,
  treeOf,
} from './support/traced.ts';

const NOT_SAMPLED = `00-${TRACE}-${PARENT}-00`;

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
