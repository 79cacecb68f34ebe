import { boolean, dateTime, largeInteger, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { Story } from './story.ts';
import { User } from './user.ts';

export const StoryTask = resource('StoryTask', {
  collection: 'story_tasks',
  area: 'Projects',
  called: 'checklist items of tasks',
  description: 'One entry in the checklist of a story (task).',
  attributes: {
    name: text('What there is to do.'),
    completed: boolean('Whether the entry is ticked off.'),
    completedAt: dateTime('When the entry was ticked off; null while it is open.'),
    position: largeInteger('Position in the checklist, ascending.'),
    createdAt: dateTime('When the entry was created.'),
    updatedAt: dateTime('When the entry last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { show_archived: 'true', show_deleted: 'true', show_from_archived_workspaces: 'true' },
    defaults: { show_archived: 'false', show_deleted: 'false', show_from_archived_workspaces: 'false' },
    orders: ['position:asc', 'position:desc'],
    defaultOrder: 'position:asc',
    filters: {
      ...byIds('StoryTask', 'checklist items'),
      storyId: filter.id('Only the checklist of this one task.', 'Story'),
      showArchived: filter.boolean('True also includes items of archived tasks. Default of the API: false.'),
      showDeleted: filter.boolean('True also includes items of deleted tasks. Default of the API: false.'),
      showFromArchivedWorkspaces: filter.boolean(
        'True also includes items in archived projects. Default of the API: false.',
      ),
      ...byTimes('checklist items'),
    },
  },
});

StoryTask.associations(() => ({
  story: belongsTo(Story, 'The story (task) of the checklist; null when it is hidden from the caller.'),
  completedBy: belongsTo(User, 'Who ticked the entry off; null while it is open.'),
}));
