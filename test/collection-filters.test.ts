/** What every filter of the collections that came last is sent as, and that the sandbox obeys it. */
import { describe, expect, it } from 'vitest';
import { resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-fields.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import { startGateway } from './support/gateway.ts';

const [EARLY, LATE] = ['2026-01-01T00:00:00-08:00', '2026-06-01T00:00:00-07:00'];
const early = { created_at: EARLY, updated_at: EARLY };
const late = { created_at: LATE, updated_at: LATE };

const ROWS = {
  users: [
    { id: '1', full_name: 'Ada Lovelace' },
    { id: '2', full_name: 'Grace Hopper', disabled: true },
  ],
  participations: [{ id: '1', user_id: '1', workspace_id: '6' }],
  workspaces: [{ id: '6' }, { id: '7' }],
  stories: [
    { id: '31', workspace_id: '6' },
    { id: '32', workspace_id: '6', archived: true },
    { id: '33', workspace_id: '6', deleted_at: LATE },
  ],
  access_group_memberships: [
    { id: '1', access_group_id: 4, user_id: 1 },
    { id: '2', access_group_id: 5, user_id: 2 },
  ],
  cost_rates: [
    { id: '1', ...early },
    { id: '2', ...late },
  ],
  custom_task_statuses: [{ id: '1' }, { id: '2' }],
  external_payments: [
    { id: '1', workspace_id: 6, invoice_id: 8, user_id: 1, ...early },
    { id: '2', workspace_id: 7, invoice_id: 9, user_id: 2, ...late },
  ],
  holiday_calendar_associations: [
    { id: '1', holiday_calendar_id: '4', holiday_name: 'Labor Day' },
    { id: '2', holiday_calendar_id: '5', holiday_name: 'Pfingstmontag' },
  ],
  holiday_calendar_memberships: [
    { id: '1', user_id: 1, holiday_calendar_id: '4', ...early },
    { id: '2', user_id: 2, holiday_calendar_id: '5', ...late },
  ],
  holiday_calendars: [
    { id: '4', name: 'United States' },
    { id: '5', name: 'Germany' },
  ],
  holidays: [
    { id: '1', name: 'Labor Day', holiday_calendar_association_ids: ['1'] },
    { id: '2', name: 'Pfingstmontag', holiday_calendar_association_ids: ['2'] },
  ],
  line_item_locks: [{ id: '1' }, { id: '2' }],
  project_accounting_records: [
    { id: '1', workspace_id: '6', user_id: '1', type: 'Baseline', status: 'Approved', created_at: '2026-01-01' },
    {
      id: '2',
      workspace_id: '7',
      user_id: '2',
      type: 'Earned Value',
      status: 'Pending Approval',
      created_at: '2026-06-01',
    },
    { id: '3', deleted_at: LATE, created_at: '2026-06-01' },
  ],
  project_snapshots: [
    { id: '1', workspace_id: '6', title: 'As agreed', is_baseline: true },
    { id: '2', workspace_id: '7', title: 'Half way', is_baseline: false },
  ],
  project_templates: [
    { id: '1', title: 'Website launch', user_id: '1' },
    { id: '2', title: 'Migration', user_id: '2' },
  ],
  rate_card_sets: [
    {
      id: '1',
      title: 'Standard',
      active_currencies: ['USD'],
      rate_card_ids: ['41'],
      workspace_group_ids: ['8'],
      ...early,
    },
    { id: '2', title: 'Partners', active_currencies: [], rate_card_ids: ['42'], workspace_group_ids: ['9'], ...late },
  ],
  rate_card_set_versions: [
    { id: '11', effective_date: '2026-01-01' },
    { id: '12', effective_date: '2026-06-01' },
  ],
  rate_cards: [
    { id: '41', rate_card_set_id: '1', currency: 'USD' },
    { id: '42', rate_card_set_id: '2', currency: 'EUR' },
  ],
  rate_card_versions: [
    { id: '1', rate_card_id: '41', rate_card_set_version_id: '11', ...early },
    { id: '2', rate_card_id: '41', rate_card_set_version_id: '12', ...late },
    { id: '3', rate_card_id: '42', rate_card_set_version_id: '12', ...late },
  ],
  resource_requests: [
    { id: '1', status: 'new', approver_ids: ['1'], ...early },
    { id: '2', status: 'approved', approver_ids: ['2'], ...late },
  ],
  skill_memberships: [
    { id: '1', user_id: '1', skill_id: '4', cached_skill_name: 'TypeScript', ...early },
    { id: '2', user_id: '2', skill_id: '5', cached_skill_name: 'Design', ...late },
  ],
  story_dependencies: [
    { id: '1', source_id: '31', target_id: '31', ...early },
    { id: '2', source_id: '33', target_id: '31', ...late },
    { id: '3', source_id: '31', target_id: '32', ...late },
    { id: '4', source_id: '31', target_id: '33', ...late },
  ],
  story_state_changes: [
    { id: '1', story_id: '31', ...early },
    { id: '2', story_id: '31', ...late },
    { id: '3', story_id: '32', ...late },
  ],
  story_tasks: [
    { id: '1', story_id: '31', ...early },
    { id: '2', story_id: '32', ...late },
    { id: '3', story_id: '33', ...late },
  ],
  subscribed_events: [
    { id: '1', event_type: 'story:created', subject_type: 'Story', subject_id: 31, user_id: 1, created_at: EARLY },
    { id: '2', event_type: 'story:updated', subject_type: 'Story', subject_id: 31, user_id: 2, created_at: LATE },
    { id: '3', event_type: 'user:updated', subject_type: 'User', subject_id: 31, user_id: 1, created_at: LATE },
  ],
  task_status_sets: [{ id: '1' }, { id: '2' }],
  user_group_memberships: [
    { id: '1', user_id: 1, workspace_group_id: 8 },
    { id: '2', user_id: 2, workspace_group_id: 9 },
  ],
  workspace_baselines: [
    { id: '1', workspace_id: '6' },
    { id: '2', workspace_id: '7' },
  ],
  workspace_resource_skills: [
    { id: '1', workspace_resource_id: '21', skill_id: '4', cached_skill_name: 'TypeScript' },
    { id: '2', workspace_resource_id: '22', skill_id: '5', cached_skill_name: 'Design' },
  ],
  workspace_status_changes: [
    { id: '1', workspace_id: '6', ...early },
    { id: '2', workspace_id: '6', ...late },
    { id: '3', workspace_id: '7', ...late },
  ],
};

/** A filter, what is sent for it, and the rows that meet it. */
type Case = readonly [filter: string, params: string, ids: readonly string[]];

const BETWEEN = '2026-03-01T00:00:00Z';
const SENT = '2026-03-01T00:00:00.000Z';

/** Filters by the times of rows, of which the first is early and the others late. */
const times = (word: 'created' | 'updated', all: readonly string[]): readonly Case[] => [
  [`${word}After: "${BETWEEN}"`, `${word}_after=${SENT}`, all.slice(1)],
  [`${word}Before: "${BETWEEN}"`, `${word}_before=${SENT}`, all.slice(0, 1)],
];
const bothTimes = (...all: string[]) => [...times('created', all), ...times('updated', all)];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  AccessGroupMembership: [
    ['accessGroupId: "4"', 'access_group_id=4', ['1']],
    ['userId: "User:2"', 'user_id=2', ['2']],
  ],
  CostRate: bothTimes('1', '2'),
  ExternalPayment: [
    ['workspaceId: "6"', 'workspace_id=6', ['1']],
    ['invoiceId: "Invoice:9"', 'invoice_id=9', ['2']],
    ['userId: "1"', 'user_id=1', ['1']],
    ...bothTimes('1', '2'),
  ],
  Holiday: [
    ['matching: "labor"', 'matching=labor', ['1']],
    ['notOnCalendars: ["4"]', 'not_on_calendars=4', ['2']],
    ['notOnCalendars: []', '', ['1', '2']],
  ],
  HolidayCalendar: [['matching: "germ"', 'matching=germ', ['5']]],
  HolidayCalendarAssociation: [
    ['byHolidayCalendarId: "4"', 'by_holiday_calendar_id=4', ['1']],
    ['byHolidayName: "pfingst"', 'by_holiday_name=pfingst', ['2']],
  ],
  HolidayCalendarMembership: [
    ['byUserId: "1"', 'by_user_id=1', ['1']],
    ['byHolidayCalendarId: "HolidayCalendar:5"', 'by_holiday_calendar_id=5', ['2']],
    ...bothTimes('1', '2'),
  ],
  LineItemLock: [],
  ProjectAccountingRecord: [
    ['workspaceIds: ["6", "8"]', 'workspace_ids=6,8', ['1']],
    ['userId: "2"', 'user_id=2', ['2']],
    ['type: EARNED_VALUE', 'type=Earned Value', ['2']],
    ['status: [APPROVED, DRAFT]', 'status=Approved,Draft', ['1']],
    ['createdAt: "2026-03-01"', 'created_at=2026-03-01', ['2']],
    ['showDeleted: true', 'show_deleted=true', ['3']],
    ['showDeleted: false', '', ['1', '2']],
    ['hasExternalReferences: false', 'has_external_references=false', ['1', '2']],
    ['hasExternalReferences: true', 'has_external_references=true', []],
    ['withoutExternalReferenceServiceName: "Jira"', 'without_external_reference_service_name=Jira', ['1', '2']],
  ],
  ProjectSnapshot: [
    ['workspaceId: "6"', 'workspace_id=6', ['1']],
    ['byTitle: "AGREED"', 'by_title=AGREED', ['1']],
    ['isBaseline: true', 'is_baseline=true', ['1']],
    ['isBaseline: false', 'is_baseline=false', ['2']],
  ],
  ProjectTemplate: [
    ['byTitle: "launch"', 'by_title=launch', ['1']],
    ['mine: true', 'mine=true', ['1']],
    ['mine: false', '', ['1', '2']],
  ],
  RateCardSet: [
    ['active: true', 'active=true', ['1']],
    ['hasCurrency: "EUR"', 'has_currency=EUR', ['2']],
    ['hasActiveCurrency: "USD"', 'has_active_currency=USD', ['1']],
    ['matching: "partn"', 'matching=partn', ['2']],
    ['workspaceGroups: ["8"]', 'workspace_groups=8', ['1']],
    ...bothTimes('1', '2'),
  ],
  RateCardVersion: [
    ['rateCardId: "41"', 'rate_card_id=41', ['1', '2']],
    ['rateCardSetId: "2"', 'rate_card_set_id=2', ['3']],
    ['rateCardSetVersionId: "11"', 'rate_card_set_version_id=11', ['1']],
    ['effectiveOnDate: "2026-03-01"', 'effective_on_date=2026-03-01', ['1']],
    ['effectiveOnDate: "2026-07-01"', 'effective_on_date=2026-07-01', ['2', '3']],
    ...bothTimes('1', '2', '3'),
  ],
  ResourceRequest: [
    ['pendingRequestsOnly: true', 'pending_requests_only=true', ['1']],
    ['pendingRequestsOnly: false', '', ['1', '2']],
    ['requestsForApprover: "2"', 'requests_for_approver=2', ['2']],
    ...bothTimes('1', '2'),
  ],
  SkillMembership: [
    ['bySkillId: "4"', 'by_skill_id=4', ['1']],
    ['bySkillIds: ["5", "6"]', 'by_skill_ids=5,6', ['2']],
    ['bySkillName: "TypeScript"', 'by_skill_name=TypeScript', ['1']],
    ['byUserName: "Grace Hopper"', 'by_user_name=Grace Hopper', ['2']],
    ['userIds: ["1"]', 'user_ids=1', ['1']],
    ['workspaceId: "6"', 'workspace_id=6', ['1']],
    ['activeAccountMembersOnly: true', 'active_account_members_only=true', ['1']],
    ['activeAccountMembersOnly: false', 'active_account_members_only=false', ['1', '2']],
    ...bothTimes('1', '2'),
  ],
  StatusSet: [],
  StatusSetOption: [],
  StoryDependency: [
    ['workspaceId: "6"', 'workspace_id=6', ['1', '2']],
    ['sourceId: "33"', 'source_id=33', ['2']],
    ['targetId: "31"', 'target_id=31', ['1', '2']],
    ['showArchived: true', 'show_archived=true', ['1', '2', '3']],
    ['showDeleted: true', 'show_deleted=true', ['1', '2', '4']],
    ['showFromArchivedWorkspaces: true', 'show_from_archived_workspaces=true', ['1', '2']],
    ...bothTimes('1', '2'),
  ],
  StoryStateChange: bothTimes('1', '2'),
  StoryTask: [
    ['storyId: "31"', 'story_id=31', ['1']],
    ['showArchived: true', 'show_archived=true', ['1', '2']],
    ['showDeleted: true', 'show_deleted=true', ['1', '3']],
    ['showFromArchivedWorkspaces: false', 'show_from_archived_workspaces=false', ['1']],
    ...bothTimes('1'),
  ],
  SubscribedEvent: [
    ...times('created', ['1', '2', '3']),
    ['eventTypes: ["story:created", "user:updated"]', 'event_types=story:created,user:updated', ['1', '3']],
    ['subjectType: USER', 'subject_type=User', ['3']],
    ['subjectType: STORY, subjectId: ["31", "32"]', 'subject_id=31,32&subject_type=Story', ['1', '2']],
    ['userIds: ["2"]', 'user_ids=2', ['2']],
    ['mostRecent: true', 'most_recent=true', ['2', '3']],
    ['mostRecent: false', '', ['1', '2', '3']],
    ['mostRecentByEventType: true', 'most_recent_by_event_type=true', ['1', '2', '3']],
  ],
  UserWorkspaceGroup: [
    ['userIds: ["1"]', 'user_ids=1', ['1']],
    ['groupIds: ["9", "WorkspaceGroup:10"]', 'group_ids=9,10', ['2']],
  ],
  WorkspaceBaseline: [['workspaceId: "Workspace:7"', 'workspace_id=7', ['2']]],
  WorkspaceResourceSkill: [
    ['workspaceResourceIds: ["21"]', 'workspace_resource_ids=21', ['1']],
    ['bySkillId: "5"', 'by_skill_id=5', ['2']],
    ['bySkillIds: ["4"]', 'by_skill_ids=4', ['1']],
    ['bySkillName: "Design"', 'by_skill_name=Design', ['2']],
  ],
  WorkspaceStatusChange: bothTimes('1', '2'),
};

