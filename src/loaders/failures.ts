/** Why records are not known, or not everything of them: the calls that failed. Several calls may be about one record. */
import { UpstreamError } from '../upstream/errors.ts';
import { NO_NAMES } from './no-names.ts';

/** What a call that failed would have brought of each of its records. */
export interface Unbrought {
  readonly include: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
  /** It asked for nothing else: whether the record is there, another call tells. */
  readonly partial: boolean;
}

interface FailedCall extends Unbrought {
  readonly error: Error;
}

/** A call for the record itself. */
const RECORD: Unbrought = { include: NO_NAMES, optional: NO_NAMES, partial: false };

export class Failures {
  /** By collection key and id. Those of one record in an order that does not depend on which call came back first. */
  readonly #calls = new Map<string, Map<string, readonly FailedCall[]>>();

  add(key: string, id: string, error: Error, unbrought: Unbrought = RECORD): void {
    let table = this.#calls.get(key);
    if (!table) this.#calls.set(key, (table = new Map()));
    const { include, optional, partial } = unbrought;
    const call: FailedCall = { error, include, optional, partial };
    const before = table.get(id);
    table.set(id, before ? [...before, call].toSorted(byRequest) : [call]);
  }

  /**
   * Why something of a record is not known, or `undefined` where no call failed that would have told.
   *
   * @param name an association or an optional field; without it, the record itself.
   */
  of(key: string, id: string, name?: string): Error | undefined {
    const calls = this.#calls.get(key)?.get(id);
    if (!calls) return undefined;
    const asked = calls.find(
      ({ include, optional }) => name !== undefined && (include.has(name) || optional.has(name)),
    );
    return (asked ?? calls.find(({ partial }) => !partial))?.error;
  }
}

const urlOf = (error: Error): string => (error instanceof UpstreamError ? error.request.url : '');

const byRequest = ({ error: one }: FailedCall, { error: other }: FailedCall): number =>
  urlOf(one) < urlOf(other) ? -1 : urlOf(one) > urlOf(other) ? 1 : 0;
