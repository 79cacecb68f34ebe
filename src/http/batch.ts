/** Several operations in one request, as Apollo's and Relay's batching clients send them: run together, answered in order. */
import type { ExecutionResult } from 'graphql';
import type { Executor, OperationArgs } from '../execution/executor.ts';
import type { GatewayResponse } from './exchange.ts';
import type { BatchEntry, GraphQLRequest } from './graphql-request.ts';
import { HttpRefusal, refusalResponse } from './http-errors.ts';
import type { Mode } from './writers/mode.ts';
import { CONTENT_TYPE } from './writers/refusal.ts';
import { whole } from './writers/whole.ts';

/**
 * Where the operations of a batch wait for each other. Once each of them is about to run, or will not, those that are
 * run together.
 */
class Meeting {
  readonly #present: { readonly args: OperationArgs; readonly settle: (result: Promise<ExecutionResult>) => void }[] =
    [];
  #awaited: number;
  #executor: Executor | null = null;

  constructor(awaited: number) {
    this.#awaited = awaited;
  }

  /** Resolves with the answer to one of them. */
  join(executor: Executor, args: OperationArgs): Promise<ExecutionResult> {
    return new Promise((resolve) => {
      this.#present.push({ args, settle: resolve });
      this.#arrived(executor);
    });
  }

  /** One of them is not going to run. */
  leave(): void {
    this.#arrived(null);
  }

  #arrived(executor: Executor | null): void {
    this.#executor ??= executor;
    this.#awaited--;
    if (this.#awaited > 0 || !this.#executor) return;
    const all = this.#executor.executeTogether(this.#present.map(({ args }) => args));
    for (const [at, { settle }] of this.#present.entries())
      settle(all.then((results) => results[at] as ExecutionResult));
  }
}

/**
 * Performs every operation of a batch, each with its own document, plugins and errors. The response is a list of their
 * answers, in their order, with status 200 where any of them is good. Rejects for a fault of the gateway's own.
 *
 * @param perform performs one of them by the mode that it is given.
 */
export async function performTogether(
  entries: readonly BatchEntry[],
  perform: (asked: GraphQLRequest, mode: Mode) => Promise<GatewayResponse>,
): Promise<GatewayResponse> {
  const meeting = new Meeting(entries.length);
  const performed = entries.map(async (entry) => {
    if (entry instanceof HttpRefusal) {
      meeting.leave();
      return refusalResponse(entry, 'application/json');
    }
    let isJoined = false;
    const mode: Mode<ExecutionResult> = {
      ...whole,
      run(executor, args) {
        isJoined = true;
        return meeting.join(executor, args);
      },
    };
    try {
      return await perform(entry, mode);
    } finally {
      if (!isJoined) meeting.leave();
    }
  });
  // All of them, so that none is left to fail later.
  const settled = await Promise.allSettled(performed);
  const responses = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  const statuses = responses.map(({ status }) => status);
  return {
    // Each answer tells for itself how it went. Where none is any good, the response says so as well.
    status: statuses.some((status) => status < 400) ? 200 : Math.max(...statuses),
    headers: CONTENT_TYPE['application/json'],
    body: `[${responses.map(({ body }) => body as string).join(',')}]`,
  };
}
