/** The stand-in keeps to what is known of the real API: one sentence per rule, over real HTTP. */
import { describe, expect, it } from 'vitest';
import { type Row, type SandboxOptions, startSandbox } from '../src/sandbox/server.ts';

interface Body {
  count: number;
  results: { key: string; id: string }[];
  meta: { count: number; page_count: number; page_number: number; page_size: number };
  errors: { type: string; message: string; field?: string }[];
  [key: string]: unknown;
}

/** A sandbox, and how to ask it. */
async function start(options: SandboxOptions) {
  const sandbox = await startSandbox(options);
  const fetchPath = (path: string, token: string | null = 'demo', init: RequestInit = {}) =>
    fetch(`${sandbox.url}${path}`, { ...init, headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  const get = async (path: string, token?: string | null) => {
    const response = await fetchPath(path, token);
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    sandbox,
    fetchPath,
    get,
    /** The ids in `results`. */
    ids: async (path: string, token?: string) => (await get(path, token)).body.results.map(({ id }) => id),
    /** One row of the answer. */
    row: async (path: string, key: string, id: string, token?: string) =>
      ((await get(path, token)).body[key] as Record<string, Row>)[id],
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

const many = (count: number, make: (n: number) => Row = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index + 1), ...make(index + 1) }));

const at = (n: number) =>
  `2026-03-01T10:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}-08:00`;

const people = {
  users: [
    { id: '1', full_name: 'Ada' },
    { id: '2', full_name: 'Bela' },
  ],
};

describe('an answer', () => {
  it('has count, results, its own collection, meta and then the side-loaded collections, in this order', async () => {
    await using api = await start({ rows: { ...people, time_entries: [{ id: '5', user_id: '2' }] } });
    const { body } = await api.get('/time_entries?include=user');
    expect(Object.keys(body)).toEqual(['count', 'results', 'time_entries', 'meta', 'users']);
    expect(body.results).toEqual([{ key: 'time_entries', id: '5' }]);
    expect(body.meta).toEqual({ count: 1, page_count: 1, page_number: 1, page_size: 20 });
  });

  it('repeats the id of a record as text, as its last key', async () => {
    await using api = await start({ rows: { vendors: [{ id: 7, name: 'Cabs' }] } });
    const row = await api.row('/vendors', 'vendors', '7');
    expect(Object.entries(row as Row).at(-1)).toEqual(['id', '7']);
  });

  it('holds an empty map and no page when nothing matches', async () => {
    await using api = await start({ rows: {} });
    const { status, body } = await api.get('/vendors?include=external_references');
    expect(status).toBe(200);
    expect(body).toEqual({
      count: 0,
      results: [],
      vendors: {},
      meta: { count: 0, page_count: 0, page_number: 0, page_size: 20 },
      external_references: {},
    });
  });

  it('keeps ids of plain fields as numbers, ids of associations as text, and empty dates as empty text', async () => {
    await using api = await start({
      rows: { workspaces: [{ id: '1', account_id: 42, creator_id: '9', start_date: '' }] },
    });
    expect(await api.row('/workspaces', 'workspaces', '1')).toMatchObject({
      account_id: 42,
      creator_id: '9',
      start_date: '',
    });
  });
});

describe('only', () => {
  const vendors = { vendors: many(250, (n) => ({ name: `V${String(n).padStart(3, '0')}` })) };

  it('is not paged, and its meta is that of a list of pages all the same', async () => {
    await using api = await start({ rows: vendors });
    const ids = many(249).map(({ id }) => id);
    const { body } = await api.get(`/vendors?only=${ids.join(',')}&page=2&per_page=20&limit=1&offset=5`);
    expect(body.results).toHaveLength(249);
    expect(body.meta).toEqual({ count: 249, page_count: 13, page_number: 2, page_size: 20 });
  });

  it.each([
    ['3, 1', ['3']],
    ['03,3', ['3']],
    ['007', ['7']],
    ['1,1,2', ['1', '2']],
    ['abc', []],
    [',', []],
    ['1x,2', ['2']],
    ['99999999999999999999', []],
    ['2,7777', ['2']],
  ])('reads %j as the ids %j', async (only, expected) => {
    await using api = await start({ rows: vendors });
    expect(await api.ids(`/vendors?only=${encodeURIComponent(only)}`)).toEqual(expected);
  });

  it.each(['', '%20%20'])('is taken as absent when it is blank (%j): an ordinary first page comes', async (blank) => {
    await using api = await start({ rows: vendors });
    const { body } = await api.get(`/vendors?only=${blank}`);
    expect([body.count, body.results.length]).toEqual([250, 20]);
  });

  it('finds nothing in its array form', async () => {
    await using api = await start({ rows: vendors });
    expect((await api.get('/vendors?only[]=1')).body.count).toBe(0);
  });

  it('answers in the order of the sort, never in the order of the ids', async () => {
    await using api = await start({ rows: vendors });
    expect(await api.ids('/vendors?only=9,3,5')).toEqual(['3', '5', '9']);
    expect(await api.ids('/vendors?only=9,3,5&order=alphabetical:desc')).toEqual(['9', '5', '3']);
  });
});

describe('default filters', () => {
  const rows = {
    roles: [
      { id: '1', name: 'Designer' },
      { id: '2', name: 'Gone', deleted_at: at(1) },
    ],
    workspaces: [
      { id: '1', title: 'Here' },
      { id: '2', title: 'Gone', archived: true },
    ],
    stories: [
      { id: '1', workspace_id: '1', project_plan: true },
      { id: '2', workspace_id: '1', archived: true },
      { id: '3', workspace_id: '1', deleted_at: at(1) },
      { id: '4', workspace_id: '2' },
      { id: '5', workspace_id: '1', project_plan: false },
    ],
    users: [
      { id: '1', full_name: 'Ada' },
      { id: '2', full_name: 'Bela', disabled: true },
    ],
    account_memberships: [
      { id: '1', user_id: '1' },
      { id: '2', user_id: '2', disabled_at: at(1) },
    ],
    invoices: [
      { id: '1', draft: true, status: 'new' },
      { id: '2', draft: false, status: 'accepted payment' },
    ],
  };

  it.each([
    ['/roles', ['1']],
    ['/roles?only=1,2', ['1']],
    ['/roles?only=1,2&apply_default_filters=false', ['1', '2']],
    ['/roles?only=1,2&only_active=false', ['1', '2']],
    ['/roles?only=1,2&apply_default_filters=false&only_active=true', ['1']],
    ['/roles?apply_default_filters=', ['1', '2']],
    ['/roles?apply_default_filters=1', ['1']],
    ['/roles?apply_default_filters=yes', ['1', '2']],
    ['/workspaces', ['1']],
    ['/workspaces?include_archived=true', ['1', '2']],
    ['/workspaces?include_archived=', ['1']],
    ['/workspaces?archived=only', ['2']],
    ['/stories', ['1']],
    ['/stories?show_archived=true', ['1', '2']],
    ['/stories?show_deleted=true', ['1', '3']],
    ['/stories?show_from_archived_workspaces=true', ['1', '4']],
    ['/stories?show_todos=true', ['1', '5']],
    ['/stories?only=1,2,3,4,5', ['1']],
    ['/stories?only=1,2,3,4,5&apply_default_filters=false', ['1', '2', '3', '4', '5']],
    ['/users', ['1']],
    ['/users?show_disabled=true', ['1', '2']],
    ['/account_memberships', ['1']],
    ['/account_memberships?only_inactive=true', ['2']],
    ['/invoices', ['1', '2']],
    ['/invoices?without_drafts=true', ['2']],
    ['/invoices?paid=true', ['2']],
  ])('let %s see %j', async (path, expected) => {
    await using api = await start({ rows });
    expect((await api.ids(path)).toSorted()).toEqual(expected);
  });

  it.each(['0', 'no', 'False'])(
    'take the text %j for true: only true and false themselves are booleans',
    async (word) => {
      await using api = await start({ rows });
      expect((await api.ids(`/workspaces?include_archived=${word}`)).toSorted()).toEqual(['1', '2']);
    },
  );
});

describe("parameters of the API's controllers", () => {
  const resources = {
    ...people,
    workspace_resources: [
      { id: '1', user_id: '1' },
      { id: '2', user_id: null },
    ],
    assignments: [
      { id: '1', resource_id: 1 },
      { id: '2', resource_id: 2 },
    ],
    participations: [{ id: '1', user_id: '1', workspace_id: '1' }],
    workspaces: [{ id: '1' }, { id: '2' }],
    stories: [
      { id: '1', workspace_id: '1' },
      { id: '2', workspace_id: '2' },
    ],
    expense_report_submissions: [
      { id: '1', user_id: '1' },
      { id: '2', user_id: '2' },
    ],
  };
  it.each([
    ['/workspace_resources', 'include_unnamed'],
    ['/assignments', 'include_unnamed'],
    ['/users', 'on_my_account'],
    ['/stories', 'all_on_account'],
    ['/expense_report_submissions', 'all_on_account'],
  ])('hide rows of %s unless %s is sent, whatever apply_default_filters says', async (path, reveal) => {
    await using api = await start({ rows: resources });
    expect(await api.ids(`${path}?only=1,2`)).toEqual(['1']);
    expect(await api.ids(`${path}?only=1,2&apply_default_filters=false`)).toEqual(['1']);
    expect((await api.get(`${path}/2`)).status).toBe(404);
    expect((await api.ids(`${path}?only=1,2&${reveal}=true`)).toSorted()).toEqual(['1', '2']);
  });

  it('keep only the unnamed resources, or none of them', async () => {
    await using api = await start({ rows: resources });
    expect(await api.ids('/workspace_resources?only_unnamed=true')).toEqual(['2']);
  });
});

describe('include', () => {
  const rows = {
    ...people,
    roles: [{ id: '1', name: 'Gone', deleted_at: at(1) }],
    workspaces: [{ id: '1', title: 'Relaunch', archived: true, stage: 'project', participant_ids: ['2', '1'] }],
    participations: [{ id: '3', workspace_id: '1', user_id: '1' }],
    workspace_resources: [
      {
        id: '1',
        workspace_id: 1,
        user_id: '1',
        role_id: '1',
        participation_id: '3',
        external_reference_ids: ['8', '404'],
      },
      { id: '2', workspace_id: 1, user_id: '99', role_id: null },
    ],
    external_references: [{ id: '8', subject_type: 'WorkspaceResource', subject_id: 1 }],
    stories: [
      { id: '1', title: 'Parent', sub_story_ids: ['2'], attachment_ids: ['4'], updated_at: at(2) },
      {
        id: '2',
        title: 'Child',
        parent_id: '1',
        ancestor_ids: ['1'],
        can_edit: true,
        archived: true,
        updated_at: at(1),
      },
    ],
    attachments: [{ id: '4', filename: 'a.png' }],
  };

  it('is needed for every id but those in the columns of the row', async () => {
    await using api = await start({ rows });
    expect(await api.row('/workspace_resources', 'workspace_resources', '1')).toEqual({
      workspace_id: 1,
      user_id: '1',
      role_id: '1',
      id: '1',
    });
  });

  it('writes the id of an included association as text, once', async () => {
    await using api = await start({ rows });
    const response = await api.fetchPath('/workspace_resources?only=1&include=workspace');
    const text = await response.text();
    expect(text).toContain('"workspace_id":"1"');
    expect(text.match(/"workspace_id"/g)).toHaveLength(1);
  });

  it('brings no page, no filter, no order: what a list would hide comes as well, in the order of the association', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/workspaces?include=participants&include_archived=true');
    expect((body.workspaces as Record<string, Row>)['1']?.participant_ids).toEqual(['2', '1']);
    expect(Object.keys((await api.get('/workspace_resources?include=role,workspace')).body.roles as object)).toEqual([
      '1',
    ]);
  });

  it('brings rows bare: without what only a request for them would write', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/workspace_resources?only=1&include=workspace&optional_fields=stage');
    expect((body.workspaces as Record<string, Row>)['1']).toEqual({
      title: 'Relaunch',
      archived: true,
      creator_id: null,
      primary_maven_id: null,
      rate_card_id: null,
      task_status_set_id: null,
      workspace_invoice_preference_id: null,
      id: '1',
    });
  });

  it('shares the map of its own collection, where the row that was asked for wins over its bare copy', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/stories?only=1&include=sub_stories,parent');
    expect(body.results).toEqual([{ key: 'stories', id: '1' }]);
    expect(Object.keys(body.stories as object).toSorted()).toEqual(['1', '2']);
    expect(body.stories).toMatchObject({ 1: { sub_story_ids: ['2'] } });
    expect((body.stories as Record<string, Row>)['2']).not.toHaveProperty('sub_story_ids');
    const both = (await api.get('/stories?only=1,2&apply_default_filters=false&include=sub_stories,parent')).body
      .stories;
    expect(both).toMatchObject({ 1: { sub_story_ids: ['2'] }, 2: { sub_story_ids: [] } });
  });

  it('has a key for each name, empty when no record came, and none for a name that it does not know', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/workspace_resources?only=2&include=user,custom_field_values,nonsense,role.users');
    expect(Object.keys(body)).toEqual([
      'count',
      'results',
      'workspace_resources',
      'meta',
      'users',
      'custom_field_values',
    ]);
    expect(body.users).toEqual({});
  });

  it('keeps a dangling id in a column, and tells nothing of one elsewhere', async () => {
    await using api = await start({ rows });
    const { body } = await api.get(
      '/workspace_resources?include=user,participation,external_references&order=created_at:asc',
    );
    expect(body.workspace_resources).toMatchObject({
      1: { participation_id: '3', external_reference_ids: ['8'] },
      2: { user_id: '99', participation_id: null, external_reference_ids: [] },
    });
  });

  it('does not trim its names', async () => {
    await using api = await start({ rows });
    expect(Object.keys((await api.get('/workspace_resources?include=user,%20role')).body)).not.toContain('roles');
  });

  it('ignores its array form', async () => {
    await using api = await start({ rows });
    expect(Object.keys((await api.get('/workspace_resources?include[]=user')).body)).not.toContain('users');
  });

  it('honours some names only beside ids', async () => {
    await using api = await start({ rows });
    expect(Object.keys((await api.get('/stories?include=attachments')).body)).not.toContain('attachments');
    expect((await api.get('/stories?only=1&include=attachments')).body.attachments).toEqual({
      4: { filename: 'a.png', id: '4' },
    });
    expect((await api.get('/stories/1?include=attachments')).body.stories).toMatchObject({
      1: { attachment_ids: ['4'] },
    });
  });

  it('honours some names only beside another parameter', async () => {
    await using api = await start({
      rows: {
        assignments: [{ id: '1', story_allocation_day_ids: ['6'] }],
        story_allocation_days: [{ id: '6', minutes: 60 }],
      },
    });
    expect(Object.keys((await api.get('/assignments?include=story_allocation_days')).body)).not.toContain(
      'story_allocation_days',
    );
    const { body } = await api.get('/assignments?include=story_allocation_days&plannable=true');
    expect(body.assignments).toMatchObject({ 1: { story_allocation_day_ids: ['6'] } });
  });
});

