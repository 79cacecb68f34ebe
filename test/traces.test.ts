/** Traces, as a collector gets them: which spans there are, whose children, and what is in them. */
import { describe, expect, it } from 'vitest';
import { type CollectedSpan } from './support/collector.ts';
import { ADA, SAMPLED, TOKEN, TRACE, TWO_WAVES, named, only, startTraced, treeOf } from './support/traced.ts';

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

  it('says by its own code why a known document has no operation of the name', async () => {
    await using traced = await startTraced();
    const query = 'query A { user(id: 7) { id } }';

    // A document is kept once the API has accepted the token.
    await traced.gateway.query(query);
    await traced.gateway.query(query);
    traced.gateway.requests();
    await traced.gateway.query(query, { operationName: 'B' });

    const plans = (await traced.spansOf(3)).filter(({ name }) => name === 'plan');
    expect(plans.map(({ attributes }) => attributes['error.type'])).toEqual([
      undefined,
      undefined,
      'OPERATION_RESOLUTION_FAILURE',
    ]);
    expect(traced.gateway.requests()).toEqual([]);
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
