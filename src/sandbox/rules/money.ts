/** What lists of time, expenses, reports, invoices, rates and estimates mean by their parameters. */
import {
  always,
  among,
  amongMany,
  between,
  either,
  has,
  isNone,
  on,
  partOf,
  type Question,
  type Rule,
  type Rules,
  rowsOf,
  same,
  sameIn,
  within,
  workspaceOf,
  unwritten,
} from '../filter-rule.ts';
import { trimmedPieces } from '../params.ts';
import { asText, idsIn, type Row, type StoredRow } from '../row.ts';

/** What timesheets and expense reports have in common. */
const submissions: Rules = {
  statuses: ({ value }) => {
    // The filter calls new what the rows call pending.
    const wanted = new Set(trimmedPieces(value).map((status) => (status === 'new' ? 'pending' : status)));
    return (row) => has(wanted, row.status);
  },
  active: on((row) => row.status === 'pending' || row.status === 'approved'),
  not_cancelled: on((row) => row.status !== 'cancelled'),
};

/** Who entered a line, which need not be who it is of. */
const enteredBy = (row: Row) => asText(unwritten(row).creator_id ?? row.user_id);

const createdBy: Rule =
  ({ value }) =>
  (row) =>
    enteredBy(row) === value;

/** The record with this id holds the row, unless it was cancelled. */
const onInvoice =
  (field: 'time_entry_ids' | 'expense_ids') =>
  ({ value, view }: Question) => {
    const invoice = view.raw('invoices', value);
    const live = invoice !== undefined && invoice.status !== 'cancelled';
    return (row: StoredRow) => live && (asText(row.invoice_id) === value || idsIn(invoice[field]).includes(row.id));
  };

const isApproved = (row: Row, question: Question) =>
  question.view.raw('expense_report_submissions', row.active_submission_id)?.status === 'approved' ||
  workspaceOf(row, question)?.require_expense_approvals === false;

/** Whether a version of a rate card holds on a day: the latest of its card that has begun by then. */
const isEffective = (version: Row, question: Question) => {
  const start = (row: Row) =>
    asText(question.view.raw('rate_card_set_versions', row.rate_card_set_version_id)?.effective_date);
  const begun = (row: Row) => start(row) !== '' && start(row) <= question.value;
  return (
    begun(version) &&
    !rowsOf(question, 'rate_card_versions').some(
      (other) => other.rate_card_id === version.rate_card_id && begun(other) && start(other) > start(version),
    )
  );
};

export const MONEY: Readonly<Record<string, Rules>> = {
  time_entries: {
    with_recent_timesheet_ids: among('recent_submission_id'),
    with_timesheet_id: same('active_submission_id'),
    in_active_submission: either((row) => !isNone(row.active_submission_id)),
    in_active_invoice_id: onInvoice('time_entry_ids'),
    created_by: createdBy,
    date_performed_between: between(['date_performed']),
    // These three are true whatever they say.
    approved: always((row) => row.approved === true),
    invoiced: always((row) => row.is_invoiced === true),
    uninvoiced: always((row) => row.is_invoiced !== true),
  },
  expenses: {
    with_recent_expense_report_ids: among('recent_submission_id'),
    with_expense_report_id: same('active_submission_id'),
    in_active_invoice_id: onInvoice('expense_ids'),
    created_by: createdBy,
    mine: on((row, { view }) => enteredBy(row) === view.user.userId),
    date_expensed_between: between(['date']),
    approved: on(isApproved),
    submitted: on((row) => !isNone(row.active_submission_id)),
    unsubmitted: on((row) => isNone(row.active_submission_id)),
    invoiced: on((row) => row.is_invoiced === true),
    uninvoiced: on((row) => row.is_invoiced !== true),
    // The documentation has the name alone.
    with_expense_approvals: on((row, question) => workspaceOf(row, question)?.require_expense_approvals === true),
  },
  timesheet_submissions: {
    ...submissions,
    start_date_after:
      ({ value }) =>
      (row) =>
        asText(row.start_date) >= value,
  },
  expense_report_submissions: {
    ...submissions,
    all_on_account: ({ value, view }) => (value === 'false' ? (row) => asText(row.user_id) === view.user.userId : null),
  },
  invoices: {
    paid: on((row) => row.status === 'accepted payment'),
    pending: on((row) => row.status === 'new' && row.draft !== true),
    without_drafts: on((row) => row.draft !== true),
    within_dates: between(['created_at']),
    workspace_id: amongMany('workspace_ids'),
  },
  project_accounting_records: {
    // Named as a point in time, and yet the first day that counts.
    created_at: ({ value }) => {
      const span = [value.slice(0, 10), ''] as const;
      return (row) => within(row.created_at, span);
    },
    start_date: between(['start_date'], ';'),
    end_date: between(['end_date'], ';'),
    // Deleted records cannot be seen otherwise; that is why it is assumed to be off.
    show_deleted: either((row) => Boolean(row.deleted_at)),
  },
  rate_card_sets: {
    active: either((row) => idsIn(row.active_currencies).length > 0),
    has_active_currency:
      ({ value }) =>
      (row) =>
        idsIn(row.active_currencies).includes(value),
    has_currency:
      ({ value, view }) =>
      (row) =>
        idsIn(row.rate_card_ids).some((id) => view.raw('rate_cards', id)?.currency === value),
  },
  rate_card_versions: {
    effective_on_date: (question) => (row) => isEffective(row, question),
    rate_card_set_id: sameIn('rate_cards', 'rate_card_id', 'rate_card_set_id'),
  },
  billing_milestones: { date_between: between(['date_to_invoice']) },
  rate_cards: {
    active: on((row) => !isNone(row.effective_rate_card_version_id)),
    currencies: among('currency'),
    matching: partOf('rate_card_set_title'),
    matching_title_or_currency: partOf('rate_card_set_title', 'currency'),
  },
  estimates: { creator: among('creator_id') },
  posts: { parents_only: on((row) => row.reply !== true), private: on((row) => row.private === true) },
};
