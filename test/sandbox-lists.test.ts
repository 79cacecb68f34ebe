/** The stand-in keeps to what is known of the real API: which rows a list has, and in which order. */
import { describe, expect, it } from 'vitest';
import { readLists } from '../tools/contract/contract.ts';
import { at, many, people, start } from './support/sandbox-api.ts';

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
    ['/workspace_status_changes?only=1', 'workspace_id'],
    ['/story_state_changes', 'story_id'],
  ])('that are mandatory refuse %s, naming %s', async (path, field) => {
    await using api = await start({ rows: {} });
    const { status, body } = await api.get(path);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ type: 'validation', field, message: expect.any(String) }]);
  });

  const anyValueIsTrue = [...readLists()].flatMap(([, { path, parameters }]) =>
    Object.entries(parameters)
      .filter(([, { traps }]) => traps?.includes('any-value-is-true'))
      .map(([name]) => [path, name] as const),
  );

  it.each(anyValueIsTrue)('of which every value is true select with false as with true: %s?%s', async (path, name) => {
    // The sandbox's own account, whose first user takes part in some projects and not in others.
    await using api = await start({});
    const countOf = async (query: string) =>
      (await api.get(`${path}?${query}`, api.sandbox.users[0]?.token)).body.count;

    const [all, on, off] = [await countOf(''), await countOf(`${name}=true`), await countOf(`${name}=false`)];

    expect(off).toBe(on);
    expect(off).toBeLessThan(all);
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
