/** Lists of time, expenses, reports, invoices, rates, estimates and posts. */
import { adds, beside, type Cases, either, flag, keeps, oneId, sendsNothing, someIds } from './case.ts';
import { flagIn, inTwo, ofWorkspace } from './common.ts';

const MARCH = '{ from: "2026-03-01", to: "2026-03-31" }';
const mine = { users: [{ id: '1', account_id: '5' }] };
const accounts = { ...ofWorkspace({ account_id: 6 }, { account_id: 5 }), ...mine };

const submissions: Cases = {
  workspaceId: oneId('Workspace', 'workspace_id'),
  workspaceIds: someIds('Workspace', 'workspace_id'),
  // What a row calls pending, the parameter calls new.
  status: [
    keeps('[PENDING]', 'new', { status: 'pending' }, { status: 'approved' }),
    keeps('[REJECTED, CANCELLED, REJECTED]', 'rejected,cancelled', { status: 'cancelled' }, { status: 'pending' }),
  ],
  statuses: keeps('[NEW, APPROVED]', 'new,approved', { status: 'pending' }, { status: 'rejected' }),
  active: flagIn('status', 'pending', 'cancelled'),
  notCancelled: flagIn('status', 'rejected', 'cancelled'),
};

const invoice = (fields: object) => ({ invoices: [{ id: '70', ...fields }] });

/** The one parameter kind whose spans have a semicolon, and ends that may be left off. */
const spans = (column: string) => [
  keeps(
    '{ from: "2026-03-01", to: "2026-03-31" }',
    '2026-03-01;2026-03-31',
    { [column]: '2026-03-31' },
    { [column]: '2026-04-01' },
  ),
  keeps('{ from: "2026-03-01" }', '2026-03-01;', { [column]: '2026-03-01' }, { [column]: '2026-02-28' }),
  keeps('{ to: "2026-03-01" }', ';2026-03-01', { [column]: '2026-03-01' }, { [column]: '2026-03-02' }),
];

/** Versions of one rate card, each of a version of its set. */
const versions = [
  { rate_card_id: '70', rate_card_set_version_id: '81' },
  { rate_card_id: '70', rate_card_set_version_id: '82' },
] as const;
const effective = (first: string, second: string) => ({
  rate_card_set_versions: [
    { id: '81', effective_date: first },
    { id: '82', effective_date: second },
  ],
});

