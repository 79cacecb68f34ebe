import { boolean, dateTime, text } from '../attribute.ts';
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { EstimateScenario } from './estimate-scenario.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceGroup } from './workspace-group.ts';

export const Estimate = resource('Estimate', {
  collection: 'estimates',
  area: 'Money',
  description:
    'A prospective project, calculated in one or more scenarios before it is sold. Once sold, it becomes a workspace (project).',
  attributes: {
    name: text('Name of the estimate.'),
    description: text('What the estimate is about.'),
    currency: text('ISO code of the currency in which all its scenarios are calculated.'),
    isLocked: boolean('Whether a workspace was made from the estimate. It can then no longer be edited.'),
    createdAt: dateTime('When the estimate was created.'),
    updatedAt: dateTime('When the estimate last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['created_at:asc', 'created_at:desc', 'name:asc', 'name:desc'],
    // As documented, without a direction: the API takes that as ascending.
    defaultOrder: 'name',
    filters: {
      ...byIds('Estimate', 'estimates'),
      matching: filter.text('Full-text search; the API does not document which attributes it searches.'),
      creator: filter.ids('Only estimates created by one of these users: a list, despite its name.', 'User'),
      withWorkspaceGroupIds: filter.ids('Only estimates for one of these groups (clients).', 'WorkspaceGroup'),
      ...byCustomFields('estimates'),
      ...byReferences('estimates'),
      ...byTimes('estimates'),
    },
  },
});

Estimate.associations(() => ({
  workspaceGroup: belongsTo(WorkspaceGroup, 'The client that the estimate is for; null when there is none.'),
  workspace: belongsTo(Workspace, 'The workspace (project) made from the estimate. Null before it is sold.'),
  creator: belongsTo(User, 'Who created the estimate; null when they are hidden from the caller.'),
  estimateScenarios: hasMany(EstimateScenario, 'The scenarios in which the estimate is calculated.'),
  customFieldValues: hasMany(
    CustomFieldValue,
    'Values of custom fields on the estimate; those that the caller may see.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
