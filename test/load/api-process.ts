/** The echoing API as a process of its own, told by its parent how to behave, and asked what it has seen. */
import { type EchoApiOptions, type Misdeed, startEchoApi } from '../support/echo-api.ts';
import { seededRandom } from '../support/random.ts';

/** How the API behaves, in words that can be sent to it. */
export interface Behaviour {
  /** How long a request is worked on, in milliseconds: always so long, or anything between two. */
  readonly latencyMs: number | readonly [from: number, to: number];
  /** Requests that are worked on at once. Default: all. */
  readonly slots?: number;
  /** What is done wrong to one request in so many. Default: nothing. */
  readonly wrong?: { readonly misdeed: Misdeed; readonly oneIn: number };
}

export type ToApi = { readonly behave: Behaviour } | 'tell';

/** What the API has seen so far. */
export interface Told {
  readonly calls: number;
  readonly open: number;
  readonly mostOpen: number;
  /** When requests ended because their client went away, by their URL; milliseconds since 1970. */
  readonly aborted: readonly (readonly [url: string, at: number])[];
}

const random = seededRandom(1);

function optionsOf({ latencyMs, slots, wrong }: Behaviour): EchoApiOptions {
  const [from, to] = typeof latencyMs === 'number' ? [latencyMs, latencyMs] : latencyMs;
  let calls = 0;
  return {
    latencyMs: () => from + random() * (to - from),
    slots: slots ?? Number.POSITIVE_INFINITY,
    // Counted, not thrown: a short run has its share as well.
    misdeed: () => (wrong && ++calls % wrong.oneIn === 0 ? wrong.misdeed : null),
  };
}

const aborted: [string, number][] = [];
const api = await startEchoApi({
  latencyMs: () => 0,
  onAbort: (url) => void aborted.push([url, Date.now()]),
});

process.on('message', (message: ToApi) => {
  if (message === 'tell') {
    const { calls, open, mostOpen } = api.counts;
    process.send?.({ calls, open, mostOpen, aborted } satisfies Told);
  } else {
    api.change(optionsOf(message.behave));
    process.send?.(null);
  }
});
process.once('disconnect', () => process.exit());
process.send?.(api.url);
