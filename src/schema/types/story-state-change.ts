import { dateTime, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { idScope } from '../scope.ts';
import { Story } from './story.ts';
import { User } from './user.ts';

export const StoryStateChange = resource('StoryStateChange', {
  collection: 'story_state_changes',
  area: 'Projects',
  called: 'status changes of a task',
  description: 'One step in the history of a story (task): a change of its state, with time and user.',
  attributes: {
    state: text('The new state. The possible states depend on the type of the story.'),
    formattedState: text('The same state as text for display.'),
    createdAt: dateTime('When the state changed.'),
    updatedAt: dateTime('When this record last changed.'),
  },
  endpoint: {
    single: true,
    // The documents call it mandatory for the list, yet do not declare it. It is sent beside `only` too, as with
    // the declared ones, so that a batch of ids cannot span two tasks.
    scope: idScope('story_id'),
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:asc',
    filters: {
      storyId: filter.required(
        filter.id(
          'The task whose history to list: exactly one. For several tasks, select `storyStateChanges` of each.',
          'Story',
        ),
      ),
      ...byIds('StoryStateChange', 'changes, of that task'),
      ...byTimes('changes'),
    },
  },
});

StoryStateChange.associations(() => ({
  story: belongsTo(Story, 'The story that changed; null when it is hidden from the caller.'),
  user: belongsTo(User, 'Who changed the state; null when they are hidden from the caller.'),
}));
