/**
 * While the image is built: has the gateway start and answer once, so that what V8 has compiled of it stands beside it. The
 * gateway of the image finds it there, and cannot write it. Ends with 1 where nothing was kept.
 *
 *     node [FLAGS OF NODE] deploy/warm.js UID
 *
 * What is kept is for one version of Node, for the same flags, and for one user: Node names its folder after all three.
 */
import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'dist/command/.cache');
const [uid = ''] = process.argv.slice(2);

const gateway = spawn(process.execPath, [...process.execArgv, join(root, 'bin/kantata-gateway.js'), '--port=0'], {
  // A cache that is set for the process would come before the command's own.
  env: { ...process.env, NODE_COMPILE_CACHE: '', KANTATA_API_URL: 'http://127.0.0.1:9/api/v1', LOG_LEVEL: 'silent' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let printed = '';
for await (const text of gateway.stdout.setEncoding('utf8')) {
  printed += text;
  const [, url] = /^GraphQL +(\S+)$/m.exec(printed) ?? [];
  if (url === undefined) continue;
  // Nobody is asked: there is nothing at that address.
  await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer none', 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ users(first: 1) { nodes { id fullName } } }' }),
  }).then((response) => response.text());
  gateway.kill('SIGTERM');
  break;
}
await new Promise((resolve) => gateway.once('exit', resolve));

const own = `-${process.getuid?.() ?? 0}`;
const kept = readdirSync(cache).filter((name) => name.endsWith(own));
for (const name of kept) {
  const folder = join(cache, `${name.slice(0, -own.length)}-${uid}`);
  renameSync(join(cache, name), folder);
  chmodSync(folder, 0o755);
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
}
if (kept.length === 0) {
  console.error('Node has kept nothing.');
  process.exitCode = 1;
}
