import { redact } from './redact.ts';

/** Whether a text that a client chose holds one of its secrets, or the beginning of one, so that nobody may see it. */
export const containsSecret = (text: string, secrets: readonly string[]): boolean =>
  redact(text, secrets) !== text;