/** What some lists cannot be asked for without. */
const REQUIRED: Readonly<Record<string, readonly [argument: string, param: string]>> = {
  StoryStateChange: ['storyId: "31"', 'story_id=31'],
  WorkspaceStatusChange: ['workspaceId: "6"', 'workspace_id=6'],
};

const cases = Object.entries(CASES).flatMap(([type, some]) =>
  some.map(([filter, params, ids]) => [type, filter, params, ids] as const),
);

describe('a filter', () => {
  it.each(cases)('of %s { %s } is sent as %s', async (type, filter, params, ids) => {
    await using gateway = await startGateway(ROWS);
    const resource = resources.get(type);
    if (!resource) throw new Error(`There is no ${type}.`);
    const { list } = rootFieldNames(resource);
    const [argument, param] = REQUIRED[type] ?? ['', ''];

    const { data, errors } = await gateway.query(
      `{ ${list}(${argument} filter: { ${filter} }) { nodes { kantataId } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data[list].nodes.map((node: { kantataId: string }) => node.kantataId).toSorted()).toEqual(ids);
    const sent = [...params.split('&'), param, 'per_page=20'].filter((one) => one !== '').toSorted();
    expect(gateway.requests()).toEqual([`GET ${resource.endpoint?.path}?${sent.join('&')}`]);
  });

  it.each(Object.keys(CASES))('by `ids` names the rows: %s', async (type) => {
    await using gateway = await startGateway(ROWS);
    const resource = resources.get(type);
    if (!resource) throw new Error(`There is no ${type}.`);
    const { list } = rootFieldNames(resource);
    const [argument] = REQUIRED[type] ?? [''];
    const [id] = (ROWS[resource.key as keyof typeof ROWS] as readonly { id: string }[]).map((row) => row.id);

    const { data } = await gateway.query(
      `{ ${list}(${argument} filter: { ids: ["${type}:${id}"] }) { nodes { kantataId } } }`,
    );

    expect(data[list].nodes).toEqual([{ kantataId: id }]);
    expect(gateway.requests()).toEqual([expect.stringMatching(new RegExp(`[?&]only=${id}(&|$)`))]);
  });

  it.each([
    ['subjectId: ["31"]', '`subjectId` needs `subjectType`'],
    ['mostRecent: true, mostRecentByEventType: true', 'give one of them'],
  ])('of events is refused before anything is called: %s', async (filter, reason) => {
    await using gateway = await startGateway(ROWS);

    const { data, errors } = await gateway.query(`{ subscribedEvents(filter: { ${filter} }) { totalCount } }`);

    expect(data).toEqual({ subscribedEvents: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(reason), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(gateway.requests()).toEqual([]);
  });

  it.each(Object.entries(CASES))('of %s is tried here, whichever it is', (type, some) => {
    const { filters = {} } = resources.get(type)?.declaration.endpoint ?? {};
    const tried = new Set(some.flatMap(([filter]) => [...filter.matchAll(/(\w+):/g)].map(([, name]) => name)));
    const left = Object.entries(filters).filter(
      ([name, { required }]) => !required && name !== 'ids' && !tried.has(name),
    );

    expect(left.map(([name]) => name)).toEqual([]);
  });
});
