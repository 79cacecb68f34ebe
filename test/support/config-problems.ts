/** What `loadConfig` complains about. */
import { ConfigError, loadConfig } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';

/** The problems that `loadConfig` finds; none when it is content. */
export function problemsOf(env: Record<string, string>, argv: string[] = []): readonly string[] {
  try {
    loadConfig(env, argv);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** What a setting accepts, in words; `undefined` for a variable that is none. */
export const acceptedBy = (variable: string) =>
  Object.values(settings).find((setting) => setting.variable === variable)?.accepts;
