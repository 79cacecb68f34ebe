/** The gateway inside another server: below a path of its own, behind a parser that has read the body, or by `fetch`. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const ROWS = { users: [{ id: '7', full_name: 'Ada Lovelace' }] };
const ADA = '{ user(id: 7) { fullName } }';
const named = { data: { user: { fullName: 'Ada Lovelace' } } };

const gateway = await startGateway(ROWS, { maxRequestBodyBytes: 1_000, graphiql: true });
afterAll(() => gateway[Symbol.asyncDispose]());

const headers = { authorization: `Bearer ${SOMEBODY}`, 'content-type': 'application/json' };
const post = (query: string): RequestInit => ({ method: 'POST', headers, body: JSON.stringify({ query }) });

async function listening(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Parse = (text: string) => unknown;

/** What a body parser of a framework does: it reads the body to its end, and leaves its value in `request.body`. */
async function parsed(request: IncomingMessage, parse: Parse): Promise<IncomingMessage> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Object.assign(request, { body: parse(Buffer.concat(chunks).toString()) });
}

const behind = (parse: Parse) =>
  listening((request, response) => {
    void parsed(request, parse).then((read) => gateway.gateway.handler(read, response));
  });

describe('behind a parser that has read the body', () => {
  it.each<[string, Parse]>([
    ['a value', (text) => JSON.parse(text)],
    ['a text', (text) => text],
    ['bytes', (text) => Buffer.from(text)],
  ])('which leaves %s, an operation is answered', async (_, parse) => {
    await using server = await behind(parse);
    gateway.requests();

    const response = await fetch(`${server.url}/graphql`, post(ADA));

    expect(await response.json()).toEqual(named);
    expect(gateway.requests()).toHaveLength(1);
  });

  it('and has left nothing, a request is answered within a second with what is wrong', async () => {
    await using server = await behind(() => undefined);
    const startMs = performance.now();

    const response = await fetch(`${server.url}/graphql`, post(ADA));

    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      errors: [
        { message: expect.stringContaining('has read the body'), extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
    });
  });

  it('a body that is too long is refused all the same, and a form as well', async () => {
    await using server = await behind((text) => JSON.parse(text));
    await using form = await behind((text) => Object.fromEntries(new URLSearchParams(text)));

    const long = await fetch(`${server.url}/graphql`, post(`${ADA}${' '.repeat(1_000)}`));
    const sent = await fetch(`${form.url}/graphql`, {
      method: 'POST',
      headers: { authorization: headers.authorization },
      body: new URLSearchParams({ query: ADA }),
    });

    expect([long.status, sent.status]).toEqual([413, 415]);
    expect(gateway.requests()).toEqual([]);
  });

  it('what the value holds is checked as ever', async () => {
    await using server = await behind((text) => [JSON.parse(text)]);

    const response = await fetch(`${server.url}/graphql`, post(ADA));

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Batching is not switched on');
  });
});

describe('below a path', () => {
  /** What Express does for `app.use('/api', handler)`: the rest of the path stands in `url`, the whole in `originalUrl`. */
  const express = () =>
    listening((request, response) => {
      const originalUrl = request.url ?? '';
      const url = originalUrl.replace(/^\/api(\/graphql)?/, '$1') || '/';
      gateway.gateway.handler(Object.assign(request, { originalUrl, url }), response);
    });

  it.each(['/api', '/v1/internal/api', '/~team/my.api'])('of %s, paths are found without a setting', async (mount) => {
    await using server = await listening(gateway.gateway.handler);

    expect(await (await fetch(`${server.url}${mount}/graphql`, post(ADA))).json()).toEqual(named);
    expect((await fetch(`${server.url}${mount}/explain`, post(ADA))).status).toBe(200);
    expect((await fetch(`${server.url}${mount}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}${mount}/graphql?query=${encodeURIComponent(ADA)}`, { headers })).status).toBe(
      200,
    );
    expect((await fetch(`${server.url}${mount}/nothing`)).status).toBe(404);
  });

  it('that a framework has cut off, it is found in the whole path', async () => {
    await using server = await express();

    expect(await (await fetch(`${server.url}/api/graphql`, post(ADA))).json()).toEqual(named);
  });

  it('by `fetch`, as in a route of Next.js or Hono, it is found too', async () => {
    const response = await gateway.gateway.fetch(new Request('http://app.example/api/graphql', post(ADA)));

    expect(await response.json()).toEqual(named);
  });

  it('the explorer finds its files', async () => {
    await using server = await listening(gateway.gateway.handler);

    const schema = await fetch(`${server.url}/api/explorer/schema.graphql`);

    expect(schema.status).toBe(200);
    expect(await schema.text()).toContain('type Query');
  });
});

describe('by `fetch`', () => {
  it('a request whose body has been read is answered at once with what is wrong', async () => {
    const request = new Request('http://app.example/graphql', post(ADA));
    await request.text();

    const response = await gateway.gateway.fetch(request);

    expect(response.status).toBe(500);
    expect(await response.text()).toContain('has read the body');
  });
});
