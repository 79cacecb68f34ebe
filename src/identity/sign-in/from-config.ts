/** Sign-in, as the configuration says it. */
import { type Config, secretIn } from '../../config/config.ts';
import { credentialsOf } from '../../config/credentials.ts';
import { watchedFile } from '../watched-file.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { type Callers, callersOf } from './callers.ts';
import type { SealedValues } from './kept-tokens.ts';
import { createSealer } from './seal.ts';
import { createSessions, type SessionEpochs } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { valuesInMemory } from './values-in-memory.ts';

/** Sign-in, for the gateway. */
export interface SignInService {
  readonly options: Callers['options'] & {
    readonly signIn: SignIn;
    readonly takesTokens: boolean;
  };
  close(): Promise<void>;
}

/** What instances have in common, as far as sign-in goes. */
export interface SharedSessions {
  sessionEpochs(): SessionEpochs;
  sealedValues(): SealedValues;
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
 * @param shared what instances have in common; `null` where they have nothing
 */
export async function signInOf(
  config: Config,
  shared: SharedSessions | null,
  log: SignInLog,
): Promise<SignInService | null> {
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
  const keys = () => file?.value ?? sessionKeys;
  const sealer = createSealer(keys);
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
    epochs: shared?.sessionEpochs() ?? null,
  });
  const callers = await callersOf(
    config,
    { keys, sealer, values: shared?.sealedValues() ?? valuesInMemory() },
    log.error,
  );
  const signIn = createSignIn({
    server,
    sealer,
    sessions,
    kept: callers.kept,
    redirectUri,
    returnTo: config.signInReturnTo,
    origins: config.corsOrigins,
    home: config.graphiql ? 'graphql' : 'auth/me',
  });
  const credentials = credentialsOf(config);
  return {
    options: { ...callers.options, signIn, takesTokens: credentials.includes('token') || credentials.includes('jwt') },
    async close() {
      file?.close();
      await Promise.all([server.close(), callers.close()]);
    },
  };
}
