/** Which answers are compressed, how, and that nothing else of them changes. */
import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, createGunzip, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getIntrospectionQuery } from 'graphql';
import { compressing } from '../src/http/compression.ts';
import type { GatewayRequest } from '../src/http/exchange.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const LONG = '{ users(first: 100) { nodes { id kantataId fullName emailAddress } } }';
const SHORT = '{ users(first: 1) { totalCount } }';

let gateway: TestGateway;

beforeAll(async () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ id: String(at + 1), full_name: `Ada Lovelace ${at}` }));
  gateway = await startGateway({ users: rows, roles: [] }, { compression: true, introspection: true });
});

afterAll(() => gateway[Symbol.asyncDispose]());

interface Raw {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly chunks: Buffer[];
}

/** Asks without any library that would inflate the answer. */
const ask = (query: string, headers: Record<string, string>): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      `${gateway.url}/graphql`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer demo', 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, chunks }));
        response.once('error', reject);
      },
    );
    request.end(JSON.stringify({ query }));
  });

const bytesOf = ({ chunks }: Raw) => Buffer.concat(chunks);

const inflate = { br: brotliDecompressSync, zstd: zstdDecompressSync, gzip: gunzipSync } as const;

describe('an answer of more than 1 KB', () => {
  it.each(['br', 'zstd', 'gzip'] as const)('is compressed by %s for a client that takes it', async (coding) => {
    const plain = await ask(LONG, {});
    const packed = await ask(LONG, { 'accept-encoding': coding });

    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers.vary).toBe('Accept-Encoding');
    expect(packed).toMatchObject({ status: 200, headers: { 'content-encoding': coding, vary: 'Accept-Encoding' } });
    expect(packed.headers['content-length']).toBe(String(bytesOf(packed).length));
    expect(inflate[coding](bytesOf(packed))).toEqual(bytesOf(plain));
    expect(bytesOf(packed).length).toBeLessThan(bytesOf(plain).length / 3);
  });

  it('goes out as it is to a client that wants no coding, or only others', async () => {
    for (const coding of ['identity', 'deflate', 'gzip;q=0'])
      expect((await ask(LONG, { 'accept-encoding': coding })).headers).not.toHaveProperty('content-encoding');
  });

  it('is never compressed where a browser has added a cookie, for its length would tell of what is in it', async () => {
    const answer = await ask(LONG, { 'accept-encoding': 'gzip', cookie: 'session=1' });

    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(bytesOf(answer).toString()).data.users.nodes).toHaveLength(100);
  });

  it('with errors has its status all the same', async () => {
    gateway.sandbox.fail({ status: 403, times: 1, match: 'GET /roles' });
    const query = LONG.replace('{', '{ roles { totalCount } ');

    expect(await ask(query, { 'accept-encoding': 'gzip', accept: 'application/graphql-response+json' })).toMatchObject({
      status: 294,
      headers: { 'content-encoding': 'gzip' },
    });
  });
});

describe('a short answer, or a refusal', () => {
  it.each([SHORT, `{ ${'nope '.repeat(400)}}`])('goes out as it is: %.40s', async (query) => {
    const headers = { 'accept-encoding': 'gzip', accept: 'application/graphql-response+json' };

    expect((await ask(query, headers)).headers).not.toHaveProperty('content-encoding');
  });
});

describe('the schema', () => {
  it('is less than a tenth as long', async () => {
    const plain = await ask(getIntrospectionQuery(), {});
    const packed = await ask(getIntrospectionQuery(), { 'accept-encoding': 'br' });

    expect(bytesOf(packed).length).toBeLessThan(bytesOf(plain).length / 10);
    expect(brotliDecompressSync(bytesOf(packed))).toEqual(bytesOf(plain));
  });

  it('is compressed once, and everything else anew', async () => {
    const bodyOf = async (text: string) => {
      const answer = compressing(async () => ({ status: 200, headers: {}, body: text }));
      const request = { headers: { 'accept-encoding': 'br' }, method: 'POST' } as unknown as GatewayRequest;
      return [(await answer(request)).body, (await answer(request)).body];
    };
    const [schema, sameSchema] = await bodyOf(`{"data":{"__schema":"${'a'.repeat(2_000)}"}}`);
    const [answer, nextAnswer] = await bodyOf(`{"data":{"users":"${'a'.repeat(2_000)}"}}`);

    expect(sameSchema).toBe(schema);
    expect(nextAnswer).toEqual(answer);
    expect(nextAnswer).not.toBe(answer);
  });
});

describe('an answer in parts', () => {
  it('is compressed, and each part can be read when it comes', async () => {
    gateway.sandbox.fail({ delayMs: 700, times: 1, match: 'GET /roles' });
    const query = '{ users(first: 1) { totalCount } ... @defer { roles { totalCount } } }';
    const startMs = performance.now();
    const seen: { text: string; atMs: number }[] = [];

    await new Promise<void>((resolve, reject) => {
      const headers = { authorization: 'Bearer demo', 'content-type': 'application/json' };
      const request = httpRequest(
        `${gateway.url}/graphql`,
        { method: 'POST', headers: { ...headers, accept: 'multipart/mixed', 'accept-encoding': 'gzip' } },
        (response) => {
          expect(response.headers['content-encoding']).toBe('gzip');
          const inflated = response.pipe(createGunzip());
          inflated.on('data', (chunk: Buffer) => seen.push({ text: String(chunk), atMs: performance.now() - startMs }));
          inflated.once('end', resolve);
          inflated.once('error', reject);
        },
      );
      request.end(JSON.stringify({ query }));
    });

    expect(seen[0]).toMatchObject({ text: expect.stringContaining('"users":{"totalCount":100}') });
    expect(seen[0]?.atMs).toBeLessThan(500);
    expect(seen.map(({ text }) => text).join('')).toContain('"roles":{"totalCount":0}');
    expect(seen.at(-1)?.atMs).toBeGreaterThan(600);
  });
});
