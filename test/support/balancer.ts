/** nginx over gateways, with the configuration that stands in `deploy/`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { nginxProgram } from './installed.ts';

export interface Balancer extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:12345`. */
  readonly url: string;
  /** What it complained of. */
  complaints(): string;
}

const configuration = readFileSync(new URL('../../deploy/nginx.conf', import.meta.url), 'utf8');

/** The configuration for other ports than those that stand there, and for as many gateways as there are. */
function configurationFor(port: number, gateways: readonly number[]): string {
  const servers = /^( *server 127\.0\.0\.1):\d+( .*)\n(?: *server .*\n)*/m;
  const changed = configuration
    .replace(servers, (_, before: string, after: string) =>
      gateways.map((gateway) => `${before}:${gateway}${after}\n`).join(''),
    )
    .replace(/listen 127\.0\.0\.1:\d+;/, `listen 127.0.0.1:${port};`);
  if (!gateways.every((gateway) => changed.includes(`:${gateway} `)) || !changed.includes(`:${port};`))
    throw new Error('deploy/nginx.conf is not written as it is read here');
  return changed;
}

/** Starts nginx before gateways on these ports of this machine; resolves once it listens. */
export async function startBalancer(gateways: readonly number[]): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), 'kantata-nginx-'));
  // Started by root, its workers are somebody else.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  writeFileSync(join(folder, 'gateway.conf'), configurationFor(port, gateways));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log stderr warn;
     events { worker_connections 1024; }
     http { access_log off; ${temporary.join(' ')} include ${join(folder, 'gateway.conf')}; }`,
  );
  const nginx = spawn(nginxProgram.path(), ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  nginx.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(nginx, 'close');
  const url = `http://127.0.0.1:${port}`;
  const balancer: Balancer = {
    url,
    complaints: () => stderr,
    async [Symbol.asyncDispose]() {
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
  while (
    !(await fetch(`${url}/health`).then(
      () => true,
      () => false,
    ))
  ) {
    if (nginx.exitCode !== null) {
      await balancer[Symbol.asyncDispose]();
      throw new Error(`nginx ended:\n${stderr}`);
    }
    await sleep(20);
  }
  return balancer;
}
