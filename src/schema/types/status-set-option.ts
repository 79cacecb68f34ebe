import { dateTime, enumeration, integer, oneOf, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import { belongsTo, resource } from '../resource.ts';
import { StatusSet } from './status-set.ts';

const StatusSetOptionCategory = enumeration(
  'StatusSetOptionCategory',
  'The basic task status that an account-defined status maps to.',
  {
    'not started': 'The work has not begun.',
    started: 'The task is being worked on.',
    'needs info': 'The task waits for an answer.',
    completed: 'The task is done.',
  },
);

export const StatusSetOption = resource('StatusSetOption', {
  collection: 'custom_task_statuses',
  area: 'Settings',
  called: 'task statuses',
  description: 'A task status defined by the account.',
  attributes: {
    status: text('Name of the status.'),
    category: oneOf(StatusSetOptionCategory, 'The basic status that it maps to.'),
    position: integer('Position in the set, ascending.'),
    createdAt: dateTime('When the status was created.'),
    updatedAt: dateTime('When the status last changed.'),
  },
  endpoint: { single: true, orders: [], defaultOrder: null, filters: byIds('StatusSetOption', 'statuses') },
});

StatusSetOption.associations(() => ({
  // The row always names its set, but in a column of another name than the include's.
  taskStatusSet: belongsTo(StatusSet, 'The set that it belongs to. Null when hidden from the caller.', {
    field: 'status_set_id',
  }),
}));
