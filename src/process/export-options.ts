/** What the configuration says of exports. */
import type { Config } from '../config/config.ts';
import { createExport } from '../export/index.ts';
import type { Door } from '../http/door.ts';

/** The paths of exports. Rejects where a saved operation is not valid, or cannot be read. */
export async function exportsOf(config: Config): Promise<Door> {
  const { exportMaxCalls, exportMaxRows, exportTimeoutMs, exportPages, exportConcurrency } = config;
  const { EXAMPLES_FOLDER, persistedExamples, readExamples } = await import('../mcp/examples.ts');
  const { exportOperations: asked, persistedManifest } = config;
  const operations =
    asked === null
      ? []
      : asked === 'persisted'
        ? persistedExamples(persistedManifest ?? new Map())
        : readExamples(asked === 'examples' ? EXAMPLES_FOLDER : asked);
  return createExport({
    operations,
    maxCalls: exportMaxCalls,
    maxRows: exportMaxRows,
    timeoutMs: exportTimeoutMs,
    pages: exportPages,
    concurrency: exportConcurrency,
  });
}
