import { dateTime, decimal, integer } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { EstimateScenarioResource } from './estimate-scenario-resource.ts';

export const EstimateScenarioResourceAllocation = resource('EstimateScenarioResourceAllocation', {
  collection: 'estimate_scenario_resource_allocations',
  description:
    'A period of planned work of one resource in an estimate scenario, counted in business days from the start of the scenario.',
  attributes: {
    relativeStartDay: integer('First day of the work, in business days after the start of the scenario.'),
    durationDays: integer('Length of the work, in business days.'),
    percentAllocated: decimal('Share of the available hours that the work takes, in percent.'),
    createdAt: dateTime('When the allocation was created.'),
    updatedAt: dateTime('When the allocation last changed.'),
  },
});

EstimateScenarioResourceAllocation.associations(() => ({
  resource: belongsTo(EstimateScenarioResource, 'The scenario resource who is allocated.'),
}));
