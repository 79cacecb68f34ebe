import type { Clock } from '../clock.ts';
import { UpstreamError } from '../errors.ts';
import type { Principal } from '../principal.ts';
import { urlOf } from '../rest-request.ts';
import type { Send } from '../send.ts';
import { recentMap } from './recent-map.ts';

/** Tokens that are remembered, good ones and bad ones each. One that is forgotten is a stranger again. */
const MAX_REMEMBERED = 20_000;

/** How long a 401 to a token without a good answer stands for the next ones, in milliseconds. */
export const REFUSED_MS = 5_000;

/** Stands for all tokens of which the API has answered none yet: together they have the room of one. */
export const STRANGERS = 'strangers' as Principal;

/**
 * Which tokens the API accepts, as its answers tell. A good answer makes a token known, and a 401 makes it a stranger.
 *
 * A stranger that gets a 401 is not asked for again for {@link REFUSED_MS}. A known token is: one endpoint may refuse
 * what the others accept.
 */
export class AcceptedTokens {
  readonly #clock: Clock;
  readonly #known = recentMap<Principal, true>(MAX_REMEMBERED);
  /** When the 401 of a stranger is forgotten. */
  readonly #refusedUntil = recentMap<Principal, number>(MAX_REMEMBERED);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the API has answered this token, and not refused it since. */
  has(principal: Principal): boolean {
    return this.#known.has(principal);
  }

  /** Whose turn it is when this principal asks: its own, or that of all strangers. */
  partyOf(principal: Principal): Principal {
    return this.has(principal) ? principal : STRANGERS;
  }

  /** Learns from how calls end, and answers those of refused strangers itself. */
  readonly watch =
    (send: Send): Send =>
    async (restRequest, caller) => {
      const { principal } = caller;
      if (this.#isRefused(principal))
        throw new UpstreamError({ kind: 'unauthenticated' }, { method: 'GET', url: urlOf(restRequest) });
      try {
        const answer = await send(restRequest, caller);
        this.#known.set(principal, true);
        // A 401 of another endpoint may have come first.
        this.#refusedUntil.delete(principal);
        return answer;
      } catch (error) {
        if (error instanceof UpstreamError && error.failure.kind === 'unauthenticated') this.#refused(principal);
        throw error;
      }
    };

  #isRefused(principal: Principal): boolean {
    const until = this.#refusedUntil.get(principal);
    if (until === undefined) return false;
    if (this.#clock.now() < until) return true;
    this.#refusedUntil.delete(principal);
    return false;
  }

  #refused(principal: Principal): void {
    if (!this.#known.delete(principal)) this.#refusedUntil.set(principal, this.#clock.now() + REFUSED_MS);
  }
}
