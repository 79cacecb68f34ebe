/** The only door to the REST API: connections that are kept, policies, and one request for equal calls. */
import { Exchange, type Wire } from './exchange.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { dispatcherFor } from './network.ts';
import type { NetworkOptions } from './network-settings.ts';
import { shareRequests } from './policies/request-sharing.ts';
import type { Send } from './send.ts';

export interface UpstreamOptions extends NetworkOptions {
  /** Base of the API, its path included: `https://api.mavenlink.com/api/v1`. */
  readonly url: string;
  /** The deadline of one call, from its start to the last byte of its answer. */
  readonly callTimeoutMs: number;
  /** The longest body that is read, on the wire and inflated. */
  readonly maxBodyBytes: number;
  /** How many connections at once, where the API speaks HTTP/1.1; more calls than that wait in line. */
  readonly connections: number;
  /** The longest that connecting may take. Default: 3 seconds, or `callTimeoutMs` if that is less. */
  readonly connectTimeoutMs?: number;
  /** What stands between the calls and the network, such as `createPolicies`. Default: nothing. */
  readonly policies?: (send: Send) => Send;
  /** Where bodies count while they come. Default: they do not. */
  readonly memory?: MemoryBudget | undefined;
  /** The wall clock in milliseconds, to which HTTP dates are compared. Default: `Date.now`. */
  readonly now?: () => number;
}

export interface Upstream extends AsyncDisposable {
  /** See {@link Send}. Equal calls of one token that are under way at once share one request. */
  readonly send: Send;
  /** Takes no more calls, waits for those under way (`callTimeoutMs` at most), and hangs up. */
  close(): Promise<void>;
}

/**
 * The only door to the REST API. It keeps connections alive, bounds what each call may take in time
 * and in bytes, and turns every way to fail into an {@link UpstreamError}.
 *
 * Throws a `TypeError` for a `url` that is not the base of an API over HTTP.
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { origin, base } = readBase(options.url);
  const pool = dispatcherFor(origin, options, {
    connections: options.connections,
    connectTimeout: options.connectTimeoutMs ?? Math.min(3000, options.callTimeoutMs),
  });
  // Bun answers `import 'undici'` with a stand-in of its own that cannot send anything.
  if (typeof pool.dispatch !== 'function')
    throw new Error(
      'kantata-graphql-gateway calls the API with undici, which this runtime replaces: run it on Node or Deno',
    );
  const wire: Wire = {
    pool,
    origin,
    base,
    callTimeoutMs: options.callTimeoutMs,
    maxBodyBytes: options.maxBodyBytes,
    now: options.now ?? Date.now,
    memory: options.memory ?? null,
  };
  const transport: Send = (restRequest, caller) =>
    new Promise((resolve, reject) => new Exchange(wire, restRequest, caller, resolve, reject).start());

  const send = shareRequests(options.policies?.(transport) ?? transport);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= pool.close();
    return closing;
  };
  return { send, close, [Symbol.asyncDispose]: close };
}

/** The origin of the API, and the prefix of every call's path (`''`, or `/api/v1`). */
function readBase(text: string): { origin: string; base: string } {
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError('the URL of the API must start with http: or https:');
  if (url.username !== '' || url.password !== '')
    throw new TypeError('the URL of the API must not contain a name or a password');
  if (url.search !== '' || url.hash !== '')
    throw new TypeError('the URL of the API must not contain a query or a fragment');
  return { origin: url.origin, base: url.pathname.replace(/\/+$/, '') };
}
