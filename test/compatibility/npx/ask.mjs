import { spawn } from 'node:child_process';
import { ask } from './client.mjs';

// The package is not installed here: npx brings it, and graphql, which is its peer.
const npm = process.env.npm_execpath;
const args = [
  npm,
  'exec',
  '--yes',
  `--package=${process.env.PACKAGE}`,
  '--',
  'kantata-gateway',
  '--sandbox',
  '--port=0',
];
const command = spawn(process.execPath, args, { detached: true });
command.stderr.pipe(process.stderr);
let printed = '';
let url;
command.stdout.on('data', (text) => {
  // It prints in pieces, and is asked once.
  if (url) return;
  printed += text;
  [, url] = /^GraphQL +(\S+)\/graphql$/m.exec(printed) ?? [];
  if (url) void ask(fetch, url).finally(() => process.kill(-command.pid));
});
