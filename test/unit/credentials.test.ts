import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, describeConfig, loadConfig } from '../../src/config/config.ts';
import { credentialsOf } from '../../src/config/credentials.ts';

const SIGN_IN = {
  SIGN_IN_CLIENT_ID: 'an-application',
  SIGN_IN_CLIENT_SECRET: 'a-client-secret',
  SIGN_IN_REDIRECT_URI: 'https://graph.example.com/auth/callback',
  SESSION_KEYS: randomBytes(32).toString('base64'),
};
const SERVICE = { KANTATA_TOKEN: 'a-token-of-the-service' };
const SECRET = { INBOUND_SECRET: 'sixteen-letters-and-more' };
const JWT = { INBOUND_JWKS_URL: 'https://issuer.example/jwks', INBOUND_ISSUER: 'issuer', INBOUND_AUDIENCE: 'gateway' };
const PERSON = { INBOUND_USER_CLAIM: 'kantata_user' };

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('what callers may bring', () => {
  it.each([
    [{}, ['token']],
    [SIGN_IN, ['token', 'session']],
    [{ ...SIGN_IN, CREDENTIALS: 'session' }, ['session']],
    [SERVICE, ['anyone']],
    [{ ...SERVICE, ...SECRET }, ['secret']],
    [{ ...SERVICE, ...SECRET, ...JWT }, ['secret', 'jwt']],
    [{ ...SERVICE, ...JWT, CREDENTIALS: 'jwt' }, ['jwt']],
    [{ ...SIGN_IN, ...JWT, ...PERSON }, ['session', 'jwt']],
    [{ ...SIGN_IN, ...JWT, ...PERSON, CREDENTIALS: 'session,jwt' }, ['session', 'jwt']],
  ] as const)('with %o is %j, which --check prints', (env, expected) => {
    expect(credentialsOf(loadConfig(env))).toEqual(expected);
    const line = describeConfig(env, []).find((one) => one.startsWith('CREDENTIALS '));
    expect(line).toContain(expected.join(env && 'CREDENTIALS' in env ? ',' : ', '));
  });

  it.each([
    ['a session that nobody can begin', { CREDENTIALS: 'session' }, 'CREDENTIALS names session'],
    [
      'a token beside one of the gateway',
      { ...SERVICE, ...SECRET, CREDENTIALS: 'token,secret' },
      'CREDENTIALS names token',
    ],
    [
      'nothing, where a secret is set',
      { ...SERVICE, ...SECRET, CREDENTIALS: 'anyone' },
      'CREDENTIALS leaves out secret',
    ],
    [
      'a token where an issuer signs credentials, of which a bad one would be sent to the API',
      { ...SIGN_IN, ...JWT, ...PERSON, CREDENTIALS: 'token,session,jwt' },
      'CREDENTIALS names token',
    ],
    [
      'sessions alone, where an issuer is trusted',
      { ...SIGN_IN, ...JWT, ...PERSON, CREDENTIALS: 'session' },
      'CREDENTIALS leaves out jwt',
    ],
    ['tokens alone, where people sign in', { ...SIGN_IN, CREDENTIALS: 'token' }, 'CREDENTIALS leaves out session'],
    ['anyone, where the gateway has no token', { CREDENTIALS: 'anyone' }, 'CREDENTIALS names anyone'],
    ['no kind at all', { CREDENTIALS: 'none' }, 'CREDENTIALS must be'],
  ])('cannot be %s', (_, env, problem) => {
    expect(problemsOf(env)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('sign-in', () => {
  it.each(['SIGN_IN_CLIENT_SECRET', 'SIGN_IN_REDIRECT_URI', 'SESSION_KEYS'] as const)(
    'needs %s, which needs it',
    (name) => {
      const { [name]: value, ...others } = SIGN_IN;

      expect(problemsOf(others)).toEqual([`SIGN_IN_CLIENT_ID needs ${name}`]);
      expect(problemsOf({ [name]: value })).toEqual([`${name} needs SIGN_IN_CLIENT_ID`]);
    },
  );

  it('is refused beside a token of the gateway, with whose rights people would ask', () => {
    expect(problemsOf({ ...SIGN_IN, ...SERVICE, ...SECRET })).toContainEqual(
      expect.stringContaining('exclude each other'),
    );
  });

  it('is refused for pages of plain HTTP, but for those of this machine', () => {
    expect(problemsOf({ ...SIGN_IN, CORS_ORIGINS: 'http://app.example.com' })).toHaveLength(1);
    expect(problemsOf({ ...SIGN_IN, CORS_ORIGINS: 'https://app.example.com,http://localhost:3000' })).toEqual([]);
  });

  it('is passed over in the demo', () => {
    expect(loadConfig(SIGN_IN, ['--sandbox'])).toMatchObject({ signInClientId: null, credentials: null });
  });

  it('prints no secret', () => {
    const printed = describeConfig(SIGN_IN, []).join('\n');

    expect(printed).not.toContain(SIGN_IN.SIGN_IN_CLIENT_SECRET);
    expect(printed).not.toContain(SIGN_IN.SESSION_KEYS);
    expect(printed).toContain(SIGN_IN.SIGN_IN_CLIENT_ID);
  });
});

describe('callers whom an issuer names', () => {
  const ALL = { ...SIGN_IN, ...JWT, ...PERSON };

  it('are good with sign-in, an issuer and a claim of its own, and open the tools of assistants', () => {
    expect(problemsOf(ALL)).toEqual([]);
    expect(problemsOf({ ...ALL, MCP: 'on' })).toEqual([]);
  });

  it.each([
    ['without a claim that says who they are', { ...SIGN_IN, ...JWT }, 'needs INBOUND_USER_CLAIM'],
    ['without sign-in', { ...SERVICE, ...JWT, ...PERSON }, 'INBOUND_USER_CLAIM needs SIGN_IN_CLIENT_ID'],
    ['without an issuer', { ...SIGN_IN, ...PERSON }, 'INBOUND_USER_CLAIM needs INBOUND_JWKS_URL'],
    ['by an address', { ...ALL, INBOUND_USER_CLAIM: 'email' }, 'must not be an address or a name'],
    ['by a name in other letters', { ...ALL, INBOUND_USER_CLAIM: 'Preferred_Username' }, 'must not be an address'],
    ['by a subject of another issuer than Kantata', { ...ALL, INBOUND_USER_CLAIM: 'sub' }, 'must not be sub unless'],
    ['in processes that know nothing of each other', { ...ALL, WORKERS: '2' }, 'WORKERS needs REDIS_URL'],
    ['beside a token of the gateway', { ...ALL, ...SERVICE }, 'exclude each other'],
    ['beside secrets that stand for no person', { ...ALL, ...SECRET }, 'INBOUND_SECRET needs KANTATA_TOKEN'],
  ])('are refused %s', (_, env, problem) => {
    expect(problemsOf(env)).toContainEqual(expect.stringContaining(problem));
  });

  it('may be named by their subject where the issuer is Kantata itself, and shared by Redis', () => {
    const own = { ...ALL, INBOUND_ISSUER: 'https://app.mavenlink.com', INBOUND_USER_CLAIM: 'sub' };

    expect(problemsOf({ ...own, WORKERS: '2', REDIS_URL: 'redis://localhost' })).toEqual([]);
  });
});
