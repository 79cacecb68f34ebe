import { boolean, dateTime, largeInteger, text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Story } from './story.ts';
import { User } from './user.ts';

export const StoryTask = resource('StoryTask', {
  collection: 'story_tasks',
  description: 'One entry in the checklist of a story (task).',
  attributes: {
    name: text('What there is to do.'),
    completed: boolean('Whether the entry is ticked off.'),
    completedAt: dateTime('When the entry was ticked off; null while it is open.'),
    position: largeInteger('Place in the checklist; a smaller number comes first.'),
    createdAt: dateTime('When the entry was created.'),
    updatedAt: dateTime('When the entry last changed.'),
  },
});

StoryTask.associations(() => ({
  story: belongsTo(Story, 'The story whose checklist it is; null when it is hidden from the caller.'),
  completedBy: belongsTo(User, 'Who ticked the entry off; null while it is open.'),
}));
