/**
 * Large bodies are read by turns: of all of them together, one step in each turn of the event loop. A step takes
 * milliseconds; many bodies that come at once would hold up every other request for all of them together.
 */

/** Shorter bodies are read at once, in bytes: a small operation waits for one step of a large body, and not for all of them. */
const LARGE_BYTES = 64 * 1024;

/** How a body is read, from step to step. */
export type BodySteps = Generator<void, void>;

/** In the order in which they came. The first one is read to its end before the next, so that little is held. */
const waiting: BodySteps[] = [];
let isTaken = false;

/** Takes all steps at once for a small body. For a large one the first step only, if this turn has taken none yet. */
export function inTurn(bytes: number, steps: BodySteps): void {
  if (bytes < LARGE_BYTES) {
    while (!steps.next().done);
    return;
  }
  waiting.push(steps);
  if (!isTaken) nextTurn();
}

function nextTurn(): void {
  const [steps] = waiting;
  isTaken = steps !== undefined;
  if (!steps) return;
  setImmediate(nextTurn);
  // Whatever becomes of this step, the others have theirs.
  let isDone = true;
  try {
    isDone = steps.next().done ?? false;
  } finally {
    if (isDone) waiting.shift();
  }
}
