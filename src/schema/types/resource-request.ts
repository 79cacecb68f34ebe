import { dateTime, enumeration, oneOf } from '../attribute.ts';
import { createdBetween, byIds, updatedBetween } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { User } from './user.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const ResourceRequestStatus = enumeration('ResourceRequestStatus', 'How far a request for staff has come.', {
  new: 'It waits for a decision.',
  cancelled: 'It was withdrawn.',
  rejected: 'It was refused.',
  approved: 'It was granted.',
});

export const ResourceRequest = resource('ResourceRequest', {
  collection: 'resource_requests',
  area: 'People',
  description: 'That somebody asked for a person to fill a seat of a project, and what became of it.',
  attributes: {
    status: oneOf(ResourceRequestStatus, 'How far the request has come.'),
    createdAt: dateTime('When the request was made.'),
    updatedAt: dateTime('When the request last changed.'),
  },
  endpoint: {
    single: true,
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('ResourceRequest', 'requests'),
      // What the API makes of false is not documented.
      pendingRequestsOnly: filter.flag('True for requests that wait for a decision only; false has no effect.'),
      requestsForApprover: filter.id('Only requests that this one user has to decide.', 'User'),
      ...createdBetween('requests'),
      ...updatedBetween('requests'),
    },
  },
});

ResourceRequest.associations(() => ({
  resource: belongsTo(WorkspaceResource, 'The seat to be filled. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who asked for staff. Null when hidden from the caller.'),
  approvers: hasMany(User, 'Who may grant or refuse the request. Those hidden from the caller are left out.'),
}));
