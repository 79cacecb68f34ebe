/** Parts carry their label, whatever they stand on: connections, edges, page information, value objects, the operation itself. */
import { describe, expect, it } from 'vitest';
import { FORMATS } from './incremental/client.ts';
import { merge } from './incremental/merge.ts';
import { asking, watched } from './incremental/watched.ts';

const rows = {
  roles: Array.from({ length: 450 }, (_, index) => ({ id: String(index + 1), name: `Role ${index + 1}` })),
  workspaces: [{ id: '3', title: 'Bridge', status: { color: 'green', key: 200, message: 'Open' } }],
};

/** The operation, the paths at which its labelled parts stand, and the REST calls that it makes. */
const cases: readonly [string, string, readonly (readonly (string | number)[])[], number][] = [
  [
    'the operation',
    '{ roles(first: 2) { nodes { name } } ... @defer(label: "here") { workspace(id: 3) { title } } }',
    [[]],
    2,
  ],
  ['a connection', '{ roles(first: 2) { nodes { name } ... @defer(label: "here") { totalCount } } }', [['roles']], 1],
  [
    'each edge',
    '{ roles(first: 2) { edges { node { name } ... @defer(label: "here") { cursor } } } }',
    [
      ['roles', 'edges', 0],
      ['roles', 'edges', 1],
    ],
    1,
  ],
  [
    'page information',
    '{ roles(first: 2) { pageInfo { hasNextPage ... @defer(label: "here") { endCursor } } } }',
    [['roles', 'pageInfo']],
    1,
  ],
  [
    'a value object',
    '{ workspace(id: 3) { status { color ... @defer(label: "here") { message } } } }',
    [['workspace', 'status']],
    1,
  ],
  [
    'a record of a list, through a fragment',
    'fragment Title on Role { name } { roles(first: 1) { nodes { kantataId ...Title @defer(label: "here") } } }',
    [['roles', 'nodes', 0]],
    1,
  ],
  [
    'nodes of a connection',
    '{ roles(first: 450) { nodes @stream(initialCount: 1, label: "here") { name } } }',
    [['roles', 'nodes']],
    3,
  ],
  [
    'its edges',
    '{ roles(first: 450) { edges @stream(initialCount: 1, label: "here") { node { name } } } }',
    [['roles', 'edges']],
    3,
  ],
];

describe('a part that stands on', () => {
  it.each(cases)('%s has its label, in both formats', async (...[, query, paths, calls]) => {
    const { gateway } = await watched(rows);
    await using _ = gateway;
    const { data: whole } = await gateway.query(query.replaceAll(/@(?:defer|stream)\([^)]*\)/g, ''));
    expect(gateway.requests()).toHaveLength(calls);

    const older = await asking(gateway, query, FORMATS.v2022);
    expect(gateway.requests()).toHaveLength(calls);
    const labelled = older.flatMap(({ incremental = [] }) => incremental).filter(({ label }) => label === 'here');
    // The older format counts the entries of a stream in their path.
    const starts = labelled.map(({ path = [], items }) => (items === undefined ? path : path.slice(0, -1)));
    expect([...new Set(starts.map((path) => JSON.stringify(path)))]).toEqual(paths.map((path) => JSON.stringify(path)));
    expect(merge(older)).toMatchObject({ data: whole, errors: [], complaints: [] });

    const current = await asking(gateway, query, FORMATS.current);
    expect(gateway.requests()).toHaveLength(calls);
    const announced = current.flatMap(({ pending = [] }) => pending);
    expect(announced.map(({ path, label }) => ({ path, label }))).toEqual(
      paths.map((path) => ({ path, label: 'here' })),
    );
    expect(current.flatMap(({ completed = [] }) => completed).map(({ id }) => id)).toEqual(
      announced.map(({ id }) => id),
    );
    expect(merge(current)).toMatchObject({ data: whole, errors: [], complaints: [] });
  });
});
