/** An answer in parts, for `@defer` and `@stream`. */
import type { Payload } from '../../execution/incremental/payload.ts';
import type { Finish } from '../finish.ts';
import { encodeParts, firstOf, onlyPart } from '../multipart.ts';
import type { PartsType } from '../parts-type.ts';
import type { Mode } from './mode.ts';
import { whole } from './whole.ts';

/**
 * Parts of this type. What has no part to wait for is one answer in JSON.
 *
 * @param isOnlyParts that client takes no answer in JSON, and gets the one as a part.
 */
export const partsAs = ({ format, encoding }: PartsType, isOnlyParts: boolean): Mode<AsyncIterable<Payload>> => ({
  name: 'parts',
  run: (executor, args) => executor.executeInParts(args, format),
  async write(payloads, writing) {
    // A fault before the first part has still a status of its own.
    const come = await firstOf(payloads);
    if (come.kind === 'answer' && !isOnlyParts) return whole.write(come.answer, writing);
    const all = come.kind === 'answer' ? onlyPart(come.answer) : come.payloads;
    const texts = encodeParts(finished(all, writing.finish), encoding);
    const first = await texts.next();
    // Without that header nginx keeps parts back until its buffer is full.
    const headers = { 'content-type': encoding.contentType, 'x-accel-buffering': 'no' };
    return { status: 200, headers, body: resumed(first, texts) };
  },
  refuse: (errors, answerType) => whole.refuse(errors, answerType),
});

/** The payloads, all errors in them finished, wherever they stand. */
async function* finished(payloads: AsyncIterable<Payload>, finish: Finish): AsyncGenerator<Payload, void> {
  for await (const payload of payloads)
    yield {
      ...withErrors(payload, finish),
      ...(payload.incremental && { incremental: payload.incremental.map((one) => withErrors(one, finish)) }),
      ...(payload.completed && { completed: payload.completed.map((one) => withErrors(one, finish)) }),
    };
}

const withErrors = <Part extends Pick<Payload, 'errors'>>(part: Part, finish: Finish): Part =>
  part.errors ? { ...part, errors: finish(part.errors) } : part;

/** Goes on where the first piece has been taken already. */
const resumed = (first: IteratorResult<string, void>, texts: AsyncGenerator<string, void>): AsyncIterable<string> => ({
  [Symbol.asyncIterator]() {
    let taken: IteratorResult<string, void> | null = first;
    return {
      next() {
        const next = taken ? Promise.resolve(taken) : texts.next();
        taken = null;
        return next;
      },
      // oxlint-disable-next-line no-undefined
      return: () => texts.return(undefined),
    };
  },
});
