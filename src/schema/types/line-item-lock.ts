import { date, id } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import { belongsTo, resource } from '../resource.ts';
import { User } from './user.ts';

export const LineItemLock = resource('LineItemLock', {
  collection: 'line_item_locks',
  area: 'Time',
  called: 'days up to which logged hours can no longer change',
  description: 'A lock on the logged hours of the account up to a day. It does not affect expenses and invoices.',
  attributes: {
    accountId: id('Kantata id of the account whose hours are closed.'),
    lockedTo: date('Hours before this day can no longer be entered or changed; always a Saturday.'),
  },
  endpoint: { single: true, orders: [], defaultOrder: null, filters: byIds('LineItemLock', 'locks') },
});

LineItemLock.associations(() => ({
  creator: belongsTo(User, 'Who closed the hours. Null when hidden from the caller.'),
}));
