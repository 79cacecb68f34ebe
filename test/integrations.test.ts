/** The health of integrations, summed up from their links. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const ALL = 'serviceName subjectTypes pending failed lastSyncedAt';

describe('integrations', () => {
  it('demo', async () => {
    await using gateway = await startGateway();
    const q = `{ integrations { ${ALL} } }`;
    console.log(JSON.stringify((await gateway.explain(q)).totals));
    const r = await gateway.query(q);
    console.log(JSON.stringify(r, null, 1), gateway.requests().length);
    expect(r.errors).toBeUndefined();
  });
});