describe('a polymorphic include', () => {
  const rows = {
    users: [{ id: '1' }],
    stories: [{ id: '5', title: 'Task' }],
    timesheet_submissions: [{ id: '70', title: 'Week 1', time_entry_ids: ['1'] }],
    expense_report_submissions: [{ id: '71', title: 'Trip', user_id: '1' }],
    external_references: [
      { id: '1', subject_type: 'Story', subject_id: 5 },
      { id: '2', subject_type: 'Story', subject_id: 404 },
      { id: '3', subject_type: 'Submission', subject_id: 70 },
      { id: '4', subject_type: 'Submission', subject_id: 71 },
    ],
    custom_field_values: [
      { id: '1', subject_type: 'workspace_group', subject_id: 8 },
      { id: '2', subject_type: 'Resource', subject_id: 9 },
    ],
    workspace_groups: [{ id: '8', name: 'Acme' }],
    workspace_resources: [{ id: '9', user_id: null }],
  };

  it('writes a ref of key and id, or null when the target is gone; the columns stay as they are', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/external_references?subject_type=Story&include=subject');
    expect(body.external_references).toEqual({
      1: { subject_type: 'Story', subject_id: 5, subject_ref: { id: '5', key: 'stories' }, id: '1' },
      2: { subject_type: 'Story', subject_id: 404, subject_ref: null, id: '2' },
    });
    expect(Object.keys(body.stories as object)).toEqual(['5']);
  });

  it('has a key only for the kinds of record that came', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/external_references?subject_type=Invoice&include=subject');
    expect(Object.keys(body)).toEqual(['count', 'results', 'external_references', 'meta']);
  });

  it('presents both kinds of submission under one key, bare', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/external_references?subject_type=Submission&include=subject');
    expect(body.external_references).toMatchObject({ 3: { subject_ref: { key: 'submissions', id: '70' } } });
    expect(Object.keys(body.submissions as object)).toEqual(['70', '71']);
    expect((body.submissions as Record<string, Row>)['70']).not.toHaveProperty('time_entry_ids');
  });

  it.each([
    ['WorkspaceGroup', { key: 'workspace_groups', id: '8' }],
    ['workspace_group', { key: 'workspace_groups', id: '8' }],
    ['Resource', { key: 'workspace_resources', id: '9' }],
  ])('follows the class name %s', async (type, ref) => {
    await using api = await start({ rows });
    const { body } = await api.get(`/custom_field_values?subject_type=${type}&include=subject`);
    expect(Object.values(body.custom_field_values as object)).toEqual([expect.objectContaining({ subject_ref: ref })]);
  });
});

