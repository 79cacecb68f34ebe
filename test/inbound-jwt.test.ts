/** Callers who bring a token of an issuer: which tokens are good, and what happens while the issuer is changing or gone. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import * as fc from 'fast-check';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jwtCheck } from '../src/identity/jwt-check.ts';
import { createKeySet, type KeySetOptions } from '../src/identity/key-set.ts';
import { type Issuer, now, type SignOptions, startIssuer } from './support/issuer.ts';
import { sized } from './support/long-form.ts';
import { startService, trusting, usersWith } from './support/service.ts';

const KANTATA_TOKEN = 'cANARY-api-token-0123456789';
const USERS = usersWith(KANTATA_TOKEN);
const ada = { data: { user: { fullName: 'Ada Lovelace' } } };

/** A gateway that trusts one issuer, for tests that leave both as they are. */
const issuer = await startIssuer();
const service = await startService({ KANTATA_TOKEN, ...trusting(issuer) }, USERS);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const goodClaims = () => ({ iss: issuer.name, aud: issuer.audience, sub: 'ada', exp: now() + 3600 });

const [key] = issuer.keys as [Issuer['keys'][number]];

/** A token that is signed by a secret: what whoever verifies with it can make. */
const byHmac = (secret: string, alg = 'HS256') => {
  const content = `${base64url({ alg, kid: key.kid })}.${base64url(goodClaims())}`;
  return `${content}.${createHmac(alg.replace('HS', 'sha'), secret).update(content).digest('base64url')}`;
};

/** A key of somebody else. */
const stranger = await generateKeyPair('ES256', { extractable: true });
const byStranger = (header: object) =>
  new SignJWT(goodClaims()).setProtectedHeader({ alg: 'ES256', ...header }).sign(stranger.privateKey);

