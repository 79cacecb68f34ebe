import { GraphQLError } from 'graphql';
import type { Caller } from '../execution/execute.ts';
import { redact } from '../redact/redact.ts';

/** What must not stand in anything that is told of a caller. */
export const secretsOf = ({ token, credential }: Pick<Caller, 'token' | 'credential'>): readonly string[] =>
  credential ? [token, credential] : [token];

/** Errors repeat what they complain about; a client that put its token there is not told it, for errors are kept in logs. */
export const redactErrors = (errors: readonly GraphQLError[], secrets: readonly string[]): readonly GraphQLError[] =>
  errors.map((error) => {
    const message = redact(error.message, secrets);
    const { nodes, source, positions, path, extensions } = error;
    return message === error.message
      ? error
      : new GraphQLError(message, { nodes, source, positions, path, extensions });
  });
