import type { Config } from './config.ts';

/** Starts the embedded sandbox, where the configuration says so. It is not even loaded otherwise. */
export async function startDemoApi({ sandbox, sandboxSeed, sandboxSize }: Config) {
  if (!sandbox) return undefined;
  const { startSandbox } = await import('./sandbox/server.ts');
  return startSandbox({ seed: sandboxSeed, size: sandboxSize, port: 0 });
}
