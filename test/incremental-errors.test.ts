/** What fails in a later part of an answer, and in lists of one: an error at its place, and everything else is there. */
import { afterEach, describe, expect, it } from 'vitest';
import { ask, FORMATS, readParts } from './incremental/client.ts';
import { merge, type WirePart } from './incremental/merge.ts';
import { asking, watched } from './incremental/watched.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import type { Fault } from '../src/sandbox/fault.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const roles = Array.from({ length: 450 }, (_, index) => ({ id: String(index + 1), name: `Role ${index + 1}` }));
const skills = roles.map(({ id }) => ({ id, name: `Skill ${id}` }));
const ROLES = `{ roles(first: 450) {
  totalCount nodes @stream(initialCount: 10) { kantataId } pageInfo { hasNextPage endCursor }
} }`;
const THIRD_PAGE = /^GET \/roles\?.*page=9/;

describe('a later page of a streamed list that fails', () => {
  const open: TestGateway[] = [];
  afterEach(() => Promise.all(open.splice(0).map((gateway) => gateway[Symbol.asyncDispose]())));

  const failures: readonly [string, Fault, string, TestGatewayOptions?][] = [
    ['is refused with 403', { status: 403 }, 'FORBIDDEN'],
    ['is refused with 422', { status: 422 }, 'BAD_USER_INPUT'],
    ['comes too soon, again and again', { status: 429 }, 'RATE_LIMITED'],
    ['finds the API down, however often it is repeated', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['takes longer than a call may', { delayMs: 3_000 }, 'UPSTREAM_TIMEOUT', { upstreamCallTimeoutMs: 150 }],
    ['takes longer than the operation may', { delayMs: 3_000 }, 'UPSTREAM_TIMEOUT', { operationTimeoutMs: 400 }],
    ['is cut off in its middle', { cut: 'half' }, 'UPSTREAM_BAD_RESPONSE'],
    [
      'waits too long for its turn',
      { match: /^GET \/roles\?page=2&/, delayMs: 300 },
      'OVERLOADED',
      { upstreamConnections: 1, upstreamQueueWaitMs: 50 },
    ],
    ['is no envelope', { garbage: 'html' }, 'UPSTREAM_BAD_RESPONSE'],
  ];

  it.each(failures)('that %s: ends with its error, and the rows before it stay', async (_, fault, code, options) => {
    const { gateway, ended } = await watched({ roles }, options);
    open.push(gateway);
    gateway.sandbox.fail({ match: THIRD_PAGE, ...fault });

    const parts = await asking(gateway, ROLES, FORMATS.v2022);

    const [first] = parts as [WirePart];
    expect(first.data).toMatchObject({ roles: { totalCount: 450, pageInfo: { hasNextPage: false } } });
    const increments = parts.flatMap(({ incremental = [] }) => incremental);
    expect(increments.flatMap(({ items }) => items ?? [])).toHaveLength(390);
    expect(increments.at(-1)).toMatchObject({
      path: ['roles', 'nodes', 400],
      items: null,
      errors: [{ path: ['roles', 'nodes'], extensions: { code } }],
    });
    expect(merge(parts).complaints).toEqual([]);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: [code] }]);
  });

  it('that is not made, the circuit having opened while it waited: ends with its error as well', async () => {
    const { gateway, ended } = await watched({ roles }, { operationTimeoutMs: 10_000, upstreamConnections: 2 });
    open.push(gateway);
    // Another operation has one of the connections until it is told to leave the API alone, the second page the other.
    gateway.sandbox.fail({
      match: /^GET \/roles\?per_page=7$/,
      delayMs: 1_000,
      status: 503,
      headers: { 'retry-after': '60' },
    });
    gateway.sandbox.fail({ match: /^GET \/roles\?page=2&/, delayMs: 1_500 });
    const other = gateway.query('{ roles(first: 7) { nodes { name } } }');
    await expect.poll(() => gateway.sandbox.requests.length).toBe(1);

    const parts = await asking(gateway, ROLES, FORMATS.v2022);
    await other;

    const increments = parts.flatMap(({ incremental = [] }) => incremental);
    expect(increments.flatMap(({ items }) => items ?? [])).toHaveLength(390);
    expect(increments.at(-1)).toMatchObject({
      path: ['roles', 'nodes', 400],
      items: null,
      errors: [{ path: ['roles', 'nodes'], extensions: { code: 'CIRCUIT_OPEN' } }],
    });
    expect(ended.at(-1)).toMatchObject({ outcome: 'partial', codes: ['CIRCUIT_OPEN'] });
    expect(gateway.requests()).toHaveLength(3);
  });

  it('completes its stream with the error, in the current format', async () => {
    const { gateway } = await watched({ roles });
    open.push(gateway);
    gateway.sandbox.fail({ match: THIRD_PAGE, status: 403 });

    const parts = await asking(gateway, ROLES);

    expect(parts[0]?.pending).toEqual([{ id: '0', path: ['roles', 'nodes'] }]);
    expect(parts.at(-1)).toMatchObject({
      completed: [{ id: '0', errors: [{ path: ['roles', 'nodes'], extensions: { code: 'FORBIDDEN' } }] }],
      hasNext: false,
    });
    expect(merge(parts).complaints).toEqual([]);
  });

  it('takes no other list with it', async () => {
    const { gateway } = await watched({ roles, skills });
    open.push(gateway);
    gateway.sandbox.fail({ match: THIRD_PAGE, status: 403 });

    const parts = await asking(
      gateway,
      '{ roles(first: 450) { nodes @stream { kantataId } } skills(first: 450) { nodes @stream { kantataId } } }',
    );

    const { data, errors, broken } = merge(parts);
    expect(data).toMatchObject({ roles: { nodes: { length: 400 } }, skills: { nodes: { length: 450 } } });
    expect(errors).toHaveLength(1);
    expect(broken).toEqual([['roles', 'nodes']]);
  });
});

