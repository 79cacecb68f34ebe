/** The REST calls that an operation would make, as `POST /explain` answers. Nothing is called. */
import type { Explanation } from '../../execution/explain.ts';
import { redact } from '../../redact/redact.ts';
import type { Mode } from './mode.ts';
import { CONTENT_TYPE, refusedOperation } from './refusal.ts';

export const explanation: Mode<Explanation> = {
  name: 'explain',
  looksOnly: true,
  run: (executor, args) => executor.explain(args),
  // A filter's text stands in the URLs, and may be the caller's token. JSON escapes no character that a token has.
  write: (explained, { secrets }) => ({
    status: 200,
    headers: CONTENT_TYPE['application/json'],
    body: redact(JSON.stringify(explained), secrets),
  }),
  refuse: (errors) => refusedOperation(errors, 'application/json', false),
};
