export const HTTP_STATUSES = ['2026', 'older'] as const;

/** Which statuses answers have: those of GraphQL over HTTP of September 2026, or those of its drafts before. */
export type HttpStatuses = (typeof HTTP_STATUSES)[number];
