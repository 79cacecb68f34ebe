/** Long work in steps, so that it keeps nobody waiting: everything else has its turn in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long such work goes on before others have their turn, in milliseconds. */
const TURN_MS = 10;

/** Takes all steps at once. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Takes all steps, at once where that is soon done, or else by turns with everything else. Fails as they do. */
export function timeSliced<Result>(steps: Generator<void, Result>): Result | Promise<Result> {
  const until = performance.now() + TURN_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() >= until) return goOn(steps);
  }
}

async function goOn<Result>(steps: Generator<void, Result>): Promise<Result> {
  await nextTurn();
  return timeSliced(steps);
}
