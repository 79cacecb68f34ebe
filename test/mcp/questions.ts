/**
 * Forty questions about a services business, as people put them, each with the operation that a model would write for it
 * and the right answer for the account of the sandbox (seed 1, size 1,000).
 */
import type { Tables } from '../../src/sandbox/row.ts';

/** A row of the account or of an answer. */
// oxlint-disable-next-line no-explicit-any
type Row = Readonly<Record<string, any>>;

export interface Question {
  readonly question: string;
  readonly operation: string;
  /** From the data of the answer to what is said. */
  // oxlint-disable-next-line no-explicit-any
  readonly read: (data: any) => unknown;
  /** The same from the rows of the account alone, by another way. */
  readonly fromRows: (rows: Rows) => unknown;
}

export type Rows = (collection: string) => readonly Row[];

export const rowsOf =
  (tables: Tables): Rows =>
  (collection) => [...(tables.get(collection)?.values() ?? [])];

const sum = (numbers: readonly unknown[]): number => numbers.reduce<number>((total, one) => total + Number(one), 0);
const sorted = (texts: readonly unknown[]): readonly string[] => texts.map(String).toSorted();
const distinct = (texts: readonly unknown[]): readonly string[] => sorted([...new Set(texts.map(String))]);
const count = (texts: readonly unknown[]): Readonly<Record<string, number>> =>
  Object.fromEntries(distinct(texts).map((text) => [text, texts.filter((one) => String(one) === text).length]));
/** The key with the largest sum. */
const most = (pairs: readonly (readonly [unknown, unknown])[]): string => {
  const sums = new Map<string, number>();
  for (const [key, value] of pairs) sums.set(String(key), (sums.get(String(key)) ?? 0) + Number(value));
  return [...sums].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '';
};

const named = (rows: Rows, collection: string, id: unknown, name: string) =>
  rows(collection).find((row) => String(row.id) === String(id))?.[name];
const person = (rows: Rows, id: unknown) => named(rows, 'users', id, 'full_name');
const project = (rows: Rows, id: unknown) => named(rows, 'workspaces', id, 'title');

const ACCOUNT_ID = 4_100_042;

// What lists show by themselves.
const projects = (rows: Rows) => rows('workspaces').filter(({ archived }) => !archived);
const isLive = (rows: Rows, id: unknown) => projects(rows).some((one) => String(one.id) === String(id));
const tasks = (rows: Rows) =>
  rows('stories').filter(
    (one) => !one.archived && one.deleted_at === null && one.project_plan && isLive(rows, one.workspace_id),
  );
/** Of the projects of the account, without those that it only takes part in. */
const isOurs = (rows: Rows, id: unknown) =>
  projects(rows).some((one) => String(one.id) === String(id) && one.account_id === ACCOUNT_ID);
const hours = (rows: Rows) => rows('time_entries').filter((one) => isOurs(rows, one.workspace_id));
const expenses = (rows: Rows) => rows('expenses').filter((one) => isOurs(rows, one.workspace_id));
const DONE = ['completed', 'fixed', 'resolved', 'duplicate', "can't reproduce", "won't fix"];

