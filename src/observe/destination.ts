import pino, { type DestinationStream } from 'pino';
import { prettyLine } from './pretty.ts';

/** Limit of unwritten lines, in bytes. Further lines are dropped, so a blocked pipe stops nothing else. */
const MAX_UNWRITTEN_BYTES = 16 * 2 ** 20;

/** Lines go out together, because a write of its own costs more than all the rest of a line: so many bytes, or so many milliseconds. */
const TOGETHER_BYTES = 8 * 2 ** 10;
const TOGETHER_MS = 100;

/** What one write to a pipe may hold so that nothing of another process comes in between: PIPE_BUF of Linux. */
const WHOLE_BYTES = 4 * 2 ** 10;

export interface LogDestination extends DestinationStream {
  /** Writes out, and waits for, what has not been written yet. */
  flush(): void;
}

/**
 * Standard error: JSON for machines, and lines for people where it is a terminal.
 *
 * @param shared whether other processes write there too: then lines go out in pieces that stay whole
 */
export function standardError(
  { isTTY = false }: { isTTY?: boolean } = process.stderr,
  { shared = false } = {},
): LogDestination {
  if (isTTY) return { write: (line) => void process.stderr.write(`${prettyLine(line)}\n`), flush: () => {} };
  const file = pino.destination({
    dest: 2,
    sync: false,
    ...(shared
      ? // Less than the whole by what a line is of at most, so that few pieces are far from full.
        { minLength: WHOLE_BYTES - 1024, maxWrite: WHOLE_BYTES }
      : { minLength: TOGETHER_BYTES }),
    periodicFlush: TOGETHER_MS,
    maxLength: MAX_UNWRITTEN_BYTES,
  });
  // The reader is gone, and there is nowhere left to report it.
  file.on('error', () => {});
  return {
    write: (line) => void file.write(line),
    flush() {
      try {
        file.flushSync();
      } catch {
        // As above.
      }
    },
  };
}