describe('a token of the issuer', () => {
  it('is good, and goes no further than the gateway', async () => {
    service.sandbox.reset();
    const token = await issuer.sign();

    expect(await service.ask(token)).toMatchObject({ status: 200, body: ada });

    expect(service.sandbox.requests.map((request) => request.token)).toEqual([KANTATA_TOKEN]);
    expect(JSON.stringify(service.sandbox.requests)).not.toContain(token);
  });

  it.each<[string, () => object]>([
    ['for several audiences, of which this is one', () => ({ aud: ['another', issuer.audience] })],
    ['of nobody in particular', () => ({ sub: undefined })],
    ['that has expired a moment ago, for clocks differ', () => ({ exp: now() - 1 })],
    ['that is good from now on', () => ({ nbf: now() })],
  ])('is good %s', async (_, claims) => {
    expect((await service.ask(await issuer.sign({ ...claims() }))).status).toBe(200);
  });

  it.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])('may be signed with %s', async (alg) => {
    await using other = await startIssuer();
    const signing = await other.addKey(alg);
    const keys = createKeySet({ url: other.jwksUrl, log: () => {} });
    const check = jwtCheck({ keys, issuer: other.name, audience: other.audience });

    expect(await check(await other.sign({}, { key: signing }))).toBe('jwt ada');
    await keys.close();
  });

  it('makes its subject a caller, whatever else is in it', async () => {
    const from = service.lines.length;
    for (const claims of [{ sub: 'ada' }, { sub: 'ada', exp: now() + 60, jti: '7' }, { sub: 'grace' }])
      await service.ask(await issuer.sign(claims));

    await expect.poll(() => service.lines.length).toBe(from + 3);
    const [one, again, other] = service.lines.slice(from).map((line) => JSON.parse(line).principal);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe('where scopes are needed, a token', () => {
  const settings = { KANTATA_TOKEN, ...trusting(issuer), INBOUND_SCOPES: 'kantata:read reports' };

  it.each<[string, object]>([
    ['with both', { scope: 'reports kantata:read' }],
    ['with more', { scope: 'openid kantata:read reports' }],
    ['with a list of them', { scope: ['kantata:read', 'reports'] }],
    ['with them in scp', { scp: 'kantata:read reports' }],
    ['with a list of them in scp', { scp: ['kantata:read', 'reports'] }],
  ])('%s is good', async (_, claims) => {
    await using strict = await startService(settings, USERS);

    expect(await strict.ask(await issuer.sign({ ...claims }))).toMatchObject({ status: 200, body: ada });
  });

  it.each<[string, object]>([
    ['without any', {}],
    ['with one of two', { scope: 'kantata:read' }],
    ['with the beginning of one', { scope: 'kantata reports' }],
    ['with something else than a text', { scope: { 'kantata:read': true, reports: true }, scp: 1 }],
  ])('%s is refused by status 403 at every path, which names what is needed', async (_, claims) => {
    await using strict = await startService(settings, USERS);
    const token = await issuer.sign({ ...claims });

    for (const path of ['/graphql', '/explain']) {
      const { status, headers, text } = await strict.ask(token, undefined, path);
      expect(status).toBe(403);
      expect(headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="kantata:read reports"');
      expect(text).toContain('"code":"FORBIDDEN"');
      expect(text).toContain('It needs: kantata:read reports.');
    }
    expect(strict.requests()).toEqual([]);
  });

  it('of another audience learns nothing of them', async () => {
    await using strict = await startService(settings, USERS);

    const { status, headers } = await strict.ask(await issuer.sign({ aud: 'another' }));

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is no secret, which is good for everything', async () => {
    const INBOUND_SECRET = 'cANARY-first-secret-0123456789';
    await using strict = await startService({ ...settings, INBOUND_SECRET }, USERS);

    expect((await strict.ask(INBOUND_SECRET)).status).toBe(200);
  });
});

/** Of each: what it is, how it is made, and what is told of it. */
const bad: [title: string, make: () => string | Promise<string>][] = [
  ['of another issuer', () => issuer.sign({ iss: 'https://issuer.example/' })],
  ['of an issuer that is nearly this one', () => issuer.sign({ iss: issuer.name.slice(0, -1) })],
  ['without an issuer', () => issuer.sign({ iss: undefined })],
  ['for another audience', () => issuer.sign({ aud: 'another' })],
  ['for nobody in particular', () => issuer.sign({ aud: undefined })],
  ['for no audience at all', () => issuer.sign({ aud: [] })],
  ['that never expires', () => issuer.sign({ exp: undefined })],
  ['whose end is no number', () => issuer.sign({ exp: 'never' })],
  ['that is not good yet', () => issuer.sign({ nbf: now() + 3600 })],
  ['that has expired, for another audience', () => issuer.sign({ exp: now() - 3600, aud: 'another' })],
  ['with the name of a key that there is not', () => issuer.sign({}, { header: { kid: 'no-such-key' } })],
  ['signed by another key of the same name', () => byStranger({ kid: key.kid })],
  ['that brings its own key', async () => byStranger({ kid: key.kid, jwk: await exportJWK(stranger.publicKey) })],
  ['that says where its key is', () => byStranger({ kid: key.kid, jku: 'http://127.0.0.1:1/jwks.json' })],
  ['without a name of a key, signed by another', () => byStranger({})],
  ['with a demand that nobody knows', () => issuer.sign({}, { header: { crit: ['exp'], exp: 1 } }).catch(critical)],
  ['that nobody signed', () => `${base64url({ alg: 'none' })}.${base64url(goodClaims())}.`],
  [
    'that nobody signed, under the name of a key',
    () => `${base64url({ alg: 'none', kid: key.kid })}.${base64url(goodClaims())}.`,
  ],
  [
    'that nobody signed, in other letters',
    () => `${base64url({ alg: 'nOnE', kid: key.kid })}.${base64url(goodClaims())}.`,
  ],
  ['signed with the public key as if it were a secret', async () => byHmac(await exportSPKI(key.publicKey))],
  ['signed with the published key as if it were a secret', () => byHmac(JSON.stringify(key.jwk))],
  ['signed with nothing as a secret', () => byHmac('')],
  ['signed with HS512', async () => byHmac(await exportSPKI(key.publicKey), 'HS512')],
  ['whose claims are changed', () => changed(1, goodClaims)],
  ['whose signature is cut', async () => (await issuer.sign()).slice(0, -2)],
  ['without its signature', async () => (await issuer.sign()).split('.').slice(0, 2).join('.')],
  ['with a fourth part', async () => `${await issuer.sign()}.x`],
  ['that is encrypted', () => `${base64url({ alg: 'dir', enc: 'A256GCM' })}..aa.bb.cc`],
  ['whose header is no object', () => `${base64url('[]')}.${base64url(goodClaims())}.aaaa`],
  ['whose claims are no object', () => changed(1, () => [])],
  ['that is no token', () => 'not-a-token-of-anybody'],
  ['of 10 KB', () => issuer.sign({ more: 'x'.repeat(9_000) })],
];

/** jose does not sign this one, so its signature is that of something else. */
async function critical() {
  const [, claims, signature] = (await issuer.sign()).split('.');
  return `${base64url({ alg: 'ES256', kid: key.kid, crit: ['unknown'], unknown: 1 })}.${claims}.${signature}`;
}

/** A good token with another part in place of the one there. */
async function changed(at: number, part: () => unknown) {
  const parts = (await issuer.sign({ sub: 'grace' })).split('.');
  return parts.with(at, base64url(part())).join('.');
}

describe('a token', () => {
  it.each(bad)('%s is refused without a reason', async (_, make) => {
    service.sandbox.reset();

    const { status, headers, body } = await service.ask(await make());

    expect(body).toEqual({
      errors: [{ message: 'This credential is not valid.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(service.sandbox.requests).toEqual([]);
  });

  it('that has expired is refused, and that is said', async () => {
    const { status, headers, body } = await service.ask(await issuer.sign({ exp: now() - 60 }));

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(body.errors).toEqual([{ message: 'This credential has expired.', extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is good or refused, and never a fault, however it is changed', async () => {
    const good = await issuer.sign();
    const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'.split(''));
    const change = fc.record({ at: fc.nat(good.length - 1), to: letter, cut: fc.nat(3) });
    const keys = createKeySet({ url: issuer.jwksUrl, log: () => {} });
    const check = jwtCheck({ keys, issuer: issuer.name, audience: issuer.audience });

    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let token = good;
        for (const { at, to, cut } of changes) token = token.slice(0, at) + to + token.slice(at + cut);
        // The last letter of a signature has bits that stand for nothing.
        fc.pre(token.slice(0, -1) !== good.slice(0, -1));
        expect(await check(token)).toBeNull();
      }),
      { numRuns: sized({ long: 500, short: 200 }), seed: 8 },
    );
    const header = fc.oneof(
      fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'x5c', 'zip'), fc.jsonValue()),
      fc.record({ alg: fc.constantFrom('ES256', 'EdDSA', 'RS256', 'HS256', 'none'), kid: fc.jsonValue() }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(header, fc.jsonValue(), fc.string(), async (first, second, third) => {
        expect(
          await check(`${base64url(JSON.stringify(first))}.${base64url(JSON.stringify(second))}.${third}`),
        ).toBeNull();
      }),
      { numRuns: sized({ long: 500, short: 200 }), seed: 8 },
    );
    await keys.close();
  });
});

/** A check of an issuer's tokens whose clock stands still until it is moved. */
function startCheck(of: Issuer, options: Partial<KeySetOptions> = {}) {
  const lines: string[] = [];
  let time = 1_000_000;
  const keys = createKeySet({ url: of.jwksUrl, log: (line) => void lines.push(line), now: () => time, ...options });
  const check = jwtCheck({ keys, issuer: of.name, audience: of.audience });
  return {
    lines,
    pass: (seconds: number) => void (time += seconds * 1000),
    /** Who it is; `null` for nobody, or the code of the refusal. */
    async who(claims: object = {}, options: SignOptions = {}): Promise<string | null> {
      try {
        return await check(await of.sign({ ...claims }, options));
      } catch (error) {
        return (error as { code: string }).code;
      }
    },
    [Symbol.asyncDispose]: () => keys.close(),
  };
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

const UNAVAILABLE = 'INBOUND_KEYS_UNAVAILABLE';

describe('the keys of an issuer', () => {
  it('are fetched once for many', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);

    const found = await Promise.all(Array.from({ length: 20 }, () => check.who()));

    expect(new Set(found)).toEqual(new Set(['jwt ada']));
    expect(other.requests()).toBe(1);
  });

  it('may change: a new one is looked for when a token names it, and one that is taken back is good no more', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);
    const [old] = other.keys as [Issuer['keys'][number]];
    expect(await check.who()).toBe('jwt ada');
    check.pass(60);

    const fresh = await other.addKey('EdDSA');
    expect(await check.who({}, { key: fresh })).toBe('jwt ada');
    expect(await check.who({}, { key: old })).toBe('jwt ada');
    expect(other.requests()).toBe(2);

    other.keys = [fresh];
    check.pass(3600);
    await check.who({}, { key: fresh });
    await expect.poll(() => check.who({}, { key: old })).toBeNull();
    expect(await check.who({}, { key: fresh })).toBe('jwt ada');
  });

  it('are not fetched for each token with the name of a key that there is not', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);
    await check.who();

    for (let at = 0; at < 20; at++) expect(await check.who({}, { header: { kid: `made-up-${at}` } })).toBeNull();
    expect(other.requests()).toBe(1);
    check.pass(11);
    for (let at = 0; at < 20; at++) expect(await check.who({}, { header: { kid: `made-up-${at}` } })).toBeNull();
    expect(other.requests()).toBe(2);
  });

  it('need no name where there is one of the kind, and do where there are several', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);
    const [only] = other.keys as [Issuer['keys'][number]];
    const nameless = { key: only, header: { kid: undefined } };

    expect(await check.who({}, nameless)).toBe('jwt ada');
    await other.addKey();
    check.pass(3600);
    await check.who();
    await expect.poll(() => check.who({}, nameless)).toBeNull();
  });

  it('that are known go on while the issuer is gone; of others it is said that they cannot be checked', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);
    const fresh = { key: await other.addKey() };
    const [old] = other.keys as [Issuer['keys'][number]];
    other.keys = [old];
    expect(await check.who({}, { key: old })).toBe('jwt ada');

    other.misbehave((response) => response.destroy());
    check.pass(3600);
    for (let at = 0; at < 10; at++) {
      expect(await check.who({}, { key: old })).toBe('jwt ada');
      expect(await check.who({}, fresh)).toBe(UNAVAILABLE);
    }
    // Once for all of them, and once more after a pause.
    expect(other.requests()).toBe(2);
    expect(check.lines).toEqual([expect.stringMatching(/^INBOUND_JWKS_URL gives no keys: \w+$/)]);

    other.misbehave(null);
    other.keys = [old, fresh.key];
    expect(await check.who({}, fresh)).toBe(UNAVAILABLE);
    check.pass(6);
    expect(await check.who({}, fresh)).toBe('jwt ada');
  });

  it('that are known are good for a day at most', async () => {
    await using other = await startIssuer();
    await using check = startCheck(other);
    await check.who();
    other.misbehave((response) => response.destroy());

    check.pass(23 * 3600);
    expect(await check.who()).toBe('jwt ada');
    check.pass(2 * 3600);
    expect(await check.who()).toBe(UNAVAILABLE);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['a failure', answering(503, ''), 'status 503'],
    ['a redirect, to whoever may be there', answering(302, '', { location: issuer.jwksUrl }), 'status 302'],
    ['a page', answering(200, '<html></html>'), 'the answer is not JSON'],
    ['another object', answering(200, '{"keys": 7}'), 'the answer is no set of keys'],
    ['nothing', answering(200, ''), 'the answer is not JSON'],
    [
      'half of it',
      (response) => void response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy()),
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    ],
    ['too much', answering(200, `{"keys": [], "more": "${'x'.repeat(300_000)}"}`), 'UND_ERR_RES_EXCEEDED_MAX_SIZE'],
    ['no answer in time', () => {}, 'TimeoutError'],
  ])('are waited for when the issuer answers with %s', async (_, answer, reason) => {
    await using other = await startIssuer();
    await using check = startCheck(other, { timeoutMs: 1_500 });
    other.misbehave(answer);

    expect(await check.who()).toBe(UNAVAILABLE);
    expect(check.lines).toEqual([`INBOUND_JWKS_URL gives no keys: ${reason}`]);

    other.misbehave(null);
    check.pass(6);
    expect(await check.who()).toBe('jwt ada');
  });
});

