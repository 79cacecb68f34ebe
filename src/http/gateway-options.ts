/** What a gateway can be made with. `loadConfig` has every option, checked. */
import type { BrowserOptions } from './browser.ts';
import type { Door } from './door.ts';
import type { ExplorerUser } from './explorer.ts';
import type { GatewayPlugin } from './gateway-plugin.ts';
import type { Identify } from '../identity/identity.ts';
import type { SignIn } from '../identity/sign-in/sign-in.ts';
import type { Observer } from '../observe/observer.ts';
import type { Tracing } from '../observe/tracing.ts';
import type { NetworkSettings } from '../upstream/network-settings.ts';
import type { HttpStatuses } from '../config/http-statuses.ts';
import type { PersistedOptions } from './persisted-documents.ts';
import type { SharedState } from '../redis/shared-state.ts';
import type { ApiFacts } from '../loaders/api-facts.ts';
import type { Principal } from '../upstream/principal.ts';

export interface GatewayOptions extends Partial<BrowserOptions>, Partial<PersistedOptions>, NetworkSettings {
  /** Base of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  /** A browser that asks for a page gets the explorer. */
  readonly graphiql: boolean;
  /** `/board`: failed syncs, seats without people and hours, for browsers. Default: no. */
  readonly board?: boolean;
  /** The token that the explorer sends until one enters another; only ever that of the sandbox. */
  readonly graphiqlToken?: string;
  /** Users to choose from in the explorer; only ever those of the sandbox. Default: none, and a field for a token. */
  readonly graphiqlUsers?: readonly ExplorerUser[];
  /** `POST /explain` and `x-upstream-trace`. */
  readonly explain: boolean;
  /** Whether an error about a misspelt name suggests others. Default: yes. */
  readonly suggestions?: boolean;
  /** Whether the schema may be asked for. Default: yes. */
  readonly introspection?: boolean;
  /** Statuses of answers of the type `application/graphql-response+json`. Default: `2026`. */
  readonly httpStatuses?: HttpStatuses;
  /** Compress answers for clients that take it. Default: no, because frameworks around the gateway often do. */
  readonly compression?: boolean;
  /** Longest body of a request that is read. Default: 256 KB. */
  readonly maxRequestBodyBytes?: number;
  /** Operations that one request may hold, as a list in its body. Default: lists are not taken. */
  readonly batchLimit?: number | null;
  /** Requests worked on at once. Default: 200. */
  readonly maxInFlight?: number;
  /** Requests that may wait for others to end. Default: 200. */
  readonly maxQueued?: number;
  /** The longest that one of them waits, in milliseconds. Default: 150. */
  readonly queueWaitMs?: number;
  /** Memory for answers that have been written and not read, in bytes. Default: 64 MiB. */
  readonly maxUnreadBytes?: number;
  /** Memory for answers of the API, their rows, and `maxUnreadBytes`, in bytes. Default, or null: see `MemoryBudget`. */
  readonly memoryBudget?: number | null;
  /** Requests a second of one client address. Default: as many as it likes. */
  readonly clientRate?: number | null;
  /** The header in which a trusted proxy names the client's address, in lower case. Default: the connection's address. */
  readonly clientAddressHeader?: string | null;
  readonly maxUpstreamCalls: number;
  /** REST calls for pages that the summaries of one operation may make, beside `maxUpstreamCalls`. Default: 100. */
  readonly maxSummaryCalls?: number;
  /** REST calls that an export may make, for what `/explain` tells of one: see `createExport`. Default: any number. */
  readonly exportMaxCalls?: number;
  /** Records that one answer may be likely to hold. Default: 50,000. */
  readonly maxRecords?: number;
  readonly waveWaitMs: number | 'unbounded';
  readonly upstreamCallTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly upstreamMaxBodyBytes: number;
  readonly upstreamConnections: number;
  /** Questions of one token that may wait for their turn to be sent, and half of those of all. Default: 250. */
  readonly upstreamQueue?: number;
  /** The longest that one of them waits, in milliseconds. Default: 10 seconds. */
  readonly upstreamQueueWaitMs?: number;
  /** REST calls a second, of all tokens together. Default: as many as the API bears. */
  readonly upstreamRate?: number | null;
  /** How long records are kept for the token that fetched them, in seconds. Default: 0, not at all. */
  readonly cacheTtlSeconds?: number;
  /** Memory for that, in bytes, where there is no `shared` state. Default: 64 MiB. */
  readonly cacheMaxBytes?: number;
  /** What instances have in common: records that are kept, and the rate. The program that made it closes it. Default: nothing. */
  readonly shared?: SharedState | null;
  /** The name under which a token's calls are kept apart. Only a test that shows what a wrong way would do has another than the default. */
  readonly principalOf?: (token: string) => Principal;
  /** Who asks, and with which token the API is asked. Default: every request brings the user's own token, as a bearer. */
  readonly identify?: Identify;
  /** Where people sign in, for sessions beside what `identify` takes. Not with `renewToken`. Default: no sign-in. */
  readonly signIn?: SignIn;
  /** Whether an `Authorization` header is taken where people sign in. Default: yes. */
  readonly takesTokens?: boolean;
  /**
   * Resolves with the token that is to be used by now, after the API has refused the one before. For a gateway with a
   * token of its own: without it the client gets that refusal.
   */
  readonly renewToken?: () => Promise<string>;
  /** Hears of each token that the API has answered with 401. Default: nothing hears of it. */
  readonly tokenRefused?: (token: string) => void;
  readonly maxFirst: number;
  /** What the API has shown of itself, from before; it grows while operations run. Default: nothing yet. */
  readonly facts?: ApiFacts;
  /** Serve a Federation 2 subgraph. Default: no. */
  readonly federation?: boolean;
  /** Only who sends this in `x-router-secret` may ask for `_entities` and `_service`. Default: everyone with a token. */
  readonly federationSecret?: string | null;
  /** Answer `apollo-federation-include-trace: ftv1` of callers that may ask for entities. Default: no. */
  readonly federationTrace?: boolean;
  /** Representations that one operation may name in `_entities`. Default: 1,000. */
  readonly maxEntities?: number;
  /** Errors that an answer lists of one GraphQL type and one code; one more counts the others. Default: 100. */
  readonly maxErrors?: number;
  /** Whether `/ready` sends others elsewhere, though nothing is about to stop: see `watchLoopLag`. Default: never. */
  readonly isLate?: () => boolean;
  /**
   * Plugins of GraphQL Yoga and of Envelop, around every operation that is run. They see all of it, the token among it.
   * One that changes the schema is refused at once. `/explain` runs nothing, and so calls none of them. Default: none,
   * which is faster.
   */
  readonly plugins?: readonly GatewayPlugin[];
  /** Further paths, whose operations go the way of all others: see `createMcp`. Default: none. */
  readonly door?: Door;
  /** Where a line about an unexpected error goes; no line holds a token. Default: stderr. */
  readonly log?: (line: string) => void;
  /** Hears of every operation and every REST call, for logs and metrics. Default: none. */
  readonly observer?: Observer | undefined;
  /** Where spans of operations go. Default: nothing is traced. */
  readonly tracing?: Tracing | undefined;
}
