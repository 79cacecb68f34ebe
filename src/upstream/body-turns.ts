/**
 * Large bodies are read one in each turn of the event loop. To read one takes milliseconds, with all that its rows lead to;
 * many that come at once would hold up every other request for all of them together.
 */

/** Shorter bodies are read at once, in bytes: a small operation waits for one large body, and not for all of them. */
const LARGE_BYTES = 64 * 1024;

const waiting: (() => void)[] = [];
let isTaken = false;

/** Calls `read` at once where this turn has read no large body yet, or else in a later turn. */
export function inTurn(bytes: number, read: () => void): void {
  if (bytes < LARGE_BYTES) return read();
  if (isTaken) return void waiting.push(read);
  isTaken = true;
  setImmediate(nextTurn);
  read();
}

function nextTurn(): void {
  const read = waiting.shift();
  isTaken = read !== undefined;
  if (!read) return;
  setImmediate(nextTurn);
  read();
}
