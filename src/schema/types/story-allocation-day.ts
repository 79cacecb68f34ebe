import { boolean, date, dateTime, minutes } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { compactTimeRange, dateRange } from '../range-filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { total } from '../summary.ts';
import { Assignment } from './assignment.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { Workspace } from './workspace.ts';

export const StoryAllocationDay = resource('StoryAllocationDay', {
  collection: 'story_allocation_days',
  area: 'Time',
  called: 'scheduled hours, by task and day',
  description: 'The time that one resource is scheduled to spend on one task on one day.',
  attributes: {
    date: date('The day the work is planned for.'),
    minutes: minutes('Time planned on that day, in minutes.'),
    current: boolean('Whether the assignment it belongs to is active.'),
    createdAt: dateTime('When the day was scheduled.'),
    updatedAt: dateTime('When the schedule of the day last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { in_unarchived_stories: 'false', in_unarchived_workspaces: 'false', include_unnamed: 'true' },
    defaults: {
      in_unarchived_stories: 'true',
      in_unarchived_workspaces: 'true',
      include_unnamed: 'false',
      only_my_account: 'false',
    },
    orders: [
      'created_at:asc',
      'created_at:desc',
      'date:asc',
      'date:desc',
      'id:asc',
      'id:desc',
      'updated_at:asc',
      'updated_at:desc',
    ],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('StoryAllocationDay', 'days'),
      workspaceId: filter.id('Only days in this project; the API accepts one at a time.', 'Workspace'),
      storyId: filter.id('Only days on this task; the API accepts one at a time.', 'Story'),
      assignmentId: filter.id('Only days of this assignment; the API accepts one at a time.', 'Assignment'),
      assigneeId: filter.nested(filter.id('Only days of this user; the API accepts one at a time.', 'User')),
      dateBetween: dateRange('Only scheduled hours of these days, both ends included.', { openEnds: true }),
      updatedAtBetween: compactTimeRange(
        'Only days changed within this time, in whole seconds. The API does not document a time zone; times are sent in UTC.',
      ),
      // Days of inactive assignments have a parameter of their own, so `false` is not sent for this one.
      current: filter.flag(
        'True lists only days of active assignments. Without it, or with false, days of inactive ones are included.',
      ),
      uncurrent: filter.flag('True lists only days of ended assignments. False has no effect.'),
      inUnarchivedStories: filter.boolean(
        'True excludes days on archived tasks, false includes them. Default of the API: true.',
      ),
      inUnarchivedWorkspaces: filter.boolean(
        'True excludes days in archived projects, false includes them. Default of the API: true.',
      ),
      includeUnnamed: filter.boolean(
        'True includes days of placeholder resources (those without a user). Default of the API: false.',
      ),
      onlyMyAccount: filter.boolean(
        "For administrators: true keeps days of the caller's own account, and is faster. Default of the API: false.",
      ),
      ...byReferences('days'),
      ...byTimes('days'),
    },
  },
  summary: {
    groups: ['assignment', 'story', 'workspace', 'current'],
    date: 'date',
    sums: { minutes: total('minutes', 'Time planned, in minutes.') },
  },
});

StoryAllocationDay.associations(() => ({
  assignment: belongsTo(Assignment, 'The assignment that the time is scheduled for: who does the task.'),
  story: belongsTo(Story, 'The task. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project of the task. Null when hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
