/**
 * Looks over the shoulder of a gateway under test: no token that it was ever sent may be in anything that it says, in no
 * answer, no header, no line of its log at the most talkative level, no metric. Every gateway that the tests start has
 * one, and the test of one that tells a token fails when it closes the gateway.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createLog } from '../../src/observe/log.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { observedBy } from '../../src/observe/observer.ts';
import type { GatewayOptions } from '../../src/http/gateway-options.ts';
import type { Gateway } from '../../src/http/gateway.ts';

/** In every token of the tests that nothing else names. */
export const CANARY = 'cANARY';

/** The token of whoever asks in a test that says nothing of tokens. */
export const SOMEBODY = `${CANARY}-somebody-0123456789`;

/** Shorter ones, such as the sandbox's `demo`, are words that stand in answers for themselves. */
const MIN_LENGTH = 8;

export class TokenWatch {
  readonly #tokens = new Set<string>();
  readonly #leaks: string[] = [];
  readonly #metrics = createMetrics();

  /** The options of a gateway, with its log and its metrics watched. */
  options<Options extends Partial<GatewayOptions>>(options: Options): Options & Partial<GatewayOptions> {
    const told = (line: string) => this.look('the log', line);
    const log = createLog('debug', { write: told });
    const own = options.log ?? ((line: string) => console.error(`kantata-gateway: ${line}`));
    return {
      ...options,
      observer: observedBy([log.observer, this.#metrics.observer, options.observer]),
      log: (line) => {
        told(line);
        own(line);
      },
    };
  }

  /** Has the metrics of a gateway that tell what it does at the moment as well. */
  metricsOf(gateway: Gateway): void {
    this.#metrics.watch(gateway);
  }

  /** The handler of a gateway, with what it answers watched. */
  handler({ handler }: Pick<Gateway, 'handler'>): RequestListener {
    return (request, response) => {
      this.#note(request);
      this.#watch(response);
      handler(request, response);
    };
  }

  /** Watches for a token that no request to the gateway brings. */
  know(token: string): void {
    this.#tokens.add(token);
  }

  /** Looks for tokens in a text; `where` says what it is. */
  look(where: string, text: string): void {
    for (const token of this.#tokens)
      if (text.includes(token)) this.#leaks.push(`${where}: ${text.replaceAll(token, '[token]').slice(0, 200)}`);
  }

  /** Throws if a token was told. */
  async end(): Promise<void> {
    this.look('the metrics', await this.#metrics.registry.metrics());
    this.#metrics.stop();
    if (this.#leaks.length > 0) throw new Error(`a token was told:\n${this.#leaks.join('\n')}`);
  }

  #note({ rawHeaders }: IncomingMessage): void {
    for (let at = 0; at < rawHeaders.length; at += 2)
      if (rawHeaders[at]?.toLowerCase() === 'authorization')
        for (const word of rawHeaders[at + 1]?.split(/[\s,]+/) ?? [])
          if (word.length >= MIN_LENGTH) this.#tokens.add(word);
  }

  #watch(response: ServerResponse): void {
    // What was sent last, for a token that is cut in two by its parts.
    let tail = '';
    const look = (chunk: unknown) => {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
      this.look('an answer', tail + text);
      tail = text.slice(-200);
    };
    const before = (method: 'writeHead' | 'write' | 'end', looking: (args: unknown[]) => void) => {
      const original = response[method] as (...args: unknown[]) => unknown;
      Object.assign(response, {
        [method]: (...args: unknown[]) => {
          looking(args);
          return Reflect.apply(original, response, args);
        },
      });
    };
    before('writeHead', (args) => this.look('the head of an answer', JSON.stringify(args)));
    before('write', ([chunk]) => look(chunk));
    before('end', ([chunk]) => {
      look(chunk);
      this.look('the headers of an answer', JSON.stringify(response.getHeaders()));
    });
  }
}