describe('optional_fields', () => {
  const rows = {
    workspaces: [{ id: '1', title: 'Relaunch', stage: 'project', lock_date: null, estimated_minutes: 5 }],
  };
  it('are left out unless they are named, and their names are trimmed', async () => {
    await using api = await start({ rows });
    expect(await api.row('/workspaces', 'workspaces', '1')).not.toHaveProperty('stage');
    expect(await api.row('/workspaces?optional_fields=stage,%20lock_date,nonsense', 'workspaces', '1')).toMatchObject({
      stage: 'project',
      lock_date: null,
    });
  });
  it('are not known in the array form', async () => {
    await using api = await start({ rows });
    expect(await api.row('/workspaces?optional_fields[]=stage', 'workspaces', '1')).not.toHaveProperty('stage');
  });
});

describe('order', () => {
  const rows = {
    workspaces: [
      { id: '1', title: 'b', updated_at: at(3), created_at: at(1) },
      { id: '2', title: 'A', updated_at: at(5), created_at: at(1) },
      { id: '10', title: 'c', updated_at: at(5), created_at: at(9) },
      { id: '9', title: 'd', updated_at: at(5), created_at: null },
    ],
  };
  it.each([
    ['', ['2', '9', '10', '1']],
    ['order=updated_at:asc', ['1', '2', '9', '10']],
    ['order=updated_at:desc', ['2', '9', '10', '1']],
    ['order=updated_at:DESC', ['1', '2', '9', '10']],
    ['order=updated_at', ['1', '2', '9', '10']],
    ['order=title:asc', ['2', '1', '10', '9']],
    ['order=nonsense:asc', ['2', '9', '10', '1']],
    ['order[]=title:asc', ['2', '9', '10', '1']],
    ['order=created_at:asc', ['9', '1', '2', '10']],
    ['order=title:desc:more', ['9', '10', '1', '2']],
  ])('%j gives %j: ties by id, ascending', async (query, expected) => {
    await using api = await start({ rows });
    expect(await api.ids(`/workspaces?${query}`)).toEqual(expected);
  });

  it('compares times, not their text: offsets change with the season', async () => {
    await using api = await start({
      rows: {
        workspaces: [
          { id: '1', updated_at: '2026-03-08T01:30:00-08:00' },
          { id: '2', updated_at: '2026-03-08T02:00:00-07:00' },
        ],
      },
    });
    expect(await api.ids('/workspaces?order=updated_at:asc')).toEqual(['2', '1']);
  });
});

