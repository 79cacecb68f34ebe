/** Sealing what a browser keeps for the gateway: JSON Web Encryption (RFC 7516), `dir` with AES-256-GCM. */
import { createHash } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** What a sealed text is for. One that was sealed for another purpose does not open. */
type Purpose = 'session' | 'attempt' | 'kept token';

export interface SealOptions {
  readonly purpose: Purpose;
  /** When it opens no more, in seconds since 1970. */
  readonly expiresAt: number;
}

export interface Sealer {
  /** Seals a value with the first key. */
  seal(value: JWTPayload, options: SealOptions): Promise<string>;
  /** The value; `null` for a text that has expired, is for another purpose, or was sealed with no key that is known. */
  open(sealed: string, purpose: Purpose): Promise<JWTPayload | null>;
}

const ISSUER = 'kantata-graphql-gateway';

/** Names a key without telling anything of it. */
const kidOf = (key: Uint8Array) => createHash('sha256').update('kid').update(key).digest('base64url').slice(0, 11);

/**
 * Seals with the first of the keys and opens with all of them, so that a key is replaced by putting a new one before it.
 *
 * @param keys gives the keys of 32 bytes each, as they are at the moment.
 * @param now the time in milliseconds since 1970. Default: `Date.now`
 */
export function createSealer(keys: () => readonly Uint8Array[], now: () => number = Date.now): Sealer {
  return {
    async seal(value, { purpose, expiresAt }) {
      const [key] = keys();
      if (!key) throw new Error('no key to seal with');
      return new EncryptJWT(value)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: kidOf(key) })
        .setIssuer(ISSUER)
        .setAudience(purpose)
        .setExpirationTime(expiresAt)
        .encrypt(key);
    },
    async open(sealed, purpose) {
      const find = ({ kid }: { kid?: string }) => {
        const key = keys().find((one) => kidOf(one) === kid);
        // Without an error of its own, jose would throw one that looks like a fault.
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      };
      try {
        const { payload } = await jwtDecrypt(sealed, find, {
          issuer: ISSUER,
          audience: purpose,
          requiredClaims: ['exp'],
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
          currentDate: new Date(now()),
        });
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
