import { boolean, date, dateTime, decimal, enumeration, minutes, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const WorkspaceAllocationType = enumeration('WorkspaceAllocationType', 'Whether an allocation is firm or tentative.', {
  hard: 'Firm.',
  soft: 'Tentative.',
});

export const WorkspaceAllocation = resource('WorkspaceAllocation', {
  collection: 'workspace_allocations',
  area: 'Time',
  called: 'hours set aside for projects',
  description: 'Time of a resource reserved for a workspace (project) over a range of days.',
  attributes: {
    startDate: date('First day of the range.'),
    endDate: date('Last day of the range.'),
    minutes: minutes('Reserved time over the whole range, in minutes.'),
    percentage: decimal("Reserved share of the user's working time in the range, in percent."),
    hard: boolean('True for firm (hard) allocations, false for tentative (soft) ones.'),
    notes: text('Remarks of users on the allocation.'),
    createdAt: dateTime('When the allocation was created.'),
    updatedAt: dateTime('When the allocation last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('WorkspaceAllocation', 'allocations'),
      // That these three are lists cut at commas follows from their names; the API gives no example.
      workspaceResourceIds: filter.ids('Only allocations of these resources.', 'WorkspaceResource'),
      workspaceIds: filter.ids('Only allocations in these projects.', 'Workspace'),
      userIds: filter.ids('Only allocations of resources that stand for these users.', 'User'),
      overlapsWithDateRange: dateRange('Only allocations with at least one day within these days.'),
      type: filter.oneOf(WorkspaceAllocationType, 'Only firm or only tentative allocations.'),
      namedResourcesOnly: filter.flag(
        'With true, only allocations of resources that stand for a user. False has no effect.',
      ),
      unnamedResourcesOnly: filter.flag(
        'With true, only allocations of placeholders, resources without a user. False has no effect.',
      ),
      ...byReferences('allocations'),
      ...byTimes('allocations'),
    },
  },
});

WorkspaceAllocation.associations(() => ({
  workspaceResource: belongsTo(WorkspaceResource, 'The resource whose time is reserved, a person or a placeholder.'),
  // The row has the id of the resource. The workspace is the resource's, and is sent only when included.
  workspace: hasOne(Workspace, 'The workspace (project) that the time is reserved for.'),
  creator: belongsTo(User, 'Who made the allocation; null when they are hidden from the caller.'),
  updater: belongsTo(User, 'Who changed the allocation last; null when they are hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
