/** What instances of the gateway have in common, kept in one Redis. Loaded only where there is one. */
import type { RecordCache } from '../loaders/record-cache.ts';
import type { SharedBucket } from '../upstream/policies/rate-limiter.ts';
import { type LinkState, RedisLink } from './link.ts';
import { createRedisBucket } from './redis-bucket.ts';
import { createRedisCache } from './redis-cache.ts';
import { createSealedValues, type SealedValues } from './sealed-values.ts';
import { createSessionEpochs, type SessionEpochs } from './session-epochs.ts';

export interface SharedState {
  /** Records of each token, for all instances. */
  cache(options: { readonly ttlMs: number; readonly apiUrl: string }): RecordCache;
  /** The rate that all instances keep together. */
  bucket(apiUrl: string): SharedBucket;
  /** Since when the sessions of each person count. */
  sessionEpochs(): SessionEpochs;
  /** What sign-in seals, for all instances. */
  sealedValues(): SealedValues;
  readonly state: LinkState;
  close(): void;
}

export interface SharedStateOptions {
  /** `redis://` or `rediss://`, with user, password and database where there are any. */
  readonly url: string;
  /** How long a command may take before the gateway goes on without, in milliseconds. */
  readonly timeoutMs: number;
  /** Where a line about losing Redis, or having it back, goes. */
  readonly log: (line: string) => void;
}

/** Connects to Redis, or goes on trying to: it resolves within a second either way. */
export async function connectSharedState(options: SharedStateOptions): Promise<SharedState> {
  const link = await RedisLink.open(options);
  return {
    cache: (cacheOptions) => createRedisCache({ ...cacheOptions, link }),
    bucket: (apiUrl) => createRedisBucket(link, apiUrl),
    sessionEpochs: () => createSessionEpochs(link),
    sealedValues: () => createSealedValues(link),
    get state() {
      return link.state;
    },
    close: () => link.close(),
  };
}
