/** The client of the REST API and the cache of its records, as the options of a gateway describe them. */
import { createMemoryCache } from '../loaders/memory-cache.ts';
import type { RecordCache } from '../loaders/record-cache.ts';
import { tracedWire } from '../observe/traced-wire.ts';
import { watchedWire } from '../observe/wire.ts';
import { createUpstream, type Upstream } from '../upstream/client.ts';
import { networkOf } from '../upstream/network-settings.ts';
import type { MemoryBudget } from '../upstream/memory-budget.ts';
import type { Principal } from '../upstream/principal.ts';
import { createPolicies, type Policies, type PolicyState } from '../upstream/policies/index.ts';
import type { GatewayOptions } from './gateway-options.ts';

const DEFAULT_UPSTREAM_QUEUE = 250;
const DEFAULT_UPSTREAM_QUEUE_WAIT_MS = 10_000;
const DEFAULT_CACHE_MAX_BYTES = 64 * 2 ** 20;

/** The client of the API, with what its policies know. */
export interface GatewayUpstream extends Upstream {
  readonly state: PolicyState;
  /** Whether the API has answered this token lately, other than with 401. */
  accepts(principal: Principal): boolean;
}

/** The client of the API, with its policies and with whatever watches each request on the wire. */
export function upstreamOf(options: GatewayOptions, memory: MemoryBudget): GatewayUpstream {
  const { apiUrl, maxUpstreamCalls, maxSummaryCalls = 0, upstreamConnections, upstreamRate } = options;
  const { observer, tracing, shared = null } = options;
  const limits = {
    maxInFlight: upstreamConnections,
    // One operation may ask as much at once.
    maxWaiting: Math.max(options.upstreamQueue ?? DEFAULT_UPSTREAM_QUEUE, maxUpstreamCalls, maxSummaryCalls),
    maxWaitMs: options.upstreamQueueWaitMs ?? DEFAULT_UPSTREAM_QUEUE_WAIT_MS,
    rate: upstreamRate ? { perSecond: upstreamRate, shared: shared?.bucket(apiUrl) } : null,
  };
  const ended = observer?.request?.bind(observer);
  let policies: Policies | undefined;
  const upstream = createUpstream({
    url: apiUrl,
    callTimeoutMs: options.upstreamCallTimeoutMs,
    maxBodyBytes: options.upstreamMaxBodyBytes,
    connections: upstreamConnections,
    memory,
    ...networkOf(options),
    policies(send) {
      const watched = ended ? watchedWire(send, ended) : send;
      policies = createPolicies(tracing ? tracedWire(watched) : watched, limits);
      return policies.send;
    },
  });
  return {
    ...upstream,
    get state() {
      return (policies as Policies).state;
    },
    accepts: (principal) => policies?.accepts(principal) ?? false,
  };
}

/** Where records are kept between operations; `null` for nowhere. */
export function recordCacheOf({
  cacheTtlSeconds = 0,
  cacheMaxBytes,
  shared,
  apiUrl,
}: GatewayOptions): RecordCache | null {
  if (cacheTtlSeconds === 0) return null;
  const ttlMs = cacheTtlSeconds * 1000;
  return shared
    ? shared.cache({ ttlMs, apiUrl })
    : createMemoryCache({ ttlMs, maxBytes: cacheMaxBytes ?? DEFAULT_CACHE_MAX_BYTES });
}
