import { dateTime, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

export const Role = resource('Role', {
  collection: 'roles',
  area: 'People',
  description: "A role in the projects of the caller's account, such as Designer or Consultant.",
  attributes: {
    name: text('Name of the role.'),
    deletedAt: dateTime('When the role was deleted; null while it is in use. Old records may still reference it.'),
    createdAt: dateTime('When the role was created.'),
    updatedAt: dateTime('When the role last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { only_active: 'false' },
    defaults: { only_active: 'true' },
    orders: ['alphabetical:asc', 'alphabetical:desc'],
    defaultOrder: 'alphabetical:asc',
    filters: {
      ...byIds('Role', 'roles'),
      matching: filter.text('Only roles whose name is similar to this text.'),
      onlyActive: filter.boolean('True excludes deleted roles, false includes them. Default of the API: true.'),
      forWorkspace: filter.id('Only roles in use in this project.', 'Workspace'),
      forRateCard: filter.id('Only roles that this rate card has a rate for.', 'RateCard'),
      forWorkspaceRateCard: filter.id(
        'Only roles on the rate card of this project. The API does not document the id; by its name, that of a project.',
        'Workspace',
      ),
      forScenarioRateCard: filter.id(
        'Only roles on the rate card of this estimate scenario. The API does not document the id; by its name, that of a scenario.',
        'EstimateScenario',
      ),
      notOnRateCardSetVersion: filter.id(
        'Only roles without a rate on this version of a rate card set.',
        'RateCardSetVersion',
      ),
      ...byReferences('roles'),
      ...byTimes('roles'),
    },
  },
});

Role.associations(() => ({
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