export const QUESTIONS: readonly Question[] = [
  {
    question: 'How many projects do we have?',
    operation: '{ workspaces { totalCount } }',
    read: ({ workspaces }) => workspaces.totalCount,
    fromRows: (rows) => projects(rows).length,
  },
  {
    question: 'Which projects are over budget?',
    operation: '{ workspaces(first: 100) { nodes { title overBudget } } }',
    read: ({ workspaces }) =>
      sorted(workspaces.nodes.filter(({ overBudget }: Row) => overBudget).map(({ title }: Row) => title)),
    fromRows: (rows) =>
      sorted(
        projects(rows)
          .filter((one) => one.over_budget)
          .map((one) => one.title),
      ),
  },
  {
    question: 'Who leads each project?',
    operation: '{ workspaces(first: 100) { nodes { title primaryMaven { fullName } } } }',
    read: ({ workspaces }) => sorted(workspaces.nodes.map((one: Row) => `${one.title}: ${one.primaryMaven?.fullName}`)),
    fromRows: (rows) => sorted(projects(rows).map((one) => `${one.title}: ${person(rows, one.primary_maven_id)}`)),
  },
  {
    question: 'Who takes part in each project?',
    operation: '{ workspaces(first: 100) { nodes { title participants { fullName } } } }',
    read: ({ workspaces }) =>
      sorted(
        workspaces.nodes.flatMap(({ title, participants }: { title: string; participants: Row[] }) =>
          participants.map((one) => `${title}: ${one.fullName}`),
        ),
      ),
    fromRows: (rows) =>
      sorted(
        rows('participations')
          .filter((part) => isLive(rows, part.workspace_id))
          .map((part) => `${project(rows, part.workspace_id)}: ${person(rows, part.user_id)}`),
      ),
  },
  {
    question: 'What is the budget of all projects together, in cents?',
    operation: '{ workspaces(first: 100) { nodes { priceInCents } } }',
    read: ({ workspaces }) => sum(workspaces.nodes.map((one: Row) => one.priceInCents)),
    fromRows: (rows) => sum(projects(rows).map((one) => one.price_in_cents)),
  },
  {
    question: 'How many projects have which status colour?',
    operation: '{ workspaces(first: 100) { nodes { status { color } } } }',
    read: ({ workspaces }) =>
      count(workspaces.nodes.map(({ status }: { status: Row }) => String(status.color).toLowerCase())),
    fromRows: (rows) => count(projects(rows).map(({ status }) => (status as Row).color)),
  },
  {
    question: 'Which projects are due before 2026?',
    operation: '{ workspaces(first: 100, filter: { dueDateBefore: "2026-01-01" }) { nodes { title } } }',
    read: ({ workspaces }) => sorted(workspaces.nodes.map((one: Row) => one.title)),
    fromRows: (rows) =>
      sorted(
        projects(rows)
          .filter((one) => one.due_date && String(one.due_date) < '2026-01-01')
          .map((one) => one.title),
      ),
  },
  {
    question: 'Which clients do we have?',
    operation: '{ workspaceGroups(first: 100) { nodes { name } } }',
    read: ({ workspaceGroups }) => sorted(workspaceGroups.nodes.map((one: Row) => one.name)),
    fromRows: (rows) => sorted(rows('workspace_groups').map((one) => one.name)),
  },
  {
    question: 'How many projects does each client have?',
    operation: '{ workspaceGroups(first: 100) { nodes { name workspaceIds } } }',
    read: ({ workspaceGroups }) =>
      sorted(
        workspaceGroups.nodes.map(
          ({ name, workspaceIds }: { name: string; workspaceIds: string[] }) => `${name}: ${workspaceIds.length}`,
        ),
      ),
    fromRows: (rows) =>
      sorted(
        rows('workspace_groups').map(
          ({ name, workspace_ids: ids }) => `${name}: ${(ids as readonly unknown[]).length}`,
        ),
      ),
  },
  {
    question: 'How many tasks are not completed?',
    operation: '{ stories(filter: { uncompleted: true, allOnAccount: true }) { totalCount } }',
    read: ({ stories }) => stories.totalCount,
    fromRows: (rows) => tasks(rows).filter(({ state }) => !DONE.includes(String(state))).length,
  },
  {
    question: 'Which tasks are overdue on 1 December 2025, of which projects?',
    operation:
      '{ stories(first: 200, filter: { uncompleted: true, allOnAccount: true, dueBefore: "2025-12-01" }) { nodes { title workspace { title } } } }',
    read: ({ stories }) =>
      sorted(stories.nodes.map((one: { title: string; workspace: Row }) => `${one.title} of ${one.workspace.title}`)),
    fromRows: (rows) =>
      sorted(
        tasks(rows)
          .filter((one) => !DONE.includes(String(one.state)))
          .filter((one) => one.due_date && String(one.due_date) < '2025-12-01')
          .map((one) => `${one.title} of ${project(rows, one.workspace_id)}`),
      ),
  },
  {
    question: 'Which tasks have critical priority?',
    operation: '{ stories(first: 200, filter: { allOnAccount: true, priority: [CRITICAL] }) { nodes { title } } }',
    read: ({ stories }) => sorted(stories.nodes.map((one: Row) => one.title)),
    fromRows: (rows) =>
      sorted(
        tasks(rows)
          .filter(({ priority }) => priority === 'critical')
          .map((one) => one.title),
      ),
  },
  {
    question: 'How many milestones are among the tasks?',
    operation: '{ stories(filter: { allOnAccount: true, storyType: MILESTONE }) { totalCount } }',
    read: ({ stories }) => stories.totalCount,
    fromRows: (rows) => tasks(rows).filter((one) => one.story_type === 'milestone').length,
  },
  {
    question: 'Who is assigned to how many tasks?',
    operation: '{ stories(first: 200, filter: { allOnAccount: true }) { nodes { assignees { fullName } } } }',
    read: ({ stories }) =>
      count(stories.nodes.flatMap(({ assignees }: { assignees: Row[] }) => assignees.map((one) => one.fullName))),
    fromRows: (rows) =>
      count(tasks(rows).flatMap(({ assignee_ids: ids }) => (ids as readonly unknown[]).map((id) => person(rows, id)))),
  },
  {
    question: 'How many minutes of work are estimated on all tasks?',
    operation: '{ stories(first: 200, filter: { allOnAccount: true }) { nodes { timeEstimateInMinutes } } }',
    read: ({ stories }) => sum(stories.nodes.map((one: Row) => one.timeEstimateInMinutes ?? 0)),
    fromRows: (rows) => sum(tasks(rows).map((one) => one.time_estimate_in_minutes ?? 0)),
  },
  {
    question: 'How many hours were logged in all?',
    operation: '{ timeEntries(first: 200) { nodes { timeInMinutes } } }',
    read: ({ timeEntries }) => sum(timeEntries.nodes.map((one: Row) => one.timeInMinutes)) / 60,
    fromRows: (rows) => sum(hours(rows).map((one) => one.time_in_minutes)) / 60,
  },
  {
    question: 'How many time entries are billable?',
    operation: '{ timeEntries(filter: { billable: true }) { totalCount } }',
    read: ({ timeEntries }) => timeEntries.totalCount,
    fromRows: (rows) => hours(rows).filter(({ billable }) => billable).length,
  },
  {
    question: 'Who logged the most hours?',
    operation: '{ timeEntries(first: 200) { nodes { timeInMinutes user { fullName } } } }',
    read: ({ timeEntries }) =>
      most(
        timeEntries.nodes.map((one: { user: Row; timeInMinutes: number }) => [one.user.fullName, one.timeInMinutes]),
      ),
    fromRows: (rows) => most(hours(rows).map((one) => [person(rows, one.user_id), one.time_in_minutes])),
  },
  {
    question: 'On which project were the most hours logged?',
    operation: '{ timeEntries(first: 200) { nodes { timeInMinutes workspace { title } } } }',
    read: ({ timeEntries }) =>
      most(
        timeEntries.nodes.map((one: { workspace: Row; timeInMinutes: number }) => [
          one.workspace.title,
          one.timeInMinutes,
        ]),
      ),
    fromRows: (rows) => most(hours(rows).map((one) => [project(rows, one.workspace_id), one.time_in_minutes])),
  },
  {
    question: 'How many time entries were logged in March 2026?',
    operation:
      '{ timeEntries(filter: { datePerformedBetween: { from: "2026-03-01", to: "2026-03-31" } }) { totalCount } }',
    read: ({ timeEntries }) => timeEntries.totalCount,
    fromRows: (rows) => hours(rows).filter((one) => String(one.date_performed).startsWith('2026-03-')).length,
  },
  {
    question: 'How many timesheets are pending?',
    operation: '{ timesheetSubmissions(filter: { status: [PENDING] }) { totalCount } }',
    read: ({ timesheetSubmissions }) => timesheetSubmissions.totalCount,
    fromRows: (rows) => rows('timesheet_submissions').filter(({ status }) => status === 'pending').length,
  },
  {
    question: 'Whose timesheets are in which state?',
    operation: '{ timesheetSubmissions(first: 100) { nodes { status user { fullName } } } }',
    read: ({ timesheetSubmissions }) =>
      count(
        timesheetSubmissions.nodes.map(
          (one: { status: string; user: Row }) => `${one.user.fullName}: ${one.status.toLowerCase()}`,
        ),
      ),
    fromRows: (rows) =>
      count(rows('timesheet_submissions').map((one) => `${person(rows, one.user_id)}: ${one.status}`)),
  },
  {
    question: 'What do all expenses sum up to, in cents?',
    operation: '{ expenses(first: 200) { nodes { amountInCents } } }',
    read: ({ expenses: list }) => sum(list.nodes.map((one: Row) => one.amountInCents)),
    fromRows: (rows) => sum(expenses(rows).map((one) => one.amount_in_cents)),
  },
  {
    question: 'Which expenses were paid to which vendors?',
    operation: '{ expenses(first: 200) { nodes { category vendor { name } } } }',
    read: ({ expenses: list }) =>
      count(
        list.nodes.map(
          (one: { category: string; vendor: Row | null }) => `${one.category}: ${one.vendor?.name ?? '-'}`,
        ),
      ),
    fromRows: (rows) =>
      count(expenses(rows).map((one) => `${one.category}: ${named(rows, 'vendors', one.vendor_id, 'name') ?? '-'}`)),
  },
  {
    question: 'How many expense reports are approved?',
    operation: '{ expenseReportSubmissions(filter: { allOnAccount: true, status: [APPROVED] }) { totalCount } }',
    read: ({ expenseReportSubmissions }) => expenseReportSubmissions.totalCount,
    fromRows: (rows) => rows('expense_report_submissions').filter(({ status }) => status === 'approved').length,
  },
  {
    question: 'What is still to be paid on our invoices, in cents?',
    operation: '{ invoices(first: 100) { nodes { balanceInCents } } }',
    read: ({ invoices }) => sum(invoices.nodes.map((one: Row) => one.balanceInCents)),
    fromRows: (rows) => sum(rows('invoices').map((one) => one.balance_in_cents)),
  },
  {
    question: 'Who gets which invoice?',
    operation: '{ invoices(first: 100) { nodes { title recipient { fullName } } } }',
    read: ({ invoices }) =>
      sorted(
        invoices.nodes.map(
          (one: { title: string; recipient: Row | null }) => `${one.title}: ${one.recipient?.fullName}`,
        ),
      ),
    fromRows: (rows) => sorted(rows('invoices').map((one) => `${one.title}: ${person(rows, one.recipient_id)}`)),
  },
  {
    question: 'What are the billing milestones worth, in cents?',
    operation: '{ billingMilestones(first: 100) { nodes { amountInCents } } }',
    read: ({ billingMilestones }) => sum(billingMilestones.nodes.map((one: Row) => one.amountInCents)),
    fromRows: (rows) => sum(rows('billing_milestones').map((one) => one.amount_in_cents)),
  },
  {
    question: 'Which seats are unstaffed, on which projects?',
    operation:
      '{ workspaceResources(first: 100, filter: { onlyUnnamed: true }) { nodes { displayLabel workspace { title } } } }',
    read: ({ workspaceResources }) =>
      sorted(
        workspaceResources.nodes.map(
          (one: { displayLabel: string; workspace: Row }) => `${one.displayLabel} on ${one.workspace.title}`,
        ),
      ),
    fromRows: (rows) =>
      sorted(
        rows('workspace_resources')
          .filter((one) => one.user_id === null)
          .map((one) => `${one.display_label} on ${project(rows, one.workspace_id)}`),
      ),
  },
  {
    question: 'How many seats are there for each role?',
    operation: '{ workspaceResources(first: 200) { nodes { role { name } } } }',
    read: ({ workspaceResources }) =>
      count(workspaceResources.nodes.map((one: { role: Row | null }) => one.role?.name ?? '-')),
    fromRows: (rows) =>
      count(
        rows('workspace_resources')
          .filter((one) => one.user_id !== null)
          .map((one) => named(rows, 'roles', one.role_id, 'name') ?? '-'),
      ),
  },
  {
    question: 'On which project are the most minutes allocated?',
    operation: '{ workspaceAllocations(first: 200) { nodes { minutes workspace { title } } } }',
    read: ({ workspaceAllocations }) =>
      most(
        workspaceAllocations.nodes.map((one: { minutes: number; workspace: Row }) => [
          one.workspace.title,
          one.minutes,
        ]),
      ),
    fromRows: (rows) =>
      most(rows('workspace_allocations').map((one) => [project(rows, one.workspace_id), one.minutes])),
  },
  {
    question: 'Who is on vacation for how many hours?',
    operation: '{ timeOffEntries(first: 100) { nodes { hours user { fullName } } } }',
    read: ({ timeOffEntries }) =>
      sorted(timeOffEntries.nodes.map((one: Row) => `${one.user.fullName}: ${Number(one.hours)}`)),
    fromRows: (rows) =>
      sorted(rows('time_off_entries').map((one) => `${person(rows, one.user_id)}: ${Number(one.hours)}`)),
  },
  {
    question: 'Which people live in which city?',
    operation: '{ users(first: 100) { nodes { fullName city } } }',
    read: ({ users }) => sorted(users.nodes.map((one: Row) => `${one.fullName}: ${one.city || '-'}`)),
    fromRows: (rows) =>
      sorted(
        rows('users')
          .filter(({ disabled, generic }) => !disabled && !generic)
          .map((one) => `${one.full_name}: ${one.city || '-'}`),
      ),
  },
  {
    question: 'What is the email address of Bruno Haddad?',
    operation: '{ users(filter: { byFullName: "Bruno Haddad" }) { nodes { emailAddress } } }',
    read: ({ users }) => users.nodes.map((one: Row) => one.emailAddress),
    fromRows: (rows) =>
      rows('users')
        .filter((one) => one.full_name === 'Bruno Haddad')
        .map((one) => one.email_address),
  },
  {
    question: 'Which skills does each person have?',
    operation: '{ users(first: 100) { nodes { fullName skills { name } } } }',
    read: ({ users }) =>
      sorted(
        users.nodes.flatMap(({ fullName, skills }: { fullName: string; skills: Row[] }) =>
          skills.map(({ name }) => `${fullName}: ${name}`),
        ),
      ),
    fromRows: (rows) =>
      sorted(
        rows('users')
          .filter(({ disabled, generic }) => !disabled && !generic)
          .flatMap((one) =>
            (one.skill_ids as readonly unknown[]).map((id) => `${one.full_name}: ${named(rows, 'skills', id, 'name')}`),
          ),
      ),
  },
  {
    question: 'Which departments are there?',
    operation: '{ organizations(first: 100, filter: { type: DEPARTMENT }) { nodes { name } } }',
    read: ({ organizations }) => sorted(organizations.nodes.map((one: Row) => one.name)),
    fromRows: (rows) =>
      sorted(
        rows('organizations')
          .filter(({ type }) => type === 'Department')
          .map((one) => one.name),
      ),
  },
  {
    question: 'Which quotes were written for which clients?',
    operation: '{ estimates(first: 100) { nodes { name workspaceGroup { name } } } }',
    read: ({ estimates }) =>
      sorted(
        estimates.nodes.map((one: { name: string; workspaceGroup: Row }) => `${one.name}: ${one.workspaceGroup?.name}`),
      ),
    fromRows: (rows) =>
      sorted(
        rows('estimates').map(
          (one) => `${one.name}: ${named(rows, 'workspace_groups', one.workspace_group_id, 'name')}`,
        ),
      ),
  },
  {
    question: 'Who wrote how many comments?',
    operation: '{ posts(first: 100) { nodes { user { fullName } } } }',
    read: ({ posts }) => count(posts.nodes.map((one: { user: Row | null }) => one.user?.fullName)),
    fromRows: (rows) =>
      count(
        rows('posts')
          .filter((one) => isLive(rows, one.workspace_id))
          .map((one) => person(rows, one.user_id)),
      ),
  },
  {
    question: 'Which custom fields are there for what kind of values?',
    operation: '{ customFields(first: 100) { nodes { name valueType } } }',
    read: ({ customFields }) => sorted(customFields.nodes.map((one: Row) => one.name)),
    fromRows: (rows) => sorted(rows('custom_fields').map((one) => one.name)),
  },
  {
    question: 'How many syncs of tasks to other systems failed?',
    operation: '{ externalReferences(subjectTypes: [STORY], filter: { status: FAILED }) { totalCount } }',
    read: ({ externalReferences }) => externalReferences.totalCount,
    fromRows: (rows) =>
      rows('external_references').filter((one) => one.subject_type === 'Story' && one.status === 'failed').length,
  },
];
