import { withoutSecrets } from './redact.ts';

/** Whether a text that a client chose holds one of its secrets, or the beginning of one, so that nobody may see it. */
export const holdsSecret = (text: string, secrets: readonly string[]): boolean =>
  withoutSecrets(text, secrets) !== text;
