/** The gateway without a server of ours: a `Request` of the Fetch standard in, a `Response` out. */
import { once } from 'node:events';
import { connect, createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { serverAudits } from 'graphql-http';
import { afterAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../src/http/gateway.ts';
import { AUDIT_DIFFERENCES } from './support/audits.ts';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace' },
    { id: '8', full_name: 'Grace Hopper' },
  ],
  workspace_resources: [{ id: '1', label: 'Lead', user_id: '7', created_at: '2026-01-01T00:00:00-08:00' }],
};

const ADA = '{ user(id: 7) { fullName } }';
const IN_PARTS =
  '{ users(first: 2) { nodes { fullName } } ... @defer { workspaceResources(first: 1) { nodes { label } } } }';

/** Where it is asked. Nothing listens there. */
const HERE = 'http://127.0.0.1';

const asking = (query: string, init: { headers?: Record<string, string>; signal?: AbortSignal } = {}) =>
  new Request(`${HERE}/graphql`, {
    method: 'POST',
    ...init,
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json', ...init.headers },
    body: JSON.stringify({ query }),
  });

/** A request whose body is made as it is read. */
const streaming = (body: ReadableStream<Uint8Array>) => {
  const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
  // The types of the Fetch standard do not know `duplex` yet, without which no body may be a stream.
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return new Request(`${HERE}/graphql`, init);
};

const production = await startGateway(
  {},
  { suggestions: false, introspection: false, explain: false, host: '127.0.0.1' },
);
const gateway = await startGateway(ROWS, { graphiql: true, host: '127.0.0.1', corsOrigins: ['https://app.example'] });
afterAll(() => Promise.all([production[Symbol.asyncDispose](), gateway[Symbol.asyncDispose]()]));

describe('the fetch handler, as the audits of graphql-http read GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: `${HERE}/graphql`,
    fetchFn: (input: string, init?: RequestInit) =>
      production.gateway.fetch(
        new Request(input, { ...init, headers: { ...(init?.headers as object), authorization: 'Bearer demo' } }),
      ),
  });

  it.each(audits)('$id: $name', async ({ id, fn }) => {
    expect(await fn()).toMatchObject({ status: AUDIT_DIFFERENCES[id] ?? 'ok' });
  });
});

/** What has to be the same on every server. The rest is about the connection, or new each time. */
const told = async (response: Response) => ({
  status: response.status,
  headers: Object.fromEntries(
    [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name)),
  ),
  body: await response.text(),
});

describe('the fetch handler answers as the server does', () => {
  const token = { authorization: 'Bearer demo' };
  const json = { ...token, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: ADA });
  const requests: Record<string, { path: string; init?: RequestInit }> = {
    'an operation by POST': { path: '/graphql', init: { method: 'POST', headers: json, body } },
    'an operation by GET': { path: `/graphql?query=${encodeURIComponent(ADA)}`, init: { headers: token } },
    'an operation in parts': {
      path: '/graphql',
      init: {
        method: 'POST',
        headers: { ...json, accept: 'multipart/mixed' },
        body: JSON.stringify({ query: IN_PARTS }),
      },
    },
    'an explanation': { path: '/explain', init: { method: 'POST', headers: json, body } },
    'a request without a token': {
      path: '/graphql',
      init: { method: 'POST', headers: { 'content-type': 'application/json' }, body },
    },
    'a body that is no JSON': { path: '/graphql', init: { method: 'POST', headers: json, body: '{' } },
    'a body that is too long': {
      path: '/graphql',
      init: { method: 'POST', headers: json, body: JSON.stringify({ query: `#${'x'.repeat(300_000)}\n${ADA}` }) },
    },
    'a type that is not spoken': {
      path: '/graphql',
      init: { method: 'POST', headers: { ...json, accept: 'image/png' }, body },
    },
    'a method that is not taken': { path: '/graphql', init: { method: 'PUT', headers: json, body } },
    'a path with nothing at it': { path: '/nothing' },
    'what another site has a browser send': {
      path: `/graphql?query=${encodeURIComponent(ADA)}`,
      init: { headers: { ...token, origin: 'https://else.example' } },
    },
    'a preflight of a page that may read': {
      path: '/graphql',
      init: {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      },
    },
    'a page that may read': {
      path: '/graphql',
      init: { method: 'POST', headers: { ...json, origin: 'https://app.example' }, body },
    },
    'a browser that opens it': {
      path: '/graphql',
      init: { headers: { accept: 'text/html', 'accept-encoding': 'gzip' } },
    },
    'whether it is well': { path: '/health' },
    'whether it is well, by HEAD': { path: '/health', init: { method: 'HEAD' } },
    'whether it is ready': { path: '/ready' },
  };

  it.each(Object.entries(requests))('%s', async (_, { path, init }) => {
    // The server in front of it gives the headers that a browser or `fetch` adds.
    const served = await told(await fetch(`${gateway.url}${path}`, init));
    const fetched = await told(await gateway.gateway.fetch(new Request(`${gateway.url}${path}`, init)));

    // Only the text of a page is: one client inflates it, there is none on the other side.
    if (served.headers['content-encoding']) fetched.body = served.body;
    // Each request has a name of its own.
    for (const { headers } of [served, fetched]) if (headers['x-request-id']) headers['x-request-id'] = 'its own';
    expect(fetched).toEqual(served);
  });

  it('and not to another host', async () => {
    const response = await gateway.gateway.fetch(new Request('http://rebound.example/graphql'));

    expect(response.status).toBe(421);
  });
});

