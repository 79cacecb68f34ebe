import { boolean, date, decimal, enumeration, id, oneOf, text } from '../attribute.ts';
import { byIds, byReferences } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, idsOnly, resource } from '../resource.ts';
import { Role } from './role.ts';
import { Story } from './story.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const ProjectAccountingRecordStatus = enumeration(
  'ProjectAccountingRecordStatus',
  'State of an accounting record. As a filter the API documents only DRAFT, PENDING_APPROVAL, APPROVED and ' +
    'CANCELLED; records without a status match no filter.',
  {
    Unsubmitted: 'Never submitted.',
    Draft: 'Draft.',
    'Pending Approval': 'Waiting for approval.',
    Approved: 'Approved.',
    Cancelled: 'Withdrawn.',
    Reopened: 'Approved, then reopened.',
    Adjusted: 'Changed after approval.',
  },
);

const ProjectAccountingRecordType = enumeration('ProjectAccountingRecordType', 'What an accounting record is about.', {
  Baseline: 'The original plan.',
  'Earned Value': 'Value of the work done so far.',
  'Earned Value Forecasting': 'Value of the remaining work.',
  Forecasting: 'Forecast for future periods.',
  Recognition: 'Recognised revenue.',
});

const ProjectAccountingLaborType = enumeration(
  'ProjectAccountingLaborType',
  'Whether an accounting record is about labor cost.',
  { Labor: 'Labor cost.', 'Non-Labor': 'Any other cost.' },
);

/** Documented as dates, and yet spans: `a;b`, `a;` and `;b`. */
const OPEN = { separator: ';', openEnds: true } as const;

export const ProjectAccountingRecord = resource('ProjectAccountingRecord', {
  collection: 'project_accounting_records',
  area: 'Money',
  called: 'accounting records of projects: baselines, forecasts, earned value, recognised revenue',
  description: 'Figures of a project for one period: its baseline, forecast, earned value or recognised revenue.',
  attributes: {
    type: oneOf(ProjectAccountingRecordType, 'What the record is about.'),
    status: oneOf(ProjectAccountingRecordStatus, 'State of the record. Null when it has none.'),
    accountId: id('Kantata id of the account that the record belongs to.'),
    description: text('Short text about the record.'),
    notes: text('Free remarks on the record.'),
    startDate: date('First day of the period.'),
    endDate: date('Last day of the period.'),
    contractDate: date('Start, end or other agreed day of a contract.'),
    currency: text('ISO code of the currency of all amounts, which are in whole units of it.'),
    amount: decimal('Amount calculated for the period, depending on the type of the record.'),
    amountToDate: decimal('Total of all periods so far.'),
    calculatedRevenueAmount: decimal('Revenue calculated for the period.'),
    budget: decimal('Budget of the project or the task.'),
    cost: decimal('Cost within the period.'),
    costToDate: decimal('Cost so far.'),
    costEac: decimal('Estimated cost at completion.'),
    fees: decimal('Fees of the period.'),
    forecast: decimal('Forecast for the period.'),
    remainingForecast: decimal(
      'Remaining forecast in an open period. Needs Revenue Management on the account, null otherwise.',
    ),
    forecastLocked: boolean('Whether the forecast is frozen because the previous period is closed.'),
    hours: decimal('Hours within the period.'),
    hoursEac: decimal('Estimated hours at completion.'),
    hoursEtc: decimal('Estimated hours remaining until completion.'),
    totalEstimatedHours: decimal('Originally estimated hours. Never change.'),
    totalHoursToDate: decimal('Hours logged so far.'),
    percentComplete: decimal('Share completed, as a fraction: 0.75 is three quarters.'),
    laborType: oneOf(ProjectAccountingLaborType, 'Whether the cost is labor cost.'),
    serviceType: text('Kind of service, as the company calls it.'),
    revenueMethod: text('Name of the method by which revenue is recognised.'),
    hasRevenueOverride: boolean('Whether the revenue was set by hand.'),
    revenueOverrideNotes: text('Why it was set by hand. Needs Revenue Management on the account, null otherwise.'),
    systemGenerated: boolean('Whether Kantata created the record automatically.'),
    createdAt: date('Day on which the record was created. A date, unlike `createdAt` of other types.'),
  },
  endpoint: {
    single: true,
    // Nothing reveals both what is deleted and what is not: `show_deleted` selects deleted records alone.
    defaults: { show_deleted: 'false' },
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('ProjectAccountingRecord', 'records'),
      workspaceIds: filter.ids('Only records of these projects.', 'Workspace'),
      userId: filter.id('Only records of this person.', 'User'),
      type: filter.oneOf(ProjectAccountingRecordType, 'Only records about this.'),
      status: filter.anyOf(
        ProjectAccountingRecordStatus,
        'Only records in these states; a record without a state never matches. UNSUBMITTED, REOPENED and ADJUSTED are not documented for this filter.',
      ),
      // Named as a point in time, and yet a lower bound.
      createdAt: filter.date('Only records made on this day or later.'),
      showDeleted: filter.flag(
        'True for deleted records only. False is the same as leaving it out: records that are not deleted.',
      ),
      startDate: dateRange('Only records whose period begins within this span.', OPEN),
      endDate: dateRange('Only records whose period ends within this span.', OPEN),
      ...byReferences('records'),
    },
  },
});

ProjectAccountingRecord.associations(() => ({
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.'),
  story: belongsTo(Story, 'The task that the record is about; null when it is about none.'),
  user: belongsTo(User, 'The person whom the record is about, or who made it; null when there is none.'),
  role: belongsTo(Role, 'The role that the record is about; null when it is about none.'),
  // The API asks for links of 33 kinds of record, and of this one not: a link of it cannot be asked for by id.
  externalReferences: idsOnly('References to the same record in other systems.'),
}));
