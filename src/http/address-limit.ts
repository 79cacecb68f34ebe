/** How often one client address may send requests, before anything is known of who asks. */
import { isIPv6 } from 'node:net';
import { type Clock, monotonicClock } from '../upstream/clock.ts';
import { recentMap } from '../upstream/policies/recent-map.ts';
import type { RequestHead } from '../identity/request-head.ts';
import { HttpRefusal } from './http-errors.ts';

export interface AddressLimitOptions {
  /** Requests a second of one address. As many may come at once. */
  readonly perSecond: number;
  /** The header in which a proxy that is trusted names the client; `null` where the connection itself tells. */
  readonly header: string | null;
  /** Default: a clock that never jumps. */
  readonly clock?: Clock;
}

/** What an address may still send. */
export interface Allowance {
  /** Why this request is not answered; `null` where it is. */
  readonly refusal: HttpRefusal | null;
  readonly headers: Readonly<Record<string, string>>;
}

const tooMany = () =>
  new HttpRefusal(429, 'RATE_LIMITED', 'Too many requests come from this address: ask again in 1 s.', {
    'retry-after': '1',
  });

/** Addresses that are remembered. One that is forgotten has its whole allowance again. */
const MAX_ADDRESSES = 50_000;

/**
 * Limits requests by the client's address: those of IPv6 by their network of 64 bits, because one client has all of
 * that. A request whose address is not known passes.
 */
export class AddressLimit {
  readonly #perSecond: number;
  readonly #header: string | null;
  readonly #clock: Clock;
  readonly #addresses = recentMap<string, { left: number; at: number }>(MAX_ADDRESSES);

  constructor({ perSecond, header, clock = monotonicClock }: AddressLimitOptions) {
    this.#perSecond = perSecond;
    this.#header = header;
    this.#clock = clock;
  }

  /** Counts a request of its address. `null` where the address is not known. */
  take(request: Pick<RequestHead, 'headers' | 'remoteAddress'>): Allowance | null {
    const address = this.#addressOf(request);
    if (address === undefined) return null;
    const now = this.#clock.now();
    let allowance = this.#addresses.get(address);
    if (!allowance) this.#addresses.set(address, (allowance = { left: this.#perSecond, at: now }));
    allowance.left = Math.min(this.#perSecond, allowance.left + ((now - allowance.at) * this.#perSecond) / 1000);
    allowance.at = now;
    if (allowance.left < 1) return { refusal: tooMany(), headers: this.#headersFor(allowance.left) };
    allowance.left--;
    return { refusal: null, headers: this.#headersFor(allowance.left) };
  }

  /** What is left, as the draft of the IETF writes it (RateLimit header fields for HTTP, version 10). */
  #headersFor(left: number): Readonly<Record<string, string>> {
    return {
      'ratelimit-policy': `"address";q=${this.#perSecond};w=1`,
      ratelimit: `"address";r=${Math.floor(left)};t=1`,
    };
  }

  #addressOf({ headers, remoteAddress }: Pick<RequestHead, 'headers' | 'remoteAddress'>): string | undefined {
    const named = this.#header === null ? remoteAddress : headers[this.#header];
    // Proxies put what they know behind what the client claims.
    const address = (Array.isArray(named) ? named.at(-1) : named)?.split(',').at(-1)?.trim();
    if (!address) return undefined;
    return isIPv6(address) && !address.includes('.') ? networkOf(address) : address;
  }
}

/** The first four groups of an IPv6 address, which name its network, with the zeros that `::` leaves out. */
function networkOf(address: string): string {
  const [before = '', after] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = before === '' ? [] : before.split(':');
  const last = after ? after.split(':') : [];
  const zeros = after === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - last.length)).fill('0');
  return [...groups, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
