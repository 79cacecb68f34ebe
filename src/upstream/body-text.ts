import { isAscii } from 'node:buffer';

/** Bytes that are decoded at once. */
const PIECE = 16 * 1024;

/**
 * The text of a body in UTF-8; what is none is replaced, as `toString` does.
 *
 * Where a page of rows holds anything beyond ASCII, decoding it in one go cost ten page faults and a quarter of the time
 * that its parsing takes (`docs/performance.md`). In pieces it does not.
 */
export function textOf(body: Buffer): string {
  if (body.length <= PIECE || isAscii(body)) return body.toString();
  let text = '';
  for (let from = 0; from < body.length; ) {
    const to = endOfCharacter(body, from + PIECE);
    text += body.toString('utf8', from, to);
    from = to;
  }
  return text;
}

/** Where a character ends at or shortly before `at`: it goes on in bytes that begin with the bits 10 (RFC 3629, section 3), three at most. */
function endOfCharacter(body: Buffer, at: number): number {
  if (at >= body.length) return body.length;
  for (let end = at; end > at - 4; end--) if (((body[end] as number) & 0xc0) !== 0x80) return end;
  return at;
}
