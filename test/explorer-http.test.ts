import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExplorer } from '../src/http/explorer.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { rawRequest } from './support/raw-http.ts';

/** What a browser accepts when one enters an address. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway(
    {},
    { graphiql: true, graphiqlToken: 'demo', graphiqlUsers: [{ token: 'demo', name: '</script>' }] },
  );
});

afterAll(() => gateway[Symbol.asyncDispose]());

const getPage = (headers: Record<string, string> = {}, at = gateway) =>
  fetch(`${at.url}/graphql`, { headers: { accept, ...headers } });

/** The addresses of the files that the page names. */
const filesOf = async () =>
  [...(await (await getPage()).text()).matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(
    ([, path]) => `${gateway.url}/${path}`,
  );

const directivesOf = (response: Response) =>
  Object.fromEntries(
    (response.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

/** What the gateway tells its page. */
const settingsIn = (html: string) =>
  JSON.parse(/<script id="gateway" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null') as unknown;

describe('the explorer page', () => {
  it('is what a browser gets at /graphql, without a token', async () => {
    const response = await getPage();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<title>Kantata GraphQL gateway</title>');
  });

  it('is allowed to run files of this gateway only, to reach it only, and to be framed by no page', async () => {
    const response = await getPage();

    expect(directivesOf(response)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'font-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('holds the settings of its gateway as data, whatever is in them', async () => {
    const html = await (await getPage()).text();

    expect(settingsIn(html)).toEqual({
      token: 'demo',
      users: [{ token: 'demo', name: '</script>' }],
      explain: true,
      schema: true,
    });
  });

  it('holds no token where it is not the sandbox that is asked', async () => {
    await using real = await startGateway({}, { graphiql: true, explain: false, introspection: false });

    expect(settingsIn(await (await getPage({}, real)).text())).toEqual({ explain: false, schema: false });
  });

  it('is asked for again each time, and not sent again to a browser that has it', async () => {
    const etag = (await getPage()).headers.get('etag') ?? '';
    const again = await rawRequest(gateway.url, [
      'GET /graphql HTTP/1.1',
      `Accept: ${accept}`,
      `If-None-Match: ${etag}`,
    ]);

    expect(again).toMatchObject({ status: 304, body: '', headers: { etag, 'cache-control': 'no-cache' } });
    expect(await getPage({ 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
  });

  it('is not there where it is switched off, nor are its files', async () => {
    const [file = ''] = await filesOf();
    await using plain = await startGateway({}, { graphiql: false });
    const response = await getPage({}, plain);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect((await fetch(file.replace(gateway.url, plain.url))).status).toBe(404);
  });

  it('does not stand in the way of a query by GET', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { accept: 'application/json', authorization: 'Bearer demo' },
    });

    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('is for nobody who asks by a host that the gateway does not have', async () => {
    await using local = await startGateway({}, { graphiql: true, allowedHosts: ['localhost'] });
    const ask = (path: string) =>
      rawRequest(local.url, [`GET ${path} HTTP/1.1`, `Accept: ${accept}`, 'Host: evil.example']);

    expect([await ask('/graphql'), await ask('/explorer/schema.graphql')]).toMatchObject([
      { status: 421 },
      { status: 421 },
    ]);
  });
});

describe('a file of the explorer', () => {
  it('is kept by browsers for a year: its name changes with what is in it', async () => {
    const files = await filesOf();

    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const response = await fetch(file);
      await response.body?.cancel();
      expect([file, response.status]).toEqual([file, 200]);
      expect(file).toMatch(/\/explorer\/[\w.-]+-[\w-]{8}\.\w+$/);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('has its type, which nobody may guess, and may load nothing itself', async () => {
    const script = (await filesOf()).find((file) => file.endsWith('.js')) ?? '';
    const response = await fetch(script);

    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(directivesOf(response)).toEqual({ 'default-src': "'none'", 'frame-ancestors': "'none'" });
  });

  it('is sent as it was compressed at the build, or as it was before', async () => {
    const style = (await filesOf()).find((file) => file.endsWith('.css')) ?? '';
    const path = new URL(style).pathname;
    const built = (suffix: string) => readFile(new URL(`../explorer/dist${path}${suffix}`, import.meta.url));
    const ask = async (coding: string) => {
      const response = await rawRequest(gateway.url, [`HEAD ${path} HTTP/1.1`, `Accept-Encoding: ${coding}`]);
      return [response.headers['content-encoding'], Number(response.headers['content-length']), response.headers.vary];
    };

    expect(await ask('gzip, br')).toEqual(['br', (await built('.br')).length, 'accept-encoding']);
    expect(await ask('gzip')).toEqual(['gzip', (await built('.gz')).length, 'accept-encoding']);
    expect(await ask('identity')).toEqual([undefined, gunzipSync(await built('.gz')).length, 'accept-encoding']);
  });

  it.each([
    '/explorer/',
    '/explorer/none.js',
    '/explorer/../package.json',
    '/explorer/%2e%2e/index.html',
    '/explorer/x.js.br',
  ])('is not %s', async (path) => {
    const response = await rawRequest(gateway.url, [`GET ${path} HTTP/1.1`]);

    expect(response.status).toBe(404);
    expect(JSON.parse(response.body)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('is read and nothing else', async () => {
    const [file = ''] = await filesOf();

    expect(await fetch(file, { method: 'POST' })).toMatchObject({ status: 405 });
  });
});

describe('the schema of the explorer', () => {
  const get = (headers: Record<string, string> = {}, at = gateway) =>
    fetch(`${at.url}/explorer/schema.graphql`, { headers });

  it('is what this gateway serves, without a token, compressed', async () => {
    const response = await get({ 'accept-encoding': 'br' });

    expect(response.headers.get('content-encoding')).toBe('br');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(100_000);
    expect(buildSchema(await response.text()).getType('WorkspaceResource')).toBeDefined();
  });

  it('is not sent again to a browser that has it', async () => {
    const etag = (await get()).headers.get('etag') ?? '';

    expect((await get({ 'if-none-match': etag })).status).toBe(304);
  });

  it('is not told where the schema is not', async () => {
    await using closed = await startGateway({}, { graphiql: true, introspection: false });

    expect((await get({}, closed)).status).toBe(404);
  });
});

describe('an explorer that has not been built', () => {
  it('says how, and is there once it has been', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kantata-explorer-'));
    const explorer = createExplorer({ explain: true, folder: pathToFileURL(`${folder}/`) });
    const page = () => explorer.page({ method: 'GET', url: '/graphql', headers: {}, rawHeaders: [] });
    try {
      const missing = await page();
      expect(missing).toMatchObject({ status: 503, body: expect.stringContaining('npm run build:explorer') });

      await mkdir(join(folder, 'explorer'));
      await writeFile(join(folder, 'index.html'), '<title>built</title>');
      expect((await page()).body).toEqual(Buffer.from('<title>built</title>'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
