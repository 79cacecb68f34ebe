/** Before all tests: the packages that tests need are installed, and the explorer is built. */
import { buildExplorer } from '../../tools/explorer-build.ts';
import { ensurePackages, PACKAGE_FOLDERS } from '../../tools/packages.ts';

export default async function setUp(): Promise<void> {
  for (const folder of PACKAGE_FOLDERS) await ensurePackages(folder);
  await buildExplorer();
}
