/** Apart from the type that carries them, because its filters, in a file of their own, take them too. */
import { enumeration } from '../attribute.ts';

// The contract calls the attribute a number, but documents these words, and they were recorded.
export const StoryPriority = enumeration('StoryPriority', 'Priority of a task.', {
  critical: 'Critical.',
  high: 'High.',
  normal: 'Normal.',
  low: 'Low.',
});

export const StoryStoryType = enumeration('StoryStoryType', 'Type of work item.', {
  task: 'Work to do.',
  deliverable: 'A deliverable: something to hand over.',
  milestone: 'A point in the plan to reach.',
  issue: 'A problem to solve.',
});

export const StoryArchived = enumeration('StoryArchived', 'How a list treats archived tasks.', {
  include: 'Include them.',
  only: 'List only them.',
  exclude: 'Exclude them.',
});