describe('paging', () => {
  const rows = { vendors: many(250, (n) => ({ name: `V${String(n).padStart(3, '0')}` })) };
  it.each([
    ['', 1, 20, { page_count: 13, page_number: 1, page_size: 20 }],
    ['per_page=500', 1, 200, { page_count: 2, page_number: 1, page_size: 200 }],
    ['per_page=0', 1, 20, { page_size: 20 }],
    ['per_page=-5', 1, 20, { page_size: 20 }],
    ['per_page=abc', 1, 20, { page_size: 20 }],
    ['page=0', 1, 20, { page_number: 0 }],
    ['page=-3', 1, 20, { page_number: -3 }],
    ['page=2.9', 21, 20, { page_number: 2 }],
    ['page=13', 241, 10, { page_number: 13 }],
    ['limit=5', 1, 20, { page_size: 20 }],
    ['offset=5', 1, 20, { page_size: 20 }],
    ['limit=5&offset=7', 8, 5, { page_size: 20, page_number: 1, page_count: 13 }],
    ['limit=5&offset=7&page=3&per_page=50', 8, 5, { page_size: 50, page_number: 3, page_count: 5 }],
    ['limit=1000&offset=0', 1, 200, {}],
    ['limit=0&offset=-4', 1, 1, {}],
  ])('%j begins with row %i, has %i rows, and says %j', async (query, first, length, meta) => {
    await using api = await start({ rows });
    const { body } = await api.get(`/vendors?${query}`);
    expect(body.results[0]?.id).toBe(String(first));
    expect(body.results).toHaveLength(length);
    expect(body.meta).toMatchObject({ count: 250, ...meta });
  });

  it('past the end answers with the count and no row', async () => {
    await using api = await start({ rows });
    const { body } = await api.get('/vendors?page=99');
    expect(body).toMatchObject({ count: 250, results: [], vendors: {}, meta: { page_number: 99 } });
  });

  it('shifts when rows change between two pages', async () => {
    await using api = await start({ rows: { workspaces: many(4, (n) => ({ updated_at: at(n) })) } });
    expect(await api.ids('/workspaces?per_page=2')).toEqual(['4', '3']);
    api.sandbox.tables.get('workspaces')?.set('1', { updated_at: at(50) });
    expect(await api.ids('/workspaces?per_page=2&page=2')).toEqual(['3', '2']);
  });
});

