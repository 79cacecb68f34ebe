import type { GraphQLError } from 'graphql';

/** A whole operation is refused, before anything was called. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('The operation cannot run.');
    this.errors = errors;
  }
}
