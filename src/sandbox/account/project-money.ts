/** The money of a project: time, expenses, their submissions, budgets, milestones, invoices. */
import { at, day, offsetOf, workday } from './calendar.ts';
import { attach, type Draft } from './ledger.ts';
import { currencyFields, formatted } from './money.ts';
import type { Project } from './project.ts';
import { PHRASES } from './vocabulary.ts';
import { stamps } from './stamps.ts';

const STATUSES = ['approved', 'pending', 'rejected', 'cancelled'];

const sum = (drafts: readonly Draft[], field: string) =>
  drafts.reduce((total, draft) => total + (draft[field] as number), 0);

function logTime({ ledger, workspace, currency, named, start, length }: Project, tasks: readonly Draft[]) {
  const { random } = ledger;
  return tasks.flatMap((task) =>
    Array.from({ length: random.between(0, 2) }, () => {
      const resource = random.pick(named);
      const minutes = random.between(1, 32) * 15;
      const billable = task.billable === true && random.chance(0.9);
      const worked = workday(Math.min(start + random.between(0, length), -2));
      const field = billable ? 'logged_billable_time_in_minutes' : 'logged_nonbillable_time_in_minutes';
      task[field] = (task[field] as number) + minutes;
      return ledger.add('time_entries', {
        date_performed: day(worked),
        time_in_minutes: minutes,
        notes: random.chance(0.6) ? random.pick(PHRASES) : null,
        location: random.chance(0.3) ? 'Irvine' : null,
        location_id: random.chance(0.3) ? random.between(1, 9) : null,
        rate_in_cents: random.between(20, 60) * 500,
        cost_rate_in_cents: random.between(8, 24) * 500,
        ...currencyFields(currency),
        billable,
        taxable: random.chance(0.3),
        approved: false,
        is_invoiced: false,
        user_can_edit: random.chance(0.6),
        user_id: resource.user_id,
        role_id: resource.role_id,
        story_id: random.chance(0.95) ? task.id : null,
        workspace_id: workspace.id,
        active_submission_id: null,
        recent_submission_id: null,
        invoice_id: null,
        ...stamps(random, worked, -1),
      });
    }),
  );
}

function submission({ ledger, workspace, currency, team }: Project, user: unknown, status: string, total: number) {
  const { random } = ledger;
  const resolved = status !== 'pending';
  const remark = resolved ? random.pick(PHRASES) : null;
  return {
    status,
    comment: random.chance(0.5) ? random.pick(PHRASES) : null,
    line_item_total_in_cents: total,
    line_item_total_formatted: formatted(total, currency),
    ...currencyFields(currency),
    current_resolution_created_at_date: resolved ? at(-random.between(1, 40), 55_000) : null,
    current_resolution_creator_id: resolved ? Number(team[0]?.id) : null,
    current_resolution_description: remark,
    resolution_description: remark,
    permissions: {
      can_cancel_submission: status === 'pending',
      can_approve_submission: status === 'pending',
      can_reject_submission: status === 'pending',
      can_resubmit_submission: status === 'rejected',
    },
    user_id: user,
    workspace_id: workspace.id,
    ...stamps(random, -60),
  };
}

/** Hands in the time of a few people, a week each. */
function submitTime(project: Project, entries: readonly Draft[]) {
  const { ledger, workspace, index } = project;
  for (const [nth, [user, own]] of [...Map.groupBy(entries, (entry) => entry.user_id)].slice(0, 2).entries()) {
    const status = STATUSES[(index + nth) % STATUSES.length] as string;
    const from = Math.min(...own.map((entry) => offsetOf(String(entry.date_performed))));
    const draft = ledger.add('timesheet_submissions', {
      title: `Timesheet of the week of ${day(from)}`,
      type: 'TimesheetSubmission',
      start_date: day(from),
      end_date: day(from + 6),
      time_entry_ids: own.map((entry) => entry.id),
      ...submission(
        project,
        user,
        status,
        own.reduce(
          (total, entry) =>
            total + Math.round(((entry.time_in_minutes as number) * (entry.rate_in_cents as number)) / 60),
          0,
        ),
      ),
    });
    for (const entry of own) {
      entry.recent_submission_id = draft.id;
      entry.active_submission_id = status === 'approved' || status === 'pending' ? draft.id : null;
      entry.approved = status === 'approved';
    }
    attach(workspace, 'timesheet_submission_ids', draft.id);
  }
}

