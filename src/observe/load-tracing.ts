import { withOptional } from '../config/optional-packages.ts';
import type { Tracing, TracingOptions } from './tracing.ts';

/**
 * Begins to trace. Only now are the libraries loaded that it takes.
 *
 * @throws {ConfigError} where they are not installed: they are optional peers of this package.
 */
export const loadTracing = async (options: TracingOptions): Promise<Tracing> =>
  (await withOptional('@opentelemetry', () => import('./tracing.ts'))).startTracing(options);
