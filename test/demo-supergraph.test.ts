import { describe, expect, it } from 'vitest';
import { startDemo } from '../examples/supergraph/demo.ts';

describe('npm run demo:supergraph', () => {
  it('shows a query that needs the CRM and Kantata, its answer, and the REST calls that it became', async () => {
    const lines: string[] = [];
    await using demo = await startDemo(0, (line) => lines.push(line));

    expect(demo).toBeDefined();
    const text = lines.join('\n');
    expect(text).toMatch(/^Router {4}http:\/\/127\.0\.0\.1:\d+\/graphql/);
    expect(text).toContain('query SoldAndDelivered {');
    const { data, errors } = JSON.parse(lines.find((line) => line.startsWith('{')) ?? '{}');
    expect(errors).toBeUndefined();
    expect(data.deals).toHaveLength(8);
    expect(data.deals[0]).toEqual({
      name: 'Warehouse migration',
      valueInCents: 61_000_000,
      account: { name: 'Cobalt Bank' },
      owner: { fullName: 'Chiara Okafor' },
      workspace: {
        title: 'Cobalt Bank: Data warehouse migration',
        percentageComplete: expect.any(Number),
        primaryMaven: { fullName: expect.any(String) },
      },
    });
    // Every number in the CRM but the last is that of a project in the sandbox.
    expect(data.deals.filter(({ workspace }: { workspace: { title: unknown } }) => workspace.title === null)).toEqual([
      expect.objectContaining({ name: 'Port calls, pilot' }),
    ]);
    // A browser that opens an address runs no script of another host.
    for (const [address] of text.matchAll(/http:\/\/127\.0\.0\.1:\d+\/graphql/g)) {
      const page = await fetch(address, { headers: { accept: 'text/html' } });
      expect(await page.text()).not.toMatch(/(?:src|href|import)\W{1,3}(?:https?:)?\/\/(?!127\.0\.0\.1)|unpkg/);
    }
    expect(lines.filter((line) => line.startsWith('GET ')).toSorted()).toEqual([
      expect.stringMatching(/^GET \/users\?.*only=755000001,755000003,755000005/),
      expect.stringMatching(/^GET \/workspaces\?.*include=primary_maven&.*only=687000001,.*,687999999$/),
    ]);
  });
});
