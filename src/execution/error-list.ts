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

  /** @param before what other parts of the same answer have counted. */
  constructor(max: number, before: ErrorCounts = new Map()) {
    this.#max = max;
    this.#counts = new Map(before);
  }

  get counts(): ErrorCounts {
    return this.#counts;
  }

  /** Those that the answer lists. */
  get listed(): readonly GraphQLError[] {
    return this.#errors;
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
    const more = unlistedErrors(this.#counts, new Map(), this.#max);
    return more.length > 0 ? [...this.#errors, ...more] : this.#errors;
  }
}

/** For each type and code, an error that says how many are not listed. `before`: what earlier parts have said so of. */
export const unlistedErrors = (counts: ErrorCounts, before: ErrorCounts, max: number): readonly GraphQLError[] =>
  [...counts].flatMap(([key, count]) => {
    const unlisted = Math.max(0, count - max) - Math.max(0, (before.get(key) ?? 0) - max);
    if (unlisted === 0) return [];
    const [code, type = ''] = key.split(' ');
    const what = `${unlisted} more ${unlisted === 1 ? 'error' : 'errors'} with this code in fields of ${type}`;
    return new GraphQLError(`${what}: an answer lists at most ${max} of them.`, {
      extensions: { code, type, unlisted },
    });
  });