/** So that nothing but the client calls a request off. */
const PATIENT = { upstreamCallTimeoutMs: 60_000, operationTimeoutMs: 60_000 };

describe('the fetch handler', () => {
  it('gives a part of an answer as soon as that is known', async () => {
    await using slow = await startGateway(ROWS);
    slow.sandbox.latency((request) => (request.path === '/workspace_resources' ? 500 : 0));
    const response = await slow.gateway.fetch(asking(IN_PARTS, { headers: { accept: 'multipart/mixed' } }));
    const decoder = new TextDecoder();
    const parts: string[] = [];

    for await (const chunk of response.body as ReadableStream<Uint8Array>) parts.push(decoder.decode(chunk));

    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts[0]).toContain('Ada Lovelace');
    expect(parts[0]).not.toContain('Lead');
    expect(parts.join('')).toContain('Lead');
    expect(parts.at(-1)).toMatch(/--$|--\r\n$/);
  });

  it('calls off what is under way at the API when the request is aborted, and rejects with the reason', async () => {
    await using slow = await startGateway(ROWS, PATIENT);
    slow.sandbox.latency(60_000);
    const leaving = new AbortController();
    const answer = slow.gateway.fetch(asking(ADA, { signal: leaving.signal }));
    await expect.poll(() => slow.sandbox.requests.length).toBe(1);

    leaving.abort(new Error('changed my mind'));

    await expect(answer).rejects.toThrow('changed my mind');
    await expect.poll(() => slow.sandbox.requests[0]?.aborted).toBe(true);
    await expect.poll(() => slow.gateway.state.requests.underWay).toBe(0);
  });

  it('asks nothing for a request that has been aborted before', async () => {
    await using idle = await startGateway(ROWS);

    await expect(idle.gateway.fetch(asking(ADA, { signal: AbortSignal.abort() }))).rejects.toThrow(/abort/i);

    expect(idle.requests()).toEqual([]);
  });

  it('calls off what is under way when the body of an answer in parts is not wanted any more', async () => {
    await using slow = await startGateway(ROWS, PATIENT);
    slow.sandbox.latency((request) => (request.path === '/workspace_resources' ? 60_000 : 0));
    const response = await slow.gateway.fetch(asking(IN_PARTS, { headers: { accept: 'multipart/mixed' } }));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const resources = () => slow.sandbox.requests.find(({ path }) => path === '/workspace_resources');
    await expect.poll(resources).toBeDefined();

    await reader.cancel();

    await expect.poll(() => resources()?.aborted).toBe(true);
    await expect.poll(() => slow.gateway.state.requests.underWay).toBe(0);
  });

  it('has its place back when the request is aborted between two parts, and nobody reads on', async () => {
    await using slow = await startGateway(ROWS, PATIENT);
    slow.sandbox.latency((request) => (request.path === '/workspace_resources' ? 60_000 : 0));
    const leaving = new AbortController();
    const init = { headers: { accept: 'multipart/mixed' }, signal: leaving.signal };
    const response = await slow.gateway.fetch(asking(IN_PARTS, init));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    expect(slow.gateway.state.requests.underWay).toBe(1);

    leaving.abort();

    await expect.poll(() => slow.gateway.state.requests.underWay).toBe(0);
  });

  it('reads no more of a body than it takes to know that it is too long', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });

    const response = await gateway.gateway.fetch(streaming(endless));

    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(2 ** 20);
  });

  it('answers nobody whose body breaks off', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });

    await expect(gateway.gateway.fetch(streaming(broken))).rejects.toThrow('reset');
  });

  it('tells those whom it keeps waiting when the gateway stops', async () => {
    await using stopping = await startGateway(ROWS, PATIENT);
    stopping.sandbox.latency(60_000);
    const answer = stopping.gateway.fetch(asking(ADA));
    await expect.poll(() => stopping.sandbox.requests.length).toBe(1);

    expect(stopping.gateway.cutOff()).toBe(1);

    const response = await answer;
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] });
  });
});

/** A server of HTTP/2, for which the gateway has none of its own: all that it takes to put it behind another one. */
async function overHttp2(handler: Gateway['fetch']) {
  const answer = async (stream: ServerHttp2Stream, headers: Record<string, string>) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const { ':method': method, ':path': path, ':authority': host } = headers;
    const response = await handler(
      new Request(`http://${host}${path}`, {
        method: method as string,
        headers: Object.entries(headers).filter(([name]) => !name.startsWith(':')),
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      }),
    );
    stream.respond({ ':status': response.status, ...Object.fromEntries(response.headers) });
    stream.end(Buffer.from(await response.arrayBuffer()));
  };
  const server = createServer();
  server.on('stream', (stream, headers) => void answer(stream, headers as Record<string, string>));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('under another server, of HTTP/2', () => {
  it('answers an operation', async () => {
    const { server, url } = await overHttp2(gateway.gateway.fetch);
    const client = connect(url);
    const stream = client.request({
      ':method': 'POST',
      ':path': '/graphql',
      authorization: 'Bearer demo',
      'content-type': 'application/json',
    });
    stream.end(JSON.stringify({ query: ADA }));
    const [head] = await once(stream, 'response');
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    client.close();
    server.close();

    expect(head).toMatchObject({ ':status': 200, 'cache-control': 'no-store' });
    expect(JSON.parse(body)).toEqual({ data: { user: { fullName: 'Ada Lovelace' } } });
  });
});
