/** The rows of one list while they come. */
import type { Rows } from '../page.ts';
import type { RowsSource } from '../write-connection.ts';
import { NOT_YET } from './later.ts';

export interface ListProgress extends RowsSource {
  come(rows: Rows, isComplete: boolean): void;
  /** All rows, or why they have not come. */
  end(result: Rows | Error): void;
}

export function listProgress(): ListProgress {
  let rows: Rows | null = null;
  let isComplete = false;
  let failure: Error | null = null;
  return {
    rows() {
      if (rows) return rows;
      throw NOT_YET;
    },
    isComplete: () => isComplete,
    failure: () => failure,
    come(some, all) {
      rows = some;
      isComplete = all;
    },
    end(result) {
      if (result instanceof Error) {
        failure = result;
        return;
      }
      rows = result;
      isComplete = true;
    },
  };
}
