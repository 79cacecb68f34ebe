/** The rows of one list while they come. */
import type { RowsListener } from '../list-request.ts';
import type { Rows } from '../page.ts';
import type { RowsSource } from '../write-connection.ts';
import { NOT_YET } from './later.ts';

export interface ListProgress extends RowsSource, RowsListener {
  /** All rows, or why they have not come. */
  settle(result: Rows | Error): void;
}

export function listProgress(): ListProgress {
  let rows: Rows | null = null;
  let isComplete = false;
  let failure: Error | null = null;
  let end: Error | null = null;
  return {
    rows() {
      if (rows) return rows;
      throw NOT_YET;
    },
    isComplete: () => isComplete,
    failure: () => failure,
    end: () => end,
    come(some, all) {
      rows = some;
      isComplete = all;
    },
    broken(error) {
      end = error;
    },
    settle(result) {
      if (result instanceof Error) {
        failure = result;
        return;
      }
      rows = result;
      isComplete = true;
    },
  };
}
