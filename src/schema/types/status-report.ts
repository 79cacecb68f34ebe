import { dateTime, enumeration, list, object, oneOf, struct, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

const StatusReportColor = enumeration('StatusReportColor', 'How well something goes, as a traffic light.', {
  green: 'Going well.',
  yellow: 'Needs attention.',
  red: 'In trouble.',
});

const StatusReportCategory = enumeration('StatusReportCategory', 'An aspect of a project that is judged on its own.', {
  Scope: 'What is to be delivered.',
  Budget: 'What it may cost.',
  Schedule: 'When it is due.',
  Client: 'How the client is doing.',
});

const StatusReportDetail = struct('StatusReportDetail', 'The judgement on one aspect of a project.', {
  category: oneOf(StatusReportCategory, 'The aspect that is judged.'),
  color: oneOf(StatusReportColor, 'How well that aspect goes.'),
  description: text('What there is to say about it; null or empty when nothing was said.'),
});

export const StatusReport = resource('StatusReport', {
  collection: 'status_reports',
  area: 'Projects',
  description: 'How a project was doing when someone reported on it: as a whole and, if wanted, aspect by aspect.',
  attributes: {
    color: oneOf(StatusReportColor, 'How well the project goes as a whole.'),
    description: text('What there is to say about the project as a whole.'),
    details: list(
      (about) => object(StatusReportDetail, about),
      'Judgements on single aspects; empty or null when the author gave none.',
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
      workspaceId: filter.id('Only reports on this project; the API takes one at a time.', 'Workspace'),
      ...byReferences('reports'),
      ...byTimes('reports'),
    },
  },
});

StatusReport.associations(() => ({
  workspace: belongsTo(Workspace, 'The project reported on. Null when hidden from the caller.'),
  creator: belongsTo(User, 'Who wrote the report. Null when hidden from the caller.'),
  updater: belongsTo(User, 'Who changed the report last; null when nobody did, or is hidden.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
