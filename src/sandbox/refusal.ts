/** Error bodies, as the API writes them. */

export interface ErrorEntry {
  readonly type: 'oauth' | 'system' | 'validation';
  readonly message: string;
  readonly field?: string;
}

/** An answer that is not the asked data. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly ErrorEntry[];
}

const refusal = (status: number, type: ErrorEntry['type'], message: string): Refusal => ({
  status,
  errors: [{ type, message }],
});

export const unauthenticated = refusal(401, 'oauth', 'Invalid OAuth 2 Request');
export const notFound = refusal(404, 'system', 'The requested resource was not found.');

export const missing = (params: readonly string[]): Refusal => ({
  status: 422,
  errors: params.map((field) => ({ type: 'validation', field, message: `${field} is required` })),
});

const WORDS: Readonly<Record<number, Refusal>> = {
  400: refusal(400, 'system', 'The request could not be understood.'),
  401: unauthenticated,
  403: refusal(403, 'system', 'You do not have permission to do this.'),
  404: notFound,
  422: refusal(422, 'validation', 'The request could not be processed.'),
  429: refusal(429, 'system', 'Too many requests. Please wait a moment and try again.'),
  500: refusal(500, 'system', 'An unexpected error occurred.'),
  503: refusal(503, 'system', 'The service is currently unavailable.'),
};

/** What the API says with a status, for a fault that does not say it itself. */
export const bodyOf = (status: number) =>
  JSON.stringify({ errors: (WORDS[status] ?? refusal(status, 'system', `HTTP status ${status}.`)).errors });
