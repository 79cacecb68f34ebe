/** Before all tests: the explorer is built, where its sources are newer than what was built. */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);
const SOURCES = [
  'explorer/src/',
  'explorer/index.html',
  'explorer/vite.config.ts',
  'explorer/package.json',
  'examples/',
];

const changedMs = async (path: string) =>
  stat(new URL(path, root)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

async function newestMs(path: string): Promise<number> {
  if (!path.endsWith('/')) return changedMs(path);
  const files = (await readdir(new URL(path, root), { withFileTypes: true })).filter((entry) => entry.isFile());
  return Math.max(...(await Promise.all(files.map(({ name }) => changedMs(path + name)))));
}

/** Resolves once `explorer/dist` is what `npm run build:explorer` makes of the sources. */
export default async function explorerBuilt(): Promise<void> {
  const [built, ...sources] = await Promise.all([changedMs('explorer/dist/index.html'), ...SOURCES.map(newestMs)]);
  if ((built ?? 0) >= Math.max(...sources)) return;
  const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', root));
  await promisify(execFile)(process.execPath, [vite, 'build'], { cwd: fileURLToPath(new URL('explorer/', root)) });
}
