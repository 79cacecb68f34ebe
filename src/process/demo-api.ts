import type { Config } from '../config/config.ts';
import type { ExplorerUser } from '../http/explorer.ts';
import type { Sandbox } from '../sandbox/server.ts';

/** The embedded sandbox, for who asks it. */
export interface DemoApi {
  readonly url: string;
  /** Who may ask it. */
  readonly users: readonly ExplorerUser[];
}

/**
 * Starts the embedded sandbox, where the configuration says so. It is not even loaded otherwise. Rejects where
 * the configuration names a dialect that it does not speak.
 */
export async function startDemoApi(config: Config): Promise<Sandbox | undefined> {
  if (!config.sandbox) return undefined;
  const { startBySettings } = await import('../sandbox/start-by-settings.ts');
  return startBySettings(config);
}

/** What others have to know of it, in this process or another. */
export const demoApiOf = (sandbox: Sandbox | undefined): DemoApi | null =>
  sandbox ? { url: sandbox.url, users: sandbox.users.map(({ token, name, about }) => ({ token, name, about })) } : null;
