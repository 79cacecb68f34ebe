/** Compresses answers, where the client takes that (RFC 9110, section 8.4). */
import { promisify } from 'node:util';
import {
  brotliCompress,
  constants,
  createBrotliCompress,
  createGzip,
  createZstdCompress,
  gzip,
  zstdCompress,
} from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { type Coding, codingFor } from './content-coding.ts';
import { type GatewayRequest, type GatewayResponse, isStream, type ResponseBody } from './exchange.ts';
import { PARTIAL_SUCCESS } from './statuses.ts';

/** Shorter bodies fit in one packet as they are. In bytes. */
const MIN_BYTES = 1024;

/** What leaves the compressor as soon as a part is written to it, and how hard it works: about as fast as gzip's default. */
const BROTLI = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
};

const WHOLE: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: BROTLI.params }),
  zstd: (bytes) => promisify(zstdCompress)(bytes),
  gzip: (bytes) => promisify(gzip)(bytes),
};

const STREAMS = {
  br: () => createBrotliCompress(BROTLI),
  zstd: () => createZstdCompress({ flush: constants.ZSTD_e_flush }),
  gzip: () => createGzip({ flush: constants.Z_SYNC_FLUSH }),
} as const satisfies Readonly<Record<Coding, () => unknown>>;

/** How answers to questions about the schema begin. They are long, and the same for everybody. */
const INTROSPECTION = '{"data":{"__schema":';

/** Compressed answers about the schema that are kept, by their text and coding. */
const KEPT = 12;

/**
 * Compresses the answers of `answer`: whole ones from 1 KB on, and those in parts with every part sent at once.
 *
 * The length of a compressed answer gives a secret in it away to an attacker who can put text beside the secret and have
 * the answer sent again and again (BREACH). That needs a browser that adds a credential by itself, so an answer to a request with
 * a cookie is never compressed; tokens are never in an answer.
 */
export function compressing(
  answer: (request: GatewayRequest) => Promise<GatewayResponse>,
): (request: GatewayRequest) => Promise<GatewayResponse> {
  const kept = new LRUCache<string, Buffer>({ max: KEPT });

  const compressed = async (text: string | Uint8Array, coding: Coding): Promise<Buffer> => {
    const isKept = typeof text === 'string' && text.startsWith(INTROSPECTION);
    const key = isKept ? `${coding} ${text}` : '';
    const known = isKept ? kept.get(key) : undefined;
    if (known) return known;
    const bytes = await WHOLE[coding](Buffer.from(text));
    if (isKept) kept.set(key, bytes);
    return bytes;
  };

  return async (request) => {
    const response = await answer(request);
    if (!mayCompress(request, response)) return response;
    const headers = withVary(response.headers);
    const coding = codingFor(request.headers['accept-encoding'], ['br', 'zstd', 'gzip']);
    if (coding === null) return { ...response, headers };
    const encoded = { ...headers, 'content-encoding': coding };
    const { body } = response;
    if (isStream(body)) return { ...response, headers: encoded, body: compressedParts(body, coding) };
    return { ...response, headers: encoded, body: await compressed(body as string | Uint8Array, coding) };
  };
}

function mayCompress({ headers: asked, method }: GatewayRequest, { status, headers, body }: GatewayResponse): boolean {
  if (status !== 200 && status !== PARTIAL_SUCCESS) return false;
  if (asked.cookie !== undefined || method === 'HEAD' || headers['content-encoding'] !== undefined) return false;
  return isStream(body) || isLong(body);
}

const isLong = (body: Exclude<ResponseBody, AsyncIterable<unknown>> | null) =>
  body !== null && body.length >= MIN_BYTES;

const withVary = (headers: GatewayResponse['headers']) => ({
  ...headers,
  vary: headers.vary === undefined ? 'Accept-Encoding' : `${headers.vary}, Accept-Encoding`,
});

/** The parts, each compressed as far as it goes before the next is taken. */
function compressedParts(parts: AsyncIterable<string | Uint8Array>, coding: Coding): AsyncIterable<Uint8Array> {
  const inner = parts[Symbol.asyncIterator]();
  const stream = STREAMS[coding]();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const taken = () => Buffer.concat(chunks.splice(0));
  let isOpen = true;
  const written = (part: string | Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(part, (error) => (error ? reject(error) : resolve()));
    });
  const ended = () =>
    new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.once('end', resolve);
      stream.end();
    });
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!isOpen) return { done: true, value: undefined };
        const { done, value } = await inner.next();
        if (!done) await written(value);
        else {
          isOpen = false;
          await ended();
        }
        return { done: false, value: taken() };
      },
      async return() {
        isOpen = false;
        stream.destroy();
        await inner.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
