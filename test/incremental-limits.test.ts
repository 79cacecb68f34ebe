/** Limits that an answer in parts reaches in one of its parts: that part ends with an error, and the others come. */
import { describe, expect, it } from 'vitest';
import { FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { asking, watched } from './incremental/watched.ts';

const many = (count: number, row: (id: string) => object) =>
  Array.from({ length: count }, (_, at) => ({ id: String(at + 1), ...row(String(at + 1)) }));

const users = many(30, (id) => ({ full_name: `User ${id}`, role_id: '7' }));
const participants = users.map(({ id }) => id);
const rows = {
  users,
  roles: [{ id: '7', name: 'Engineer' }],
  workspaces: many(10, (id) => ({ title: `Workspace ${id}`, participant_ids: participants })),
};

const TEAMS = `{
  workspaces(first: 10) { nodes { title ... @defer(label: "team") { participants { fullName role { name } } } } }
  ... @defer(label: "roles") { roles { nodes { name } } }
}`;

const FORMATS_OF_PARTS = ['v2022', 'current'] as const;

describe('the limit of records, reached in a part', () => {
  it.each(FORMATS_OF_PARTS)('ends that part, at its place, and the others come (%s)', async (format) => {
    const { gateway, ended } = await watched(rows, { maxRecords: 10 + 4 * 60 });
    await using _ = gateway;

    const parts = await asking(gateway, TEAMS, FORMATS[format]);

    const { data, errors, complaints } = merge(parts);
    const { workspaces, roles } = data as { workspaces: { nodes: { participants?: unknown[] }[] }; roles: unknown };
    const teams = workspaces.nodes.map(({ participants: team }) => team?.length);
    expect(complaints).toEqual([]);
    expect(workspaces.nodes).toHaveLength(10);
    expect(teams.filter((size) => size === 30).length).toBeGreaterThanOrEqual(3);
    expect(teams.filter((size) => size === undefined)).toHaveLength(errors.length);
    expect(roles).toEqual({ nodes: [{ name: 'Engineer' }] });
    for (const { path, extensions } of errors) {
      expect(path?.slice(0, 2)).toEqual(['workspaces', 'nodes']);
      expect(extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 250 });
    }
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['QUERY_TOO_COMPLEX'] }]);
  });

  it('is that of the whole answer: a record of which some fields are deferred is one', async () => {
    const { gateway } = await watched(rows, { maxRecords: 10 + 10 * 60 + 1 });
    await using _ = gateway;

    expect(merge(await asking(gateway, TEAMS)).errors).toEqual([]);
    expect(merge(await asking(gateway, TEAMS, 'application/json')).errors).toEqual([]);
  });

  it('ends a streamed list after the entries that it has room for, and others go on', async () => {
    const { gateway, ended } = await watched(rows, { maxRecords: 250 });
    await using _ = gateway;

    const { data, errors, broken, complaints } = merge(
      await asking(
        gateway,
        '{ workspaces(first: 10) { nodes { title participants @stream { role { name } } } } roles { nodes { name } } }',
      ),
    );

    const { workspaces } = data as { workspaces: { nodes: { participants: { length: number } }[] } };
    const sizes = workspaces.nodes.map((workspace) => workspace.participants.length);
    expect(complaints).toEqual([]);
    expect(data).toMatchObject({ roles: { nodes: [{ name: 'Engineer' }] } });
    // Ten projects, one role, and two records for each person.
    expect(sizes.reduce((sum, size) => sum + size)).toBe(Math.floor((250 - 10 - 1) / 2));
    expect(sizes.filter((size) => size < 30)).toHaveLength(errors.length);
    expect(broken).toEqual(errors.map(({ path }) => path));
    expect(errors.every(({ extensions }) => extensions?.code === 'QUERY_TOO_COMPLEX')).toBe(true);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['QUERY_TOO_COMPLEX'] }]);
  });
});

describe('the limit of memory, reached in a part', () => {
  // 200 rows of 10 KB: a page of 2 MB, whose rows take 4.
  const heavy = { ...rows, stories: many(200, (id) => ({ title: `Story ${id}`, description: 'x'.repeat(10_000) })) };

  it('ends that part, and what it held is given back', async () => {
    const { gateway, ended } = await watched(heavy, { memoryBudget: 6 * 2 ** 20 });
    await using _ = gateway;

    const { data, errors, complaints } = merge(
      await asking(
        gateway,
        `{ users(first: 1) { nodes { fullName ... @defer { role { externalReferences { serviceName } } } } }
           ... @defer(label: "stories") { stories(first: 200) { nodes { description } } } }`,
      ),
    );

    expect(complaints).toEqual([]);
    expect(data).toEqual({
      users: { nodes: [{ fullName: 'User 1', role: { externalReferences: [] } }] },
      stories: null,
    });
    expect(errors).toMatchObject([{ path: ['stories'], extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['QUERY_TOO_COMPLEX'] }]);
    await expect.poll(() => gateway.gateway.state.memory.used).toBe(0);
  });
});

describe('the limit of calls, reached in a part', () => {
  it('is an error in that part, and what stands beside it comes', async () => {
    const people = many(400, (id) => ({ full_name: `User ${id}`, role_id: '7' }));
    const { gateway, ended } = await watched(
      { ...rows, users: people, workspaces: [{ id: '1', title: 'W', participant_ids: people.map(({ id }) => id) }] },
      { maxUpstreamCalls: 3 },
    );
    await using _ = gateway;

    const { data, errors, complaints } = merge(
      await asking(
        gateway,
        `{ workspaces(first: 10) { nodes { title
             ... @defer { participants @stream(initialCount: 0) { fullName role { name } } } } }
           ... @defer { roles { nodes { name } } } }`,
      ),
    );

    expect(complaints).toEqual([]);
    expect(data).toMatchObject({
      workspaces: { nodes: [{ title: 'W', participants: { length: 400 } }] },
      roles: { nodes: [{ name: 'Engineer' }] },
    });
    expect(errors.length).toBeGreaterThan(0);
    const listed = errors.filter(({ extensions }) => !extensions?.unlisted);
    expect(listed.every(({ path }) => path?.[3] === 'participants')).toBe(true);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
    expect(gateway.requests()).toHaveLength(3);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['QUERY_TOO_COMPLEX'] }]);
  });
});

describe('the time of an operation, over before a part has come', () => {
  it.each(FORMATS_OF_PARTS)('is an error in that part, and those that came before it stay (%s)', async (format) => {
    const { gateway, ended } = await watched(rows, { operationTimeoutMs: 400 });
    await using _ = gateway;
    gateway.sandbox.fail({ match: /^GET \/stories/, delayMs: 3_000 });

    const { data, errors, complaints } = merge(
      await asking(
        gateway,
        `{ users(first: 1) { nodes { fullName ... @defer(label: "role") { role { name externalReferences { serviceName } } } } }
           ... @defer(label: "stories") { stories { nodes { title } } } }`,
        FORMATS[format],
      ),
    );

    expect(complaints).toEqual([]);
    expect(data).toEqual({
      users: { nodes: [{ fullName: 'User 1', role: { name: 'Engineer', externalReferences: [] } }] },
      stories: null,
    });
    expect(errors).toMatchObject([{ path: ['stories'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['UPSTREAM_TIMEOUT'] }]);
  });
});
