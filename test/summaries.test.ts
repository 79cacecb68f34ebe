import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

describe('probe', () => {
  it('runs', async () => {
    await using gateway = await startGateway();
    const q = `{ timeEntriesSummary(groupBy: [USER, MONTH]) { complete missing { reason message } rowCount recordsRead totalCount callsNeeded rows { user { fullName } month count timeInMinutes billAmount { currency amountInCents records } } } }`;
    const r = await gateway.query(q, { headers: { 'x-upstream-trace': '1' } });
    console.log(JSON.stringify(r, null, 1).slice(0, 6000));
    console.log(gateway.requests());
    console.log(JSON.stringify(await gateway.explain(q), null, 1));
    expect(r.errors).toBeUndefined();
  });
});
