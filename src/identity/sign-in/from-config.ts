/** Sign-in, as the configuration says it. */
import { type Config, secretIn } from '../../config/config.ts';
import { credentialsOf } from '../../config/credentials.ts';
import { watchedFile } from '../watched-file.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { createSealer } from './seal.ts';
import { createSessions, type SessionEpochs } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

/** Sign-in, for the gateway. */
export interface SignInService {
  readonly options: { readonly signIn: SignIn; readonly takesTokens: boolean };
  close(): Promise<void>;
}

/** Where lines about files and failures go. */
interface SignInLog {
  readonly info: (line: string) => void;
  readonly error: (line: string) => void;
}

/**
 * Makes what the configuration asks for; `null` where it asks for no sign-in. The file of keys is looked at from now on, until it
 * is closed.
 *
 * @param epochs where sessions can be ended for all instances; `null` where there is no such place
 */
export function signInOf(config: Config, epochs: SessionEpochs | null, log: SignInLog): SignInService | null {
  const { signInClientId: clientId, signInClientSecret: clientSecret, signInRedirectUri: redirectUri } = config;
  const { sessionKeys } = config;
  if (clientId === null || clientSecret === null || redirectUri === null || sessionKeys === null) return null;
  const file =
    config.sessionKeysFile === null
      ? null
      : watchedFile({
          path: config.sessionKeysFile,
          name: 'SESSION_KEYS_FILE',
          first: sessionKeys,
          parse: (text) => secretIn('sessionKeys', text),
          changed: log.info,
          unusable: log.error,
        });
  const sealer = createSealer(() => file?.value ?? sessionKeys);
  const server = createAuthorizationServer({
    issuer: config.signInIssuer,
    clientId,
    clientSecret,
    redirectUri,
    scope: config.signInScope,
  });
  const sessions = createSessions({
    sealer,
    idleS: config.sessionIdleSeconds,
    lifetimeS: config.sessionLifetimeSeconds,
    epochs,
  });
  const signIn = createSignIn({
    server,
    sealer,
    sessions,
    redirectUri,
    returnTo: config.signInReturnTo,
    origins: config.corsOrigins,
    home: config.graphiql ? 'graphql' : 'auth/me',
  });
  return {
    options: { signIn, takesTokens: credentialsOf(config).includes('token') },
    async close() {
      file?.close();
      await server.close();
    },
  };
}
