import { cents, date, dateTime, integer, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const BUDGETS = 'Needs to see the budgets of tasks, null otherwise.';
const STATUS = 'Needs to see the status of the project, null otherwise.';

export const WorkspaceBaseline = resource('WorkspaceBaseline', {
  collection: 'workspace_baselines',
  area: 'Projects',
  called: 'baselines of projects',
  description: 'The state of a project when a user saved it, for later comparison.',
  attributes: {
    title: text('Title of the baseline.'),
    description: text('Free text about the baseline.'),
    creatorName: text('Name of the person who took it.'),
    dueDate: date('Due date of the project at that time; null when none was set.'),
    projectedDueDate: date('Day on which the project was expected to be done, at that time.'),
    percentageComplete: integer('Completed share of the project at that time, in percent.'),
    totalStories: integer('Number of tasks at that time.'),
    completedStories: integer('Number of completed tasks at that time.'),
    statusText: text(`Status of the project at that time. ${STATUS}`),
    statusColor: text(`Colour of that status. ${STATUS}`),
    totalBudgetInCents: cents(`Budget at that time, in the smallest unit of the currency. ${BUDGETS}`),
    totalBudgetFormatted: text(`Budget at that time, as text for display. ${BUDGETS}`),
    budgetUsedInCents: cents(`Amount spent by then, in the smallest unit of the currency. ${BUDGETS}`),
    budgetUsedFormatted: text(`Amount spent by then, as text for display. ${BUDGETS}`),
    currencySymbol: text(`How the currency is written, for example $. ${BUDGETS}`),
    currencyBaseUnit: integer(`Number of smallest units in one unit of the currency, for example 100. ${BUDGETS}`),
    createdAt: dateTime('When the baseline was taken.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('WorkspaceBaseline', 'baselines'),
      workspaceId: filter.id('Only baselines of this project.', 'Workspace'),
    },
  },
});

WorkspaceBaseline.associations(() => ({
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who took the baseline. Null when hidden from the caller.'),
  // `payload`, the figures of each task, is left out: the API publishes nothing about these records.
}));