function budget({ ledger, workspace, index }: Project, tasks: readonly Draft[]) {
  const { random } = ledger;
  const percentage = index % 2 === 0;
  return ledger.add('expense_budgets', {
    title: random.pick(['Travel to the client', 'Hosting', 'Workshops on site']),
    description: random.chance(0.6) ? random.pick(PHRASES) : null,
    expected_by: random.chance(0.7) ? day(random.between(10, 120)) : null,
    quantity: random.between(1, 12),
    cost_per_unit_in_subunits: random.between(10, 90) * 1_000,
    markup_type: percentage ? 'percentage' : 'flat_fee',
    markup_percentage: percentage ? random.between(2, 20) / 2 : null,
    markup_per_unit_in_subunits: percentage ? null : random.between(1, 9) * 500,
    billable: random.chance(0.7),
    fixed_fee: random.chance(0.3),
    burns_budget: random.chance(0.6),
    workspace_id: Number(workspace.id),
    story_id: random.chance(0.6) && tasks.length > 0 ? Number(random.pick(tasks).id) : null,
    expense_ids: [],
    fixed_fee_item_ids: [],
  });
}

function spend(project: Project, tasks: readonly Draft[], budgeted: Draft) {
  const { ledger, workspace, currency, named } = project;
  const { random } = ledger;
  return Array.from({ length: random.between(1, 4) }, () => {
    const resource = random.pick(named);
    const category = random.pick(ledger.all('expense_categories'));
    const foreign = random.chance(0.2);
    const cents = random.between(4, 300) * 250;
    const spent = -random.between(2, 150);
    const receipt = random.chance(0.5)
      ? ledger.add('attachments', {
          filename: `receipt-${random.between(100, 999)}.pdf`,
          filesize: random.between(20_000, 900_000),
          url: `https://files.example.com/receipts/${random.between(10_000, 99_999)}`,
          previewable: false,
          view_in_new_tab: true,
          creator_name: null,
          deletable: null,
          deleted_at: null,
          ...stamps(random, spent, -1),
        })
      : null;
    const draft = ledger.add('expenses', {
      date: day(spent),
      notes: random.chance(0.7) ? random.pick(PHRASES) : null,
      category: category.name,
      amount_in_cents: cents,
      ...currencyFields(currency),
      foreign_exchange_amount: foreign
        ? { date: at(spent, 43_200), rate: 1.25, source_currency: 'CHF', source_value: cents / 125 }
        : null,
      is_billable: random.chance(0.7),
      is_invoiced: false,
      reimbursable: random.chance(0.8),
      taxable: random.chance(0.4),
      user_can_edit: random.chance(0.6),
      workspace_id: workspace.id,
      user_id: resource.user_id,
      role_id: resource.role_id,
      story_id: random.chance(0.5) && tasks.length > 0 ? random.pick(tasks).id : null,
      vendor_id: random.chance(0.6) ? ledger.pick('vendors').id : null,
      expense_category_id: random.chance(0.9) ? category.id : null,
      expense_budget_id: random.chance(0.5) ? budgeted.id : null,
      receipt_id: receipt?.id ?? null,
      active_submission_id: null,
      recent_submission_id: null,
      ...stamps(random, spent, -1),
    });
    if (draft.expense_budget_id) attach(budgeted, 'expense_ids', draft.id);
    return draft;
  });
}

const RESOLUTIONS: Readonly<Record<string, string>> = {
  approved: 'Approval',
  rejected: 'Rejection',
  cancelled: 'Cancellation',
};

function submitExpenses(project: Project, expenses: readonly Draft[]) {
  const { ledger, team, index } = project;
  const [first] = expenses;
  if (!first) return;
  const own = expenses.filter((expense) => expense.user_id === first.user_id);
  const status = STATUSES[(index + 1) % STATUSES.length] as string;
  const draft = ledger.add('expense_report_submissions', {
    title: `Expenses of ${String(first.date)}`,
    type: 'ExpenseReportSubmission',
    locked: status === 'approved',
    expense_ids: own.map((expense) => expense.id),
    resolution_ids: [],
    ...submission(project, first.user_id, status, sum(own, 'amount_in_cents')),
  });
  if (RESOLUTIONS[status])
    attach(
      draft,
      'resolution_ids',
      ledger.add('resolutions', {
        type: RESOLUTIONS[status],
        description: draft.resolution_description,
        target_type: 'ExpenseReportSubmission',
        target_id: Number(draft.id),
        user_id: Number(team[0]?.id),
        ...stamps(ledger.random, -40),
      }).id,
    );
  for (const expense of own) {
    expense.recent_submission_id = draft.id;
    expense.active_submission_id = status === 'approved' || status === 'pending' ? draft.id : null;
  }
}

const INVOICE_STATES = [
  { status: 'accepted payment', draft: false },
  { status: 'new', draft: false },
  { status: 'new', draft: true },
  { status: 'cancelled', draft: false },
];

