/** The settings of signing in with Kantata, and of which credentials are taken at all. */
import { z } from 'zod';
import { bearer, fileOf, list, none, safeUrl, wholeNumber } from './setting-values.ts';

/** What a caller may bring, each in its own word. */
export const CREDENTIALS = ['token', 'session', 'secret', 'jwt', 'anyone'] as const;

export type Credential = (typeof CREDENTIALS)[number];

/** Encoded as `base64url` by, for example, `openssl rand -base64 32`, whose form is taken as well. */
const KEY_BYTES = 32;

const sealingKey = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === KEY_BYTES);

/** The redirect address as it is registered: it is compared character by character. */
const redirectAddress = z
  .string()
  .refine((text) => safeUrl.safeParse(text).data?.href === text && new URL(text).search === '')
  .refine((text) => text.endsWith('/auth/callback'));

const returnAddresses = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',').map((item) => item.trim())))
  .pipe(z.array(safeUrl.transform(({ href }) => href)));

export const signInSettings = {
  credentials: {
    variable: 'CREDENTIALS',
    accepts: 'auto, or some of token, session, secret, jwt and anyone, separated by commas',
    fallback: 'auto',
    description:
      'What callers may bring: token (their own), session (sign-in), secret, jwt, or anyone. auto: what is set up.',
    schema: z.union([
      z.literal('auto').transform(() => null),
      list(new RegExp(`^(${CREDENTIALS.join('|')})$`))
        .refine((words) => words.length > 0)
        .transform((words) => words as readonly Credential[]),
    ]),
  },
  signInClientId: {
    variable: 'SIGN_IN_CLIENT_ID',
    accepts: 'none, or 1 to 500 letters, digits and -._~+/=',
    fallback: 'none',
    description: 'Client id of the OAuth application that people sign in to. none switches sign-in off.',
    schema: z.union([none, bearer(1, 500)]),
  },
  signInClientSecret: {
    variable: 'SIGN_IN_CLIENT_SECRET',
    accepts: 'none, or 1 to 500 letters, digits and -._~+/=',
    fallback: 'none',
    description: 'Client secret of that application. Prefer the file.',
    schema: z.union([none, bearer(1, 500)]),
    secret: true,
  },
  signInClientSecretFile: fileOf('SIGN_IN_CLIENT_SECRET', 'a line break at its end is ignored'),
  signInRedirectUri: {
    variable: 'SIGN_IN_REDIRECT_URI',
    accepts: 'none, or the https URL (http only on a loopback host) of /auth/callback as browsers reach it',
    fallback: 'none',
    description: 'Redirect address of that application, exactly as registered. Needed with SIGN_IN_CLIENT_ID.',
    schema: z.union([none, redirectAddress]),
  },
  signInReturnTo: {
    variable: 'SIGN_IN_RETURN_TO',
    accepts: 'none, or https URLs (http only on a loopback host), separated by commas',
    fallback: 'none',
    description: 'Addresses of other origins that /auth/login?return= may name, each exactly as it is sent.',
    schema: returnAddresses,
  },
  signInIssuer: {
    variable: 'SIGN_IN_ISSUER',
    accepts: 'an https URL (http only on a loopback host), without credentials, query or fragment',
    fallback: 'https://app.mavenlink.com',
    description: 'Authorization server of Kantata, found by OpenID Connect discovery.',
    schema: safeUrl.refine(({ search }) => search === '').transform(({ href }) => href),
  },
  signInScope: {
    variable: 'SIGN_IN_SCOPE',
    accepts: 'scopes separated by blanks, openid among them',
    fallback: 'openid profile api_only',
    description: 'Scopes to ask for. None of them limits a token to reading.',
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
      .refine((text) => text.split(' ').includes('openid')),
  },
  sessionKeys: {
    variable: 'SESSION_KEYS',
    accepts: 'none, or keys of 32 bytes in base64, one a line or separated by commas',
    fallback: 'none',
    description: 'Keys that seal sessions: the first one seals, all of them open. Needed with SIGN_IN_CLIENT_ID.',
    schema: z.union([
      none,
      z
        .string()
        .transform((text) => text.trim().split(/[\s,]+/))
        .pipe(z.array(sealingKey).min(1)),
    ]),
    secret: true,
  },
  sessionKeysFile: fileOf('SESSION_KEYS', 'read again when it changes'),
  sessionIdleSeconds: {
    variable: 'SESSION_IDLE_SECONDS',
    accepts: 'a whole number of seconds from 60 to 2592000',
    fallback: '7200',
    description: 'Time after which a session that is not used ends.',
    schema: wholeNumber(60, 2_592_000),
  },
  sessionLifetimeSeconds: {
    variable: 'SESSION_LIFETIME_SECONDS',
    accepts: 'a whole number of seconds from 60 to 2592000',
    fallback: '43200',
    description: 'Time after which a session ends, however much it is used.',
    schema: wholeNumber(60, 2_592_000),
  },
} as const;
