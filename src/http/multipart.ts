/** Answers in parts, over `multipart/mixed` (Incremental Delivery over HTTP, GraphQL-over-HTTP working group). */
import type { ServerResponse } from 'node:http';
import { RESPONSE_HEADERS } from './response-headers.ts';
import type { Payload } from '../execution/incremental.ts';

/** Whether a client that sends this `Accept` header takes an answer in parts. */
export const takesParts = (accept: string | undefined): boolean =>
  accept?.split(',').some((range) => range.trim().toLowerCase().startsWith('multipart/mixed')) ?? false;

/** Whether a document may ask for an answer in parts; most do not, and are not looked at any further. */
export const mayAskForParts = (document: string): boolean =>
  document.includes('@defer') || document.includes('@stream');

const BOUNDARY = '-';

/**
 * Writes the parts as they come. Resolves when the last one is written, or the client has gone; a
 * client that reads slowly is waited for, so that no more than one part is held for it.
 */
export async function sendParts(response: ServerResponse, payloads: AsyncIterable<Payload>): Promise<void> {
  response.writeHead(200, { ...RESPONSE_HEADERS, 'content-type': `multipart/mixed; boundary="${BOUNDARY}"` });
  for await (const payload of payloads) {
    if (response.destroyed) return;
    const part = `\r\n--${BOUNDARY}\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(payload)}`;
    if (!response.write(part)) await drained(response);
  }
  response.end(`\r\n--${BOUNDARY}--\r\n`);
}

const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
