import { cents, date, dateTime, integer, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { Estimate } from './estimate.ts';
import { EstimateScenarioResource } from './estimate-scenario-resource.ts';
import { ExternalReference } from './external-reference.ts';
import { RateCard } from './rate-card.ts';

export const EstimateScenario = resource('EstimateScenario', {
  collection: 'estimate_scenarios',
  area: 'Money',
  description: 'One plan for an estimated project: its resources, rates, start and budget.',
  attributes: {
    name: text('Name of the scenario, unique within its estimate.'),
    // Documented as a point in time, yet written as a plain date: either reads as its calendar date.
    startDate: date('Day on which the project is expected to start; null when none was set.'),
    budgetInCents: cents("Maximum cost of the project, in the smallest unit of the estimate's currency."),
    targetMarginPercent: integer('Target margin, in percent.'),
    createdAt: dateTime('When the scenario was created.'),
    updatedAt: dateTime('When the scenario last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['name:asc', 'name:desc'],
    // As documented, without a direction: the API takes that as ascending.
    defaultOrder: 'name',
    filters: {
      ...byIds('EstimateScenario', 'scenarios'),
      ...byReferences('scenarios'),
      ...byTimes('scenarios'),
    },
  },
});

EstimateScenario.associations(() => ({
  // The API can neither include the estimate nor filter by it; the row carries its id.
  estimate: belongsTo(Estimate, 'The estimate that the scenario belongs to.', { includable: false }),
  rateCard: belongsTo(RateCard, 'The rate card that gives the resources their rates.'),
  estimateScenarioResources: hasMany(EstimateScenarioResource, 'The resources that the scenario plans with.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