describe('a deferred call', () => {
  const open: TestGateway[] = [];
  afterEach(() => Promise.all(open.splice(0).map((gateway) => gateway[Symbol.asyncDispose]())));

  const rows = {
    users: [{ id: '1', full_name: 'Ada', role_id: '7' }],
    roles: [{ id: '7', name: 'Engineer' }],
    workspaces: [{ id: '3', title: 'Bridge', primary_maven_id: '1' }],
    workspace_resources: [{ id: '4', label: 'Seat', user_id: '1' }],
  };
  /** People come in a wave of their own, roles with the first. */
  const query = `{
    workspaceResource(id: 4) { label ... @defer(label: "boss") { user { managerId role { createdAt } } } }
    ... @defer(label: "roles") { roles { nodes { name } } }
  }`;
  const PEOPLE = /^GET \/users/;

  const failures: readonly [string, Fault, string, TestGatewayOptions?][] = [
    ['is refused with 403', { status: 403 }, 'FORBIDDEN'],
    ['is refused with 422', { status: 422 }, 'BAD_USER_INPUT'],
    ['comes too soon, again and again', { status: 429 }, 'RATE_LIMITED'],
    ['finds the API down, however often it is repeated', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['takes longer than a call may', { delayMs: 3_000 }, 'UPSTREAM_TIMEOUT', { upstreamCallTimeoutMs: 150 }],
    ['takes longer than the operation may', { delayMs: 3_000 }, 'UPSTREAM_TIMEOUT', { operationTimeoutMs: 400 }],
    ['is cut off in its middle', { cut: 'half' }, 'UPSTREAM_BAD_RESPONSE'],
    ['is no envelope', { garbage: 'html' }, 'UPSTREAM_BAD_RESPONSE'],
  ];

  it.each(failures)(
    'that %s is an error at its path in its part, and the others come',
    async (_, fault, code, options) => {
      const { gateway, ended } = await watched(rows, options);
      open.push(gateway);
      gateway.sandbox.fail({ match: PEOPLE, ...fault });

      const parts = await asking(gateway, query, FORMATS.v2022);

      const increments = parts.flatMap(({ incremental = [] }) => incremental);
      expect(parts[0]).toEqual({ data: { workspaceResource: { label: 'Seat' } }, hasNext: true });
      expect(increments.find(({ label }) => label === 'boss')).toMatchObject({
        path: ['workspaceResource'],
        errors: [{ path: expect.arrayContaining(['workspaceResource', 'user']) as unknown, extensions: { code } }],
      });
      expect(increments.find(({ label }) => label === 'roles')).toEqual({
        path: [],
        label: 'roles',
        data: { roles: { nodes: [{ name: 'Engineer' }] } },
      });
      expect(merge(parts).complaints).toEqual([]);
      expect(ended).toMatchObject([{ outcome: 'partial', codes: [code] }]);
    },
  );

  it('that waits too long for its turn is an error in its part, and the list that was in its way comes', async () => {
    const { gateway, ended } = await watched(rows, { upstreamConnections: 1, upstreamQueueWaitMs: 50 });
    await using _ = gateway;
    gateway.sandbox.fail({ match: /^GET \/roles/, delayMs: 300 });

    const parts = await asking(
      gateway,
      '{ roles { nodes { name } } ... @defer(label: "seat") { workspaceResource(id: 4) { label } } }',
    );

    expect(merge(parts)).toMatchObject({
      data: { roles: { nodes: [{ name: 'Engineer' }] }, workspaceResource: null },
      errors: [{ path: ['workspaceResource'], extensions: { code: 'OVERLOADED' } }],
      complaints: [],
    });
    expect(gateway.requests()).toHaveLength(1);
    expect(ended).toMatchObject([{ outcome: 'partial', codes: ['OVERLOADED'] }]);
  });

  it('that is not made, the circuit being open, is an error as well', async () => {
    const { gateway, ended } = await watched(rows, { operationTimeoutMs: 1_000 });
    await using _ = gateway;
    gateway.sandbox.fail({ match: PEOPLE, status: 503, headers: { 'retry-after': '60' }, times: 1 });
    await gateway.query('{ users { totalCount } }');

    const { data, errors } = merge(await asking(gateway, query));

    expect(data).toMatchObject({ workspaceResource: { label: 'Seat' }, roles: { nodes: [{ name: 'Engineer' }] } });
    expect(errors).toMatchObject([{ extensions: { code: 'CIRCUIT_OPEN' } }]);
    expect(ended.at(-1)).toMatchObject({ outcome: 'partial', codes: ['CIRCUIT_OPEN'] });
  });

  it.each(['v2022', 'current'] as const)(
    'that fails is an error in its part, and no other part has it (%s)',
    async (format) => {
      const { gateway, ended } = await watched(rows);
      await using _ = gateway;
      gateway.sandbox.fail({ match: /^GET \/users\?.*include=role/, status: 403, times: 9 });
      gateway.sandbox.fail({ match: /^GET \/roles/, status: 403 });

      const parts = await asking(
        gateway,
        `{ user(id: 1) { fullName ... @defer(label: "role") { role { name } } }
         workspace(id: 3) { title ... @defer(label: "lead") { primaryMaven { fullName } } } }`,
        FORMATS[format],
      );

      const { data, errors, complaints } = merge(parts);
      expect(complaints).toEqual([]);
      expect(data).toMatchObject({ workspace: { title: 'Bridge', primaryMaven: { fullName: 'Ada' } } });
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.every(({ path }) => path?.[0] === 'user')).toBe(true);
      expect(ended).toMatchObject([{ outcome: 'partial', codes: ['FORBIDDEN'] }]);
    },
  );
});

