/** What the pipeline does with an operation once it has been read and let in, without a server before it. */
import type { GraphQLSchema } from 'graphql';
import { createDocuments } from '../../src/execution/document.ts';
import type { Caller, Executor } from '../../src/execution/executor.ts';
import { ClientSignal } from '../../src/http/client-signal.ts';
import type { GraphQLRequest } from '../../src/http/graphql-request.ts';
import { performDirectly } from '../../src/http/pipeline.ts';
import { whole } from '../../src/http/writers/whole.ts';

export interface PerformedOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  /** Default: lines are thrown away. */
  readonly log?: (line: string) => void;
}

/** Answers operations as a whole. Documents are kept from one to the next. */
export function performed({ schema, executor, log = () => {} }: PerformedOptions) {
  const documents = createDocuments(schema, { suggestions: true });
  const perform = performDirectly({ schema, documents, executor, log });
  const unread = () => Promise.reject(new Error('The body has been read.'));
  return async (asked: GraphQLRequest, caller: Caller): Promise<{ readonly status: number; readonly body: string }> => {
    const request = { method: 'POST', headers: {}, rawHeaders: [], signal: new ClientSignal(), readBody: unread };
    const answered = await perform({
      request,
      asked,
      caller,
      mode: whole,
      answerType: 'application/json',
      mayKeep: true,
    });
    if (typeof answered.body !== 'string') throw new TypeError('An answer as a whole is text.');
    return { status: answered.status, body: answered.body };
  };
}
