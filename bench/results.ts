import { mkdirSync, writeFileSync } from 'node:fs';

/** Keeps a report in `bench/results`, under the day of its run. */
export function keepResult(name: string, report: string, ending: 'md' | 'json' = 'md'): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${new Date().toISOString().slice(0, 10)}-${name}.${ending}`, folder), report);
}
