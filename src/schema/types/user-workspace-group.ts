import { dateTime } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';
import { WorkspaceGroup } from './workspace-group.ts';

export const UserWorkspaceGroup = resource('UserWorkspaceGroup', {
  collection: 'user_group_memberships',
  area: 'People',
  called: 'who is in which group',
  description: 'The membership of one person in a group. Needs to be an account administrator.',
  attributes: { createdAt: dateTime('When the person was added.') },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('UserWorkspaceGroup', 'memberships'),
      userIds: filter.ids('Only memberships of these people.', 'User'),
      groupIds: filter.nested(filter.ids('Only memberships in these groups.', 'WorkspaceGroup')),
    },
  },
});

UserWorkspaceGroup.associations(() => ({
  user: belongsTo(User, 'The person. Null when hidden from the caller.'),
  workspaceGroup: belongsTo(WorkspaceGroup, 'The group. Null when hidden from the caller.'),
  // No include of the API reaches them: they are loaded by the id in the row.
  creator: belongsTo(User, 'Who added the person. Null when hidden from the caller.', { includable: false }),
}));
