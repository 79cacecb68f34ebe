import { cents, dateTime, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { idScope } from '../scope.ts';
import { EstimateScenario } from './estimate-scenario.ts';
import { EstimateScenarioResourceAllocation } from './estimate-scenario-resource-allocation.ts';
import { ExternalReference } from './external-reference.ts';
import { Organization } from './organization.ts';
import { OrganizationMembership } from './organization-membership.ts';
import { Role } from './role.ts';
import { User } from './user.ts';

export const EstimateScenarioResource = resource('EstimateScenarioResource', {
  collection: 'estimate_scenario_resources',
  area: 'Money',
  description: 'A person or a role that one scenario of an estimate plans with.',
  attributes: {
    label: text('Label of the resource.'),
    displayLabel: text('Label of the resource as the application shows it.'),
    roleName: text('Name of the role. Null for a resource without one.'),
    billRate: cents(
      'Bill rate, in the smallest unit of the currency: the average of the role in the geography. ' +
        'It no longer changes once the estimate is locked.',
    ),
    costRate: cents(
      'Cost rate, in the smallest unit of the currency: the average of the role in the geography. ' +
        'It no longer changes once the estimate is locked.',
    ),
    createdAt: dateTime('When the resource was added.'),
    updatedAt: dateTime('When the resource was last changed.'),
  },
  endpoint: {
    single: true,
    scope: idScope('estimate_scenario_id'),
    orders: [
      'alphabetically:asc',
      'alphabetically:desc',
      'created_at:asc',
      'created_at:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('EstimateScenarioResource', 'resources'),
      estimateScenarioId: filter.required(
        filter.id(
          'Only resources of this scenario. The API lists one scenario at a time, even for known ids.',
          'EstimateScenario',
        ),
      ),
      ...byReferences('resources'),
      ...byTimes('resources'),
    },
  },
});

EstimateScenarioResource.associations(() => ({
  estimateScenario: belongsTo(EstimateScenario, 'The scenario that plans with the resource.', { includable: false }),
  user: belongsTo(User, 'The user. Null while the resource is only a role.'),
  role: belongsTo(Role, 'The role that the resource fills. Null when it has none.'),
  // Geographies and departments share one collection, `organizations`.
  geography: hasOne(Organization, 'The geography of the resource. Null when it has none.'),
  organizationMembership: hasOne(
    OrganizationMembership,
    'Geography and department of the resource. Null when it has none.',
  ),
  allocation: hasOne(
    EstimateScenarioResourceAllocation,
    'Planned allocation of the resource. Null when there is none.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
