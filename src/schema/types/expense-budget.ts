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
  'How the markup on an expense budget is reckoned.',
  {
    percentage: 'As a percentage of the total cost.',
    flat_fee: 'As a fixed amount for each unit.',
  },
);

export const ExpenseBudget = resource('ExpenseBudget', {
  collection: 'expense_budgets',
  area: 'Money',
  description: 'What a project plans to spend on one kind of expense, and what of it the client is charged.',
  attributes: {
    title: text('What the budget is called.'),
    description: text('Free text about the budget.'),
    expectedBy: date('Day by which the spending should be logged. Null when none is set.'),
    quantity: integer('How many units are planned.'),
    costPerUnitInSubunits: cents('Cost of one unit, in the smallest unit of the currency.'),
    markupType: oneOf(ExpenseBudgetMarkupType, 'How the markup is reckoned. Null without a markup.'),
    markupPercentage: decimal('Markup on the total cost, in percent. Counts only when the markup is a percentage.'),
    markupPerUnitInSubunits: cents(
      'Markup on each unit, in the smallest unit of the currency. Counts only when the markup is a flat fee.',
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
      workspaceId: filter.id('Only budgets of this project; the API takes one at a time.', 'Workspace'),
      ...byReferences('budgets'),
      ...byTimes('budgets'),
    },
  },
});

ExpenseBudget.associations(() => ({
  workspace: belongsTo(Workspace, 'The project that the budget is part of.'),
  story: belongsTo(Story, 'The task that the budget is for. Null when it is for the project as a whole.'),
  expenses: hasMany(Expense, 'The expenses booked on the budget. Those hidden from the caller are left out.'),
  fixedFeeItems: hasMany(FixedFeeItem, 'The fixed fees that bill the budget. Empty while none does.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
