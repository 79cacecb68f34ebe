/** The stand-in as a server: tokens and what they see, its log, faults on demand. */
import { describe, expect, it } from 'vitest';
import { type Row, startSandbox } from '../src/sandbox/server.ts';
import { many, people, start } from './support/sandbox-api.ts';

describe('a token', () => {
  const rows = {
    ...people,
    workspaces: [{ id: '1', price: '$5', creator_id: '2', participant_ids: ['1', '2'], approver_id: '2' }, { id: '2' }],
  };
  const users = [
    { token: 'all', userId: '1', name: 'All' },
    {
      token: 'some',
      userId: '2',
      name: 'Some',
      sees: (collection: string, row: Row) =>
        !(collection === 'users' && row.id === '2') &&
        row.id !== '99' &&
        !(collection === 'workspaces' && row.id === '2'),
      hides: (_: string, field: string) => field === 'price',
    },
  ];

  it.each([null, 'wrong'])('that is %j gets 401, of type oauth', async (token) => {
    await using api = await start({ rows, users });
    const { status, body } = await api.get('/workspaces', token);
    expect(status).toBe(401);
    expect(body.errors).toMatchObject([{ type: 'oauth' }]);
  });

  it('decides which rows there are', async () => {
    await using api = await start({ rows, users });
    expect(await api.ids('/workspaces?only=1,2', 'all')).toEqual(['1', '2']);
    expect(await api.ids('/workspaces?only=1,2', 'some')).toEqual(['1']);
    expect((await api.get('/workspaces', 'some')).body.count).toBe(1);
    expect((await api.get('/workspaces/2', 'some')).status).toBe(404);
  });

  it('decides which fields a row has: those without rights are left out, key and all', async () => {
    await using api = await start({ rows, users });
    expect(await api.row('/workspaces', 'workspaces', '1', 'all')).toHaveProperty('price');
    expect(await api.row('/workspaces', 'workspaces', '1', 'some')).not.toHaveProperty('price');
  });

  it('decides what an include brings: ids of hidden records stay only in columns', async () => {
    await using api = await start({ rows, users });
    const { body } = await api.get('/workspaces?only=1&include=creator,participants,approver', 'some');
    expect(body.workspaces).toMatchObject({ 1: { creator_id: '2', participant_ids: ['1'], approver_id: null } });
    expect(Object.keys(body.users as object)).toEqual(['1']);
  });
});

describe('the log', () => {
  it('has a line for each request, its parameters by name and readable', async () => {
    await using api = await start({ rows: {} });
    await api.get('/workspace_resources?per_page=2&include=user,role&created_after=2026-01-01T00%3A00%3A00Z');
    expect(api.sandbox.requests).toMatchObject([
      {
        line: 'GET /workspace_resources?created_after=2026-01-01T00:00:00Z&include=user,role&per_page=2',
        method: 'GET',
        path: '/workspace_resources',
        params: { include: 'user,role', per_page: '2' },
        token: 'demo',
        status: 200,
        aborted: false,
      },
    ]);
    expect(api.sandbox.requests[0]?.bytes).toBeGreaterThan(50);
    api.sandbox.reset();
    expect(api.sandbox.requests).toEqual([]);
  });

  it('tells when a client went away', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.latency(60_000);
    const leaving = new AbortController();
    const left = api.fetchPath('/vendors', 'demo', { signal: leaving.signal });
    await expect.poll(() => api.sandbox.requests.length).toBe(1);
    leaving.abort();
    await expect(left).rejects.toThrow(/aborted/);
    await expect.poll(() => api.sandbox.requests[0]?.aborted).toBe(true);
  });
});

