/** One project: its people, plan, work, money and talk. */
import { at, day, workday } from './calendar.ts';
import { ACCOUNT_ID, PARTNER_ACCOUNT_ID } from './account-ids.ts';
import { type Client, type Company } from './company.ts';
import { type Fields, giveValues } from './custom-values.ts';
import { attach, type Draft, type Ledger } from './ledger.ts';
import { bill } from './project-money.ts';
import { plan } from './project-plan.ts';
import { talk } from './project-talk.ts';
import { statusesOf } from './settings.ts';
import { formatted, currencyFields } from './money.ts';
import { PROJECTS, PHRASES } from './vocabulary.ts';
import { stamps } from './stamps.ts';

/** A project while it is made up. */
export interface Project {
  readonly ledger: Ledger;
  readonly company: Company;
  readonly fields: Fields;
  readonly index: number;
  readonly workspace: Draft;
  readonly client: Client;
  readonly currency: string;
  /** First day, counted from today. */
  readonly start: number;
  /** Length in days. */
  readonly length: number;
  /** The consultancy's people in it; the first leads. */
  readonly team: readonly Draft[];
  /** Resources with a user of the consultancy, in the order of the team. */
  readonly named: readonly Draft[];
  /** Resources without a user. */
  readonly unnamed: readonly Draft[];
  /** The resource of somebody of the client. */
  readonly guest: Draft;
}

const STATUSES = [
  { color: 'green', key: 400, message: 'On Track' },
  { color: 'light-green', key: 300, message: 'In Progress' },
  { color: 'yellow', key: 410, message: 'Needs Attention' },
  { color: 'red', key: 420, message: 'At Risk' },
  { color: 'gray', key: 100, message: 'Not Started' },
  { color: 'blue', key: 500, message: 'Completed' },
];

/** Everybody's share: the administrator is in most projects, the second of the staff in every other one. */
function teamOf(ledger: Ledger, { staff }: Company, index: number) {
  const { random } = ledger;
  const [administrator, lead, ...others] = staff as [Draft, Draft, ...Draft[]];
  return [
    ...(index % 2 === 0 ? [lead] : [random.pick(others)]),
    ...(index % 4 === 3 ? [] : [administrator]),
    ...random.some(others, random.between(3, 4)),
  ].filter((user, at, all) => all.indexOf(user) === at);
}

/** Clients take turns; only the last one stays with a single project. */
const clientOf = ({ clients }: Company, index: number) =>
  (index === 1 ? clients.at(-1) : clients[index % (clients.length - 1)]) as Client;

function begin(ledger: Ledger, company: Company, index: number) {
  const { random } = ledger;
  const client = clientOf(company, index);
  const start = workday(-random.between(30, 330));
  const length = random.between(60, 240);
  const card = random.pick(company.rateCards);
  const currency = String(card.currency);
  const price = random.between(20, 400) * 100_000;
  const used = Math.round((price * random.between(5, 125)) / 100);
  const budgeted = index % 5 !== 3;
  const open = index % 4 === 2;
  const status = STATUSES[index % STATUSES.length] as (typeof STATUSES)[number];
  const team = teamOf(ledger, company, index);
  const workspace = ledger.add('workspaces', {
    title: `${client.group.name as string}: ${PROJECTS[(index * 5 + Math.floor(index / PROJECTS.length)) % PROJECTS.length] as string}`,
    description: random.chance(0.3) ? '' : random.pick(PHRASES),
    account_id: index % 7 === 6 ? PARTNER_ACCOUNT_ID : ACCOUNT_ID,
    archived: index % 6 === 4,
    // A project without dates has empty texts, where a task has null.
    start_date: open ? '' : day(start),
    due_date: open ? '' : day(start + length),
    effective_due_date: open ? '' : day(start + length),
    status,
    stage: index % 8 === 7 ? 'estimate' : 'project',
    percentage_complete: random.between(0, 20) * 5,
    budgeted,
    price: budgeted ? formatted(price, currency) : 'TBD',
    price_in_cents: budgeted ? price : null,
    budget_used: formatted(used, currency),
    budget_used_in_cents: used,
    budget_remaining: budgeted ? formatted(price - used, currency) : null,
    percent_of_budget_used: budgeted ? Math.round((used / price) * 100) : 0,
    over_budget: budgeted && used > price,
    total_invoiced: String(Math.round(used * 0.6)),
    total_expenses_in_cents: random.between(0, 80) * 2_500,
    target_margin: random.chance(0.7) ? random.between(200, 450) / 10 : null,
    default_rate: `${random.between(90, 220)}.00`,
    ...currencyFields(currency),
    currency_symbol: currency,
    rate_card_id: index % 5 === 4 ? null : Number(card.id),
    creator_id: team[0]?.id,
    primary_maven_id: index % 9 === 8 ? null : team[0]?.id,
    primary_counterpart_id: client.contacts[0]?.id,
    provider_lead_name: index % 9 === 8 ? null : team[0]?.full_name,
    client_lead_name: client.contacts[0]?.full_name,
    consultant_role_name: 'Consultants',
    client_role_name: 'Client team',
    access_level: random.pick(['open', 'invitation', 'invitation', 'admin']),
    revenue_recognition_method_id: `${random.between(1, 3)}:percent_complete`,
    revenue_recognition_method_name: 'Percent complete',
    lock_date: random.chance(0.5) ? day(-30) : null,
    external_link: random.chance(0.3)
      ? { url: `https://wiki.example.com/projects/${index + 1}`, text: 'Project wiki' }
      : null,
    incoming_email_address: `project-${index + 1}@mail.example.com`,
    ...statusesOf(ledger, random.between(0, 2)),
    account_features: { resource_planning: true, expense_budgets: true },
    update_whitelist: ['title', 'description', 'status'],
    account_color_id: ledger.pick('account_colors').id,
    account_insights_mapping_ids: index % 3 === 0 ? [String(99_001 + (index % 4))] : [],
    participant_ids: [],
    participation_ids: [],
    financial_viewer_ids: team.slice(0, 2).map((user) => user.id),
    approver_ids: team.slice(0, 2).map((user) => user.id),
    approver_id: team[0]?.id ?? null,
    possible_approver_ids: team.map((user) => user.id),
    workspace_resource_ids: [],
    workspace_resources_with_unnamed_ids: [],
    workspace_group_ids: [client.group.id],
    primary_workspace_group_id: client.group.id,
    status_report_ids: [],
    timesheet_submission_ids: [],
    billing_milestone_ids: [],
    current_user_participation_id: null,
    ...stamps(random, start - 20, start),
    updated_at: at(-random.between(0, 40), random.between(25_200, 64_800)),
  });
  attach(client.group, 'workspace_ids', workspace.id);
  return { workspace, client, currency, start, length, team };
}

