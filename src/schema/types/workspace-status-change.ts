import { dateTime, text } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { idScope } from '../scope.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const WorkspaceStatusChange = resource('WorkspaceStatusChange', {
  collection: 'workspace_status_changes',
  area: 'Projects',
  called: 'status changes of a project',
  description: 'One step in the history of a project: when its status changed, from what to what, and by whom.',
  attributes: {
    fromStatusKey: text('Number of the status before. The API writes it as text.'),
    fromMessage: text('Name of the status before.'),
    fromColor: text('Colour of the status before.'),
    toStatusKey: text('Number of the status after. The API writes it as text.'),
    toMessage: text('Name of the status after.'),
    toColor: text('Colour of the status after.'),
    createdAt: dateTime('When the status changed.'),
    updatedAt: dateTime('When this record last changed.'),
  },
  endpoint: {
    single: true,
    // Mandatory even beside `only`, so that a batch of ids cannot span two projects.
    scope: idScope('workspace_id'),
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      workspaceId: filter.required(
        filter.id('The project whose history to list: exactly one, required by the API.', 'Workspace'),
      ),
      ...byIds('WorkspaceStatusChange', 'changes, of that project'),
      ...byTimes('changes'),
    },
  },
});

WorkspaceStatusChange.associations(() => ({
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.'),
  user: belongsTo(User, 'Who changed the status. Null when hidden from the caller.'),
}));
