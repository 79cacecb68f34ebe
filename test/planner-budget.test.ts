/** `MAX_UPSTREAM_CALLS`: what an operation may cost, told before it runs and kept while it does. */
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';

const PEOPLE = 160;

const people = Array.from({ length: PEOPLE }, (_, index) => ({
  id: String(index + 1),
  full_name: `User ${index + 1}`,
  role_id: '7',
}));

const rows = {
  users: people,
  roles: [{ id: '7', name: 'Engineer' }],
  workspaces: [{ id: '5', title: 'Bridge', participant_ids: people.map(({ id }) => id) }],
  skills: [{ id: '8', name: 'Drawing' }],
};

describe('an operation that would pass the limit', () => {
  const query = `{
    skills { nodes { name } }
    everybody: users(first: 1000) { nodes { fullName } }
  }`;

  it('is refused before anything is sent, with the estimate, the limit, what costs most and what would pass', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls: 2 });

    const { status, data, errors } = await gateway.query(query, {
      headers: { accept: 'application/graphql-response+json' },
    });

    expect(status).toBe(422);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message:
          'This operation would make 2 to 6 REST calls; the limit is 2. Most go to `everybody`: `first: 200` would pass, or ask for less of each row.',
        extensions: {
          code: 'QUERY_TOO_COMPLEX',
          estimate: 6,
          limit: 2,
          costliest: 'everybody',
          suggestedFirst: 200,
          suggestedFor: ['everybody'],
        },
      },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it('can be explained all the same, with how far it is above the limit', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls: 2 });

    const { totals, limit } = await gateway.explain(query);

    expect({ totals, limit }).toEqual({ totals: { min: 2, max: 2, likely: 6, forecast: '2 to 6' }, limit: 2 });
    expect(gateway.requests()).toEqual([]);
  });

  it('runs where the limit is just high enough', async () => {
    await using gateway = await startGateway(rows, { maxUpstreamCalls: 6 });

    const { errors, data } = await gateway.query(query);

    expect(errors).toBeUndefined();
    expect(data.everybody.nodes).toHaveLength(PEOPLE);
  });
});

describe('an operation that passes the limit while it runs', () => {
  it('stops with coded errors at the places concerned, and keeps what it has', async () => {
    // Ten participants are foretold where there are 160: two batches in place of one.
    await using gateway = await startGateway(rows, { maxUpstreamCalls: 2 });

    const { status, data, errors } = await gateway.query(
      '{ workspaces(first: 1) { nodes { title participants { fullName role { name } } } } }',
    );

    expect(status).toBe(200);
    expect(gateway.requests()).toHaveLength(2);
    const { title, participants } = data.workspaces.nodes[0];
    expect(title).toBe('Bridge');
    const roles = people.map((_, index) => (index < 150 ? { name: 'Engineer' } : null));
    expect(participants).toEqual(people.map(({ full_name: fullName }, index) => ({ fullName, role: roles[index] })));
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(
      people
        .slice(150)
        .map((_, index) => [
          ['workspaces', 'nodes', 0, 'participants', 150 + index, 'role'],
          { code: 'QUERY_TOO_COMPLEX', maxUpstreamCalls: 2 },
        ]),
    );
  });
});
