/**
 * Every span, and every attribute that one may have: what is not in this table is in no trace. `docs/operations.md` is
 * made from it.
 *
 * Names are those of OpenTelemetry's semantic conventions where there are any (GraphQL, HTTP client, end user), and begin
 * with `kantata.` otherwise. No attribute holds what a client or the API could put a secret in: no document, no variable,
 * no query of a URL, no id of a record, no message of an error.
 */

export interface SpanDescription {
  readonly span: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly description: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const ERROR_TYPE = 'The [code](errors.md) of its first error.';

export const SPANS = {
  operation: {
    span: 'query',
    kind: 'server',
    description:
      'A request for an operation, from its arrival to its end; a child of the span that `traceparent` names. One that could not be read as a query is called `GraphQL Operation`.',
    attributes: {
      'graphql.operation.type': 'Always `query`.',
      'graphql.operation.name': 'Its name in the document, cut at 100 characters.',
      'kantata.document.hash': 'SHA-256 of the document in hexadecimal, which is also its persisted id.',
      'kantata.request.id': '`requestId` of the log.',
      'enduser.pseudo.id': '`principal` of the log.',
      'kantata.operation.outcome':
        '`outcome` of the log. For `partial`, `overloaded` and `failed` the status is an error.',
      'http.response.status_code': 'Status of the answer; not there if the client left.',
      'error.type': ERROR_TYPE,
      'kantata.operation.waves': 'Waves of REST calls.',
      'kantata.operation.calls': 'REST calls.',
      'kantata.operation.predicted_calls': 'REST calls that were foretold.',
      'kantata.operation.shared_calls': 'Those that a request of somebody else answered.',
      'kantata.operation.failed_calls': 'Those that failed.',
      'kantata.operation.retries': 'Requests that were sent again.',
      'kantata.operation.rows': 'Records that came.',
      'kantata.operation.bytes': 'Bodies of answers, as they came over the wire.',
    },
  },
  plan: {
    span: 'plan',
    kind: 'internal',
    description: 'Reading the arguments, making the plan, and checking what it will take.',
    attributes: {
      'kantata.plan.min_calls': 'REST calls that it will make at least.',
      'kantata.plan.likely_calls': 'REST calls that it will probably make.',
      'kantata.plan.records': 'Records that its answer will probably hold.',
      'error.type': ERROR_TYPE,
    },
  },
  wave: {
    span: 'wave 1, wave 2, ...',
    kind: 'internal',
    description: 'From the first call of a wave to the end of its last.',
    attributes: {
      'kantata.wave.number': 'Which one, from 1.',
      'kantata.wave.calls': 'Its REST calls.',
    },
  },
  call: {
    span: 'GET /workspaces, GET /workspaces/{id}, ...',
    kind: 'client',
    description:
      'One REST call: its wait for a turn, its requests, and reading the answer. If an equal call of another operation was under way, it has a link to the span of that one in place of a request.',
    attributes: {
      'http.request.method': 'Always GET.',
      'url.template': 'Its path, without ids and query.',
      'server.address': 'Host of `KANTATA_API_URL`.',
      'server.port': 'Its port.',
      'http.response.status_code': 'Status of the API; not there without an answer.',
      'http.response.body.size': 'Bytes of the body, as they came over the wire.',
      'http.response.header.x-request-id': "The API's own name for the request.",
      'http.request.resend_count': 'Requests that were sent again for it.',
      'error.type': 'How it failed: `kind` of the log.',
      'kantata.call.shared': 'Whether a request of somebody else answered it.',
      'kantata.call.rows': 'Records in its answer.',
    },
  },
} as const satisfies Record<string, SpanDescription>;

/** What happens within a call. */
export const CALL_EVENTS = {
  'request.sent': { description: 'A request of it went out.', attributes: [] },
  'request.failed': {
    description: 'A request of it failed. Another may follow.',
    attributes: ['error.type', 'http.response.status_code', 'http.response.header.x-request-id'],
  },
} as const satisfies Record<
  string,
  { readonly description: string; readonly attributes: readonly (keyof (typeof SPANS)['call']['attributes'])[] }
>;

type Value = string | number | boolean | string[] | undefined;

/** Attributes that a span may have; what is undefined is left out. */
export type SpanAttributes<Span extends keyof typeof SPANS> = {
  [Name in keyof (typeof SPANS)[Span]['attributes']]?: Value;
};

/** Attributes that an event within a call may have. */
export type FailureAttributes = {
  [Name in (typeof CALL_EVENTS)['request.failed']['attributes'][number]]?: Value;
};
