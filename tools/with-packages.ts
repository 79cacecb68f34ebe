/**
 * Runs a command once the packages that it needs are installed, with their programs on its path:
 *
 *     node tools/with-packages.ts FOLDER[,FOLDER…] COMMAND [ARGUMENT…]
 *
 * `all` stands for every folder. Ends as the command ends.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, PACKAGE_FOLDERS } from './packages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const [names = '', command = '', ...args] = process.argv.slice(2);
const folders = names === 'all' ? PACKAGE_FOLDERS : names.split(',');

try {
  for (const folder of folders) await ensurePackages(folder);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

const programs = folders.map((folder) => join(root, folder, 'node_modules/.bin'));
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, PATH: [...programs, process.env.PATH].join(delimiter) },
  shell: process.platform === 'win32',
});
child.once('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
// A terminal sends Ctrl-C to both; whoever ends this process alone means the command.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
});
