import { date, decimal } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, hasOne, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { Role } from './role.ts';
import { User } from './user.ts';

export const TimeOffEntry = resource('TimeOffEntry', {
  collection: 'time_off_entries',
  area: 'Time',
  called: 'days off',
  description: 'Time off of a user on one day, such as a holiday. Users see the entries of all users of their account.',
  attributes: {
    requestedDate: date('The day of the time off.'),
    hours: decimal('Hours taken off.'),
    submissionDate: date('The day on which the time off was asked for.'),
  },
  endpoint: {
    single: false,
    // The endpoint publishes no order.
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('TimeOffEntry', 'entries'),
      userId: filter.id('Only entries of this user. `userIds` takes several.', 'User'),
      userIds: filter.ids('Only entries of these users.', 'User'),
      workspaceId: filter.id(
        'Only entries of users who take part in this project; time off has no project.',
        'Workspace',
      ),
      startDate: filter.date(
        'Only days off after this day; the API does not document whether the day itself is included.',
      ),
      endDate: filter.date(
        'Only days off before this day; the API does not document whether the day itself is included.',
      ),
      ...byReferences('entries'),
      ...byTimes('entries'),
    },
  },
});

TimeOffEntry.associations(() => ({
  user: belongsTo(User, 'Who takes the time off; null when they are hidden from the caller.'),
  role: hasOne(Role, "The user's role in the account; null when there is none."),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
