/** Lists of more than 200 rows, which the API gives in several pages. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const groups = (count: number) => countingUp(1, count).map((id) => group(id, Number(id)));

/** A group of projects, which no list hides, and that was created in this minute. */
const group = (id: string, minute: number) => ({ id, name: `Group ${id}`, created_at: time(minute) });

const time = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const countingUp = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

interface Answered {
  readonly ids: string[];
  readonly totalCount: number;
  readonly drifted: boolean;
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

async function list(gateway: TestGateway, args: string): Promise<Answered> {
  const { data, errors } = await gateway.query(
    `{ workspaceGroups(orderBy: CREATED_AT_ASC, ${args}) {
         totalCount drifted nodes { kantataId } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
  );
  expect(errors).toBeUndefined();
  const { nodes, ...rest } = data.workspaceGroups;
  return { ...rest, ids: nodes.map(({ kantataId }: { kantataId: string }) => kantataId) };
}

describe('a list of more than 200 rows', () => {
  it.each([
    [200, 1_000, ['0+200']],
    [201, 1_000, ['0+200', '200+1']],
    [400, 1_000, ['0+200', '200+200']],
    [450, 1_000, ['0+200', '200+200', '400+50']],
    [2_000, 450, ['0+200', '200+200', '400+200']],
    [2_000, 400, ['0+200', '200+200']],
    [2_000, 150, ['0+200']],
    [2_000, 0, ['0+200']],
  ])('is asked for in pages, no further than there are rows: the first %i of %i', async (first, count, windows) => {
    await using gateway = await startGateway({ workspace_groups: groups(count) });

    const answer = await list(gateway, `first: ${first}`);

    expect(answer).toMatchObject({
      ids: countingUp(1, Math.min(first, count)),
      totalCount: count,
      drifted: false,
      pageInfo: { hasNextPage: first < count, hasPreviousPage: false },
    });
    const [head, ...rest] = gateway.sandbox.requests.map(({ params }) => windowOf(params));
    expect([head, ...rest.toSorted()]).toEqual(windows);
  });

  it('is asked for side by side, once the first page has told how many there are', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(2_000) });
    let open = 0;
    const opened: number[] = [];
    gateway.sandbox.latency(() => {
      opened.push(++open);
      setTimeout(() => open--, 150);
      return 150;
    });

    const { ids } = await list(gateway, 'first: 2000');

    expect(ids).toEqual(countingUp(1, 2_000));
    expect(opened).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('can start anywhere, and be gone on with', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(1_000) });

    const some = await list(gateway, 'first: 450, offset: 130');
    expect(some).toMatchObject({
      ids: countingUp(131, 580),
      drifted: false,
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
    expect(gateway.requests()).toHaveLength(3);

    const more = await list(gateway, `first: 450, after: "${some.pageInfo.endCursor}"`);
    expect(more).toMatchObject({
      ids: countingUp(581, 1_000),
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect(gateway.requests()).toHaveLength(3);
  });

  it('brings what is selected beside its rows with every page', async () => {
    await using gateway = await startGateway({
      workspace_groups: groups(500).map((row) => ({ ...row, external_reference_ids: [row.id] })),
      external_references: groups(500).map(({ id }) => ({
        id,
        subject_type: 'WorkspaceGroup',
        subject_id: Number(id),
        service_name: `Service ${id}`,
      })),
    });

    const { data, errors } = await gateway.query(
      '{ workspaceGroups(first: 500, orderBy: CREATED_AT_ASC) { nodes { externalReferences { serviceName } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.workspaceGroups.nodes).toEqual(
      countingUp(1, 500).map((id) => ({ externalReferences: [{ serviceName: `Service ${id}` }] })),
    );
    expect(gateway.requests()).toHaveLength(3);
  });

  it('is refused above what the gateway allows, and nothing is called', async () => {
    expect(loadConfig({}, []).maxFirst).toBe(2_000);
    await using gateway = await startGateway({ workspace_groups: groups(1) }, { maxFirst: 300 });

    for (const first of [301, 2_000, 0, -1]) {
      const { data, errors } = await gateway.query(`{ workspaceGroups(first: ${first}) { totalCount } }`);
      expect(data).toEqual({ workspaceGroups: null });
      expect(errors).toMatchObject([
        {
          message: 'first: a number from 1 to 300.',
          path: ['workspaceGroups'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
    expect(gateway.requests()).toEqual([]);
    expect((await list(gateway, 'first: 300')).ids).toEqual(['1']);
  });
});

describe('rows that move while the pages of a list are read', () => {
  /** Lets the first page be answered, and then, before the second, `change` happen. */
  const onSecondPage = (gateway: TestGateway, change: (tables: TestGateway['sandbox']['tables']) => void) => {
    let changed = false;
    gateway.sandbox.latency(({ params }) => {
      if (!changed && params.page !== undefined) {
        changed = true;
        change(gateway.sandbox.tables);
      }
      return 0;
    });
  };

  it('are told of, and stand there once, when a new one pushes others to the next page', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(1_000) });
    onSecondPage(gateway, (tables) => tables.get('workspace_groups')?.set('5000', group('5000', 0)));

    const { ids, drifted } = await list(gateway, 'first: 600');

    expect(drifted).toBe(true);
    expect(ids).toEqual(countingUp(1, 599));
  });

  it('are told of when one that is gone pulls another, which no page has, to the page before', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(1_000) });
    onSecondPage(gateway, (tables) => tables.get('workspace_groups')?.delete('7'));

    const { ids, drifted } = await list(gateway, 'first: 600');

    expect(drifted).toBe(true);
    expect(ids).toEqual([...countingUp(1, 200), ...countingUp(202, 601)]);
  });

  it('are told of when as many rows as before stand in another order', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(600) });
    onSecondPage(gateway, (tables) => tables.get('workspace_groups')?.set('300', group('300', 0)));

    const { ids, totalCount, drifted } = await list(gateway, 'first: 600');

    expect(drifted).toBe(true);
    expect(totalCount).toBe(600);
    expect(ids).toEqual(countingUp(1, 600).filter((id) => id !== '300'));
  });

  it('are told of in a list of one page never, which the API answers as a whole', async () => {
    await using gateway = await startGateway({ workspace_groups: groups(300) });
    gateway.sandbox.latency(() => {
      gateway.sandbox.tables.get('workspace_groups')?.delete('7');
      return 0;
    });

    const { ids, totalCount, drifted } = await list(gateway, 'first: 200');

    expect(drifted).toBe(false);
    expect(totalCount).toBe(299);
    expect(ids).toHaveLength(200);
  });

  it('are told of in merged lists, whichever they move in', async () => {
    const reference = (id: number, subject_type: string) => ({
      id: String(id),
      subject_type,
      subject_id: id,
      created_at: time(id),
    });
    await using gateway = await startGateway({
      external_references: [...countingUp(1, 500).map((id) => reference(Number(id), 'Story')), reference(501, 'User')],
    });
    onSecondPage(gateway, (tables) => tables.get('external_references')?.delete('7'));

    const { data, errors } = await gateway.query(
      '{ externalReferences(subjectTypes: [USER, STORY], orderBy: CREATED_AT_ASC, first: 600) { drifted nodes { kantataId } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.externalReferences.drifted).toBe(true);
    expect(new Set(data.externalReferences.nodes.map(({ kantataId }: { kantataId: string }) => kantataId)).size).toBe(
      data.externalReferences.nodes.length,
    );
  });
});

describe('a page of a long list that fails', () => {
  it.each([1, 3])('fails the list, which would have a hole, and nothing else: page %i', async (page) => {
    await using gateway = await startGateway({
      workspace_groups: groups(1_000),
      skills: [{ id: '1', name: 'Juggling' }],
    });
    gateway.sandbox.fail({
      match: page > 1 ? `page=${page}&` : /workspace_groups\?order=created_at:asc&per_page=200/,
      status: 403,
    });

    const { data, errors } = await gateway.query(
      '{ workspaceGroups(first: 900, orderBy: CREATED_AT_ASC) { nodes { name } } skills { nodes { name } } }',
    );

    expect(data).toEqual({ workspaceGroups: null, skills: { nodes: [{ name: 'Juggling' }] } });
    expect(errors).toMatchObject([{ path: ['workspaceGroups'], extensions: { code: 'FORBIDDEN' } }]);
  });
});

/** Which rows a request asks for, `200+50` being 50 from the 200th on: the API can be asked in two ways. */
function windowOf({ page = '1', per_page: perPage, limit, offset }: Readonly<Record<string, string>>): string {
  return limit === undefined ? `${(Number(page) - 1) * Number(perPage)}+${perPage}` : `${offset}+${limit}`;
}
