/** The stand-in keeps to what is known of the two endpoints at the heart of the gateway. */
import { describe, expect, it } from 'vitest';
import { type Row } from '../src/sandbox/server.ts';
import { at, people, start } from './support/sandbox-api.ts';

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
