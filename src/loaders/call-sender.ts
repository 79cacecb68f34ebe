/** Sends the calls of one operation: no more than it may, and one that the API fails at in a simpler form once more. */
import { UpstreamError } from '../upstream/errors.ts';
import type { RestResponse } from '../upstream/send.ts';
import { type Call, withoutIncludes } from './call.ts';
import type { OperationOptions, SentCall } from './operation-options.ts';
import type { RecordStore } from './record-store.ts';
import { isLoadable } from './requirements.ts';
import { NO_NAMES } from './no-names.ts';
import { isRead } from './row-reader.ts';

/** The operation would have sent more calls than it may. What was answered before stays. */
export class CallBudgetExceeded extends Error {
  override readonly name = 'CallBudgetExceeded';
  readonly limit: number;

  constructor(limit: number) {
    super(`This part would have taken the operation past its limit of ${limit} REST calls, so it was not fetched.`);
    this.limit = limit;
  }
}

/** The API itself failed, not a server before it, and it did so whenever it was asked. */
const isServerFault = (error: unknown): boolean => error instanceof UpstreamError && error.status === 500;

export class CallSender {
  readonly sent: SentCall[] = [];
  /** How many of them count against the limit. */
  #counted = 0;
  readonly #options: Pick<OperationOptions, 'send' | 'maxCalls'>;
  readonly #store: RecordStore;

  constructor(options: Pick<OperationOptions, 'send' | 'maxCalls'>, store: RecordStore) {
    this.#options = options;
    this.#store = store;
  }

  /**
   * Sends a call. One that the API fails at is sent once more without the includes that may be the reason: the rows tell
   * where those associations lead, so that their records are asked for by their own ids. Rejects with the error that
   * belongs to the call, or {@link CallBudgetExceeded}.
   *
   * @param beforeRetry called when it is sent once more: what it brings then leads to further calls.
   */
  async ask(sent: SentCall, beforeRetry: () => void): Promise<{ readonly asked: Call; readonly answer: RestResponse }> {
    const { call, wave } = sent;
    try {
      return { asked: call, answer: await this.#sendOne(sent) };
    } catch (error) {
      const left = isServerFault(error) ? this.#spareable(call) : NO_NAMES;
      // Of a call that was made, the API's own reason says more than that there is no room for another one.
      if (left.size === 0 || isRead(call) || this.#counted >= this.#options.maxCalls()) throw error;
      const asked = withoutIncludes(call, left);
      beforeRetry();
      return { asked, answer: await this.#sendOne({ call: asked, wave }) };
    }
  }

  #sendOne(sent: SentCall): Promise<RestResponse> {
    // Pages that are only read have a limit of their own, which is kept by who asks for them.
    if (!isRead(sent.call) && ++this.#counted > this.#options.maxCalls())
      throw new CallBudgetExceeded(this.#options.maxCalls());
    this.sent.push(sent);
    return this.#options.send(sent.call.restRequest, sent);
  }

  /** The includes of a call whose records can be had without them. */
  #spareable({ collection, include }: Call): ReadonlySet<string> {
    return new Set(
      [...include].filter((name) => {
        const link = collection.links.get(name);
        return link !== undefined && this.#store.facts.isOwn(link) && link.targets.every(isLoadable);
      }),
    );
  }
}
