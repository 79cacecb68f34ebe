/** One gateway for all rows of a table of tests: to start one for each would take longer than the tests. */
import { afterAll, beforeAll } from 'vitest';
import { collectionKeys } from '../../src/sandbox/catalogue.ts';
import { type Row, tablesOf } from '../../src/sandbox/row.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';

export interface SharedGateway {
  /** The gateway over these rows and no others, with no fault armed and no request made yet. */
  over(rows: Readonly<Record<string, readonly Row[]>>): TestGateway;
}

/** Started before the first test of the file or `describe` that calls this, and closed after the last. */
export function shareGateway(options: TestGatewayOptions = {}): SharedGateway {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({}, options);
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  return {
    over(rows) {
      for (const [key, given] of tablesOf(collectionKeys, rows)) {
        const table = gateway.sandbox.tables.get(key);
        table?.clear();
        for (const [id, row] of given) table?.set(id, row);
      }
      gateway.sandbox.reset();
      gateway.requests();
      return gateway;
    },
  };
}
