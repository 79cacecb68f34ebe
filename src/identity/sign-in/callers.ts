/** Callers whom an issuer names, as the configuration says it. */
import type { Config } from '../../config/config.ts';
import type { Identify } from '../identity.ts';
import { createKeptTokens, type KeptTokens, type KeptTokensOptions } from './kept-tokens.ts';
import { personIdentity } from './person-identity.ts';

export interface Callers {
  /** Where tokens are kept for them; `null` where no issuer is trusted. */
  readonly kept: KeptTokens | null;
  /** For the gateway. */
  readonly options: { readonly identify?: Identify; readonly tokenRefused?: (token: string) => void };
  close(): Promise<void>;
}

const NONE: Callers = { kept: null, options: {}, close: async () => {} };

/** Callers of the issuer that INBOUND_ISSUER names, each of whom asks with a token of their own. */
export async function callersOf(
  { inboundJwksUrl, inboundIssuer, inboundAudience, inboundScopes, inboundUserClaim, ...config }: Config,
  sealing: Pick<KeptTokensOptions, 'keys' | 'sealer' | 'values'>,
  log: (line: string) => void,
): Promise<Callers> {
  const { signInRedirectUri, signInIssuer, sessionLifetimeSeconds } = config;
  if (inboundJwksUrl === null || inboundIssuer === null || inboundAudience === null) return NONE;
  if (inboundUserClaim === null || signInRedirectUri === null) return NONE;
  const [{ createKeySet }, { jwtClaims }] = await Promise.all([import('../key-set.ts'), import('../jwt-check.ts')]);
  const keys = createKeySet({ url: inboundJwksUrl, log });
  void keys.warm();
  const kept = createKeptTokens({ ...sealing, issuer: signInIssuer, lifetimeS: sessionLifetimeSeconds, log });
  return {
    kept,
    options: {
      identify: personIdentity({
        claimsIn: jwtClaims({
          keys,
          issuer: inboundIssuer,
          audience: inboundAudience,
          scopes: inboundScopes ?? [],
        }),
        userClaim: inboundUserClaim,
        tokens: kept,
        loginUrl: new URL('login', signInRedirectUri).href,
      }),
      tokenRefused: (token) => kept.refused(token),
    },
    close: keys.close,
  };
}