describe('filters', () => {
  it('that are unknown or misspelt are ignored', async () => {
    await using api = await start({ rows: { vendors: many(3) } });
    expect(await api.ids('/vendors?archivd=true&nonsense=1')).toHaveLength(3);
  });

  it.each([
    ['/external_references', 'subject_type'],
    ['/external_references?subject_type=', 'subject_type'],
    ['/external_references?only=1', 'subject_type'],
    ['/custom_field_values', 'subject_type'],
    ['/participations?only=1', 'workspace_id'],
    ['/estimate_scenario_resources', 'estimate_scenario_id'],
  ])('that are mandatory refuse %s, naming %s', async (path, field) => {
    await using api = await start({ rows: {} });
    const { status, body } = await api.get(path);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ type: 'validation', field, message: expect.any(String) }]);
  });

  it('that are mandatory are not for one record', async () => {
    await using api = await start({ rows: { participations: [{ id: '1', workspace_id: '5' }] } });
    expect((await api.get('/participations/1')).status).toBe(200);
  });

  it.each([
    ['/time_entries?workspace_ids=1', ['1', '2']],
    ['/time_entries?workspace_ids=1,2&with_user_ids=8', ['1', '3']],
    ['/time_entries?with_recent_timesheet_ids=4', ['2']],
    ['/time_entries?from_archived_workspaces=true', ['1', '2', '3', '4']],
    ['/time_entries?created_after=2026-03-01T18:00:02Z', ['2', '3']],
    ['/time_entries?created_before=2026-03-01T18:00:02Z', ['1', '2']],
    ['/time_entries?external_reference_service_model_refs=A1,A9', ['1']],
    ['/stories?with_assignees=8', ['1']],
    ['/stories?with_assignees=unassigned', ['2']],
    ['/stories?workspace_id=2', ['2']],
    ['/custom_field_values?subject_type=Story&with_subject_id=1', ['1']],
    ['/custom_field_values?subject_type=Story&with_custom_field_id=31', ['2']],
    ['/users?by_email_addresses=Ada@example.com', ['8']],
    ['/users?matching=ad', ['8']],
    ['/workspaces?except=1', ['2']],
    ['/stories?has_value_for_custom_field_ids=30', ['1']],
  ])('of other endpoints select by what they are named after: %s', async (path, expected) => {
    await using api = await start({
      rows: {
        users: [
          { id: '8', full_name: 'Ada Abbott', email_address: 'ada@example.com' },
          { id: '9', full_name: 'Bela Berg' },
        ],
        workspaces: [{ id: '1' }, { id: '2' }, { id: '3', archived: true }],
        time_entries: [
          { id: '1', workspace_id: '1', user_id: '8', created_at: at(1) },
          { id: '2', workspace_id: '1', user_id: '9', created_at: at(2), recent_submission_id: '4' },
          { id: '3', workspace_id: '2', user_id: '8', created_at: at(3) },
          { id: '4', workspace_id: '3', user_id: '8' },
        ],
        stories: [
          { id: '1', workspace_id: '1', assignee_ids: ['8'] },
          { id: '2', workspace_id: '2' },
        ],
        custom_field_values: [
          { id: '1', subject_type: 'Story', subject_id: 1, custom_field_id: '30', value: 'x' },
          { id: '2', subject_type: 'Story', subject_id: 2, custom_field_id: '31', value: 'y' },
          { id: '3', subject_type: 'User', subject_id: 1, custom_field_id: '31', value: 'z' },
        ],
        external_references: [{ id: '1', subject_type: 'TimeEntry', subject_id: 1, service_model_ref: 'A1' }],
      },
    });
    expect((await api.ids(path)).toSorted()).toEqual(expected);
  });
});

describe('GET /external_references', () => {
  const reference = (id: string, fields: Row) => ({
    id,
    subject_type: 'Story',
    subject_id: 1,
    status: 'successful',
    ...fields,
  });
  const rows = {
    external_references: [
      reference('1', {
        service_name: 'Jira',
        service_model: 'Issue',
        service_model_ref: 'OPS-1',
        created_at: at(1),
        updated_at: at(1),
        last_synced_at: at(1),
      }),
      reference('2', {
        service_name: 'NetSuite',
        status: 'failed',
        external_status: 'Rejected',
        external_message: 'No department, no entry',
        created_at: at(2),
        updated_at: at(2),
        last_synced_at: at(2),
      }),
      reference('3', { subject_id: 2, status: 'pending', created_at: at(3), updated_at: at(3), last_synced_at: null }),
      { id: '4', subject_type: 'Invoice', subject_id: 1 },
    ],
  };
  const later = encodeURIComponent(at(2));
  it.each([
    ['', ['1', '2', '3']],
    ['subject_id=2', ['3']],
    ['service_name=Jira', ['1']],
    ['service_model=Issue', ['1']],
    ['service_model_ref=OPS-1', ['1']],
    ['status=failed', ['2']],
    ['external_status=Rejected', ['2']],
    ['external_message=No%20department,%20no%20entry', ['2']],
    [`created_after=${later}`, ['2', '3']],
    [`created_before=${later}`, ['1', '2']],
    [`updated_after=${later}`, ['2', '3']],
    [`updated_before=${later}`, ['1', '2']],
    [`last_synced_after=${later}`, ['2']],
    [`last_synced_before=${later}`, ['1', '2']],
    ['only=1,4', ['1']],
  ])('filters by %j', async (query, expected) => {
    await using api = await start({ rows });
    expect((await api.ids(`/external_references?subject_type=Story&${query}`)).toSorted()).toEqual(expected);
  });

  it('sorts by the last synchronisation unless asked otherwise', async () => {
    await using api = await start({ rows });
    expect(await api.ids('/external_references?subject_type=Story')).toEqual(['2', '1', '3']);
    expect(await api.ids('/external_references?subject_type=Story&order=created_at:asc')).toEqual(['1', '2', '3']);
  });
});

