/** The audits of graphql-http, which were written by a draft of GraphQL over HTTP. */

/**
 * What they find in a gateway with the statuses of September 2026, where it is not `ok`: in the draft these two had 400,
 * and the specification asks for 422.
 */
export const AUDIT_DIFFERENCES: Readonly<Record<string, string>> = {
  // A request without "query" is not well formed.
  '423L': 'notice',
  // Variables that cannot be coerced.
  '86EE': 'warn',
};
