import { isAscii } from 'node:buffer';

/** Bytes that are decoded at once. */
const PIECE = 16 * 1024;

/**
 * The text of a body in UTF-8; what is none is replaced, as `toString` does.
 *
 * Node decodes text beyond ASCII by way of a copy in UTF-16 outside of its heap. For a page of rows that copy is so
 * large that its memory is taken from the system and given back each time, which costs as much as parsing the page.
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