export const MONEY: Readonly<Record<string, Cases>> = {
  TimeEntry: {
    workspaceId: oneId('Workspace', 'workspace_id'),
    workspaceIds: someIds('Workspace', 'workspace_id'),
    withUserIds: someIds('User', 'user_id'),
    createdBy: keeps(
      '"User:31"',
      '31',
      { user_id: '32', unwritten: { creator_id: '31' } },
      { user_id: '31', unwritten: { creator_id: '32' } },
    ),
    datePerformedBetween: [
      keeps(MARCH, '2026-03-01:2026-03-31', { date_performed: '2026-03-01' }, { date_performed: '2026-02-28' }),
      keeps(MARCH, '2026-03-01:2026-03-31', { date_performed: '2026-03-31' }, { date_performed: '2026-04-01' }),
      keeps(
        '{ from: "2026-03-01" }',
        '2026-03-01:2999-12-31',
        { date_performed: '2026-03-01' },
        { date_performed: '2026-02-28' },
      ),
      keeps(
        '{ to: "2026-03-01" }',
        '1900-01-01:2026-03-01',
        { date_performed: '2026-03-01' },
        { date_performed: '2026-03-02' },
      ),
    ],
    withTimesheetId: oneId('TimesheetSubmission', 'active_submission_id'),
    withRecentTimesheetIds: someIds('TimesheetSubmission', 'recent_submission_id'),
    inActiveSubmission: either({ active_submission_id: '81' }, { active_submission_id: null }),
    inActiveInvoiceId: keeps('"Invoice:70"', '70', { invoice_id: '70' }, {}, invoice({ status: 'new' })),
    billable: either({ billable: true }, { billable: false }),
    approved: flagIn('approved', true, false),
    invoiced: flagIn('is_invoiced', true, false),
    uninvoiced: flagIn('is_invoiced', false, true),
    fromArchivedWorkspaces: adds('true', 'true', ...inTwo, ofWorkspace({ archived: true }, {})),
    onMyAccount: adds('false', 'false', ...inTwo, accounts),
  },
  Expense: {
    workspaceId: oneId('Workspace', 'workspace_id'),
    dateExpensedBetween: [
      keeps(MARCH, '2026-03-01:2026-03-31', { date: '2026-03-31' }, { date: '2026-04-01' }),
      keeps('{ from: "2026-03-01" }', '2026-03-01:', { date: '2026-03-01' }, { date: '2026-02-28' }),
      keeps('{ to: "2026-03-01" }', ':2026-03-01', { date: '2026-03-01' }, { date: '2026-03-02' }),
    ],
    createdBy: keeps('"User:31"', '31', { user_id: '31' }, { user_id: '32' }),
    mine: flagIn('user_id', '1', '2'),
    approved: flag(
      { active_submission_id: '81' },
      { active_submission_id: '82' },
      {
        expense_report_submissions: [
          { id: '81', status: 'approved' },
          { id: '82', status: 'pending' },
        ],
      },
    ),
    submitted: flagIn('active_submission_id', '81', null),
    unsubmitted: flagIn('active_submission_id', null, '81'),
    invoiced: flagIn('is_invoiced', true, false),
    uninvoiced: flagIn('is_invoiced', false, true),
    inActiveInvoiceId: keeps('"70"', '70', {}, {}, invoice({ expense_ids: ['1'], status: 'new' })),
    reimbursable: either({ reimbursable: true }, { reimbursable: false }),
    withExpenseApprovals: flag(...inTwo, ofWorkspace({ require_expense_approvals: true }, {})),
    withExpenseReportId: oneId('ExpenseReportSubmission', 'active_submission_id'),
    withRecentExpenseReportIds: someIds('ExpenseReportSubmission', 'recent_submission_id'),
    onMyAccount: adds('false', 'false', ...inTwo, accounts),
    fromArchivedWorkspaces: adds('true', 'true', ...inTwo, ofWorkspace({ archived: true }, {})),
  },
  TimesheetSubmission: {
    ...submissions,
    userIds: someIds('User', 'user_id'),
    startDate: keeps('"2026-03-02"', '2026-03-02', { start_date: '2026-03-02' }, { start_date: '2026-03-09' }),
    startDateAfter: keeps('"2026-03-02"', '2026-03-02', { start_date: '2026-03-02' }, { start_date: '2026-02-23' }),
    endDate: keeps('"2026-03-08"', '2026-03-08', { end_date: '2026-03-08' }, { end_date: '2026-03-15' }),
  },
  ExpenseReportSubmission: {
    ...submissions,
    userIds: beside(
      'allOnAccount: true',
      { all_on_account: 'true' },
      keeps('["1", "User:72"]', '1,72', {}, { user_id: '2' }),
    ),
    allOnAccount: adds('true', 'true', { user_id: '2' }),
  },
  Invoice: {
    workspaceId: someIds('Workspace', 'workspace_ids', { many: true }),
    userInvoiceNumber: keeps('["7", "8a"]', '7,8a', { user_invoice_number: 7 }, { user_invoice_number: 9 }),
    withinDates: keeps(
      MARCH,
      '2026-03-01:2026-03-31',
      { created_at: '2026-03-31T12:00:00-08:00', invoice_date: '2026-05-01' },
      { created_at: '2026-04-01T12:00:00-08:00', invoice_date: '2026-03-05' },
    ),
    paid: keeps('true', 'true', { status: 'accepted payment' }, { status: 'new' }),
    pending: keeps('true', 'true', { status: 'new', draft: false }, { status: 'new', draft: true }),
    withoutDrafts: keeps('true', 'true', { draft: false }, { draft: true }),
  },
  BillingMilestone: {
    workspaceIds: someIds('Workspace', 'workspace_id'),
    storyIds: someIds('Story', 'story_id'),
    dateBetween: keeps(
      MARCH,
      '2026-03-01:2026-03-31',
      { date_to_invoice: '2026-03-01' },
      { date_to_invoice: '2026-04-01' },
    ),
  },
  ExpenseBudget: { workspaceId: oneId('Workspace', 'workspace_id') },
  Estimate: {
    matching: keeps('"offer"', 'offer', { name: 'Offer' }, { name: 'Draft' }),
    creator: someIds('User', 'creator_id'),
    withWorkspaceGroupIds: someIds('WorkspaceGroup', 'workspace_group_id'),
  },
  EstimateScenario: {},
  EstimateScenarioResource: { estimateScenarioId: keeps('"70"', '70', {}, { estimate_scenario_id: 71 }) },
  RateCard: {
    active: flagIn('effective_rate_card_version_id', '81', null),
    currencies: keeps('["EUR", "CHF"]', 'EUR,CHF', { currency: 'CHF' }, { currency: 'USD' }),
    matching: keeps('"stand"', 'stand', { rate_card_set_title: 'My standard' }, { rate_card_set_title: 'Other' }),
    matchingTitleOrCurrency: keeps('"eur"', 'eur', { currency: 'EUR' }, { currency: 'USD' }),
    rateCardSetId: oneId('RateCardSet', 'rate_card_set_id'),
  },
  Post: {
    workspaceId: oneId('Workspace', 'workspace_id'),
    storyId: oneId('Story', 'story_id'),
    storyIds: someIds('Story', 'story_id'),
    private: flagIn('private', true, false),
    parentsOnly: keeps('true', 'true', { reply: false }, { reply: true }),
    fromArchivedWorkspaces: adds('true', 'true', ...inTwo, ofWorkspace({ archived: true }, {})),
    search: keeps('"budget"', 'budget', { message: 'The budget' }, { message: 'Lunch' }),
  },
  CostRate: {},
  ExternalPayment: {
    workspaceId: oneId('Workspace', 'workspace_id'),
    invoiceId: oneId('Invoice', 'invoice_id'),
    userId: oneId('User', 'user_id'),
  },
  ProjectAccountingRecord: {
    workspaceIds: someIds('Workspace', 'workspace_id'),
    userId: oneId('User', 'user_id'),
    type: keeps('EARNED_VALUE', 'Earned Value', { type: 'Earned Value' }, { type: 'Earned Value Forecasting' }),
    status: keeps(
      '[APPROVED, PENDING_APPROVAL]',
      'Approved,Pending Approval',
      { status: 'Pending Approval' },
      { status: 'Draft' },
    ),
    createdAt: keeps('"2026-03-02"', '2026-03-02', { created_at: '2026-03-02' }, { created_at: '2026-03-01' }),
    startDate: spans('start_date'),
    endDate: spans('end_date'),
    showDeleted: [
      { ...adds('true', 'true', { deleted_at: '2026-03-01T00:00:00Z' }), ids: ['1'] },
      { ...sendsNothing({ deleted_at: '2026-03-01T00:00:00Z' }, {}), ids: ['2'], otherwise: ['2'] },
    ],
  },
  RateCardSet: {
    active: either({ active_currencies: ['USD'] }, { active_currencies: [] }),
    hasCurrency: keeps(
      '"EUR"',
      'EUR',
      { rate_card_ids: ['81'] },
      { rate_card_ids: ['82'] },
      {
        rate_cards: [
          { id: '81', currency: 'EUR' },
          { id: '82', currency: 'USD' },
        ],
      },
    ),
    hasActiveCurrency: keeps('"EUR"', 'EUR', { active_currencies: ['USD', 'EUR'] }, { active_currencies: ['USD'] }),
    matching: keeps('"partn"', 'partn', { title: 'Partners' }, { title: 'Standard' }),
    workspaceGroups: someIds('WorkspaceGroup', 'workspace_group_ids', { many: true }),
  },
  RateCardVersion: {
    rateCardId: oneId('RateCard', 'rate_card_id'),
    rateCardSetId: keeps(
      '"RateCardSet:70"',
      '70',
      { rate_card_id: '81' },
      { rate_card_id: '82' },
      {
        rate_cards: [
          { id: '81', rate_card_set_id: '70' },
          { id: '82', rate_card_set_id: '71' },
        ],
      },
    ),
    rateCardSetVersionId: oneId('RateCardSetVersion', 'rate_card_set_version_id'),
    effectiveOnDate: [
      keeps('"2026-03-01"', '2026-03-01', ...versions, effective('2026-01-01', '2026-06-01')),
      keeps('"2026-03-01"', '2026-03-01', ...versions, effective('2026-03-01', '2026-01-01')),
    ],
  },
};
