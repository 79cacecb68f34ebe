/** Bodies in other character sets than UTF-8, which JSON has unless a server says otherwise. */

type Decode = (body: Buffer) => string;

/** By content type as it was sent: an API has one, or a few. */
const known = new Map<string, Decode | null>();
const MOST_KNOWN = 50;

const fromUtf8: Decode = (body) => body.toString();

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

function readDecoder(contentType: string): Decode | null {
  const [, charset] = CHARSET.exec(contentType) ?? [];
  if (charset === undefined || /^(?:utf-?8|us-ascii)$/i.test(charset)) return fromUtf8;
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return (body) => decoder.decode(body);
  } catch {
    return null;
  }
}

/**
 * What makes text of a body with this content type; null for a character set that is not known. It throws where the
 * body is not in the character set that was declared, UTF-8 apart, where bytes that are none are replaced.
 */
export function decoderOf(contentType: string | undefined): Decode | null {
  if (contentType === undefined) return fromUtf8;
  let decode = known.get(contentType);
  if (decode === undefined) {
    decode = readDecoder(contentType);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(contentType, decode);
  }
  return decode;
}
