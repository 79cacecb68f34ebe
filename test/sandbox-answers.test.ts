/** The stand-in keeps to what is known of the real API: answers, records by id, what comes with them. */
import { describe, expect, it } from 'vitest';
import { type Row } from '../src/sandbox/server.ts';
import { at, many, people, start } from './support/sandbox-api.ts';

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