describe('the keys of an issuer for whom nobody vouches', () => {
  // Node prints a warning when it sees this set, which here is the point.
  beforeEach(() => void (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'));
  afterEach(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);

  it('are not taken, and no environment variable can talk us into it', async () => {
    await using other = await startIssuer({ secure: true });
    await using check = startCheck(other);

    expect(await check.who()).toBe(UNAVAILABLE);
    expect(check.lines).toEqual(['INBOUND_JWKS_URL gives no keys: DEPTH_ZERO_SELF_SIGNED_CERT']);
    expect(other.requests()).toBe(0);
  });
});

describe('a request whose credential cannot be checked', () => {
  it('is told to come again, and nothing is called', async () => {
    await using other = await startIssuer();
    other.misbehave(answering(503, ''));
    await using gateway = await startService({ KANTATA_TOKEN, ...trusting(other) }, USERS);

    const { status, headers, body } = await gateway.ask(await other.sign());

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(body).toEqual({
      errors: [
        {
          message: 'The keys to check this credential with cannot be had: ask again in 5 s.',
          extensions: { code: UNAVAILABLE },
        },
      ],
    });
    expect(gateway.requests()).toEqual([]);
  });

  it('leaves nothing behind when its client goes while the keys are fetched', async () => {
    await using other = await startIssuer();
    const held: ServerResponse[] = [];
    other.misbehave((response) => void held.push(response));
    await using gateway = await startService({ KANTATA_TOKEN, ...trusting(other) }, USERS);
    const asked = request(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await other.sign()}`,
        'content-type': 'application/json',
        expect: '100-continue',
      },
    });
    asked.on('error', () => {});
    asked.flushHeaders();
    // Said when the gateway has the request in its hands.
    await once(asked, 'continue');
    await expect.poll(() => held.length).toBe(1);
    asked.destroy();
    other.misbehave(null);
    for (const response of held) response.end(JSON.stringify({ keys: other.keys.map(({ jwk }) => jwk) }));

    await expect.poll(() => gateway.lines.map((line) => JSON.parse(line).outcome)).toEqual(['left']);
    expect(gateway.gateway.cutOff()).toBe(0);
    expect((await gateway.ask(await other.sign())).body).toEqual(ada);
  });
});

describe('secrets and tokens of an issuer', () => {
  it('may both be good', async () => {
    const INBOUND_SECRET = 'a-secret-of-a-machine';
    await using gateway = await startService({ KANTATA_TOKEN, INBOUND_SECRET, ...trusting(issuer) }, USERS);

    expect((await gateway.ask(INBOUND_SECRET)).body).toEqual(ada);
    expect((await gateway.ask(await issuer.sign())).body).toEqual(ada);
    expect((await gateway.ask('a-secret-of-nobody')).status).toBe(401);
  });
});
