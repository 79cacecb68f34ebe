/** The log line of an unexpected error. */
import { oneLine } from './one-line.ts';
import { redact } from './redact.ts';

const MAX_LENGTH = 1_000;
const MAX_FRAMES = 6;

/**
 * One line about an error: its name, its message, that of its cause, and where it was thrown.
 *
 * @param secrets of whose error it was: the token, and what came in its place. They are taken out, whatever they came in
 *   with. With `null`, messages are left out, because they may contain anything.
 */
export function errorLine(error: unknown, secrets: readonly string[] | null): string {
  const words = secrets === null ? nameOf(error) : redact(describe(error), secrets);
  const frames = error instanceof Error ? framesOf(error) : [];
  return oneLine(`unexpected error: ${[words.slice(0, MAX_LENGTH), ...frames].join(' < ')}`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${nameOf(error)}: ${error.message}${error.cause === undefined ? '' : ` (cause: ${describeShallow(error.cause)})`}`;
}

const describeShallow = (error: unknown) =>
  error instanceof Error ? `${nameOf(error)}: ${error.message}` : typeof error;

const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);

/** The innermost frames. They begin with `at`, where a message that has lines of its own does not. */
const framesOf = ({ stack }: Error) =>
  (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES);
