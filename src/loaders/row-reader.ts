/** Rows that are read as they come and not kept, so that a long list takes no more memory than one page of it. */
import type { Row } from '../upstream/envelope.ts';
import type { RestResponse } from '../upstream/send.ts';
import type { Call } from './call.ts';

/** Reads the rows of one page. */
export interface RowReader {
  /**
   * Takes a row when its page has come.
   *
   * @param row null where the API named the row and did not send it.
   * @param include the associations that the page was requested with.
   */
  take(id: string, row: Row | null, include: ReadonlySet<string>): void;
  /** Collections whose records are kept where they come beside the rows. */
  readonly keeps: ReadonlySet<string>;
  /** For predictions: records that rows of one page may lead to, in each association. */
  readonly mostTargets: number;
}

/** Whether somebody reads the rows of a call one by one. */
export const isRead = ({ loadRequests }: Pick<Call, 'loadRequests'>): boolean => {
  for (const loadRequest of loadRequests) if (loadRequest.kind === 'list' && loadRequest.reader) return true;
  return false;
};

/** Whether nothing needs the rows of a call afterwards: they are read, or only their number is wanted. */
export const isOnlyRead = (call: Pick<Call, 'loadRequests'>): boolean => {
  for (const loadRequest of call.loadRequests)
    if (loadRequest.kind !== 'list' || (loadRequest.window !== null && !loadRequest.reader)) return false;
  return isRead(call);
};

/** Whether records of this collection are kept though the rows that they came with are not. */
export const keepsBeside = ({ loadRequests }: Call, key: string): boolean =>
  [...loadRequests].some((loadRequest) => loadRequest.kind === 'list' && loadRequest.reader?.keeps.has(key));

/** Hands the rows of an answer to those who read them. */
export function readRows({ loadRequests, include, collection }: Call, { results, collections }: RestResponse): void {
  const rows = collections.get(collection.key)?.byId;
  for (const loadRequest of loadRequests)
    if (loadRequest.kind === 'list' && loadRequest.reader)
      // An id of a result is digits, and nothing that a prototype has is called so.
      for (const { id } of results) loadRequest.reader.take(id, rows?.[id] ?? null, include);
}
