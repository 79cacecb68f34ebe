import { isAscii, isUtf8 } from 'node:buffer';

/** Bytes that are read at once. Decoding many more in one go costs page faults. */
const PIECE = 16 * 1024;
/** Escapes pay where they are few: so many, and no more than one for so many bytes. */
const FEW = 16;
const BYTES_AN_ESCAPE = 128;
/** Of a character that UTF-16 writes as two units. */
const LONGEST_ESCAPE = '\\ud83d\\ude00'.length;

/** A piece of a body, as bytes and as words of four. Never read beyond what was just put there. */
const piece = Buffer.alloc(PIECE);
const words = new Int32Array(piece.buffer, piece.byteOffset, PIECE / 4);
/** What is made of it: Latin-1, and escapes. */
const narrow = Buffer.alloc(PIECE + (PIECE / BYTES_AN_ESCAPE + FEW) * LONGEST_ESCAPE);

/**
 * The text of a body of JSON, for `JSON.parse`, which reads it as it would read the body's own; bytes that are no UTF-8
 * are replaced, as `toString` does.
 *
 * V8 keeps a text in one byte a character, unless one of them is beyond U+00FF: then in two. A single `€` doubles
 * a page of rows, and takes up to a tenth of the operations a second (`docs/performance.md`). Where such characters
 * are few, they are therefore given as the escapes that JSON has for them: `\u20ac` (RFC 8259, section 7).
 */
export function jsonTextOf(body: Buffer): string {
  if (isAscii(body)) return body.toString('latin1');
  if (!isUtf8(body)) return body.toString();
  let text = '';
  for (let from = 0; from < body.length; ) {
    const to = endOfCharacter(body, from + PIECE);
    const length = body.copy(piece, 0, from, to);
    text += narrowText(length, body[from - 1]) ?? piece.toString('utf8', 0, length);
    from = to;
  }
  return text;
}

/**
 * The first `length` bytes of {@link piece} as a text of one byte a character; null where that would not pay.
 *
 * @param before the byte before them.
 */
function narrowText(length: number, before: number | undefined): string | null {
  let to = 0;
  let escapes = 0;
  for (let from = 0; ; ) {
    const at = beyondAscii(from, length);
    to += piece.copy(narrow, to, from, at);
    if (at === length) return narrow.toString('latin1', 0, to);
    // Behind a backslash it is no JSON, and an escape would make it some.
    if (++escapes > FEW + at / BYTES_AN_ESCAPE || (at === 0 ? before : piece[at - 1]) === BACKSLASH) return null;
    const width = widthAt(at);
    to = write(pointAt(at, width), to);
    from = at + width;
  }
}

/** Where the first byte beyond ASCII stands in {@link piece}, from `from` on; `length` if there is none. */
function beyondAscii(from: number, length: number): number {
  let at = from;
  for (; (at & 3) !== 0 && at < length; at++) if ((piece[at] as number) > 0x7f) return at;
  for (; at + 16 <= length; at += 16) {
    const word = at >> 2;
    const bits =
      (words[word] as number) | (words[word + 1] as number) | (words[word + 2] as number) | (words[word + 3] as number);
    if ((bits & 0x80808080) !== 0) break;
  }
  while (at < length && (piece[at] as number) <= 0x7f) at++;
  return at;
}

/** How many bytes the character at `at` has, by the first of them (RFC 3629, section 3). */
const widthAt = (at: number): number => {
  const lead = piece[at] as number;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
};

/** The code point of the character at `at`. */
function pointAt(at: number, width: number): number {
  let point = (piece[at] as number) & (0xff >> (width + 1));
  for (let next = at + 1; next < at + width; next++) point = (point << 6) | ((piece[next] as number) & 0x3f);
  return point;
}

/** Writes a character into {@link narrow} at `to`, and returns where it ends. */
function write(point: number, to: number): number {
  if (point <= 0xff) {
    narrow[to] = point;
    return to + 1;
  }
  if (point <= 0xffff) return writeEscape(point, to);
  const beyond = point - 0x10000;
  return writeEscape(0xdc00 | (beyond & 0x3ff), writeEscape(0xd800 | (beyond >> 10), to));
}

const BACKSLASH = 0x5c;
const U = 0x75;
const HEX = Buffer.from('0123456789abcdef');

function writeEscape(unit: number, to: number): number {
  narrow[to] = BACKSLASH;
  narrow[to + 1] = U;
  for (let digit = 0; digit < 4; digit++) narrow[to + 2 + digit] = HEX[(unit >> (12 - 4 * digit)) & 0xf] as number;
  return to + 6;
}

/** Where a character ends at or shortly before `at`: it goes on in bytes that begin with the bits 10, three at most. */
function endOfCharacter(body: Buffer, at: number): number {
  if (at >= body.length) return body.length;
  for (let end = at; end > at - 4; end--) if (((body[end] as number) & 0xc0) !== 0x80) return end;
  return at;
}
