import { type Config } from '../config/config.ts';
import { withOptional } from '../config/optional-packages.ts';
import type { SharedSessions, SignInService } from './sign-in/from-config.ts';

/**
 * Makes ready for people to sign in; `null` where it is not configured. Only now is the library loaded that it takes.
 *
 * @throws {ConfigError} where that is not installed: it is an optional peer of this package.
 */
export async function loadSignIn(
  config: Config,
  shared: SharedSessions | null,
  log: { readonly info: (line: string) => void; readonly error: (line: string) => void },
): Promise<SignInService | null> {
  if (config.signInClientId === null) return null;
  const { signInOf } = await withOptional('openid-client', () => import('./sign-in/from-config.ts'));
  return signInOf(config, shared, log);
}
