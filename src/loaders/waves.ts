/**
 * When waves go out. DataLoader collects what waits; a wave starts when no call is under way that
 * could add to it, or when the first that waits has waited long enough.
 */
import DataLoader from 'dataloader';
import type { LoadRequest } from './load-request.ts';

export interface WavesOptions {
  /** In milliseconds; `unbounded` waits for every call that could add to the wave. */
  readonly waitMs: number | 'unbounded';
  /** Called when a wave is about to go out: whatever it adds still belongs to it. */
  readonly beforeStart: () => void;
  /** Sends a wave. Of each demand, the calls that concern it. */
  readonly send: (loadRequests: readonly LoadRequest[]) => ReadonlyMap<LoadRequest, readonly Promise<void>[]>;
  /** Called when a wave has gone out. */
  readonly afterStart: () => void;
}

/** That a demand's calls are under way, and when they are done. */
interface Delivery {
  readonly done: Promise<unknown>;
}

export class Waves {
  readonly #options: WavesOptions;
  readonly #loader: DataLoader<LoadRequest, Delivery>;
  #underWay = 0;
  #dispatch: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WavesOptions) {
    this.#options = options;
    this.#loader = new DataLoader((loadRequests) => this.#send(loadRequests), {
      cache: false,
      maxBatchSize: Number.POSITIVE_INFINITY,
      batchScheduleFn: (dispatch) => this.#schedule(dispatch),
    });
  }

  /** Resolves when every call that concerns the demand is done, well or not. */
  async load(loadRequest: LoadRequest): Promise<void> {
    const { done } = await this.#loader.load(loadRequest);
    await done;
  }

  /** Keeps the next wave waiting for a call, for as long as waves wait at all. The result ends that. */
  hold(): () => void {
    this.#underWay++;
    return () => {
      this.#underWay--;
      if (this.#underWay === 0 && this.#dispatch) this.#startSoon();
    };
  }

  #send(loadRequests: readonly LoadRequest[]): Promise<Delivery[]> {
    const calls = this.#options.send(loadRequests);
    return Promise.resolve(loadRequests.map((loadRequest) => ({ done: Promise.all(calls.get(loadRequest) ?? []) })));
  }

  #schedule(dispatch: () => void): void {
    this.#dispatch = dispatch;
    if (this.#underWay === 0) this.#startSoon();
    else if (this.#options.waitMs !== 'unbounded')
      this.#timer ??= setTimeout(() => this.#start(), this.#options.waitMs);
  }

  #startSoon(): void {
    // After the promises that have just been settled have run: what they lead to belongs to this wave.
    void Promise.resolve().then(() => process.nextTick(() => this.#underWay === 0 && this.#start()));
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const dispatch = this.#dispatch;
    this.#options.beforeStart();
    this.#dispatch = null;
    dispatch?.();
    this.#options.afterStart();
  }
}
