import { GraphQLError } from 'graphql';

/** A whole operation is refused, before anything was called. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('The operation cannot run.');
    this.errors = errors;
  }
}

/** The errors that keep an operation from running, read from what was thrown; `null` for a fault of the gateway. */
export function refusalsIn(error: unknown): readonly GraphQLError[] | null {
  if (error instanceof Refused) return error.errors;
  return error instanceof GraphQLError && !error.originalError ? [error] : null;
}
