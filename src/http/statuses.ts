/** The statuses that GraphQL over HTTP (September 2026) adds to those of HTTP, and what stood in their place before. */

/** There is `data`, and there are `errors`: partial success. Only with `application/graphql-response+json`. */
export const PARTIAL_SUCCESS = 294;

/** It could be read, and is no request that can run. Only with `application/graphql-response+json`. */
export const UNPROCESSABLE = 422;

const OLDER: ReadonlyMap<number, number> = new Map([
  [PARTIAL_SUCCESS, 200],
  [UNPROCESSABLE, 400],
]);

/** The status that clients of the drafts expect: 200 in place of 294, 400 in place of 422. */
export const olderStatus = (status: number): number => OLDER.get(status) ?? status;

/** Reason phrases that Node does not know. */
export const REASONS: ReadonlyMap<number, string> = new Map([[PARTIAL_SUCCESS, 'Partial Success']]);