function invoice(
  project: Project,
  tasks: readonly Draft[],
  entries: readonly Draft[],
  expenses: readonly Draft[],
  budgeted: Draft,
) {
  const { ledger, workspace, currency, team, client, index } = project;
  const { random } = ledger;
  const billed = entries.filter((entry) => entry.billable === true).slice(0, 4);
  const charged = expenses.filter((expense) => expense.is_billable === true).slice(0, 2);
  const issued = -random.between(3, 120);
  const number = 20_260_000 + index;
  const { status, draft } = INVOICE_STATES[index % INVOICE_STATES.length] as (typeof INVOICE_STATES)[number];
  const item = (key: string, fields: Record<string, unknown>) =>
    ledger.add(key, {
      amount_in_cents: random.between(2, 80) * 5_000,
      currency,
      notes: random.chance(0.8) ? random.pick(PHRASES) : null,
      taxable: random.chance(0.5),
      workspace_id: Number(workspace.id),
      created_at: at(issued, 40_000),
      ...fields,
    });
  const made = ledger.add('invoices', {
    title: draft ? `Draft Invoice #${number}` : `Invoice #${number}`,
    user_invoice_title: random.chance(0.6) ? String(workspace.title) : null,
    user_invoice_number: number,
    status,
    draft,
    message: random.chance(0.5) ? 'Thank you for your business.' : null,
    invoice_date: day(issued),
    due_date: day(issued + 30),
    payment_schedule: 30,
    balance_in_cents: status === 'accepted payment' ? 0 : random.between(10, 400) * 10_000,
    tax_rate: random.pick([0, 7.75, 19, null]),
    ...currencyFields(currency),
    project_code: random.chance(0.5) ? `P-${1_000 + index}` : null,
    purchase_order: random.chance(0.4) ? `PO-${random.between(10_000, 99_999)}` : null,
    user_id: team[0]?.id,
    recipient_id: random.chance(0.85) ? client.contacts[0]?.id : null,
    workspace_ids: [workspace.id],
    time_entry_ids: billed.map((entry) => entry.id),
    expense_ids: charged.map((expense) => expense.id),
    billing_milestone_ids: [],
    additional_item_ids: index % 2 === 0 ? [item('additional_items', {}).id] : [],
    fixed_fee_item_ids: [],
    ...stamps(random, issued, -1),
  });
  if (index % 2 === 1 || index === 0) {
    const { id } = item('fixed_fee_items', { story_id: tasks[0] ? Number(tasks[0].id) : null });
    attach(made, 'fixed_fee_item_ids', id);
    attach(budgeted, 'fixed_fee_item_ids', id);
  }
  for (const entry of billed) Object.assign(entry, { is_invoiced: true, invoice_id: made.id });
  for (const expense of charged) expense.is_invoiced = true;
  return made;
}

function milestones({ ledger, workspace, currency, index }: Project, tasks: readonly Draft[], billed: Draft | null) {
  const { random } = ledger;
  for (let n = 0; n < 1 + (index % 2); n += 1) {
    const done = n === 0 ? billed : null;
    const fixed = n === 1 || tasks.length === 0;
    const draft = ledger.add('billing_milestones', {
      title: n === 0 ? 'On signature' : 'On go-live',
      billing_type: fixed ? 'fixed_date' : 'upon_completion',
      date_to_invoice: fixed ? day(random.between(-20, 90)) : null,
      amount_in_cents: random.between(-2, 60) * 50_000,
      currency,
      workspace_id: workspace.id,
      story_id: fixed ? null : random.pick(tasks).id,
      invoice_id: done?.id ?? null,
      invoice_ids: done ? [done.id] : [],
      ...stamps(random, -200),
    });
    if (done) attach(done, 'billing_milestone_ids', draft.id);
    attach(workspace, 'billing_milestone_ids', draft.id);
  }
}

/** Logs time and expenses on the tasks, hands them in, and bills them. */
export function bill(project: Project, tasks: readonly Draft[]) {
  const { workspace, index } = project;
  const entries = logTime(project, tasks);
  submitTime(project, entries);
  const budgeted = budget(project, tasks);
  const expenses = spend(project, tasks, budgeted);
  submitExpenses(project, expenses);
  const billed = index % 5 === 2 ? null : invoice(project, tasks, entries, expenses, budgeted);
  milestones(project, tasks, billed);
  Object.assign(workspace, {
    estimated_minutes: tasks.reduce(
      (total, task) => total + ((task.time_estimate_in_minutes as number | null) ?? 0),
      0,
    ),
    minutes_logged: sum(entries, 'time_in_minutes'),
    billable_minutes: sum(
      entries.filter((entry) => entry.billable === true),
      'time_in_minutes',
    ),
    non_billable_minutes: sum(
      entries.filter((entry) => entry.billable !== true),
      'time_in_minutes',
    ),
    total_minutes_approved: sum(
      entries.filter((entry) => entry.approved === true),
      'time_in_minutes',
    ),
  });
}
