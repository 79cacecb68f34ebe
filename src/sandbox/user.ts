import type { Row } from './row.ts';

/** Somebody who may ask: the API answers each in his own way. */
export interface SandboxUser {
  /** The bearer token that stands for him. */
  readonly token: string;
  /** The id of his row in `users`. */
  readonly userId: string;
  readonly name: string;
  /** A short description of the records that the user sees, to choose between users. */
  readonly about?: string;
  /** Whether he may see a row; without it, he sees all. A row that he does not see is as good as not there. */
  readonly sees?: (collection: string, row: Row) => boolean;
  /** Whether a field is left out of the rows of a collection, for want of rights; without it, none is. */
  readonly hides?: (collection: string, field: string) => boolean;
}
