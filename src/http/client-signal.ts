import type { ServerResponse } from 'node:http';
import type { AbortSignalLike } from '../upstream/send.ts';

/** Tells when nobody waits for an answer any more. */
export interface ClientSignal extends AbortSignalLike {
  /** Has it be so before the client goes: the request is told something else. */
  giveUp(): void;
}

/** Tells when the client has gone before it had its answer. An `AbortController` would cost ten times as much. */
export function clientSignalOf(response: ServerResponse): ClientSignal {
  let listeners: Set<() => void> | null = null;
  let givenUp = false;
  const tell = () => {
    if (!listeners) return;
    for (const listener of listeners) listener();
  };
  response.once('close', () => {
    if (!response.writableFinished && !givenUp) tell();
  });
  return {
    get aborted() {
      return givenUp || (response.destroyed && !response.writableFinished);
    },
    addEventListener: (_, listener) => void (listeners ??= new Set()).add(listener),
    removeEventListener: (_, listener) => void listeners?.delete(listener),
    giveUp() {
      if (givenUp) return;
      givenUp = true;
      tell();
    },
  };
}
