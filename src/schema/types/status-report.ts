import { dateTime, enumeration, list, object, oneOf, struct, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const StatusReportColor = enumeration('StatusReportColor', 'A rating, as a traffic light.', {
  green: 'Going well.',
  yellow: 'Needs attention.',
  red: 'In trouble.',
});

const StatusReportCategory = enumeration('StatusReportCategory', 'An aspect of a project that is rated separately.', {
  Scope: 'Scope.',
  Budget: 'Budget.',
  Schedule: 'Schedule.',
  Client: 'Client.',
});

const StatusReportDetail = struct('StatusReportDetail', 'The rating of one aspect of a project.', {
  category: oneOf(StatusReportCategory, 'The rated aspect.'),
  color: oneOf(StatusReportColor, 'Rating of the aspect.'),
  description: text('Remarks on it; null or empty when there are none.'),
});

export const StatusReport = resource('StatusReport', {
  collection: 'status_reports',
  area: 'Projects',
  description: 'The state of a project at a point in time: overall and, optionally, by aspect.',
  attributes: {
    color: oneOf(StatusReportColor, 'Overall state of the project.'),
    description: text('Remarks on the project overall.'),
    details: list(
      (about) => object(StatusReportDetail, about),
      'Ratings of single aspects. Empty or null when there are none.',
    ),
    createdAt: dateTime('When the report was written.'),
    updatedAt: dateTime('When the report last changed.'),
  },
  endpoint: {
    single: true,
    // No order is published for this endpoint.
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('StatusReport', 'reports'),
      workspaceId: filter.id('Only reports on this project; the API accepts one at a time.', 'Workspace'),
      ...byReferences('reports'),
      ...byTimes('reports'),
    },
  },
});

StatusReport.associations(() => ({
  workspace: belongsTo(Workspace, 'The project reported on. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who wrote the report. Null when hidden from the caller.'),
  updater: belongsTo(User, 'Who changed the report last; null when it was never changed, or the person is hidden.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
