/** The REST calls that an operation would make, as `POST /explain` answers. Nothing is called. */
import type { Explanation } from '../../execution/explain.ts';
import { redact } from '../../redact/redact.ts';
import type { Mode } from './mode.ts';
import { CONTENT_TYPE, refusedOperation } from './refusal.ts';

const explained = (run: Mode<Explanation>['run']): Mode<Explanation> => ({
  name: 'explain',
  looksOnly: true,
  run,
  // A filter's text stands in the URLs, and may be the caller's token. JSON escapes no character that a token has.
  write: (explained, { secrets }) => ({
    status: 200,
    headers: CONTENT_TYPE['application/json'],
    body: redact(JSON.stringify(explained), secrets),
  }),
  refuse: (errors) => refusedOperation(errors, 'application/json', false),
});

export const explanation = explained((executor, args) => executor.explain(args));

/** Of the same operation as an export. */
export const exportExplanation = explained((executor, args) => executor.explainExport(args));
