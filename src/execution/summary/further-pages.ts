/** The pages behind the first one of a summary's list, as a prediction has them: one call for each. */
import type { Call } from '../../loaders/call.ts';
import type { PredictedCall } from '../../loaders/prediction.ts';
import { isRead } from '../../loaders/row-reader.ts';

export interface FurtherPages {
  /** One of them. */
  readonly call: Call;
  readonly wave: number;
  /** The number of the first, and how many there may be. */
  readonly from: number;
  readonly count: number;
}

/** Whether a call brings such a page. */
export const isFurtherPage = ({ call, certain }: PredictedCall): boolean =>
  !certain && isRead(call) && call.restRequest.params.page !== undefined;

/** Those of each list and wave together. */
export function furtherPages(calls: readonly PredictedCall[]): readonly FurtherPages[] {
  const found = new Map<string, FurtherPages>();
  for (const predicted of calls.filter(isFurtherPage)) {
    const { call, wave } = predicted;
    const { page, ...params } = call.restRequest.params;
    // All of them were made in one way, with their parameters in one order.
    const key = JSON.stringify([call.restRequest.path, params, wave]);
    const known = found.get(key);
    const number = Number(page);
    found.set(key, {
      call,
      wave,
      from: Math.min(known?.from ?? number, number),
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...found.values()];
}
