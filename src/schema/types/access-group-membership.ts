import { date, id, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';

export const AccessGroupMembership = resource('AccessGroupMembership', {
  collection: 'access_group_memberships',
  area: 'Settings',
  called: 'who is in which access group',
  description:
    'The membership of one person in an access group, which gives its permissions. The fixed group of account administrators is never listed.',
  attributes: {
    // The API names an include for the group, and publishes nothing about groups.
    accessGroupId: id('Kantata id of the access group.'),
    accessGroupName: text('Name of the access group.'),
    userName: text('Name of the person.'),
    createdAt: date('Day on which the person was added. A date, unlike `createdAt` of other types.'),
  },
  endpoint: {
    single: true,
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('AccessGroupMembership', 'memberships'),
      accessGroupId: filter.id('Only memberships in this access group.'),
      userId: filter.id('Only memberships of this person.', 'User'),
    },
  },
});

AccessGroupMembership.associations(() => ({
  user: belongsTo(User, 'The person. Null when hidden from the caller.'),
  // No include of the API reaches them: they are loaded by the id in the row.
  creator: belongsTo(User, 'Who added the person. Null when hidden from the caller.', { includable: false }),
}));
