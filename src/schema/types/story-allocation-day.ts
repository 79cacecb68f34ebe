import { boolean, date, dateTime, minutes } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
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
      ids: filter.wire(
        'only',
        filter.ids('Only these days. An empty list answers an empty page and calls nothing.', 'StoryAllocationDay'),
      ),
      workspaceId: filter.id('Only days in this project; the API takes one at a time.', 'Workspace'),
      storyId: filter.id('Only days on this task; the API takes one at a time.', 'Story'),
      assignmentId: filter.id('Only days of this assignment; the API takes one at a time.', 'Assignment'),
      assigneeId: filter.id('Only days of this user; the API takes one at a time.', 'User'),
      // Days of inactive assignments have a parameter of their own, so `false` is not sent for this one.
      current: filter.flag(
        'True keeps days of active assignments; without it, and with false, days of inactive ones come as well.',
      ),
      inUnarchivedStories: filter.boolean(
        'True leaves out days on archived tasks, false brings them as well. The API assumes true.',
      ),
      inUnarchivedWorkspaces: filter.boolean(
        'True leaves out days in archived projects, false brings them as well. The API assumes true.',
      ),
      includeUnnamed: filter.boolean(
        'True brings days of placeholder resources (those without a user) as well. The API assumes false.',
      ),
      onlyMyAccount: filter.boolean(
        "For administrators: true keeps days of the caller's own account, and is faster. The API assumes false.",
      ),
      createdAfter: filter.dateTime('Only days scheduled after this time.'),
      createdBefore: filter.dateTime('Only days scheduled before this time.'),
      updatedAfter: filter.dateTime('Only days changed after this time.'),
      updatedBefore: filter.dateTime('Only days last changed before this time.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only days linked to one of these ids in another system; at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

StoryAllocationDay.associations(() => ({
  assignment: belongsTo(Assignment, 'The assignment that the time is scheduled for: who does the task.'),
  story: belongsTo(Story, 'The task to be worked on. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project of the task. Null when hidden from the caller.'),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
