/** Which credentials a deployment takes, and the combinations of settings that would open a hole. */
import { isLoopback } from './loopback.ts';
import type { Credential } from './sign-in-settings.ts';

/** A setting that is wrong in itself is `undefined` here, and complained about already. */
type Read = Readonly<Record<string, unknown>>;

const isSet = (value: unknown) => value !== null && value !== undefined;

/** What is set up, which `auto` takes whole. */
function configured({ kantataToken, inboundSecret, inboundJwksUrl, signInClientId }: Read): readonly Credential[] {
  // A token of an issuer that is not good would otherwise pass for one of the API, and be sent there.
  if (!isSet(kantataToken) && isSet(signInClientId))
    return isSet(inboundJwksUrl) ? ['session', 'jwt'] : ['token', 'session'];
  if (!isSet(kantataToken)) return ['token'];
  const checked: readonly Credential[] = [
    ...(isSet(inboundSecret) ? (['secret'] as const) : []),
    ...(isSet(inboundJwksUrl) ? (['jwt'] as const) : []),
  ];
  return checked.length === 0 ? ['anyone'] : checked;
}

/** The credentials that callers may bring. `anyone`: every request is sent with the gateway's own token. */
export const credentialsOf = (config: { readonly credentials: readonly Credential[] | null }): readonly Credential[] =>
  config.credentials ?? configured(config);

const NEEDS: Readonly<Record<Credential, string>> = {
  token: 'with KANTATA_TOKEN or INBOUND_JWKS_URL a credential that is not valid would be sent to the API as a token',
  session: 'SIGN_IN_CLIENT_ID is not set',
  secret: 'KANTATA_TOKEN and INBOUND_SECRET are not both set',
  jwt: 'INBOUND_JWKS_URL is not set beside KANTATA_TOKEN or SIGN_IN_CLIENT_ID',
  anyone: 'it takes KANTATA_TOKEN without INBOUND_SECRET and INBOUND_JWKS_URL',
};

/**
 * What is wrong with CREDENTIALS: a kind that nothing is set up for, or one that is set up and left out, because a setting
 * would then say something that does not hold.
 */
export function credentialProblems(config: Read): readonly string[] {
  const { credentials } = config;
  if (!Array.isArray(credentials)) return [];
  const [named, possible] = [credentials as readonly Credential[], configured(config)];
  return [
    ...named.filter((one) => !possible.includes(one)).map((one) => `CREDENTIALS names ${one}, and ${NEEDS[one]}`),
    // Own tokens are the one kind that no setting sets up, so they may be left out.
    ...possible
      .filter((one) => one !== 'token' && !named.includes(one))
      .map((one) => `CREDENTIALS leaves out ${one}, which is set up`),
  ];
}

/** The settings that sign-in cannot do without, and the variable of each. */
const NEEDED = {
  signInClientSecret: 'SIGN_IN_CLIENT_SECRET',
  signInRedirectUri: 'SIGN_IN_REDIRECT_URI',
  sessionKeys: 'SESSION_KEYS',
} as const;

/** What is missing for sign-in, and what must not be beside it. */
export function signInProblems(config: Read): readonly string[] {
  const { signInClientId, kantataToken, corsOrigins } = config;
  const problems: string[] = [];
  for (const [name, variable] of Object.entries(NEEDED)) {
    if (isSet(signInClientId) && config[name] === null) problems.push(`SIGN_IN_CLIENT_ID needs ${variable}`);
    if (signInClientId === null && isSet(config[name])) problems.push(`${variable} needs SIGN_IN_CLIENT_ID`);
  }
  if (!isSet(signInClientId)) return problems;
  if (isSet(kantataToken))
    problems.push(
      'SIGN_IN_CLIENT_ID and KANTATA_TOKEN exclude each other: who has signed in would ask with the rights of the gateway',
    );
  if (Array.isArray(corsOrigins) && !corsOrigins.every((origin) => isPrivate(String(origin))))
    problems.push(
      'SIGN_IN_CLIENT_ID needs CORS_ORIGINS of https: anybody on the way could change a page of http and use its session',
    );
  return problems;
}

/** Claims that people can choose for themselves, or that somebody may say of an address that is not theirs. */
const CHOSEN: ReadonlySet<string> = new Set([
  'email',
  'mail',
  'upn',
  'unique_name',
  'preferred_username',
  'username',
  'nickname',
  'name',
  'given_name',
  'family_name',
  'phone_number',
]);

/** What is wrong with callers whom an issuer names, and who ask with the token that they signed in with. */
export function callerProblems(config: Read): readonly string[] {
  const { inboundUserClaim: claim, inboundJwksUrl, signInClientId, workers, redisUrl } = config;
  const problems: string[] = [];
  if (isSet(signInClientId) && isSet(inboundJwksUrl) && claim === null)
    problems.push('INBOUND_JWKS_URL beside SIGN_IN_CLIENT_ID needs INBOUND_USER_CLAIM: whose token would be used?');
  if (typeof claim !== 'string') return problems;
  if (signInClientId === null)
    problems.push('INBOUND_USER_CLAIM needs SIGN_IN_CLIENT_ID: only who has signed in has a token of their own');
  if (inboundJwksUrl === null) problems.push('INBOUND_USER_CLAIM needs INBOUND_JWKS_URL');
  if (CHOSEN.has(claim.toLowerCase()))
    problems.push(
      'INBOUND_USER_CLAIM must not be an address or a name: people can choose it, and would ask with the token of somebody else',
    );
  if (claim === 'sub' && !isSameIssuer(config))
    problems.push(
      'INBOUND_USER_CLAIM must not be sub unless INBOUND_ISSUER is SIGN_IN_ISSUER: two issuers may call different people the same',
    );
  if (typeof workers === 'number' && workers > 1 && redisUrl === null)
    problems.push('INBOUND_USER_CLAIM with several WORKERS needs REDIS_URL: each would know other people');
  return problems;
}

function isSameIssuer({ inboundIssuer, signInIssuer }: Read): boolean {
  if (typeof inboundIssuer !== 'string') return false;
  return URL.parse(inboundIssuer)?.href === signInIssuer;
}

function isPrivate(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || isLoopback(hostname);
}