describe('a bad entry of a list', () => {
  const stories = (assignees: readonly string[]) => ({
    stories: [{ id: '1', title: 'Dig', assignee_ids: assignees }],
    users: [
      { id: '7', headline: 'Mason', full_name: {} },
      { id: '9', headline: 'Smith', full_name: 'Ada' },
    ],
  });
  const query = '{ stories(first: 1) { nodes { assignees { kantataId headline fullName } } } }';
  const mason = { kantataId: '7', headline: 'Mason', fullName: null };
  const smith = { kantataId: '9', headline: 'Smith', fullName: 'Ada' };

  it.each([
    ['before an absent one', ['7', '8'], [mason], 0],
    ['after an absent one', ['8', '7'], [mason], 0],
    ['between others', ['9', '7', '8', '9'], [smith, mason, smith], 1],
  ])('%s takes none of its neighbours', async (_, ids, assignees, index) => {
    await using gateway = await startGateway(stories(ids));

    const { data, errors } = await gateway.query(query);

    expect(data.stories.nodes).toEqual([{ assignees }]);
    expect(errors).toMatchObject([
      {
        path: ['stories', 'nodes', 0, 'assignees', index, 'fullName'],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
      },
    ]);
  });

  it.each([
    ['a text', 'taskStatuses', ['Open', {}, 'Done'], ['Open', null, 'Done']],
    ['the first text', 'taskStatuses', [{}, 'Open', null], [null, 'Open', null]],
  ])('that is %s is null with an error at its own place', async (_, field, written, told) => {
    await using gateway = await startGateway({ workspaces: [{ id: '1', title: 'W', task_statuses: written }] });

    const { data, errors } = await gateway.query(`{ workspace(id: 1) { title ${field} } }`);

    expect(data.workspace).toEqual({ title: 'W', [field]: told });
    expect(errors).toMatchObject([
      {
        path: ['workspace', field, written.findIndex((entry) => typeof entry === 'object')],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
      },
    ]);
  });

  it('that is a value object takes none of its neighbours', async () => {
    await using gateway = await startGateway({
      status_reports: [
        {
          id: '1',
          workspace_id: '1',
          details: [{ description: 'a' }, 'none', { description: {} }, { description: 'b' }],
        },
      ],
    });

    const { data, errors } = await gateway.query('{ statusReports { nodes { details { description } } } }');

    expect(data.statusReports.nodes).toEqual([
      { details: [{ description: 'a' }, null, { description: null }, { description: 'b' }] },
    ]);
    expect(errors?.map(({ path }) => path?.slice(3))).toEqual([
      ['details', 1],
      ['details', 2, 'description'],
    ]);
  });
});

