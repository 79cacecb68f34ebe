/** Failures on demand: what the API, or the network before it, can do to a request instead of answering it. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { bodyOf } from './refusal.ts';

/**
 * Answers with status 200 that are no envelope.
 *
 * `html`: a page; `text`; `empty`: no body; `truncated`: the true answer, cut in its middle although the HTTP message is whole;
 * `array`, `null`, `string`: JSON of another shape; `encoding`: says gzip and is not; `bomb`: a few kilobytes of gzip that
 * inflate to 200 MB; `endless`: never stops sending.
 */
export type Garbage =
  | 'html'
  | 'text'
  | 'empty'
  | 'truncated'
  | 'array'
  | 'null'
  | 'string'
  | 'encoding'
  | 'bomb'
  | 'endless';

export interface Fault {
  /** Which requests it hits: a part of the logged line, or a pattern for it. Without it, all. */
  readonly match?: string | RegExp;
  /** How many of them; without it, all until `reset`. */
  readonly times?: number;
  /** Answer with this status. Without a body: the API's own words for it. */
  readonly status?: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Wait before anything else; alone, it delays the true answer. In milliseconds. */
  readonly delayMs?: number;
  /**
   * Cut the connection. `before`: with nothing sent; `headers`: in the middle of the headers; `body`: after the headers;
   * `half`: in the middle of the body.
   */
  readonly cut?: 'before' | 'headers' | 'body' | 'half';
  readonly garbage?: Garbage;
}

export interface ArmedFault {
  readonly fault: Fault;
  left: number;
}

/** The first fault that hits a request; it is used up by that. */
export function faultFor(armed: ArmedFault[], line: string): Fault | undefined {
  const hit = armed.find(
    ({ fault: { match }, left }) =>
      left > 0 && (match === undefined || (typeof match === 'string' ? line.includes(match) : match.test(line))),
  );
  if (!hit) return undefined;
  hit.left -= 1;
  return hit.fault;
}

/** An answer before it is sent. */
export interface Prepared {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const PAGE =
  '<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>We will be right back.</h1></body></html>';

let bomb: Buffer | undefined;

const garbage = (kind: Exclude<Garbage, 'endless'>, proper: Prepared): Prepared => {
  const json = (body: string) => ({ status: 200, headers: JSON_TYPE, body });
  switch (kind) {
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE };
    case 'text':
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' };
    case 'empty':
      return json('');
    case 'truncated':
      return json(proper.body.toString().slice(0, proper.body.length / 2));
    case 'array':
      return json('[]');
    case 'null':
      return json('null');
    case 'string':
      return json('"results"');
    case 'encoding':
      return { ...json('{"count":0}'), headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } };
    case 'bomb':
      bomb ??= gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
      return { status: 200, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: bomb };
  }
};

/** The answer that a fault puts in place of the proper one; the same one for a fault that only delays or cuts. */
export function spoiled(fault: Fault, proper: Prepared): Prepared {
  if (fault.garbage && fault.garbage !== 'endless') return garbage(fault.garbage, proper);
  if (fault.status === undefined && fault.body === undefined)
    return { ...proper, headers: { ...proper.headers, ...fault.headers } };
  const status = fault.status ?? 200;
  const body = fault.body ?? (status < 400 ? '' : bodyOf(status));
  return {
    status,
    headers: { ...JSON_TYPE, ...fault.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** Sends a part of the answer, or nothing of it, and drops the connection. */
export async function sendCut(response: ServerResponse, at: NonNullable<Fault['cut']>, prepared: Prepared) {
  const { socket } = response;
  if (at === 'headers') socket?.write('HTTP/1.1 200 OK\r\ncontent-type: applica');
  if (at === 'body' || at === 'half') {
    const body = Buffer.from(prepared.body);
    response.writeHead(prepared.status, { ...prepared.headers, 'content-length': body.length });
    response.flushHeaders();
    if (at === 'half') response.write(body.subarray(0, Math.ceil(body.length / 2)));
  }
  // What was written has to be on its way before the connection goes.
  if (at !== 'before') await sleep(5);
  socket?.destroy();
}

/** Sends blanks until the client has had enough. */
export async function sendEndless(response: ServerResponse) {
  response.writeHead(200, JSON_TYPE);
  const chunk = Buffer.alloc(64 * 1024, ' ');
  while (!response.destroyed && !response.closed) {
    response.write(chunk);
    await sleep(1);
  }
}
