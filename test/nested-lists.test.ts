import { expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

it('tries', async () => {
  await using gateway = await startGateway();
  const { data } = await gateway.query('{ workspaces(first: 3) { nodes { kantataId } } }');
  const [id] = data.workspaces.nodes.map((n: { kantataId: string }) => n.kantataId);
  gateway.requests();
  const q = `{ workspace(id: "${id}") { title timeEntries(first: 2) { totalCount nodes { kantataId user { fullName } } pageInfo { hasNextPage endCursor } } } }`;
  console.log(JSON.stringify(await gateway.explain(q), null, 1));
  console.log(JSON.stringify(await gateway.query(q), null, 1).slice(0, 1500));
  console.log(gateway.requests());
  const q2 = `{ workspaces(first: 5) { nodes { title timeEntries(first: 2) { totalCount nodes { kantataId workspace { title timeEntries(first: 1) { totalCount } } } pageInfo { hasNextPage endCursor } } expenses(first: 2) { nodes { notes } } } } }`;
  console.log(JSON.stringify(await gateway.explain(q2), null, 1));
  console.log(JSON.stringify(await gateway.query(q2), null, 1).slice(0, 3500));
  console.log(gateway.requests());
  expect(1).toBe(1);
});
