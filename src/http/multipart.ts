/** Answers in parts, over `multipart/mixed` (Incremental Delivery over HTTP, GraphQL-over-HTTP working group). */
import type { Payload } from '../execution/incremental.ts';

/** Whether a client that sends this `Accept` header takes an answer in parts. */
export const takesParts = (accept: string | undefined): boolean =>
  accept?.split(',').some((range) => range.trim().toLowerCase().startsWith('multipart/mixed')) ?? false;

/** Whether a document may ask for an answer in parts; most do not, and are not looked at any further. */
export const mayAskForParts = (document: string): boolean =>
  document.includes('@defer') || document.includes('@stream');

const BOUNDARY = '-';

/** The type of an answer in parts. */
export const PARTS_TYPE = `multipart/mixed; boundary="${BOUNDARY}"`;

/** The text of an answer in parts, a part at a time. The next payload is taken once the reader wants more. */
export async function* partsText(payloads: AsyncIterable<Payload>): AsyncGenerator<string, void> {
  for await (const payload of payloads)
    yield `\r\n--${BOUNDARY}\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(payload)}`;
  yield `\r\n--${BOUNDARY}--\r\n`;
}
