/** Apart from the type that carries them, because its filters, in a file of their own, take them too. */
import { enumeration } from '../attribute.ts';

// The contract calls the attribute a number, but documents these words, and they were recorded.
export const StoryPriority = enumeration('StoryPriority', 'How urgent a task is.', {
  critical: 'Before everything else.',
  high: 'More urgent than most.',
  normal: 'Neither urgent nor to be put off.',
  low: 'Can wait.',
});

export const StoryStoryType = enumeration('StoryStoryType', 'What kind of work item a task is.', {
  task: 'Work to be done.',
  deliverable: 'Something to be handed over.',
  milestone: 'A point to be reached.',
  issue: 'A problem to be settled.',
});

export const StoryArchived = enumeration('StoryArchived', 'What becomes of archived tasks in a list.', {
  include: 'They come beside the others.',
  only: 'They alone come.',
  exclude: 'They are left out.',
});
