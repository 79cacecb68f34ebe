/** What the configuration says of exports. */
import type { Config } from '../config/config.ts';
import { createExport, type ExportSettings } from '../export/index.ts';
import type { Door } from '../http/door.ts';
import { savedOperations } from './saved-operations.ts';

/** What one export may take. */
export const limitsOf = (config: Config) =>
  ({
    maxCalls: config.exportMaxCalls,
    maxRows: config.exportMaxRows,
    timeoutMs: config.exportTimeoutMs,
    pages: config.exportPages,
  }) satisfies ExportSettings;

/** The paths of exports. Throws where a saved operation is not valid, or cannot be read. */
export const exportsOf = (config: Config): Door =>
  createExport({
    ...limitsOf(config),
    concurrency: config.exportConcurrency,
    operations: savedOperations(config.exportOperations, config.persistedManifest),
  });
