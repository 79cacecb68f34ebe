import type { Config } from '../config/config.ts';
import { defaultMemoryBudget } from '../upstream/memory-budget.ts';
import { serve, type Shared } from './serve.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Resolves once the primary has it, or is gone. */
const tell = (message: FromWorker) =>
  new Promise<void>((resolve) => {
    if (!process.connected) return resolve();
    process.send?.(message, undefined, undefined, () => resolve());
  });

/** What one of several processes gets of what all of them may take together. */
const shareOf = (config: Config): Config => ({
  ...config,
  memoryBudget: config.memoryBudget ?? defaultMemoryBudget(config.workers),
  upstreamConnections: Math.max(1, Math.floor(config.upstreamConnections / config.workers)),
  // With Redis they keep it together.
  upstreamRate: config.upstreamRate && (config.redisUrl ? config.upstreamRate : config.upstreamRate / config.workers),
});

/**
 * Runs the gateway as one process of several, under the orders of the primary.
 * When it cannot start, it sends the reason to the primary and exits.
 *
 * @param role what the primary said of what is shared
 * @param stop called when the primary says so; it has to call `close`
 */
export async function serveAsWorker(config: Config, role: string, stop: () => void) {
  const shared = JSON.parse(role) as Shared;
  const server = await serve(shareOf(config), () => {}, shared).catch(async (error: unknown) => {
    await tell({ type: 'failed', problem: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  });
  let replaced = false;
  const measure = async () => {
    if (server.registry) await tell({ type: 'measured', measured: await server.registry.getMetricsAsJSON() });
  };
  process.on('message', (message: ToWorker) => {
    // A metric that cannot be read is a fault of ours; the primary goes on without.
    if (message.type === 'measure') return void measure().catch(() => {});
    ({ replaced } = message);
    stop();
  });
  await tell({ type: 'ready', origin: server.origin });
  return {
    async close() {
      await tell({ type: 'leaving' });
      await server.close({ replaced });
      await measure().catch(() => {});
    },
  };
}