describe('a fault', () => {
  it.each([400, 401, 403, 404, 422, 429, 500, 503])(
    'answers %i with errors in the words of the API',
    async (status) => {
      await using api = await start({ rows: {} });
      api.sandbox.fail({ status });
      const answer = await api.get('/vendors');
      expect(answer.status).toBe(status);
      expect(answer.body.errors[0]?.message).toEqual(expect.any(String));
    },
  );

  it('hits the requests it matches, as often as it says', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ match: '/vendors', times: 1, status: 429, headers: { 'retry-after': '3' } });
    expect((await api.get('/roles')).status).toBe(200);
    const hit = await api.fetchPath('/vendors');
    expect([hit.status, hit.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await api.get('/vendors')).status).toBe(200);
    api.sandbox.fail({ match: /only=/, status: 503 });
    expect((await api.get('/vendors?only=1')).status).toBe(503);
    api.sandbox.reset();
    expect((await api.get('/vendors?only=1')).status).toBe(200);
  });

  it('brings a body of its own', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ status: 500, body: { error_message: 'oops' } });
    expect(await (await api.fetchPath('/vendors')).json()).toEqual({ error_message: 'oops' });
  });

  it('delays', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ delayMs: 60 });
    const started = performance.now();
    expect((await api.get('/vendors')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it.each(['before', 'headers', 'body', 'half'] as const)('cuts the connection: %s', async (cut) => {
    await using api = await start({ rows: { vendors: many(20) } });
    api.sandbox.fail({ cut });
    await expect(api.fetchPath('/vendors').then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/,
    );
  });

  it.each(['html', 'text', 'empty', 'truncated'] as const)('answers 200 with what is no JSON: %s', async (garbage) => {
    await using api = await start({ rows: { vendors: many(3) } });
    api.sandbox.fail({ garbage });
    const response = await api.fetchPath('/vendors');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it.each([
    ['array', []],
    ['null', null],
    ['string', 'results'],
  ] as const)('answers 200 with JSON of another shape: %s', async (garbage, shape) => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage });
    expect(await (await api.fetchPath('/vendors')).json()).toEqual(shape);
  });

  it('says gzip and is not', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage: 'encoding' });
    await expect(api.fetchPath('/vendors').then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/,
    );
  });

  it('never stops sending, until the client goes', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage: 'endless' });
    const response = await api.fetchPath('/vendors');
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > 1_000_000) break;
    }
    expect(bytes).toBeGreaterThan(1_000_000);
    await expect.poll(() => api.sandbox.requests[0]?.aborted).toBe(true);
  });
});

describe('the server', () => {
  it('refuses a longer URL than it was told to take, with 414', async () => {
    await using api = await start({ rows: {}, urlLimit: 100 });
    expect((await api.get('/vendors')).status).toBe(200);
    expect((await api.fetchPath(`/vendors?only=${'1'.repeat(100)}`)).status).toBe(414);
  });

  it('writes nothing: any other method finds no path', async () => {
    await using api = await start({ rows: {} });
    expect((await api.fetchPath('/vendors', 'demo', { method: 'POST' })).status).toBe(404);
  });

  it('takes paths with .json at their end', async () => {
    await using api = await start({ rows: { roles: [{ id: '1' }] } });
    expect((await api.get('/roles.json')).status).toBe(200);
    expect((await api.get('/roles/1.json')).status).toBe(200);
  });

  it('waits as long as it was told, request by request', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.latency((request) => (request.path === '/vendors' ? 60 : 0));
    const started = performance.now();
    await api.get('/vendors');
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it('refuses rows of a collection that there is not, and rows without an id', async () => {
    await expect(startSandbox({ rows: { vendrs: [] } })).rejects.toThrow('vendrs');
    await expect(startSandbox({ rows: { vendors: [{ name: 'Cabs' }] } })).rejects.toThrow('vendors');
  });

  it('lets no row be changed in place', async () => {
    await using api = await start({ rows: { vendors: [{ id: '1', name: 'Cabs' }] } });
    const row = api.sandbox.tables.get('vendors')?.get('1') ?? {};
    expect(() => Object.assign(row, { name: 'Buses' })).toThrow(TypeError);
  });
});
