import { type HttpRefusal, shuttingDown } from './http-errors.ts';
import { LiveSet } from './live-set.ts';

/** A request that is not answered yet. */
export interface OpenRequest {
  /** Calls off the work on it and answers it with a refusal. Returns false where it has been answered. */
  giveUp(refusal: HttpRefusal): boolean;
}

/** The requests that are worked on, so that the last of them can be answered when the gateway has to stop. */
export class OpenRequests {
  readonly #requests = new LiveSet<OpenRequest>();

  /** Adds a request. What is returned takes it away. */
  add(request: OpenRequest): () => void {
    return this.#requests.add(request);
  }

  /** Answers all of them with 503. Returns how many that were. */
  cutOff(): number {
    const refusal = shuttingDown();
    return [...this.#requests].filter((request) => request.giveUp(refusal)).length;
  }
}
