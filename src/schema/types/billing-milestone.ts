import { cents, date, dateTime, enumeration, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, undocumentedTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { Invoice } from './invoice.ts';
import { Story } from './story.ts';
import { Workspace } from './workspace.ts';

const BillingMilestoneBillingType = enumeration(
  'BillingMilestoneBillingType',
  'What makes a billing milestone due for invoicing.',
  {
    fixed_date: 'Billed on a day agreed in advance.',
    upon_completion: 'Billed once its task is completed.',
  },
);

export const BillingMilestone = resource('BillingMilestone', {
  collection: 'billing_milestones',
  area: 'Money',
  description: 'An amount that a project bills at an agreed point: on a date, or when a task is done.',
  attributes: {
    title: text('Name of the milestone.'),
    billingType: oneOf(BillingMilestoneBillingType, 'What makes the milestone due for invoicing.'),
    dateToInvoice: date('Day from which it may be invoiced.'),
    amountInCents: cents('Amount to bill, in the smallest unit of the currency. May be negative.'),
    currency: text('ISO code of the currency of the amount.'),
    createdAt: dateTime('When the milestone was added.'),
    updatedAt: dateTime('When the milestone was last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('BillingMilestone', 'milestones'),
      workspaceIds: filter.ids('Only milestones of these projects.', 'Workspace'),
      storyIds: filter.ids('Only milestones tied to these tasks.', 'Story'),
      dateBetween: dateRange('Only milestones whose invoice date lies within these days, both ends included.'),
      ...undocumentedTimes('milestones'),
      ...byReferences('milestones'),
    },
  },
});

BillingMilestone.associations(() => ({
  workspace: belongsTo(Workspace, 'The project that bills the milestone.'),
  story: belongsTo(
    Story,
    'The task that it is tied to. Always set when billed upon completion; otherwise may be null.',
  ),
  invoice: belongsTo(Invoice, 'The invoice that it is on. Null until invoiced.', {
    includable: false,
  }),
  invoices: hasMany(Invoice, 'The invoices that it is on. Empty until invoiced.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
