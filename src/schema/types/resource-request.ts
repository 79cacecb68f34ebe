import { dateTime, enumeration, oneOf } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import { FEW_APPROVERS } from '../expected-sizes.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { User } from './user.ts';
import { WorkspaceResource } from './workspace-resource.ts';

const ResourceRequestStatus = enumeration('ResourceRequestStatus', 'State of a request for staff.', {
  new: 'Waiting for a decision.',
  cancelled: 'Withdrawn.',
  rejected: 'Refused.',
  approved: 'Granted.',
});

export const ResourceRequest = resource('ResourceRequest', {
  collection: 'resource_requests',
  area: 'People',
  description: 'A request for a person to fill a seat of a project, and its state.',
  attributes: {
    status: oneOf(ResourceRequestStatus, 'State of the request.'),
    createdAt: dateTime('When the request was made.'),
    updatedAt: dateTime('When the request last changed.'),
  },
  endpoint: {
    single: true,
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('ResourceRequest', 'requests'),
      // The effect of false is not documented.
      pendingRequestsOnly: filter.flag('True for requests that wait for a decision only; false has no effect.'),
      requestsForApprover: filter.id('Only requests that this one user has to decide.', 'User'),
      ...byTimes('requests'),
    },
  },
});

ResourceRequest.associations(() => ({
  resource: belongsTo(WorkspaceResource, 'The seat to fill. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who requested staff. Null when hidden from the caller.'),
  approvers: hasMany(User, 'Who may grant or refuse the request. Those hidden from the caller are excluded.', {
    expected: FEW_APPROVERS,
  }),
}));
