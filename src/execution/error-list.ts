/**
 * The errors of an answer, capped: one word that the API renamed fails in every row, and thousands of errors that say
 * the same cost seconds and megabytes. Past the cap they are counted, and one more says how many there were.
 */
import { type ASTNode, GraphQLError } from 'graphql';
import { codeOf, type Path, toGraphQLError } from './errors.ts';

/** Errors of one type of record and one code that an answer has at most. */
export const DEFAULT_MAX_ERRORS = 100;

/** How many errors there were so far, by type and code. */
export type ErrorCounts = ReadonlyMap<string, number>;

interface Mark {
  readonly length: number;
  readonly counts: ErrorCounts;
}

export class ErrorList {
  readonly #max: number;
  readonly #errors: GraphQLError[] = [];
  #counts: Map<string, number>;
  /** As they were at the start: what is counted from there on belongs to this part of the answer. */
  readonly #before: ErrorCounts;

  /** @param before what other parts of the same answer have counted. */
  constructor(max: number, before: ErrorCounts = new Map()) {
    this.#max = max;
    this.#before = before;
    this.#counts = new Map(before);
  }

  get counts(): ErrorCounts {
    return this.#counts;
  }

  get length(): number {
    return this.#errors.length;
  }

  /** @param type the GraphQL type whose field failed. */
  add(error: unknown, nodes: readonly ASTNode[], path: Path | null, type: string): void {
    const key = `${codeOf(error)} ${type}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= this.#max) this.#errors.push(toGraphQLError(error, nodes, path));
  }

  /** Adds errors as they are. */
  push(errors: readonly GraphQLError[]): void {
    this.#errors.push(...errors);
  }

  mark(): Mark {
    return { length: this.#errors.length, counts: new Map(this.#counts) };
  }

  /** Forgets what was added since. */
  backTo({ length, counts }: Mark): void {
    this.#errors.length = length;
    this.#counts = new Map(counts);
  }

  /** All of them, and one more for each type and code of which there were too many. */
  all(): readonly GraphQLError[] {
    const more = [...this.#counts].flatMap(([key, count]) => {
      const unlisted = Math.max(0, count - this.#max) - Math.max(0, (this.#before.get(key) ?? 0) - this.#max);
      return unlisted > 0 ? [unlistedErrors(key, unlisted, this.#max)] : [];
    });
    return more.length > 0 ? [...this.#errors, ...more] : this.#errors;
  }
}

function unlistedErrors(key: string, unlisted: number, max: number): GraphQLError {
  const [code = '', type = ''] = key.split(' ');
  return new GraphQLError(
    `${unlisted} more ${unlisted === 1 ? 'error' : 'errors'} with this code in fields of ${type}: an answer lists at most ${max} of them.`,
    { extensions: { code, type, unlisted } },
  );
}
