import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ask } from './client.mjs';

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const server = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1']);
server.stderr.pipe(process.stderr);
let printed = '';
server.stdout.on('data', (text) => {
  printed += text;
  const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
  if (origin && /Ready/.test(printed)) void ask(fetch, origin).finally(() => server.kill());
});
