import { dateTime, enumeration, integer, oneOf } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { Story } from './story.ts';

const StoryDependencyType = enumeration(
  'StoryDependencyType',
  'How the dates of two stories are linked: the start or finish of the source with the start or finish of the target.',
  {
    '0': ['START_TO_START', 'The target may start once the source has started.'],
    '1': ['START_TO_FINISH', 'The target may finish once the source has started.'],
    '2': ['FINISH_TO_START', 'The target may start once the source has finished: the usual kind.'],
    '3': ['FINISH_TO_FINISH', 'The target may finish once the source has finished.'],
  },
);

export const StoryDependency = resource('StoryDependency', {
  collection: 'story_dependencies',
  area: 'Projects',
  called: 'dependencies between tasks',
  description: 'A dependency of the dates of one story (task) on those of another.',
  attributes: {
    dependencyType: oneOf(StoryDependencyType, 'How the dates of the two stories are linked.'),
    lag: integer('Days to leave between the end of the source and the start of the target.'),
    createdAt: dateTime('When the dependency was created.'),
    updatedAt: dateTime('When the dependency last changed.'),
  },
  endpoint: {
    single: true,
    reveal: { show_archived: 'true', show_deleted: 'true', show_from_archived_workspaces: 'true' },
    defaults: { show_archived: 'false', show_deleted: 'false', show_from_archived_workspaces: 'false' },
    orders: ['updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('StoryDependency', 'dependencies'),
      workspaceId: filter.id('Only dependencies within this project.', 'Workspace'),
      sourceId: filter.id('Only dependencies in which this task comes first.', 'Story'),
      targetId: filter.id('Only dependencies in which this task waits for the other.', 'Story'),
      showArchived: filter.boolean(
        'True also includes those whose waiting task is archived. Default of the API: false.',
      ),
      showDeleted: filter.boolean('True also includes those whose waiting task is deleted. Default of the API: false.'),
      showFromArchivedWorkspaces: filter.boolean(
        'True also includes those of archived projects. Default of the API: false.',
      ),
      ...byTimes('dependencies'),
    },
  },
});

StoryDependency.associations(() => ({
  source: belongsTo(Story, 'The story that comes first; null when it is hidden from the caller.'),
  target: belongsTo(Story, 'The story that depends on the source; null when it is hidden from the caller.'),
}));