describe('GET /workspace_resources', () => {
  const value = (id: string, subject: number, field: string, type: string, content: unknown) => ({
    id,
    subject_type: 'Resource',
    subject_id: subject,
    custom_field_id: field,
    type,
    value: content,
  });
  const rows = {
    ...people,
    workspaces: [{ id: '1' }, { id: '2' }],
    participations: [
      { id: '1', workspace_id: '1', user_id: '1', role: 'maven' },
      { id: '2', workspace_id: '1', user_id: '2', role: 'buyer' },
    ],
    stories: [{ id: '1', workspace_id: '1', workspace_resource_ids: ['1'], current_assignment_ids: ['1'] }],
    assignments: [{ id: '1', story_id: '1', resource_id: 1 }],
    workspace_resources: [
      {
        id: '1',
        workspace_id: 1,
        user_id: '1',
        role_id: '5',
        label: 'Ada Abbott',
        role_name: 'Designer',
        participation_id: '1',
        organization_membership_id: '3',
        created_at: at(1),
        updated_at: at(1),
      },
      {
        id: '2',
        workspace_id: 1,
        user_id: '2',
        role_id: null,
        label: 'Bela Berg',
        participation_id: '2',
        created_at: at(2),
        updated_at: at(2),
      },
      {
        id: '3',
        workspace_id: 1,
        user_id: null,
        role_id: '5',
        label: 'Designer 1',
        role_name: 'Designer',
        created_at: at(3),
        updated_at: at(3),
      },
      {
        id: '4',
        workspace_id: 2,
        user_id: '1',
        role_id: '6',
        label: 'Cem Celik',
        created_at: at(4),
        updated_at: at(4),
      },
    ],
    external_references: [
      {
        id: '1',
        subject_type: 'WorkspaceResource',
        subject_id: 1,
        service_name: 'Workday',
        service_model: 'Assignment',
        service_model_ref: '77',
        status: 'successful',
        external_status: 'Active',
        external_message: 'Fine',
      },
      {
        id: '2',
        subject_type: 'WorkspaceResource',
        subject_id: 2,
        service_name: 'NetSuite',
        service_model: 'Employee',
        service_model_ref: '88',
        status: 'failed',
      },
    ],
    custom_field_values: [
      value('1', 1, '30', 'single', [41]),
      value('2', 2, '30', 'single', [42]),
      value('3', 1, '31', 'multi', [51, 52]),
      value('4', 1, '32', 'currency', [12_050, 'USD']),
      value('5', 1, '33', 'date', '2026-05-10'),
      value('6', 1, '34', 'number', 7),
      value('7', 1, '35', 'string', 'Badge A'),
      value('8', 2, '35', 'string', ''),
    ],
  };
  const later = encodeURIComponent(at(2));
  it.each([
    ['', ['1', '2', '4']],
    ['include_unnamed=true', ['1', '2', '3', '4']],
    ['only_unnamed=true', ['3']],
    ['workspace_id=2', ['4']],
    ['user_id=1', ['1', '4']],
    ['role_id=5', ['1']],
    ['role_id=5&include_unnamed=true', ['1', '3']],
    ['matching=des&include_unnamed=true', ['1', '3']],
    ['matching=bel', ['2']],
    ['providers=true', ['1']],
    ['providers_with_unnamed=true', ['1', '3']],
    ['with_organizations=true', ['1']],
    ['with_organizations=false', ['2', '4']],
    ['potential_workspace_resources_for_story=1', ['2']],
    ['potential_workspace_resource_for_story_with_unnamed_resources=1', ['2', '3']],
    ['potential_workspace_resources_for_reassignment=1', ['2']],
    ['has_external_references=true', ['1', '2']],
    ['has_external_references=false', ['4']],
    ['external_reference_service_name=Workday', ['1']],
    ['external_reference_service_model=Employee', ['2']],
    ['external_reference_service_model_ref=77', ['1']],
    ['external_reference_service_model_refs=77,88,99', ['1', '2']],
    ['external_reference_service_model_refs=77,88&external_reference_service_name=NetSuite', ['2']],
    ['external_reference_status=failed', ['2']],
    ['external_reference_status=failed&external_reference_service_name=Workday', []],
    ['external_reference_external_status=Active', ['1']],
    ['external_reference_external_message=Fine', ['1']],
    ['without_external_reference_service_name=Workday', ['2', '4']],
    [`created_after=${later}`, ['2', '4']],
    [`created_before=${later}`, ['1', '2']],
    [`updated_after=${later}`, ['2', '4']],
    [`updated_before=${later}`, ['1', '2']],
    ['has_value_for_custom_field_ids=30', ['1', '2']],
    ['has_value_for_custom_field_ids=35', ['1']],
    ['has_value_for_custom_field_ids=34,99', ['1']],
    ['by_custom_choice_value=30:41', ['1']],
    ['by_custom_choice_value=30:41,42', ['1', '2']],
    ['by_custom_choice_value=31:52', ['1']],
    ['by_custom_choice_value=30:blank', ['4']],
    ['by_custom_choice_value=(30:41,42):(31:blank)', ['2']],
    ['by_custom_currency_value=32:120.5', ['1']],
    ['by_custom_currency_value=32:120.5:USD', ['1']],
    ['by_custom_currency_value=32:120.5:EUR', []],
    ['by_custom_date_value=33:2026-05-01:2026-05-31', ['1']],
    ['by_custom_date_value=33:2026-05-11:', []],
    ['by_custom_date_value=33::2026-05-10', ['1']],
    ['by_custom_date_value=33;2026-05-01;2026-05-31', ['1']],
    ['by_custom_number_value=34:7', ['1']],
    ['by_custom_number_value=34:8', []],
    ['by_custom_text_value=35:badge%20a', ['1']],
    ['by_custom_text_value=35', ['1']],
    ['by_custom_text_value=(35:Badge A):(35)', ['1']],
    ['by_custom_choice_value=30:41&by_custom_number_value=34:8', []],
    ['only=1,3', ['1']],
  ])('filters by %j', async (query, expected) => {
    await using api = await start({ rows });
    expect((await api.ids(`/workspace_resources?${query}`)).toSorted()).toEqual(expected);
  });

  it.each([
    ['', ['4', '2', '1']],
    ['order=alphabetical', ['1', '2', '4']],
    ['order=alphabetically:desc', ['4', '2', '1']],
    ['order=created_at:asc', ['1', '2', '4']],
  ])('sorts by %j', async (query, expected) => {
    await using api = await start({ rows });
    expect(await api.ids(`/workspace_resources?${query}`)).toEqual(expected);
  });
});

