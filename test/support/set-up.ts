/** Before all tests: the packages that tests need are installed, the explorer is built, and the gateway is compiled. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildExplorer } from '../../tools/explorer-build.ts';
import { ensurePackages, PACKAGE_FOLDERS } from '../../tools/packages.ts';
import { compileGateway } from './compiled.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what `packed.ts` packs, which is removed after all tests. */
    packages: string;
  }
}

/** Two folders at a time, for npm waits for the network between its work. Rejects as soon as one of them fails. */
async function installAll(): Promise<void> {
  const folders = PACKAGE_FOLDERS.values();
  const worker = async () => {
    for (const folder of folders) await ensurePackages(folder);
  };
  await Promise.all([worker(), worker()]);
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  await installAll();
  await buildExplorer();
  await compileGateway();
  const packages = await mkdtemp(join(tmpdir(), 'kantata-gateway-packed-'));
  provide('packages', packages);
  return () => rm(packages, { recursive: true, force: true });
}
