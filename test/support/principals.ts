/**
 * The gateway's side of people who have signed in, with real sessions and real kept tokens, for tests that say themselves who
 * signs in: no authorization server is asked.
 */
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import { jwtClaims } from '../../src/identity/jwt-check.ts';
import { createKeySet } from '../../src/identity/key-set.ts';
import { createAuthorizationServer, type SignedIn } from '../../src/identity/sign-in/authorization-server.ts';
import { createKeptTokens, type SealedValues } from '../../src/identity/sign-in/kept-tokens.ts';
import { personIdentity } from '../../src/identity/sign-in/person-identity.ts';
import { createSealer } from '../../src/identity/sign-in/seal.ts';
import { createSessions, type SessionEpochs } from '../../src/identity/sign-in/sessions.ts';
import { createSignIn } from '../../src/identity/sign-in/sign-in.ts';
import { startIssuer } from './issuer.ts';

export interface PrincipalsOptions {
  /** The keys of sessions as they are at the moment. */
  readonly keys: () => readonly Uint8Array[];
  readonly values: SealedValues;
  readonly epochs: SessionEpochs | null;
  readonly idleS: number;
  readonly lifetimeS: number;
  /** Default: `Date.now` */
  readonly now?: () => number;
}

/** Headers that say who asks. */
export type WhoHeaders = Readonly<Record<string, string>>;

export interface Principals extends AsyncDisposable {
  /** For the gateway: sessions alone count. */
  readonly ofSessions: Partial<GatewayOptions>;
  /** For the gateway: tokens of an issuer count as well, and own tokens do not. */
  readonly ofIssuer: Partial<GatewayOptions>;
  /** Begins a session, as a browser has it then. */
  beginSession(who: SignedIn): Promise<WhoHeaders>;
  /** Keeps the token of a person for agents. */
  keep(who: SignedIn): Promise<void>;
  /** What an agent of this person brings. */
  agentOf(subject: string): Promise<WhoHeaders>;
  endAll(subject: string): Promise<void>;
}

const ISSUER = 'https://vendor.example/';
const REDIRECT_URI = 'http://127.0.0.1/auth/callback';

/** Who signs in with this token, at a server that says nothing else. */
export const signedInWith = (token: string, subject: string): SignedIn => ({
  token,
  subject,
  name: null,
  account: null,
  expiresInS: null,
});

export async function startPrincipals({ keys, values, epochs, ...times }: PrincipalsOptions): Promise<Principals> {
  const { lifetimeS, now = Date.now } = times;
  const issuer = await startIssuer();
  const published = createKeySet({ url: issuer.jwksUrl, log: () => {} });
  const sealer = createSealer(keys, now);
  const sessions = createSessions({ ...times, sealer, epochs });
  const kept = createKeptTokens({ sealer, keys, values, issuer: ISSUER, lifetimeS, now, log: () => {} });
  const application = { clientId: 'nobody-asks', clientSecret: 'nobody-asks', redirectUri: REDIRECT_URI };
  const server = createAuthorizationServer({ ...application, issuer: ISSUER, scope: 'openid' });
  const ends = { returnTo: [], origins: [], home: 'graphql', redirectUri: REDIRECT_URI };
  const signIn = createSignIn({ ...ends, server, sealer, sessions, kept, now });
  return {
    ofSessions: { signIn },
    ofIssuer: {
      signIn,
      identify: personIdentity({
        claimsIn: jwtClaims({ keys: published, issuer: issuer.name, audience: issuer.audience }),
        userClaim: 'kantata_user',
        tokens: kept,
        loginUrl: 'http://127.0.0.1/auth/login',
      }),
      tokenRefused: (token) => kept.refused(token),
    },
    beginSession: async (who) => ({ cookie: (await sessions.begin(who)).split(';', 1)[0] as string }),
    keep: (who) => kept.keep(who),
    agentOf: async (subject) => ({ authorization: `Bearer ${await issuer.sign({ kantata_user: subject })}` }),
    endAll: (subject) => sessions.endAll(subject),
    async [Symbol.asyncDispose]() {
      await Promise.all([published.close(), server.close(), issuer[Symbol.asyncDispose]()]);
    },
  };
}
