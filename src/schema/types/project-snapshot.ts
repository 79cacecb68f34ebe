import { boolean, cents, date, dateTime, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, idsOnly, resource } from '../resource.ts';
import { Workspace } from './workspace.ts';

export const ProjectSnapshot = resource('ProjectSnapshot', {
  collection: 'project_snapshots',
  area: 'Projects',
  called: 'snapshots of projects',
  description: 'The state of a project when a user saved it. Only for projects whose financials the caller may edit.',
  attributes: {
    title: text('Title of the snapshot.'),
    description: text('Free text about the snapshot.'),
    isBaseline: boolean('Whether it is the baseline that the project is compared with.'),
    startDate: date('Start of the project at that time; null when none was set.'),
    dueDate: date('Due date of the project at that time; null when none was set.'),
    duration: text('Time from the earliest task start to the latest task end, as text.'),
    budgetInCents: cents('Budget of the project at that time, in the smallest unit of the currency.'),
    currency: text('ISO code of the currency at that time.'),
    statusAsText: text('Status of the project at that time.'),
    statusColor: text('Colour of that status.'),
    createdAt: dateTime('When the snapshot was taken.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc'],
    defaultOrder: 'created_at:desc',
    filters: {
      ...byIds('ProjectSnapshot', 'snapshots'),
      workspaceId: filter.id('Only snapshots of this project.', 'Workspace'),
      byTitle: filter.text('Only snapshots whose title contains this text, ignoring case.'),
      isBaseline: filter.boolean('True for baselines only. The effect of false is not documented.'),
    },
  },
});

// The API publishes nothing about what is saved in a snapshot but the ids.
ProjectSnapshot.associations(() => ({
  // No include of the API reaches the project: it is loaded by the id in the row.
  workspace: belongsTo(Workspace, 'The project. Null when hidden from the caller.', { includable: false }),
  projectSnapshotTasks: idsOnly('The tasks that were saved.'),
  projectSnapshotResources: idsOnly('The resources (seats) that were saved.'),
  projectSnapshotAssignments: idsOnly('The assignments of tasks that were saved.'),
  projectSnapshotCustomFieldValues: idsOnly('The custom field values of the project that were saved.'),
  projectSnapshotTaskCustomFieldValues: idsOnly('The custom field values of tasks that were saved.'),
}));
