import { boolean, dateTime, minutes } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { StoryAllocationDay } from './story-allocation-day.ts';
import { User } from './user.ts';
import { WorkspaceResource } from './workspace-resource.ts';

export const Assignment = resource('Assignment', {
  collection: 'assignments',
  area: 'Projects',
  called: 'who does which task',
  description:
    'The assignment of a resource (a person or a placeholder) to a story (task). Administrators see assignments of the whole account; others see those of their own workspaces.',
  attributes: {
    current: boolean('Whether the assignment is active.'),
    estimatedMinutes: minutes('Work expected of this resource on the story, in minutes.'),
    allocatedMinutes: minutes('Sum of the hours scheduled day by day for the assignment, in minutes.'),
    createdAt: dateTime('When the assignment was created.'),
    updatedAt: dateTime('When the assignment last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { in_unarchived_stories: 'false', in_unarchived_workspaces: 'false', include_unnamed: 'true' },
    defaults: { in_unarchived_stories: 'true', in_unarchived_workspaces: 'true', include_unnamed: 'false' },
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('Assignment', 'assignments'),
      assigneeId: filter.nested(filter.id('Only assignments of this user; the API accepts one at a time.', 'User')),
      resourceId: filter.nested(
        filter.id('Only assignments of this seat; the API accepts one at a time.', 'WorkspaceResource'),
      ),
      storyId: filter.id('Only assignments to this task; the API accepts one at a time.', 'Story'),
      workspaceId: filter.id('Only assignments in this project; the API accepts one at a time.', 'Workspace'),
      current: filter.flag(
        'With true, only assignments that are still in force; without it, ended ones are included. False has no effect; the opposite is `uncurrent`.',
      ),
      uncurrent: filter.flag('With true, only assignments that have ended. False has no effect.'),
      // One sentence of the documentation says the opposite of this parameter's name and default; the name is followed.
      inUnarchivedStories: filter.boolean(
        'Whether to list only tasks that are not archived. Default of the API: true.',
      ),
      inUnarchivedWorkspaces: filter.boolean(
        'Whether to list only projects that are not archived. Default of the API: true.',
      ),
      includeUnnamed: filter.boolean(
        'Whether to include assignments of placeholders (seats without a user). Default of the API: false.',
      ),
      plannable: filter.flag(
        'With true, only assignments whose daily hours the caller may see and schedule. False has no effect.',
      ),
      ...byReferences('assignments'),
      ...byTimes('assignments'),
    },
  },
});

Assignment.associations(() => ({
  story: belongsTo(Story, 'The story (task) that is assigned; null when it is hidden from the caller.'),
  // No include of the API reaches the resource: it is loaded by the id in the row.
  resource: belongsTo(WorkspaceResource, 'The resource that holds the assignment, a person or a placeholder.', {
    includable: false,
  }),
  assignee: hasOne(User, 'The user who does the work; null when a placeholder holds the assignment.'),
  storyAllocationDays: hasMany(
    StoryAllocationDay,
    'Hours scheduled day by day. Comes only for assignments that the caller may plan.',
    // Without the parameter the include is ignored.
    { requires: { plannable: 'true' } },
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
