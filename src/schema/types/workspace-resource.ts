import { cents, dateTime, optional, text } from '../attribute.ts';
import { byCustomFields, byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { ExternalReference } from './external-reference.ts';
import { OrganizationMembership } from './organization-membership.ts';
import { Participation } from './participation.ts';
import { Role } from './role.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const WorkspaceResource = resource('WorkspaceResource', {
  collection: 'workspace_resources',
  area: 'People',
  called: 'seats of projects',
  // Custom field values call it so.
  aliases: ['Resource'],
  description:
    'A seat in a workspace (project) for which work and time are planned: a user, or a placeholder ("unnamed") for a role.',
  attributes: {
    displayLabel: text('Label of the resource shown to users.'),
    label: text('Label stored on the resource.'),
    fullName: text('Full name of the user; empty for a placeholder.'),
    roleName: text('Name of the role; empty when the resource has none.'),
    roleInitials: text('Three letters that stand for the role; empty when the resource has none.'),
    photoPath: text('Address of the photo of the user; empty for a placeholder.'),
    workspaceTitle: text('Title of the workspace that the resource is in.'),
    resourceBillRate: optional(
      cents(
        'Hourly bill rate of the resource, in the smallest unit of the currency; a rate set in the workspace takes precedence. Needs financial access on the provider side of the workspace, null otherwise. Slow ' +
          'to compute.',
      ),
    ),
    resourceCostRate: optional(
      cents(
        'Hourly cost rate of the resource, in the smallest unit of the currency; a rate set in the workspace takes precedence. Needs financial access on the provider side of the workspace, null otherwise. Slow to ' +
          'compute.',
      ),
    ),
    createdAt: dateTime('When the resource was created.'),
    updatedAt: dateTime('When the resource last changed.'),
  },
  endpoint: {
    single: true,
    // A parameter of the controller: `apply_default_filters=false` does not reveal placeholders.
    reveal: { include_unnamed: 'true' },
    orders: [
      'alphabetical',
      'alphabetically:asc',
      'alphabetically:desc',
      'created_at:asc',
      'created_at:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    // No list of workspaces, users or roles exists: the endpoint takes one of each.
    filters: {
      ...byIds('WorkspaceResource', 'resources'),
      workspaceId: filter.id('Only resources of this workspace (project).', 'Workspace'),
      userId: filter.id('Only resources that stand for this user.', 'User'),
      roleId: filter.id('Only resources with this role.', 'Role'),
      matching: filter.text(
        'Only resources whose user or role matches this text. The API does not say how it compares.',
      ),
      includeUnnamed: filter.boolean(
        'Whether to add placeholders, resources without a user. Without it they appear to be left out.',
      ),
      onlyUnnamed: filter.flag('With true, only placeholders. False has no effect.'),
      providers: filter.flag(
        'With true, only resources whose user is on the side of the provider. False has no effect.',
      ),
      providersWithUnnamed: filter.flag(
        'With true, only resources whose user is on the side of the provider, and placeholders. False is the same ' +
          'as leaving it out.',
      ),
      withOrganizations: filter.boolean(
        'With true, only resources that belong to an organization; with false, only those that do not.',
      ),
      potentialWorkspaceResourcesForStory: filter.id(
        'Only resources with a user who could be assigned to this story (task).',
        'Story',
      ),
      potentialWorkspaceResourceForStoryWithUnnamedResources: filter.id(
        'Only resources, placeholders among them, that could be assigned to this story (task).',
        'Story',
      ),
      potentialWorkspaceResourcesForReassignment: filter.id(
        'Only resources that could take this assignment over.',
        'Assignment',
      ),
      ...byCustomFields('resources'),
      ...byReferences('resources'),
      ...byTimes('resources'),
    },
  },
});

WorkspaceResource.associations(() => ({
  workspace: belongsTo(
    Workspace,
    'The workspace (project) that the resource is in; null when it is hidden from the caller.',
  ),
  user: belongsTo(User, 'The user whom the resource stands for; null for a placeholder.'),
  role: belongsTo(Role, 'The role that the resource fills; null when it has none.'),
  participation: hasOne(Participation, "The user's participation in the workspace; null for a placeholder."),
  organizationMembership: hasOne(
    OrganizationMembership,
    'The department and geography of the resource; null when it belongs to none.',
  ),
  customFieldValues: hasMany(
    CustomFieldValue,
    'Values of custom fields on the resource; those that the caller may see.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