describe('two calls about one record that fail', () => {
  const rows = {
    stories: [{ id: '1', title: 'Dig', current_assignment_ids: ['5'] }],
    assignments: [{ id: '5', story_id: '1', allocated_minutes: 60, story_allocation_day_ids: [] }],
  };
  const query =
    '{ story(id: 1) { currentAssignments { kantataId createdAt story { title } storyAllocationDays { date } } } }';
  const ORDINARY = /^GET \/assignments\?(?!.*plannable)/;
  const WITH_DAYS = /^GET \/assignments\?.*plannable=true/;

  it.each([
    ['comes first', 60, 0],
    ['comes last', 0, 60],
  ])('each leave their own error, where that of the ordinary one %s', async (_, daysMs, ordinaryMs) => {
    await using gateway = await startGateway(rows, { sandbox: { dialect: dialectOf('contract') as Dialect } });
    gateway.sandbox.fail({ match: WITH_DAYS, status: 403, delayMs: daysMs });
    gateway.sandbox.fail({ match: ORDINARY, status: 422, delayMs: ordinaryMs });

    const { data, errors } = await gateway.query(query);

    const path = ['story', 'currentAssignments', 0];
    expect(data.story.currentAssignments).toMatchObject([{ kantataId: '5', story: null, storyAllocationDays: null }]);
    expect(errors).toMatchObject([
      { path: [...path, 'story'], extensions: { code: 'BAD_USER_INPUT' } },
      { path: [...path, 'storyAllocationDays'], extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(gateway.requests().filter((line) => line.startsWith('GET /assignments'))).toHaveLength(2);
  });
});

describe('thousands of errors that say the same', () => {
  const renamed = Array.from({ length: 2_000 }, (_, at) => ({
    id: String(at + 1),
    name: {},
    created_at: {},
    updated_at: {},
  }));
  const query = '{ roles(first: 2000) { nodes { name createdAt updatedAt } } }';

  it('are a hundred of a type and a code, and one that says how many more there are', async () => {
    await using gateway = await startGateway({ roles: renamed });

    const { data, errors = [] } = await gateway.query(query);

    expect(data.roles.nodes).toHaveLength(2_000);
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toMatchObject({
      message: '5900 more errors with this code in fields of Role: an answer lists at most 100 of them.',
      extensions: { code: 'UPSTREAM_BAD_RESPONSE', type: 'Role', unlisted: 5_900 },
    });
  });

  it.each(['v2022', 'current'] as const)('are no more in all parts together (%s)', async (format) => {
    await using gateway = await startGateway({ roles: renamed }, { maxErrors: 10 });

    const { errors } = merge(
      await asking(gateway, query.replace('nodes', 'nodes @stream(initialCount: 3)'), FORMATS[format]),
    );

    const unlisted = errors.map(({ extensions }) => Number(extensions?.unlisted ?? 0));
    expect(unlisted.filter((count) => count === 0)).toHaveLength(10);
    expect(unlisted.reduce((sum, count) => sum + count, 0)).toBe(5_990);
    expect(errors.length).toBeLessThan(25);
  });
});

describe('x-upstream-trace', () => {
  it('stands in the last part, for all calls of all parts', async () => {
    await using gateway = await startGateway({ roles });

    const parts = await readParts(
      await ask({
        url: gateway.url,
        token: SOMEBODY,
        query: ROLES,
        accept: FORMATS.current,
        headers: { 'x-upstream-trace': '1' },
      }),
    );

    expect(parts.length).toBeGreaterThan(1);
    expect(parts.slice(0, -1).some(({ extensions }) => extensions)).toBe(false);
    expect(parts.at(-1)?.extensions?.upstream).toMatchObject({
      total: 3,
      calls: [{ rowsUsed: 200 }, { rowsUsed: 200 }, { rowsUsed: 50 }],
    });
  });
});
