/** Long work in steps, so that other requests do not wait for it: everything else has its turn in between. */
import type { AbortSignalLike } from '../upstream/send.ts';
import { Stopped } from './answer-budget.ts';

/** How long such work goes on in one turn of the event loop, all of it together, in milliseconds. */
const TURN_MS = 8;

/** Those whose work goes on in a later turn, in the order in which they have it. */
const waiting: (() => void)[] = [];
/** When the work of this turn began; `null` where none has. */
let turnStartedMs: number | null = null;

/** Takes all steps at once. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Takes all steps, at once where that is soon done, or else by turns with everything else. However many work so, they share
 * one turn: a small operation waits for one of them, and not for all. Fails as the steps do.
 *
 * @param signal ends the work between two turns, with {@link Stopped}. Default: it is done to the end.
 */
export function timeSliced<Result>(
  steps: Generator<void, Result>,
  signal?: Pick<AbortSignalLike, 'aborted'>,
): Result | Promise<Result> {
  if (turnStartedMs === null) {
    turnStartedMs = performance.now();
    setImmediate(nextTurn);
  }
  const until = turnStartedMs + TURN_MS;
  // Those before it go first. One step is always taken, so that small work is done without a promise.
  do {
    const step = steps.next();
    if (step.done) return step.value;
  } while (performance.now() < until);
  return goOn(steps, signal);
}

/** Begins a turn with those who wait longest; each goes on until the turn is over. */
function nextTurn(): void {
  turnStartedMs = null;
  const next = waiting.shift();
  if (!next) return;
  turnStartedMs = performance.now();
  setImmediate(nextTurn);
  next();
}

async function goOn<Result>(
  steps: Generator<void, Result>,
  signal: Pick<AbortSignalLike, 'aborted'> | undefined,
): Promise<Result> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
  });
  if (signal?.aborted) throw new Stopped(false);
  return timeSliced(steps, signal);
}
