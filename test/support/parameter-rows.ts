/** Rows that each parameter of the two endpoints at the heart of the gateway tells apart, and how lists of them are asked for. */
import { expect } from 'vitest';
import { type TestGateway } from './gateway.ts';

export const REFERENCES = 'externalReferences(subjectType: STORY';
export const RESOURCES = 'workspaceResources(';

/** References to stories 1 to 3, one to a user; resources 1 to 3 of people, 4 of nobody, in the order of their last change. */
export const rows = {
  users: [
    { id: '1', full_name: 'Ada Lovelace' },
    { id: '2', full_name: 'Grace Hopper' },
  ],
  participations: [
    { id: '51', user_id: '1', workspace_id: '10', role: 'maven' },
    { id: '52', user_id: '2', workspace_id: '10', role: 'buyer' },
    { id: '53', user_id: '1', workspace_id: '11', role: 'maven' },
  ],
  stories: [{ id: '31', workspace_id: '10', current_assignment_ids: ['41'] }],
  assignments: [{ id: '41', story_id: '31', resource_id: '1' }],
  workspace_resources: [
    {
      id: '1',
      workspace_id: 10,
      user_id: '1',
      role_id: '21',
      participation_id: '51',
      organization_membership_id: '61',
      full_name: 'Ada Lovelace',
      created_at: '2026-02-02T10:00:00-08:00',
      updated_at: '2026-03-03T10:00:00-08:00',
    },
    {
      id: '2',
      workspace_id: 10,
      user_id: '2',
      role_id: '22',
      participation_id: '52',
      full_name: 'Grace Hopper',
      created_at: '2026-01-02T10:00:00-08:00',
      updated_at: '2026-03-02T10:00:00-08:00',
    },
    {
      id: '3',
      workspace_id: 11,
      user_id: '1',
      role_id: '21',
      participation_id: '53',
      full_name: 'Ada Lovelace',
      created_at: '2026-01-03T10:00:00-08:00',
      updated_at: '2026-03-01T10:00:00-08:00',
    },
    {
      id: '4',
      workspace_id: 10,
      user_id: null,
      role_id: '22',
      role_name: 'Engineer',
      created_at: '2026-01-04T10:00:00-08:00',
      updated_at: '2026-02-01T10:00:00-08:00',
    },
  ],
  custom_field_values: [
    value('1', '71', 'single', [81]),
    value('2', '71', 'single', [82]),
    value('1', '72', 'multi', [83, 84]),
    value('1', '73', 'currency', [20_020, 'USD']),
    value('2', '73', 'currency', [20_020, 'EUR']),
    value('1', '70', 'currency', [100, 'EUR']),
    value('1', '74', 'date', '2026-03-10'),
    value('2', '74', 'date', '2026-05-01'),
    value('2', '79', 'date', '2026-03-11'),
    value('1', '75', 'number', 2.5),
    value('2', '75', 'number', -40),
    value('1', '76', 'number', 7),
    value('1', '77', 'string', 'CC-100, 50% & more'),
    value('2', '77', 'string', 'other'),
    value('2', '78', 'string', 'night'),
  ],
  external_references: [
    {
      id: '1',
      subject_type: 'Story',
      subject_id: 31,
      service_name: 'Salesforce',
      service_model: 'Opportunity',
      service_model_ref: 'A:1, (b)',
      status: 'successful',
      external_status: 'Closed Won',
      created_at: '2026-02-02T10:00:00-08:00',
      updated_at: '2026-03-03T10:00:00-08:00',
      last_synced_at: '2026-03-03T10:00:00-08:00',
    },
    {
      id: '2',
      subject_type: 'Story',
      subject_id: 31,
      service_name: 'Jira',
      service_model: 'Issue',
      service_model_ref: 'OPS-1',
      status: 'pending',
      created_at: '2026-02-01T10:00:00-08:00',
      updated_at: '2026-02-02T10:00:00-08:00',
      last_synced_at: '2026-03-02T01:00:00-08:00',
    },
    {
      id: '3',
      subject_type: 'Story',
      subject_id: 32,
      service_name: 'Salesforce',
      service_model: 'Opportunity',
      service_model_ref: 'A-3',
      status: 'failed',
      external_message: 'Owner is inactive.',
      created_at: '2026-01-01T10:00:00-08:00',
      updated_at: '2026-02-01T10:00:00-08:00',
      last_synced_at: null,
    },
    { id: '9', subject_type: 'User', subject_id: 1 },
    linked('11', 1, 'Salesforce', 'TeamMember', 'TM-1', 'successful', { external_status: 'Active' }),
    linked('12', 2, 'Workday', 'Worker', 'W:2', 'failed', { external_message: 'Not hired.' }),
  ],
};

function value(subject: string, custom_field_id: string, type: string, value: unknown) {
  // A resource is called so by its custom field values.
  const id = `${custom_field_id}${subject}`;
  return { id, subject_type: 'Resource', subject_id: Number(subject), custom_field_id, type, value };
}

function linked(
  id: string,
  subject_id: number,
  service_name: string,
  service_model: string,
  service_model_ref: string,
  status: string,
  more: object,
) {
  return {
    id,
    subject_type: 'WorkspaceResource',
    subject_id,
    service_name,
    service_model,
    service_model_ref,
    status,
    ...more,
  };
}

export function numbers(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** The numbers of the rows of a list, in order. */
export async function listed(gateway: TestGateway, list: string): Promise<string[]> {
  const { data, errors } = await gateway.query(`{ list: ${list} { nodes { kantataId } } }`.replace('()', ''));
  expect(errors).toBeUndefined();
  return data.list.nodes.map(({ kantataId }: { kantataId: string }) => kantataId);
}

/** The request for the first page of a list with these parameters. */
export function page(path: string, params: string, paging = params.includes('only=') ? '' : 'per_page=20') {
  const all = [...params.split(/&(?=[a-z_]+=)/), paging].filter((param) => param !== '');
  return `GET ${path}?${all.toSorted((one, other) => ((one.split('=')[0] as string) < (other.split('=')[0] as string) ? -1 : 1)).join('&')}`;
}
