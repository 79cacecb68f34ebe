import pino, { type DestinationStream } from 'pino';
import { prettyLine } from './pretty.ts';

/** Lines that nobody reads are kept up to here, in bytes; further ones are dropped, so that a stuck pipe stops nothing else. */
const MAX_UNWRITTEN_BYTES = 16 * 2 ** 20;

export interface LogDestination extends DestinationStream {
  /** Writes out what has not been written yet. */
  flush(): void;
}

/** Standard error: JSON for machines, and lines for people where it is a terminal. */
export function standardError({ isTTY = false }: { isTTY?: boolean } = process.stderr): LogDestination {
  if (isTTY) return { write: (line) => void process.stderr.write(`${prettyLine(line)}\n`), flush: () => {} };
  // Not held back, and not waited for either.
  const file = pino.destination({ dest: 2, sync: false, maxLength: MAX_UNWRITTEN_BYTES });
  return {
    write: (line) => void file.write(line),
    flush: () => file.flushSync(),
  };
}
