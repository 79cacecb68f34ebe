/**
 * How many tokens of a language model a text takes, without the vocabulary of any. Words, numbers and punctuation are
 * counted as the common byte-pair encodings split them, rather a few too many than too few.
 */

const LETTERS_PER_TOKEN = 7;
const DIGITS_PER_TOKEN = 3;
const SIGNS_PER_TOKEN = 2;

/** Parts of identifiers, digits, blanks, anything beyond ASCII, and runs of other signs. */
const PIECES = /[A-Z]?[a-z]+|[A-Z]+|\d+|\s+|[^\u0020-\u007e\s]|[!-/:-@[-`{-~]+/gu;

/** An estimate. That of two texts together is never above the sum of both and one. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += ofPiece(piece);
  return tokens;
}

function ofPiece(piece: string): number {
  const first = piece.charCodeAt(0);
  // A single blank goes with the word behind it.
  if (/\s/.test(piece)) return piece === ' ' ? 0 : 1;
  if (first > 0x7e) return piece.length;
  if (first >= 0x30 && first <= 0x39) return Math.ceil(piece.length / DIGITS_PER_TOKEN);
  if (/[A-Za-z]/.test(piece)) return Math.ceil(piece.length / LETTERS_PER_TOKEN);
  return Math.ceil(piece.length / SIGNS_PER_TOKEN);
}

/** The tokens of a value as JSON. */
export const tokensOf = (value: unknown): number => estimateTokens(JSON.stringify(value) ?? '');
