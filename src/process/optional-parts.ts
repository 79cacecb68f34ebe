import { type Config, tracesUrlOf } from '../config/config.ts';
import { withOptional } from '../config/optional-packages.ts';

/**
 * Loads what the configuration needs beyond the package itself, before anything runs that would have to be stopped again.
 *
 * @throws {ConfigError} where packages for it are not installed.
 */
export async function loadOptionalParts(config: Config): Promise<void> {
  if (tracesUrlOf(config) !== null) await withOptional('@opentelemetry', () => import('../observe/tracing.ts'));
  if (config.signInClientId !== null)
    await withOptional('openid-client', () => import('../identity/sign-in/from-config.ts'));
  if (config.redisUrl !== null) await withOptional('@redis', () => import('../redis/shared-state.ts'));
}
