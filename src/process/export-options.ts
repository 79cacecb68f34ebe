/** What the configuration says of exports. */
import type { Config } from '../config/config.ts';
import { createExport } from '../export/index.ts';
import type { Door } from '../http/door.ts';

/** The paths of exports. Rejects where a saved operation is not valid, or cannot be read. */
export async function exportsOf(config: Config): Promise<Door> {
  const { exportMaxCalls, exportMaxRows, exportTimeoutMs, exportPages, exportConcurrency } = config;
  return createExport({
    maxCalls: exportMaxCalls,
    maxRows: exportMaxRows,
    timeoutMs: exportTimeoutMs,
    pages: exportPages,
    concurrency: exportConcurrency,
  });
}
