import { boolean, cents, date, decimal, enumeration, integer, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { Expense } from './expense.ts';
import { ExternalReference } from './external-reference.ts';
import { FixedFeeItem } from './fixed-fee-item.ts';
import { Story } from './story.ts';
import { Workspace } from './workspace.ts';

const ExpenseBudgetMarkupType = enumeration(
  'ExpenseBudgetMarkupType',
  'How the markup on an expense budget is calculated.',
  {
    percentage: 'As a percentage of the total cost.',
    flat_fee: 'As a fixed amount for each unit.',
  },
);

export const ExpenseBudget = resource('ExpenseBudget', {
  collection: 'expense_budgets',
  area: 'Money',
  description: 'Planned spending of a project on one kind of expense, and the part charged to the client.',
  attributes: {
    title: text('Name of the budget.'),
    description: text('Free text about the budget.'),
    expectedBy: date('Day by which the spending should be logged. Null when none is set.'),
    quantity: integer('Number of planned units.'),
    costPerUnitInSubunits: cents('Cost of one unit, in the smallest unit of the currency.'),
    markupType: oneOf(ExpenseBudgetMarkupType, 'How the markup is calculated. Null without a markup.'),
    markupPercentage: decimal('Markup on the total cost, in percent. Applies only when the markup is a percentage.'),
    markupPerUnitInSubunits: cents(
      'Markup on each unit, in the smallest unit of the currency. Applies only when the markup is a flat fee.',
    ),
    billable: boolean('Whether the client is charged for the spending.'),
    fixedFee: boolean('Whether it is billed as one fixed cost.'),
    burnsBudget: boolean('Whether the spending counts against the margin of the project.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('ExpenseBudget', 'budgets'),
      workspaceId: filter.id('Only budgets of this project; the API accepts one at a time.', 'Workspace'),
      ...byReferences('budgets'),
      ...byTimes('budgets'),
    },
  },
});

ExpenseBudget.associations(() => ({
  workspace: belongsTo(Workspace, 'The project that the budget is part of.'),
  story: belongsTo(Story, 'The task that the budget is for. Null when it is for the project as a whole.'),
  expenses: hasMany(Expense, 'The expenses booked on the budget. Those hidden from the caller are excluded.'),
  fixedFeeItems: hasMany(FixedFeeItem, 'The fixed fees that bill the budget. Empty when there are none.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
