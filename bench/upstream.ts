/**
 * The API for the bench: the sandbox's answers, each computed once and then sent from memory, so that
 * what is measured is the gateway and not the stand-in behind it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateAccount } from '../src/sandbox/account.ts';
import { type SandboxUser, startSandbox } from '../src/sandbox/server.ts';

/** One account for everything that is measured. */
export const ACCOUNT = { seed: 1, size: 20_000 };

/**
 * Tokens of users who all see everything. Load that shares a token shares equal calls in flight, which
 * is a gain that only some clients have: each connection of the bench has a token of its own.
 */
export const tokenOf = (connection: number) => `bench-${connection}`;

const TOKENS = 64;

export interface Upstream {
  readonly server: Server;
  /** Milliseconds that every answer waits. */
  latency(ms: number): void;
  close(): Promise<void>;
}

/** The users of those tokens. */
export function benchUsers(): SandboxUser[] {
  const [everything] = generateAccount(ACCOUNT).users;
  if (!everything) throw new Error('The account has no users.');
  return Array.from({ length: TOKENS }, (_, index) => ({ ...everything, token: tokenOf(index) }));
}

export async function createUpstream(): Promise<Upstream> {
  const sandbox = await startSandbox({ ...ACCOUNT, users: benchUsers() });
  const origin = new URL(sandbox.url).origin;
  const answers = new Map<string, { status: number; body: Buffer }>();
  let latencyMs = 0;

  const answerOf = async (url: string, authorization: string) => {
    const known = answers.get(url);
    if (known) return known;
    const response = await fetch(origin + url, { headers: { authorization } });
    const made = { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
    answers.set(url, made);
    return made;
  };

  const respond = async ({ url = '/', headers }: IncomingMessage, response: ServerResponse) => {
    const due = performance.now() + latencyMs;
    const { status, body } = await answerOf(url, headers.authorization ?? '');
    const waitMs = latencyMs > 0 ? due - performance.now() : 0;
    if (waitMs > 0) await sleep(waitMs);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  return {
    server,
    latency(ms) {
      latencyMs = ms;
    },
    close: () => sandbox.close(),
  };
}
