import { dateTime, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import { hasMany, resource } from '../resource.ts';
import { StatusSetOption } from './status-set-option.ts';

export const StatusSet = resource('StatusSet', {
  collection: 'task_status_sets',
  area: 'Settings',
  called: 'sets of task statuses',
  description: 'A named set of the statuses that the tasks of a project can have.',
  attributes: {
    name: text('Name of the set.'),
    createdAt: dateTime('When the set was created.'),
    updatedAt: dateTime('When the set last changed.'),
  },
  endpoint: { single: true, orders: [], defaultOrder: null, filters: byIds('StatusSet', 'sets') },
});

StatusSet.associations(() => ({
  customTaskStatuses: hasMany(StatusSetOption, 'The statuses of the set.'),
}));
