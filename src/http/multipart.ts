/** Answers in parts, over `multipart/mixed` (Incremental Delivery over HTTP, GraphQL-over-HTTP working group). */
import { timeSliced } from '../execution/time-sliced.ts';
import type { AbortSignalLike } from '../upstream/send.ts';
import { chunkedStringify } from './chunked-stringify.ts';
import type { Payload } from '../execution/incremental/payload.ts';

/** Whether a document may ask for an answer in parts; most do not, and are not looked at any further. */
export const mayAskForParts = (document: string): boolean =>
  document.includes('@defer') || document.includes('@stream');

/** How parts are written, each as a piece of text. */
export interface PartsEncoding {
  readonly contentType: string;
  readonly start: string;
  readonly part: (json: string, hasNext: boolean) => string;
  readonly end: string;
}

const BOUNDARY = '-';

/**
 * A parser knows that a part is whole when it meets the next delimiter. So that stands behind each part, not before the
 * next one.
 */
export const multipart = (parameter: string): PartsEncoding => ({
  contentType: `multipart/mixed; boundary="${BOUNDARY}"${parameter && `; ${parameter}`}`,
  start: `\r\n--${BOUNDARY}`,
  part: (json, hasNext) =>
    `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n--${BOUNDARY}${hasNext ? '' : '--\r\n'}`,
  end: '',
});

/** GraphQL over Server-Sent Events, distinct connections mode. */
export const events = (parameter: string): PartsEncoding => ({
  contentType: `text/event-stream; charset=utf-8${parameter && `; ${parameter}`}`,
  start: '',
  part: (json) => `event: next\ndata: ${json}\n\n`,
  end: 'event: complete\ndata:\n\n',
});

/** The text of an answer in parts, piece by piece: each piece is to be sent at once. */
export async function* encodeParts(
  payloads: AsyncIterable<Payload>,
  { start, part, end }: PartsEncoding,
  signal?: AbortSignalLike,
): AsyncGenerator<string, void> {
  let before = start;
  for await (const payload of payloads) {
    // Other requests do not wait for a long part either.
    const json = timeSliced(chunkedStringify(payload), signal);
    yield before + part(json instanceof Promise ? await json : json, payload.hasNext);
    before = '';
  }
  if (end) yield end;
}

/** An answer in parts, or the one that it is. */
export type PartsOrAnswer =
  | { readonly kind: 'parts'; readonly payloads: AsyncIterable<Payload> }
  | { readonly kind: 'answer'; readonly answer: Omit<Payload, 'hasNext'> };

/** Waits for the first part: where nothing follows it, that is the answer, and no part. */
export async function firstOf(payloads: AsyncIterable<Payload>): Promise<PartsOrAnswer> {
  const iterator = payloads[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new TypeError('an answer without a part');
  const { hasNext, ...answer } = first.value;
  if (!hasNext) {
    await iterator.return?.();
    return { kind: 'answer', answer };
  }
  return { kind: 'parts', payloads: { [Symbol.asyncIterator]: () => startingWith(first.value, iterator) } };
}

/** An answer that is one part alone, for clients that take nothing else. */
export async function* onlyPart(answer: Omit<Payload, 'hasNext'>): AsyncGenerator<Payload, void> {
  yield { ...answer, hasNext: false };
}

async function* startingWith<Of>(first: Of, iterator: AsyncIterator<Of>): AsyncGenerator<Of, void> {
  try {
    yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