function participate(
  ledger: Ledger,
  workspace: Draft,
  user: Draft,
  role: 'maven' | 'buyer',
  lead: boolean,
  active: Draft | null,
) {
  const { random } = ledger;
  const rate = random.between(20, 60) * 500;
  const draft = ledger.add('participations', {
    user_id: user.id,
    workspace_id: workspace.id,
    role,
    is_team_lead: lead,
    access_level: lead
      ? 'admin'
      : role === 'buyer'
        ? 'collaboration'
        : random.pick(['financial', 'time_logging', 'edit_tasks']),
    permissions_label: lead ? 'edit' : random.pick(['view_only', 'view_with_custom']),
    is_foreign_participant: role === 'buyer',
    rate_in_cents: role === 'maven' ? rate : null,
    default_rate_in_cents: role === 'maven' ? rate : null,
    cost_in_cents: role === 'maven' ? Math.round(rate * 0.4) : null,
    can_edit: lead,
    can_invite: lead,
    can_post: true,
    can_edit_time: role === 'maven',
    can_edit_expense: role === 'maven',
    show_as_read_only: false,
    primary_role_id: user.role_id ?? null,
    workspace_role_id: active?.id ?? null,
    active_role_ids: active ? [active.id] : [],
    workspace_resource_ids: [],
    ...stamps(random, -300),
  });
  attach(workspace, 'participation_ids', draft.id);
  attach(workspace, 'participant_ids', user.id);
  return draft;
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .padEnd(3, 'X')
    .slice(0, 3)
    .toUpperCase();

function resource(
  ledger: Ledger,
  workspace: Draft,
  user: Draft | null,
  role: Draft | null,
  participation: Draft | null,
) {
  const { random } = ledger;
  const roleName = role ? String(role.name) : null;
  const label = user ? String(user.full_name) : `${roleName ?? 'Anybody'} ${random.between(1, 3)}`;
  const membership = user ? ledger.all('organization_memberships').find((row) => row.member_id === user.id) : undefined;
  const draft = ledger.add('workspace_resources', {
    label,
    display_label: roleName && user ? `${label}, ${roleName}` : label,
    full_name: user ? user.full_name : null,
    photo_path: user ? user.photo_path : null,
    role_name: roleName,
    role_initials: roleName ? initials(roleName) : null,
    workspace_title: workspace.title,
    workspace_id: Number(workspace.id),
    user_id: user?.id ?? null,
    role_id: role?.id ?? null,
    participation_id: participation?.id ?? null,
    organization_membership_id: membership?.id ?? null,
    resource_bill_rate: random.between(20, 60) * 500,
    resource_cost_rate: random.chance(0.9) ? random.between(8, 24) * 500 : null,
    ...stamps(random, -300),
  });
  attach(workspace, 'workspace_resources_with_unnamed_ids', draft.id);
  if (user) attach(workspace, 'workspace_resource_ids', draft.id);
  if (participation) attach(participation, 'workspace_resource_ids', draft.id);
  return draft;
}

/** Makes up the project with that number. */
export function addProject(ledger: Ledger, company: Company, fields: Fields, index: number): Project {
  const { random } = ledger;
  const begun = begin(ledger, company, index);
  const { workspace, client, team } = begun;
  const named = team.map((user, nth) => {
    const role = random.chance(0.9) ? random.pick(company.roles) : null;
    const participation = participate(ledger, workspace, user, 'maven', nth === 0, role);
    if (user === company.staff[0]) workspace.current_user_participation_id = participation.id;
    return resource(ledger, workspace, user, role, participation);
  });
  const guests = client.contacts.map((user, nth) => ({
    user,
    participation: participate(ledger, workspace, user, 'buyer', nth === 0, null),
  }));
  const guest = resource(ledger, workspace, guests[0]?.user as Draft, null, guests[0]?.participation ?? null);
  const unnamed = Array.from({ length: random.between(1, 2) }, () =>
    resource(ledger, workspace, null, random.pick(company.roles), null),
  );
  const project: Project = { ledger, company, fields, index, ...begun, named, unnamed, guest };

  giveValues(ledger, fields, 'workspaces', workspace, 0.5, workspace.creator_id as string);
  for (const draft of [...named, ...unnamed])
    giveValues(ledger, fields, 'workspace_resources', draft, 0.25, team[0]?.id ?? null);
  const tasks = plan(project);
  bill(project, tasks);
  talk(project, tasks);
  return project;
}
