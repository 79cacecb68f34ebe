import { dateTime, text } from '../attribute.ts';
import { belongsTo, resource } from '../resource.ts';
import { Story } from './story.ts';
import { User } from './user.ts';

export const StoryStateChange = resource('StoryStateChange', {
  collection: 'story_state_changes',
  description: 'One step in the history of a story (task): when it went into another state, and by whom.',
  attributes: {
    state: text('The state that the story went into. Which states there are depends on the type of the story.'),
    formattedState: text('The same state as text for display.'),
    createdAt: dateTime('When the state changed.'),
    updatedAt: dateTime('When this record last changed.'),
  },
});

StoryStateChange.associations(() => ({
  story: belongsTo(Story, 'The story that changed; null when it is hidden from the caller.'),
  user: belongsTo(User, 'Who changed the state; null when they are hidden from the caller.'),
}));
