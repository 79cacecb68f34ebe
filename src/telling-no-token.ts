import { GraphQLError } from 'graphql';
import { withoutToken } from './upstream/without-token.ts';

/** Errors repeat what they complain about; a client that put its token there is not told it, for errors are kept in logs. */
export const tellingNoToken = (errors: readonly GraphQLError[], token: string): readonly GraphQLError[] =>
  errors.map((error) => {
    const message = withoutToken(error.message, token);
    const { nodes, source, positions, path, extensions } = error;
    return message === error.message
      ? error
      : new GraphQLError(message, { nodes, source, positions, path, extensions });
  });
