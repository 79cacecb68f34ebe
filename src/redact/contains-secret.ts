import { redact } from './redact.ts';

/** Whether a text that a client chose contains one of its secrets, or the beginning of one, and must not be shown. */
export const containsSecret = (text: string, secrets: readonly string[]): boolean => redact(text, secrets) !== text;
