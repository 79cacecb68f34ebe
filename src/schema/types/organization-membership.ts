import { boolean, dateTime, enumeration, id, oneOf } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, polymorphic, resource } from '../resource.ts';
import { Organization } from './organization.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const OrganizationMemberType = enumeration(
  'OrganizationMemberType',
  'Kinds of record that organizations have as members.',
  {
    User: 'A user.',
    Workspace: 'A workspace (project).',
  },
);

export const OrganizationMembership = resource('OrganizationMembership', {
  collection: 'organization_memberships',
  area: 'People',
  called: 'who and what belongs to which department and geography',
  description: 'The membership of a user or a workspace (project) in a department and a geography of the company.',
  attributes: {
    memberType: oneOf(OrganizationMemberType, 'Whether the member is a user or a workspace.'),
    memberId: id('Kantata id of the member. Users and workspaces have separate id ranges.'),
    primary: boolean(
      'Whether this is the main organization of the member. Needs the primary organization feature in the account, ' +
        'null otherwise.',
    ),
    createdAt: dateTime('When the membership was created.'),
    updatedAt: dateTime('When the membership last changed.'),
  },
  endpoint: {
    single: true,
    // The endpoint publishes no order.
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('OrganizationMembership', 'memberships'),
      // The documentation of the parameter writes the words in small letters, its example of a record does not.
      memberType: filter.oneOf(OrganizationMemberType, 'Only memberships of this kind of member.', {
        USER: 'user',
        WORKSPACE: 'workspace',
      }),
      memberId: filter.id(
        'Only memberships of the member with this Kantata id. Give `memberType` as well: a user and a ' +
          'project may have the same number.',
      ),
      departmentId: filter.id('Only memberships in this department.', 'Organization'),
      geographyId: filter.id('Only memberships in this geography.', 'Organization'),
      primary: filter.boolean(
        'With true, only main memberships; with false, only the others. Needs the primary organization feature in ' +
          'the account.',
      ),
      ...byTimes('memberships'),
    },
  },
});

OrganizationMembership.associations(() => ({
  member: polymorphic(
    'OrganizationMembershipMember',
    [Workspace, User],
    'The user or the workspace that is the member; null when it is hidden from the caller.',
    { typeField: 'member_type', idField: 'member_id', includable: false },
  ),
  department: belongsTo(Organization, 'The department of the member; null when it has none.'),
  geography: belongsTo(Organization, 'The geography of the member; null when it has none.'),
}));
