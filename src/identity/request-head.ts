import type { IncomingHttpHeaders } from 'node:http';

/** The part of a request that comes before its body. A request of `node:http` is one. */
export interface RequestHead {
  readonly method?: string | undefined;
  /** Path and query, or the whole address where the client sent that. */
  readonly url?: string | undefined;
  /** By their names in lower case. Of several `Authorization` headers it has the first alone. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** The address at the other end of the connection, where that is known. */
  readonly remoteAddress?: string | undefined;
}