describe('search', () => {
  const rows = {
    workspaces: [
      { id: '1', title: 'Data move', description: 'portal' },
      { id: '2', title: 'Customer portal', description: 'A portal' },
      { id: '3', title: 'Old portal', archived: true },
    ],
    vendors: [{ id: '1', name: 'Cabs' }],
  };
  it('answers by relevance, with the filters, and whatever only says', async () => {
    await using api = await start({ rows });
    expect(await api.ids('/workspaces?search=portal')).toEqual(['2', '1']);
    expect(await api.ids('/workspaces?search=portal&only=1')).toEqual(['2', '1']);
    expect(await api.ids('/workspaces?search=portal&include_archived=true')).toEqual(['2', '3', '1']);
  });
  it('is on even when it is empty', async () => {
    await using api = await start({ rows });
    expect(await api.ids('/workspaces?search=&only=1')).toEqual(['1', '2']);
  });
  it('is ignored where there is none', async () => {
    await using api = await start({ rows });
    expect(await api.ids('/vendors?search=nothing')).toEqual(['1']);
  });
});

describe('one record', () => {
  const rows = {
    workspaces: [{ id: '1', title: 'Relaunch', archived: true, stage: 'project', creator_id: '1' }],
    ...people,
    vendors: [{ id: '1' }],
  };
  it('comes in an envelope, default filters off, with includes and optional fields', async () => {
    await using api = await start({ rows });
    const { status, body } = await api.get('/workspaces/1?include=creator&optional_fields=stage');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      count: 1,
      results: [{ key: 'workspaces', id: '1' }],
      workspaces: { 1: { stage: 'project' } },
    });
    expect(Object.keys(body.users as object)).toEqual(['1']);
  });
  it.each([
    '/workspaces/2',
    '/workspaces/abc',
    '/workspaces/1?apply_default_filters=true',
    '/vendors/1',
    '/nonsense',
    '/',
  ])('is not found at %s: 404, with an error of the system', async (path) => {
    await using api = await start({ rows });
    const { status, body } = await api.get(path);
    expect(status).toBe(404);
    expect(body.errors).toMatchObject([{ type: 'system' }]);
  });
  it('of the caller stands at /users/me', async () => {
    await using api = await start({ rows, users: [{ token: 'b', userId: '2', name: 'Bela' }] });
    expect(await api.ids('/users/me', 'b')).toEqual(['2']);
  });
});

describe('a token', () => {
  const rows = {
    ...people,
    workspaces: [{ id: '1', price: '$5', creator_id: '2', participant_ids: ['1', '2'], approver_id: '2' }, { id: '2' }],
  };
  const users = [
    { token: 'all', userId: '1', name: 'All' },
    {
      token: 'some',
      userId: '2',
      name: 'Some',
      sees: (collection: string, row: Row) =>
        !(collection === 'users' && row.id === '2') &&
        row.id !== '99' &&
        !(collection === 'workspaces' && row.id === '2'),
      hides: (_: string, field: string) => field === 'price',
    },
  ];

  it.each([null, 'wrong'])('that is %j gets 401, of type oauth', async (token) => {
    await using api = await start({ rows, users });
    const { status, body } = await api.get('/workspaces', token);
    expect(status).toBe(401);
    expect(body.errors).toMatchObject([{ type: 'oauth' }]);
  });

  it('decides which rows there are', async () => {
    await using api = await start({ rows, users });
    expect(await api.ids('/workspaces?only=1,2', 'all')).toEqual(['1', '2']);
    expect(await api.ids('/workspaces?only=1,2', 'some')).toEqual(['1']);
    expect((await api.get('/workspaces', 'some')).body.count).toBe(1);
    expect((await api.get('/workspaces/2', 'some')).status).toBe(404);
  });

  it('decides which fields a row has: those without rights are left out, key and all', async () => {
    await using api = await start({ rows, users });
    expect(await api.row('/workspaces', 'workspaces', '1', 'all')).toHaveProperty('price');
    expect(await api.row('/workspaces', 'workspaces', '1', 'some')).not.toHaveProperty('price');
  });

  it('decides what an include brings: ids of hidden records stay only in columns', async () => {
    await using api = await start({ rows, users });
    const { body } = await api.get('/workspaces?only=1&include=creator,participants,approver', 'some');
    expect(body.workspaces).toMatchObject({ 1: { creator_id: '2', participant_ids: ['1'], approver_id: null } });
    expect(Object.keys(body.users as object)).toEqual(['1']);
  });
});

