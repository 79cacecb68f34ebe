import { hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { partyName, seal, secretsOf, sharedName, unseal } from '../../src/redis/record-seal.ts';

const API = 'https://api.mavenlink.com/api/v1';
const TOKEN = 'cANARY-0123456789-abcdefgh';
const ADA = { key: 'users', id: '7' };
const secrets = secretsOf(TOKEN, API, ADA);

describe('the secrets of a record', () => {
  it('are made of the token by HKDF with SHA-512', () => {
    const info = JSON.stringify(['record', 'users', '7']);
    const bytes = Buffer.from(hkdfSync('sha512', TOKEN, `kantata-graphql-gateway 1 ${API}`, info, 56));

    expect(secrets.name).toBe(`kantata-gateway:${bytes.subarray(0, 24).toString('base64url')}`);
    expect(Buffer.from(secrets.key)).toEqual(bytes.subarray(24));
    expect(secretsOf(TOKEN, API, ADA)).toEqual(secrets);
  });

  it.each([
    ['another token', secretsOf(`${TOKEN}x`, API, ADA)],
    ['another id', secretsOf(TOKEN, API, { key: 'users', id: '8' })],
    ['another type', secretsOf(TOKEN, API, { key: 'roles', id: '7' })],
    ['another API', secretsOf(TOKEN, 'https://staging.example.com', ADA)],
    ['what would be the same text without its limits', secretsOf(TOKEN, API, { key: 'users","7', id: '' })],
  ])('are others for %s', (_, others) => {
    expect(others.name).not.toBe(secrets.name);
    expect(Buffer.from(others.key)).not.toEqual(Buffer.from(secrets.key));
    expect(unseal(others, seal(secrets, 'text'))).toBeNull();
  });

  it('hold nothing of what they are made of in their name', () => {
    const names = [secrets.name, partyName(TOKEN, API), sharedName('rate', API)].join(' ');

    for (const part of [TOKEN, Buffer.from(TOKEN).toString('base64url'), 'users', 'mavenlink'])
      expect(names).not.toContain(part);
  });
});

describe('a sealed record', () => {
  it('is read by its secrets, and shows nothing of what is in it', () => {
    const text = JSON.stringify({ full_name: 'Ada Lovelace — 愛' });
    const sealed = seal(secrets, text);

    expect(unseal(secrets, sealed)).toBe(text);
    expect(sealed.toString('latin1')).not.toMatch(/Ada|Lovelace|full_name/);
  });

  it('is another one each time', () => {
    expect(seal(secrets, 'text')).not.toEqual(seal(secrets, 'text'));
  });

  it('is no record once any byte of it has been changed', () => {
    const sealed = seal(secrets, 'the text of a record');

    for (let at = 0; at < sealed.length; at++) {
      const tampered = Buffer.from(sealed);
      tampered[at] = (tampered[at] as number) ^ 1;
      expect(unseal(secrets, tampered)).toBeNull();
    }
  });

  it.each([
    ['nothing', ''],
    ['less than a nonce and a tag', 'too short'],
    ['something else', 'a text that somebody else has put in its place, and that is long enough'],
  ])('is not %s', (_, text) => {
    expect(unseal(secrets, Buffer.from(text))).toBeNull();
  });

  it('cannot be cut short', () => {
    const sealed = seal(secrets, 'the text of a record');

    for (let length = 0; length < sealed.length; length++)
      expect(unseal(secrets, sealed.subarray(0, length))).toBeNull();
  });

  it('cannot be put in the place of another record of the same token', () => {
    const other = secretsOf(TOKEN, API, { key: 'users', id: '8' });

    expect(unseal({ name: other.name, key: secrets.key }, seal(secrets, 'text'))).toBeNull();
  });
});
