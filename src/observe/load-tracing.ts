import type { Tracing, TracingOptions } from './tracing.ts';

/** Begins to trace. Only now are the libraries loaded that it takes. */
export const loadTracing = async (options: TracingOptions): Promise<Tracing> =>
  (await import('./tracing.ts')).startTracing(options);
