/**
 * Records as they are kept where others may look: sealed with keys that only the token makes.
 *
 * Each record has a name and a key of its own, both made of the token by HKDF (RFC 5869) with SHA-512. The
 * name is all that can be listed, and tells neither token nor type nor id. The content is encrypted by
 * AES-256-GCM (NIST SP 800-38D) with the name as associated data, so that one record cannot be put in
 * the place of another. A key of its own keeps the number of random nonces under one key far below the
 * 2^32 that the standard allows, however long a token is used.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { RecordName } from '../loaders/record-cache.ts';

/** What a record is found by, and what it is read with. */
export interface RecordSecrets {
  readonly name: string;
  readonly key: Uint8Array;
}

const NAME_BYTES = 24;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Changes when what is sealed changes its form. */
const VERSION = 'kantata-graphql-gateway 1';
const PREFIX = 'kantata-gateway:';

/** Bytes that only this token makes for this purpose, of this API. */
const derived = (token: string, apiUrl: string, purpose: readonly string[], length: number) =>
  new Uint8Array(hkdfSync('sha512', token, `${VERSION} ${apiUrl}`, JSON.stringify(purpose), length));

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/**
 * The secrets of a record of this token.
 *
 * @param apiUrl base of the API that it is a token of: one Redis may serve gateways before several.
 */
export function secretsOf(token: string, apiUrl: string, { key, id }: RecordName): RecordSecrets {
  const bytes = derived(token, apiUrl, ['record', key, id], NAME_BYTES + KEY_BYTES);
  return { name: PREFIX + base64url(bytes.subarray(0, NAME_BYTES)), key: bytes.subarray(NAME_BYTES) };
}

/** A name for a token, to tell it from others with: nothing can be found by it. */
export const partyName = (token: string, apiUrl: string): string =>
  base64url(derived(token, apiUrl, ['party'], NAME_BYTES));

/** Where what all tokens share is kept: it holds no secret. */
export const sharedName = (purpose: string, apiUrl: string): string =>
  `${PREFIX}${purpose}:${base64url(derived('', apiUrl, [purpose], NAME_BYTES))}`;

/** Encrypts a text: nonce, ciphertext and tag. */
export function seal({ name, key }: RecordSecrets, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** The text that {@link seal} encrypted; `null` for what this token did not seal under this name, or somebody changed. */
export function unseal({ name, key }: RecordSecrets, sealed: Buffer): string | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
