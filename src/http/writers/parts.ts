/** An answer in parts, for `@defer` and `@stream`. */
import type { Executor } from '../../execution/executor.ts';
import type { Payload } from '../../execution/incremental/payload.ts';
import { type Finish, secretsOf } from '../finish.ts';
import { LiveCalls } from '../live-calls.ts';
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
    const texts = encodeParts(finished(all, writing.finish), encoding, writing.signal);
    const first = await texts.next();
    // Without that header nginx keeps parts back until its buffer is full.
    const headers = { 'content-type': encoding.contentType, 'x-accel-buffering': 'no' };
    return { status: 200, headers, body: resumed(first, texts) };
  },
  refuse: (errors, answerType) => whole.refuse(errors, answerType),
});

/**
 * Parts that tell as well which REST calls have gone out and come back, as they do. Without a call there is nothing to
 * tell, and the answer is that of any other request.
 *
 * @param isInParts the operation asks for parts of its own.
 */
export const liveParts = (type: PartsType, isOnlyParts: boolean, isInParts: boolean): Mode<AsyncIterable<Payload>> => ({
  ...partsAs(type, isOnlyParts),
  async run(executor, args) {
    const { caller } = args.contextValue;
    const calls = new LiveCalls(caller.spans ?? null, secretsOf(caller));
    const watched = { ...args, contextValue: { ...args.contextValue, caller: { ...caller, spans: calls } } };
    return calls.beside(
      isInParts ? await executor.executeInParts(watched, type.format) : lastPart(executor.execute(watched)),
    );
  },
});

async function* lastPart(answer: ReturnType<Executor['execute']>): AsyncGenerator<Payload, void> {
  yield { ...(await answer), hasNext: false };
}

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
