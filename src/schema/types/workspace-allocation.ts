import { boolean, date, dateTime, decimal, enumeration, minutes, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const WorkspaceAllocationType = enumeration('WorkspaceAllocationType', 'How firm an allocation is.', {
  hard: 'The time is firmly booked.',
  soft: 'The time is pencilled in.',
});

export const WorkspaceAllocation = resource('WorkspaceAllocation', {
  collection: 'workspace_allocations',
  area: 'Time',
  called: 'hours set aside for projects',
  description: 'Time of a resource that is set aside for a workspace (project) over a range of days.',
  attributes: {
    startDate: date('First day of the range.'),
    endDate: date('Last day of the range.'),
    minutes: minutes('Time set aside over the whole range, in minutes.'),
    percentage: decimal('The same time as a share of what the user can work in the range, in percent.'),
    hard: boolean('True for time that is firmly booked (hard), false for time that is pencilled in (soft).'),
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
      type: filter.oneOf(WorkspaceAllocationType, 'Only allocations that are this firm.'),
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
  workspaceResource: belongsTo(WorkspaceResource, 'The resource whose time is set aside, a person or a placeholder.'),
  // The row names the resource; its workspace is that of the resource, and is told only when it is included.
  workspace: hasOne(Workspace, 'The workspace (project) that the time is set aside for.'),
  creator: belongsTo(User, 'Who made the allocation; null when they are hidden from the caller.'),
  updater: belongsTo(User, 'Who changed the allocation last; null when they are hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
