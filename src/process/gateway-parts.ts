/** Parts of a gateway that are loaded only where the configuration asks for them, and opened before it. */
import type { Config } from '../config/config.ts';
import { doorOf } from '../http/door.ts';
import type { GatewayOptions } from '../http/gateway-options.ts';
import { serviceOf } from '../identity/from-config.ts';
import { loadSignIn } from '../identity/load-sign-in.ts';
import type { Log } from '../observe/log.ts';
import type { Opened } from './opened.ts';

/** Who may ask, the tools for assistants, exports, and what instances have in common. Rejects where one of them cannot be opened. */
export async function gatewayPartsOf(opened: Opened, config: Config, log: Log): Promise<Partial<GatewayOptions>> {
  const redis = config.redisUrl === null ? null : await connected(config.redisUrl, config, log.warn);
  opened.add(() => redis?.close());
  const signIn = await loadSignIn(config, redis, log);
  opened.add(() => signIn?.close());
  const service = await serviceOf(config, log);
  opened.add(() => service?.close());
  const mcp = config.mcp ? await (await import('./mcp-options.ts')).mcpOf(config) : null;
  const exports = config.exports ? (await import('./export-options.ts')).exportsOf(config) : null;
  const door = doorOf([mcp?.door, exports].filter((one) => one != null));
  return { ...service?.options, door, ...signIn?.options, shared: redis };
}

/** What instances have in common. The client is loaded here, so that who has no Redis does not wait for it. */
async function connected(url: string, { redisTimeoutMs: timeoutMs }: Config, log: (line: string) => void) {
  const { connectSharedState } = await import('../redis/shared-state.ts');
  return connectSharedState({ url, timeoutMs, log });
}
