import type { Caller } from '../send.ts';
import type { Clock } from '../clock.ts';
import { UpstreamError, type UpstreamRequest } from '../errors.ts';

/** Waits so many milliseconds, or until the caller leaves: then it rejects with `aborted`. */
export const wait = (ms: number, clock: Clock, { signal }: Caller, request: UpstreamRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = () => {
      callOff();
      signal?.removeEventListener('abort', leave);
      reject(new UpstreamError({ kind: 'aborted' }, request));
    };
    const callOff = clock.after(ms, () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    });
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave);
  });
