/** The ways in which the stand-in speaks, each told apart by its answers. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Dialect, dialectHelp, dialectOf, READINGS } from '../src/sandbox/dialect.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts';

const several = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

const rows = {
  users: [{ id: '1', full_name: 'Ada' }],
  workspaces: [{ id: '5', title: 'Bridge', start_date: null, created_at: '2026-03-01T10:00:00-08:00' }],
  stories: several(30).map((id) => ({ id, title: `Task ${id}`, workspace_id: '5', creator_id: '1' })),
  timesheet_submissions: [{ id: '8', user_id: '1' }],
  external_references: [{ id: '9', subject_type: 'Submission', subject_id: 8, service_name: 'crm' }],
};

const running: Sandbox[] = [];
afterAll(() => Promise.all(running.map((sandbox) => sandbox.close())));

// oxlint-disable-next-line no-explicit-any
async function asked(words: string, path: string): Promise<any> {
  const sandbox = await startSandbox({ rows, dialect: dialectOf(words) as Dialect });
  running.push(sandbox);
  const response = await fetch(`${sandbox.url}${path}`, { headers: { authorization: 'Bearer demo' } });
  return response.json();
}

const storiesOf = async (words: string, path: string): Promise<Record<string, unknown>[]> =>
  Object.values((await asked(words, path)).stories);

describe('without the include, the id of an association', () => {
  it.each([
    ['recorded', 30],
    ['contract', 0],
    ['always-ref', 30],
  ])('is written on rows as in %s: %i of 30', async (words, written) => {
    const stories = await storiesOf(words, '/stories?per_page=50');

    expect(stories.filter(({ workspace_id: id }) => id !== undefined)).toHaveLength(written);
  });

  it('is on some rows and not on others, the same each time, and by association: sparse', async () => {
    const tellingOf = async (field: string) =>
      (await storiesOf('sparse', '/stories?per_page=50')).map((story) => story[field] !== undefined);
    const telling = await tellingOf('workspace_id');

    expect(new Set(telling)).toEqual(new Set([true, false]));
    expect(await tellingOf('workspace_id')).toEqual(telling);
    expect(await tellingOf('creator_id')).not.toEqual(telling);
  });
});

it.each(READINGS)('with the include, it is written by each reading: %s', async (words) => {
  const stories = await storiesOf(words, '/stories?per_page=50&include=workspace');

  expect(stories.filter(({ workspace_id: id }) => id === '5')).toHaveLength(30);
});

describe('the pointer of a polymorphic association', () => {
  const path = '/external_references?subject_type=Submission';

  it.each([
    ['recorded', undefined],
    ['contract', undefined],
    ['always-ref', { id: '8', key: 'submissions' }],
  ])('without the include: %s', async (words, pointer) => {
    const { external_references: references } = await asked(words, path);

    expect(references['9'].subject_ref).toEqual(pointer);
    expect(references['9'].subject_id).toBe(8);
  });

  it('names the base class while the record stands with its own kind: always-ref', async () => {
    const body = await asked('always-ref', `${path}&include=subject`);

    expect(body.external_references['9'].subject_ref).toEqual({ id: '8', key: 'submissions' });
    expect(Object.keys(body.timesheet_submissions)).toEqual(['8']);
  });
});

it('values have mixed forms and mean the same', async () => {
  const stories = await storiesOf('mixed', '/stories?per_page=50');
  const kinds = new Set(stories.map(({ workspace_id: id }) => typeof id));
  const { workspaces } = await asked('mixed', '/workspaces');

  expect(kinds).toEqual(new Set(['string', 'number']));
  expect(new Set(stories.map(({ workspace_id: id }) => String(id)))).toEqual(new Set(['5']));
  expect(Date.parse(workspaces['5'].created_at)).toBe(Date.parse('2026-03-01T10:00:00-08:00'));
  expect(['', null]).toContain(workspaces['5'].start_date);
});

describe('counts and pages', () => {
  it.each([
    ['recorded', 30, 5],
    ['count-above', 37, 5],
    ['count-below', 23, 5],
    ['count-absent', undefined, 5],
    ['long-pages', 30, 30],
  ])('as in %s: count %s, %i rows', async (words, count, length) => {
    const body = await asked(words, '/stories?per_page=5');

    expect([body.count, body.meta?.count]).toEqual([count, count]);
    expect(body.results).toHaveLength(length);
  });

  it('a stale index counts more than it finds', async () => {
    const { count, results } = await asked('stale-search', '/stories?search=task&per_page=50');

    expect(results).toHaveLength(30);
    expect(count).toBeGreaterThan(30);
  });
});

it('words are put together, listed, and refused where they are none', () => {
  expect(dialectOf('sparse,mixed,count-above')).toMatchObject({ reading: 'sparse', mixed: true, count: 'above' });
  for (const word of ['klingon', '', 'constructor', 'sparse mixed']) expect(dialectOf(word)).toBeNull();
  for (const line of dialectHelp().split('\n')) expect(dialectOf(line.split(' ')[0] as string)).not.toBeNull();
});
