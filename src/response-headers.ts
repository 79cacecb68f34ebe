/** Headers of every answer that holds data: it is one user's, so nobody may keep it, and it is what it says it is. */
export const RESPONSE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;
