/** An answer in parts, for `@defer` and `@stream`. */
import type { Payload } from '../../execution/incremental.ts';
import type { Finish } from '../finish.ts';
import { PARTS_TYPE, partsText } from '../multipart.ts';
import type { Mode } from './mode.ts';
import { whole } from './whole.ts';

export const parts: Mode<AsyncIterable<Payload>> = {
  name: 'parts',
  run: (executor, args) => executor.executeInParts(args),
  async write(payloads, { finish }) {
    const texts = partsText(finished(payloads, finish));
    // A fault before the first part has still a status of its own.
    const first = await texts.next();
    return { status: 200, headers: { 'content-type': PARTS_TYPE }, body: resumed(first, texts) };
  },
  refuse: (errors, answerType) => whole.refuse(errors, answerType),
};

/** The payloads, all errors in them finished. */
async function* finished(payloads: AsyncIterable<Payload>, finish: Finish): AsyncGenerator<Payload, void> {
  for await (const payload of payloads)
    yield {
      ...withErrors(payload, finish),
      ...(payload.incremental && { incremental: payload.incremental.map((one) => withErrors(one, finish)) }),
    };
}

const withErrors = <Part extends Pick<Payload, 'errors'>>(part: Part, finish: Finish): Part =>
  part.errors ? { ...part, errors: finish(part.errors) } : part;

/** Goes on where the first part has been taken already. */
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
