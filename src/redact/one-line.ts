/**
 * The text on one line: what would break a line, or show it otherwise than it is written, becomes a space.
 *
 * Cc and Cf: newlines, escapes, bidirectional overrides. Zl and Zp: U+2028 and U+2029, which break log lines.
 */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
