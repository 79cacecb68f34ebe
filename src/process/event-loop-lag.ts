/** Detects an overloaded process by the lag of its event loop. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoopLagOptions {
  /** How late one turn in a hundred may begin, in milliseconds. */
  readonly maxLagMs: number;
  /** How long a window is that is judged as a whole, in milliseconds. Default: 5 seconds. */
  readonly windowMs?: number;
  /** Called when the process becomes late and when it recovers, with the lag of the window in milliseconds. */
  readonly changed?: (isLate: boolean, lagMs: number) => void;
}

export interface LoopLag {
  /** The p99 of the last whole window was above `maxLagMs`. */
  readonly isLate: boolean;
  stop(): void;
}

const DEFAULT_WINDOW_MS = 5_000;
/** How often it is looked whether a turn is late, in milliseconds: often enough that one pause is not one in a hundred. */
const EVERY_MS = 20;

/**
 * Watches the event loop. It is late when the p99 of a window is: a single pause, of a collection of garbage or of one
 * large answer, is not what others should be sent elsewhere for. It never keeps the process running.
 */
export function watchLoopLag({ maxLagMs, windowMs = DEFAULT_WINDOW_MS, changed }: LoopLagOptions): LoopLag {
  const delays = monitorEventLoopDelay({ resolution: EVERY_MS });
  delays.enable();
  let isLate = false;
  const judge = () => {
    // In nanoseconds, including the wait itself.
    const lagMs = delays.count === 0 ? 0 : Math.max(0, delays.percentile(99) / 1e6 - EVERY_MS);
    delays.reset();
    if (lagMs > maxLagMs === isLate) return;
    isLate = !isLate;
    changed?.(isLate, lagMs);
  };
  const timer = setInterval(judge, windowMs).unref();
  return {
    get isLate() {
      return isLate;
    },
    stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
}
