/** What /ready and /health say of a gateway whose event loop is held up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { watchLoopLag } from '../src/process/event-loop-lag.ts';
import { startCommand } from './support/command-line.ts';

const preload = fileURLToPath(new URL('support/hold-on-signal.mjs', import.meta.url));

async function start(env: Record<string, string>) {
  const command = startCommand({
    args: ['--sandbox'],
    env: { PORT: '0', LOG_LEVEL: 'warn', NODE_OPTIONS: `--import=${preload}`, ...env },
  });
  const [, origin = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  const status = async (path: string) => (await fetch(`${origin}${path}`)).status;
  /** Whether `/ready` said this within that time. */
  const until = async (wanted: number, withinMs = 25_000) => {
    const endMs = performance.now() + withinMs;
    while (performance.now() < endMs) {
      if ((await status('/ready')) === wanted) return true;
      await sleep(100);
    }
    return false;
  };
  return { command, status, until, [Symbol.asyncDispose]: () => command[Symbol.asyncDispose]() };
}

// Each waits for windows of five seconds to end, so they wait together.
describe.concurrent('an event loop that is held for 300 ms, again and again', () => {
  it('has /ready say 503 until that ends, and /health 200 all the while', { timeout: 60_000 }, async ({ expect }) => {
    await using gateway = await start({ READY_MAX_LAG_MS: '150' });
    expect(await gateway.until(200)).toBe(true);

    gateway.command.process.kill('SIGUSR2');

    expect(await gateway.until(503)).toBe(true);
    expect(await gateway.status('/health')).toBe(200);
    gateway.command.process.kill('SIGUSR2');
    expect(await gateway.until(200)).toBe(true);
    const told = (words: RegExp) =>
      gateway.command
        .stderr()
        .split('\n')
        .filter((line) => words.test(line)).length;
    await expect.poll(() => told(/\/ready says 200 again/)).toBe(1);
    expect(told(/\/ready says 503: the event loop is \d+ ms late/)).toBe(1);
  });

  it('changes nothing where nobody wants to hear of it', { timeout: 60_000 }, async ({ expect }) => {
    await using gateway = await start({ READY_MAX_LAG_MS: 'off' });

    gateway.command.process.kill('SIGUSR2');

    // Longer than it takes to be judged.
    expect(await gateway.until(503, 7_500)).toBe(false);
  });

  describe('a single pause', () => {
    it('is not what others are sent elsewhere for', { timeout: 60_000 }, async ({ expect }) => {
      const changes: boolean[] = [];
      const loop = watchLoopLag({ maxLagMs: 1_000, changed: (isLate) => changes.push(isLate) });
      // It measures from one turn to the next, so there has to be one before.
      await sleep(200);
      const until = performance.now() + 1_500;

      while (performance.now() < until);

      await sleep(5_500);
      expect({ changes, isLate: loop.isLate }).toEqual({ changes: [], isLate: false });
      loop.stop();
    });
  });
});
