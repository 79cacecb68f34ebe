/** What pages of other sites can have a browser do here, and under which names the gateway answers. */
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';

const authorization = 'Authorization: Bearer demo';
const query = 'query=%7B%20users%20%7B%20totalCount%20%7D%20%7D';
const body = JSON.stringify({ query: '{ users { totalCount } }' });

const get = (gateway: TestGateway, ...lines: string[]) =>
  rawRequest(gateway.url, [`GET /graphql?${query} HTTP/1.1`, authorization, ...lines]);

const post = (gateway: TestGateway, ...lines: string[]) =>
  rawRequest(gateway.url, ['POST /graphql HTTP/1.1', `Content-Length: ${body.length}`, ...lines], body);

describe('what another site can have a browser send', () => {
  it.each<[what: string, lines: string[]]>([
    ['an image', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image']],
    ['a script', ['Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script']],
    ['a page that opens', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate']],
    ['a request of a page', ['Origin: https://evil.example']],
    ['a request of a page without an address', ['Origin: null']],
    ['a request that says that it is text', ['Origin: https://evil.example', 'Content-Type: text/plain']],
  ])('as a GET, %s, is refused with 403, and nothing is called', async (_, lines) => {
    await using gateway = await startGateway({});

    for (const answer of [
      await get(gateway, ...lines),
      await rawRequest(gateway.url, [`GET /graphql?${query} HTTP/1.1`, ...lines]),
    ]) {
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body).errors[0].extensions).toEqual({ code: 'CSRF_BLOCKED' });
    }
    expect(gateway.requests()).toEqual([]);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'Text/Plain;charset=UTF-8',
  ])('as a form of the type %s is refused with 403, with and without a token', async (type) => {
    await using gateway = await startGateway({});
    const lines = [`Content-Type: ${type}`, 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site'];

    expect(await post(gateway, ...lines, authorization)).toMatchObject({ status: 403 });
    expect(await post(gateway, ...lines)).toMatchObject({ status: 403 });
    expect(gateway.requests()).toEqual([]);
  });

  it('is told from what it cannot send: other headers, JSON, and what its own page or a user asks', async () => {
    await using gateway = await startGateway({});
    const crossSite = ['Origin: https://elsewhere.example', 'Sec-Fetch-Site: cross-site'];
    const passing = [
      await get(gateway),
      await get(gateway, ...crossSite, 'X-Requested-With: XMLHttpRequest'),
      await get(gateway, ...crossSite, 'Apollo-Require-Preflight: true'),
      await get(gateway, ...crossSite, 'Content-Type: application/json'),
      await get(gateway, 'Sec-Fetch-Site: same-origin'),
      await get(gateway, 'Sec-Fetch-Site: none'),
      await post(gateway, ...crossSite, 'Content-Type: application/json', authorization),
    ];

    expect(passing.map(({ status }) => status)).toEqual(passing.map(() => 200));
  });

  it('is refused by /explain as well', async () => {
    await using gateway = await startGateway({});

    expect(
      await rawRequest(
        gateway.url,
        [
          'POST /explain HTTP/1.1',
          'Origin: https://evil.example',
          'Content-Type: text/plain',
          `Content-Length: ${body.length}`,
        ],
        body,
      ),
    ).toMatchObject({ status: 403 });
  });
});

describe('pages that may read answers', () => {
  const app = 'https://app.example.com';
  const preflight = (gateway: TestGateway, origin: string, headers = 'authorization,content-type') =>
    rawRequest(gateway.url, [
      'OPTIONS /graphql HTTP/1.1',
      `Origin: ${origin}`,
      'Access-Control-Request-Method: POST',
      `Access-Control-Request-Headers: ${headers}`,
    ]);
  const ask = (gateway: TestGateway, origin: string) =>
    post(gateway, `Origin: ${origin}`, 'Content-Type: application/json', authorization);

  const strangers = [
    'http://evil.example',
    'null',
    'https://app.example.com.evil.example',
    'https://xapp.example.com',
    'http://app.example.com',
  ];

  it('are none, unless the operator names them', async () => {
    await using gateway = await startGateway({});

    for (const origin of [app, ...strangers]) {
      const answers = [await preflight(gateway, origin), await ask(gateway, origin)];
      expect(answers.map(({ status }) => status)).toEqual([405, 200]);
      for (const { headers } of answers)
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('are those that the operator names, and no others', async () => {
    await using gateway = await startGateway({}, { corsOrigins: [app] });

    expect(await preflight(gateway, app)).toMatchObject({
      status: 204,
      body: '',
      headers: {
        'access-control-allow-origin': app,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        vary: 'Origin, Access-Control-Request-Headers',
      },
    });
    const answer = await ask(gateway, app);
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': app, vary: 'Origin' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    for (const origin of strangers) {
      expect(await preflight(gateway, origin)).toMatchObject({ status: 405, headers: { vary: 'Origin' } });
      expect((await ask(gateway, origin)).headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('may read why they are refused', async () => {
    await using gateway = await startGateway({}, { corsOrigins: [app] });

    expect(await post(gateway, `Origin: ${app}`, 'Content-Type: application/json')).toMatchObject({
      status: 401,
      headers: { 'access-control-allow-origin': app },
    });
  });

  it.each([
    'apollographql-client-name, apollographql-client-version',
    'baggage, sentry-trace',
    'traceparent, tracestate',
    'x-request-id',
    'x-app-version',
  ])('may send the headers that their libraries add: %s', async (asked) => {
    await using gateway = await startGateway({}, { corsOrigins: [app] });

    const answer = await preflight(gateway, app, `authorization, ${asked}`);

    expect(answer.headers['access-control-allow-headers']).toBe(`authorization, ${asked}`);
  });

  it('may not send what a proxy or a router says before the gateway', async () => {
    await using gateway = await startGateway({}, { corsOrigins: [app], clientAddressHeader: 'cf-connecting-ip' });
    const forbidden = 'x-router-secret, X-Forwarded-For, forwarded, x-http-method-override, CF-Connecting-IP';

    const answer = await preflight(gateway, app, `${forbidden}, content-type, not a name`);

    expect(answer.headers['access-control-allow-headers']).toBe('content-type');
  });

  it('may read the name of their request, when to come again, and how much is left', async () => {
    await using gateway = await startGateway({}, { corsOrigins: [app], clientRate: 50 });

    const { headers } = await post(
      gateway,
      `Origin: ${app}`,
      'Content-Type: application/json',
      'X-Request-Id: cart-7',
      authorization,
    );

    expect(headers).toMatchObject({
      'x-request-id': 'cart-7',
      'ratelimit-policy': '"address";q=50;w=1',
      ratelimit: '"address";r=49;t=1',
    });
    const exposed = headers['access-control-expose-headers']?.split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['retry-after', 'x-request-id', 'ratelimit', 'ratelimit-policy']));
  });

  it.each<[what: string, status: number, request: string, lines: string[]]>([
    ['at a path where there is nothing', 404, 'POST /nowhere', []],
    ['by a method that is not taken', 405, 'PUT /graphql', []],
    ['for another host', 421, 'POST /graphql', ['Host: elsewhere.example']],
    ['once too often', 429, 'POST /graphql', []],
  ])('may read why they are refused before anything is looked at: %s', async (_, status, request, lines) => {
    await using gateway = await startGateway({}, { corsOrigins: [app], host: '127.0.0.1', clientRate: 1 });
    if (status === 429) await ask(gateway, app);

    const answer = await rawRequest(gateway.url, [`${request} HTTP/1.1`, `Origin: ${app}`, ...lines]);

    expect(answer).toMatchObject({ status, headers: { 'access-control-allow-origin': app } });
    expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  it('may read that the gateway stops', async () => {
    await using gateway = await startGateway(undefined, { corsOrigins: [app] });
    gateway.sandbox.latency(2_000);
    const answered = ask(gateway, app);
    await expect.poll(() => gateway.sandbox.requests.length).toBe(1);

    gateway.gateway.cutOff();

    expect(await answered).toMatchObject({ status: 503, headers: { 'access-control-allow-origin': app } });
  });

  it('are those of the gateway itself where it is the demo', async () => {
    await using gateway = await startGateway({}, { corsOwnOrigin: true });

    expect((await ask(gateway, gateway.url)).headers).toMatchObject({ 'access-control-allow-origin': gateway.url });
    expect((await ask(gateway, app)).headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the host of a request', () => {
  it.each(['localhost', 'LOCALHOST:4000', '127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:4000'])(
    'may be %s where the gateway listens on a loopback address',
    async (host) => {
      await using gateway = await startGateway({}, { host: '127.0.0.1' });

      expect(await get(gateway, `Host: ${host}`)).toMatchObject({ status: 200 });
    },
  );

  it.each([
    ['of another site', ['Host: evil.example:4000']],
    ['that ends like one of ours', ['Host: evil.localhost']],
    ['that begins like one of ours', ['Host: localhost.evil.example']],
    ['that is empty', ['Host: ']],
    ['that is nonsense', ['Host: [::nonsense']],
    ['that somebody forwards', ['Host: evil.example', 'X-Forwarded-Host: localhost']],
  ])('%s is refused with 421, and nothing is called', async (_, lines) => {
    await using gateway = await startGateway({}, { host: '127.0.0.1' });

    const answer = await get(gateway, ...lines);

    expect(answer.status).toBe(421);
    expect(JSON.parse(answer.body).errors[0].extensions).toEqual({ code: 'MISDIRECTED_REQUEST' });
    expect(gateway.requests()).toEqual([]);
  });

  it('is that of a whole address, whatever stands in the header', async () => {
    await using gateway = await startGateway({}, { host: '127.0.0.1' });

    expect(
      await rawRequest(gateway.url, [
        `GET http://evil.example/graphql?${query} HTTP/1.1`,
        'Host: localhost',
        authorization,
      ]),
    ).toMatchObject({ status: 421 });
  });

  it('in a whole address is asked as in a header, which proxies write so', async () => {
    await using gateway = await startGateway({}, { host: '127.0.0.1' });

    for (const address of [gateway.url, 'HTTP://localhost:4431'])
      expect(await rawRequest(gateway.url, [`GET ${address}/graphql?${query} HTTP/1.1`, authorization])).toMatchObject({
        status: 200,
        body: '{"data":{"users":{"totalCount":0}}}',
      });
    expect(await rawRequest(gateway.url, ['GET http://localhost HTTP/1.1', authorization])).toMatchObject({
      status: 404,
    });
  });

  it('is one that the operator names, or any where he says so or listens to the world', async () => {
    await using named = await startGateway({}, { host: '127.0.0.1', allowedHosts: ['graph.example.com'] });
    await using any = await startGateway({}, { host: '127.0.0.1', allowedHosts: '*' });
    await using open = await startGateway({}, { host: '0.0.0.0' });

    expect(await get(named, 'Host: graph.example.com:8443')).toMatchObject({ status: 200 });
    expect(await get(named, 'Host: localhost')).toMatchObject({ status: 421 });
    expect(await get(any, 'Host: evil.example')).toMatchObject({ status: 200 });
    expect(await get(open, 'Host: graph.example.com')).toMatchObject({ status: 200 });
  });

  it('does not matter to health checks, which ask by address', async () => {
    await using gateway = await startGateway({}, { host: '127.0.0.1' });

    expect(await rawRequest(gateway.url, ['GET /health HTTP/1.1', 'Host: 10.0.0.7:4000'])).toMatchObject({
      status: 200,
    });
  });
});

describe('an answer', () => {
  it('may be shown in no page of another site', async () => {
    await using gateway = await startGateway({});

    expect((await get(gateway)).headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
});

describe('the schema', () => {
  it.each(['{ __schema { queryType { name } } }', '{ ...F } fragment F on Query { __schema { queryType { name } } }'])(
    'is hidden where introspection is off: %s',
    async (question) => {
      await using gateway = await startGateway({}, { introspection: false });
      const headers = { accept: 'application/graphql-response+json' };

      const { status, data, errors } = await gateway.query(question, { headers });

      expect({ status, data, code: errors?.[0]?.extensions.code }).toEqual({
        status: 422,
        data: undefined,
        code: 'GRAPHQL_VALIDATION_FAILED',
      });
      expect(await gateway.query('{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
    },
  );

  it('has no type of any name where introspection is off', async () => {
    await using gateway = await startGateway({}, { introspection: false });

    expect(await gateway.query('{ __type(name: "User") { name fields { name } } __typename }')).toEqual({
      status: 200,
      data: { __type: null, __typename: 'Query' },
    });
  });

  it('is told to a router all the same, which has a field of its own for it', async () => {
    await using gateway = await startGateway({}, { introspection: false, federation: true });

    const { data, errors } = await gateway.query('{ _service { sdl } }');

    expect(errors).toBeUndefined();
    expect(data._service.sdl).toContain('type User');
  });
});