describe('the log', () => {
  it('has a line for each request, its parameters by name and readable', async () => {
    await using api = await start({ rows: {} });
    await api.get('/workspace_resources?per_page=2&include=user,role&created_after=2026-01-01T00%3A00%3A00Z');
    expect(api.sandbox.requests).toMatchObject([
      {
        line: 'GET /workspace_resources?created_after=2026-01-01T00:00:00Z&include=user,role&per_page=2',
        method: 'GET',
        path: '/workspace_resources',
        params: { include: 'user,role', per_page: '2' },
        token: 'demo',
        status: 200,
        aborted: false,
      },
    ]);
    expect(api.sandbox.requests[0]?.bytes).toBeGreaterThan(50);
    api.sandbox.reset();
    expect(api.sandbox.requests).toEqual([]);
  });

  it('tells when a client went away', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.latency(200);
    const aborted = api.fetchPath('/vendors', 'demo', { signal: AbortSignal.timeout(30) });
    await expect(aborted).rejects.toThrow(/aborted/);
    await expect.poll(() => api.sandbox.requests[0]?.aborted).toBe(true);
  });
});

describe('a fault', () => {
  it.each([400, 401, 403, 404, 422, 429, 500, 503])(
    'answers %i with errors in the words of the API',
    async (status) => {
      await using api = await start({ rows: {} });
      api.sandbox.fail({ status });
      const answer = await api.get('/vendors');
      expect(answer.status).toBe(status);
      expect(answer.body.errors[0]?.message).toEqual(expect.any(String));
    },
  );

  it('hits the requests it matches, as often as it says', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ match: '/vendors', times: 1, status: 429, headers: { 'retry-after': '3' } });
    expect((await api.get('/roles')).status).toBe(200);
    const hit = await api.fetchPath('/vendors');
    expect([hit.status, hit.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await api.get('/vendors')).status).toBe(200);
    api.sandbox.fail({ match: /only=/, status: 503 });
    expect((await api.get('/vendors?only=1')).status).toBe(503);
    api.sandbox.reset();
    expect((await api.get('/vendors?only=1')).status).toBe(200);
  });

  it('brings a body of its own', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ status: 500, body: { error_message: 'oops' } });
    expect(await (await api.fetchPath('/vendors')).json()).toEqual({ error_message: 'oops' });
  });

  it('delays', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ delayMs: 60 });
    const started = performance.now();
    expect((await api.get('/vendors')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it.each(['before', 'headers', 'body', 'half'] as const)('cuts the connection: %s', async (cut) => {
    await using api = await start({ rows: { vendors: many(20) } });
    api.sandbox.fail({ cut });
    await expect(api.fetchPath('/vendors').then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/,
    );
  });

  it.each(['html', 'text', 'empty', 'truncated'] as const)('answers 200 with what is no JSON: %s', async (garbage) => {
    await using api = await start({ rows: { vendors: many(3) } });
    api.sandbox.fail({ garbage });
    const response = await api.fetchPath('/vendors');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it.each([
    ['array', []],
    ['null', null],
    ['string', 'results'],
  ] as const)('answers 200 with JSON of another shape: %s', async (garbage, shape) => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage });
    expect(await (await api.fetchPath('/vendors')).json()).toEqual(shape);
  });

  it('says gzip and is not', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage: 'encoding' });
    await expect(api.fetchPath('/vendors').then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/,
    );
  });

  it('never stops sending, until the client goes', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.fail({ garbage: 'endless' });
    const response = await api.fetchPath('/vendors');
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > 1_000_000) break;
    }
    expect(bytes).toBeGreaterThan(1_000_000);
    await expect.poll(() => api.sandbox.requests[0]?.aborted).toBe(true);
  });
});

describe('the server', () => {
  it('refuses a longer URL than it was told to take, with 414', async () => {
    await using api = await start({ rows: {}, urlLimit: 100 });
    expect((await api.get('/vendors')).status).toBe(200);
    expect((await api.fetchPath(`/vendors?only=${'1'.repeat(100)}`)).status).toBe(414);
  });

  it('writes nothing: any other method finds no path', async () => {
    await using api = await start({ rows: {} });
    expect((await api.fetchPath('/vendors', 'demo', { method: 'POST' })).status).toBe(404);
  });

  it('takes paths with .json at their end', async () => {
    await using api = await start({ rows: { roles: [{ id: '1' }] } });
    expect((await api.get('/roles.json')).status).toBe(200);
    expect((await api.get('/roles/1.json')).status).toBe(200);
  });

  it('waits as long as it was told, request by request', async () => {
    await using api = await start({ rows: {} });
    api.sandbox.latency((request) => (request.path === '/vendors' ? 60 : 0));
    const started = performance.now();
    await api.get('/vendors');
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it('refuses rows of a collection that there is not, and rows without an id', async () => {
    await expect(startSandbox({ rows: { vendrs: [] } })).rejects.toThrow('vendrs');
    await expect(startSandbox({ rows: { vendors: [{ name: 'Cabs' }] } })).rejects.toThrow('vendors');
  });

  it('lets no row be changed in place', async () => {
    await using api = await start({ rows: { vendors: [{ id: '1', name: 'Cabs' }] } });
    const row = api.sandbox.tables.get('vendors')?.get('1') ?? {};
    expect(() => Object.assign(row, { name: 'Buses' })).toThrow(TypeError);
  });
});
