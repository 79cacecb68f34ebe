/** What is kept of a project beside its plan: its history, how it stood, who was asked for, what it earned. */
import { ACCOUNT_ID } from './account-ids.ts';
import { at, day } from './calendar.ts';
import type { Draft } from './ledger.ts';
import { formatted } from './money.ts';
import type { Project } from './project.ts';
import { EVENT_TYPES } from './settings.ts';
import { stamps } from './stamps.ts';
import { PHRASES } from './vocabulary.ts';

const STEPS = [
  { color: 'gray', key: 100, message: 'Not Started' },
  { color: 'light-green', key: 300, message: 'In Progress' },
  { color: 'yellow', key: 410, message: 'Needs Attention' },
] as const;

function history({ ledger, workspace, team, index }: Project) {
  if (index % 2 === 1) return;
  for (const [n, from] of STEPS.slice(0, -1).entries()) {
    const to = STEPS[n + 1] as (typeof STEPS)[number];
    const changed = at(-60 + n * 25, 40_000);
    ledger.add('workspace_status_changes', {
      workspace_id: workspace.id,
      user_id: team[n % team.length]?.id,
      from_status_key: String(from.key),
      from_message: from.message,
      from_color: from.color,
      to_status_key: String(to.key),
      to_message: to.message,
      to_color: to.color,
      created_at: changed,
      updated_at: changed,
    });
  }
}

function pictures({ ledger, workspace, team, currency, index, start, length }: Project) {
  const budget = 4_000_000 + index * 50_000;
  const ids = (first: number) => [1, 2].map((nth) => String(first + index * 10 + nth));
  if (index % 2 === 0)
    ledger.add('project_snapshots', {
      title: 'As agreed',
      description: ledger.quiet.pick(PHRASES),
      workspace_id: workspace.id,
      is_baseline: index % 4 === 0,
      start_date: day(start),
      due_date: day(start + length),
      duration: `${length} days`,
      budget_in_cents: budget,
      currency,
      status_as_text: 'In Progress',
      status_color: 'light-green',
      project_snapshot_task_ids: ids(810_000),
      project_snapshot_resource_ids: ids(820_000),
      project_snapshot_assignment_ids: ids(830_000),
      project_snapshot_custom_field_value_ids: ids(840_000),
      project_snapshot_task_custom_field_value_ids: ids(850_000),
      created_at: at(-50, 42_000),
    });
  if (index % 2 === 1)
    ledger.add('workspace_baselines', {
      title: 'First baseline',
      description: ledger.quiet.pick(PHRASES),
      workspace_id: workspace.id,
      creator_id: team[0]?.id,
      creator_name: team[0]?.full_name,
      due_date: day(start + length),
      projected_due_date: day(start + length + 5),
      percentage_complete: 20,
      total_stories: 20,
      completed_stories: 4,
      status_text: 'On Track',
      status_color: 'green',
      total_budget_in_cents: budget,
      total_budget_formatted: formatted(budget, currency),
      budget_used_in_cents: Math.round(budget / 5),
      budget_used_formatted: formatted(Math.round(budget / 5), currency),
      currency_symbol: currency === 'EUR' ? '€' : '$',
      currency_base_unit: 100,
      created_at: at(-45, 43_000),
    });
}

const REQUESTS = ['new', 'approved', 'rejected', 'cancelled'];

/** For seats without a person: the request for one, and the skill that is asked for. */
function staffing({ ledger, company, unnamed, team, index }: Project) {
  const skills = ledger.all('skills');
  for (const [n, seat] of unnamed.entries()) {
    ledger.add('resource_requests', {
      status: REQUESTS[(index + n) % REQUESTS.length],
      resource_id: seat.id,
      creator_id: team[0]?.id,
      approver_ids: company.staff.slice(n, n + 2).map(({ id }) => id),
      ...stamps(ledger.quiet, -40, -2),
    });
    const skill = skills[(index + n) % skills.length] as Draft;
    ledger.add('workspace_resource_skills', {
      workspace_resource_id: seat.id,
      skill_id: skill.id,
      cached_skill_name: skill.name,
      level: 1 + ((index + n) % 5),
      max_level: 5,
      creator_id: team[0]?.id,
      ...stamps(ledger.quiet, -40, -2),
    });
  }
}

function accounts({ ledger, workspace, team, currency, index }: Project) {
  if (index % 2 === 1) return;
  ledger.add('project_accounting_records', {
    type: ['Recognition', 'Forecasting', 'Earned Value', 'Baseline'][(index / 2) % 4],
    status: ['Approved', 'Draft', 'Pending Approval', null][(index / 2) % 4],
    account_id: ACCOUNT_ID,
    workspace_id: workspace.id,
    user_id: team[0]?.id,
    start_date: day(-60),
    end_date: day(-31),
    currency,
    percent_complete: 0.25,
    hours: 120.5,
    created_at: day(-30),
    deleted_at: index % 8 === 6 ? at(-5, 40_000) : null,
    external_reference_ids: index === 0 ? ['990001'] : [],
  });
  ledger.add('external_payments', {
    amount_in_cents: 250_000 + index * 1_000,
    message: 'Paid by transfer.',
    workspace_id: Number(workspace.id),
    user_id: Number(team[0]?.id),
    ...stamps(ledger.quiet, -40, -2),
  });
}

/** Kinds of event that are about a project or a person of it. */
const KINDS = Object.keys(EVENT_TYPES).filter((kind) => /^(workspace|user):/.test(kind));

function events({ ledger, workspace, team, index }: Project) {
  const kind = KINDS[index % KINDS.length] as string;
  const isUser = kind.startsWith('user:');
  const subject = isUser ? (team[0] as Draft) : workspace;
  ledger.add('subscribed_events', {
    event_type: kind,
    subject_type: isUser ? 'User' : 'Workspace',
    subject_id: Number(subject.id),
    account_id: ACCOUNT_ID,
    user_id: Number(team[index % team.length]?.id),
    context_workspace_id: isUser ? null : workspace.id,
    subject_changed_at: at(-1 - (index % 8), 40_000 + index),
    created_at: at(-1 - (index % 8), 40_120 + index),
    previous_payload: '{"title":"Before"}',
    current_payload: '{"title":"After"}',
    payload_changes: '{"title":["Before","After"]}',
  });
}

function settings({ ledger, workspace, client, index }: Project) {
  workspace.workspace_invoice_preference_id = Number(
    ledger.add('workspace_invoice_preferences', {
      workspace_id: Number(workspace.id),
      client_invoice_name: client.group.name,
      client_invoice_address: client.group.address,
      consultant_invoice_name: 'Meridian Consulting',
      consultant_invoice_address: '1 Harbor Way, Irvine',
      project_code: `P-${index + 1}`,
      purchase_order: index % 3 === 0 ? null : `PO-${4_000 + index}`,
    }).id,
  );
}

/** Keeps what there is to keep of a project. */
export function keepRecords(project: Project) {
  history(project);
  pictures(project);
  staffing(project);
  accounts(project);
  events(project);
  settings(project);
}
