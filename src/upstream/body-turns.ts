/**
 * Large bodies are read by turns: of all of them together, one step in each turn of the event loop. A step takes
 * milliseconds; many bodies that come at once would hold up every other request for all of them together.
 */
import { FairQueue, type Queue } from './fair-queue.ts';
import type { Principal } from './principal.ts';

/** Shorter bodies are read at once, in bytes: a small operation waits for one step of a large body, and not for all of them. */
const LARGE_BYTES = 64 * 1024;

/** How a body is read, from step to step. */
export type BodySteps = Generator<void, void>;

/** By turns between principals, and for each in the order in which they came: many bodies of one hold up no other. */
const waiting = new FairQueue<Queue, BodySteps>();
/** The one that is read, to its end before the next, so that little is held. */
let reading: BodySteps | undefined;
/** Whether this turn of the event loop has had its step. */
let isTaken = false;

/** Takes all steps at once for a small body. For a large one the first step only, if this turn has taken none yet. */
export function inTurn(bytes: number, principal: Principal, steps: BodySteps): void {
  if (bytes < LARGE_BYTES) {
    while (!steps.next().done);
    return;
  }
  waiting.add({ principal }, steps);
  if (!isTaken) nextTurn();
}

function nextTurn(): void {
  reading ??= waiting.next(always);
  isTaken = reading !== undefined;
  if (!reading) return;
  setImmediate(nextTurn);
  // Whatever becomes of this step, the others have theirs.
  let isDone = true;
  try {
    isDone = reading.next().done ?? false;
  } finally {
    if (isDone) reading = undefined;
  }
}

const always = () => true;
