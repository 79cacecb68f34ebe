/**
 * `npm run demo`: the gateway over the sandbox, at once. Where the page that it shows to browsers has not been built, that is
 * done meanwhile. Arguments are the gateway's own.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isExplorerBuilt } from './explorer-build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...args: string[]) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });

const gateway = run('--max-semi-space-size=64', 'tools/start.js', '--sandbox', ...process.argv.slice(2));
// A terminal sends Ctrl-C to all; whoever ends this process alone means the gateway.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => gateway.kill('SIGTERM'));

// `--help` and `--check` end without serving anything.
const builder = (await isExplorerBuilt()) || gateway.exitCode !== null ? null : run('tools/explorer-build.ts');
builder?.once('exit', (code) => {
  if (gateway.exitCode !== null) return;
  console.error(
    code === 0
      ? 'The explorer is built: open the address of GraphQL in a browser.'
      : 'The explorer could not be built, and browsers get no page. Everything else works. `npm run build:explorer` tries again.',
  );
});

gateway.once('exit', (code, signal) => {
  builder?.kill('SIGTERM');
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
});
