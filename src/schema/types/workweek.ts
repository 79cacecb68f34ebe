import { boolean, date, dateTime, minutes } from '../attribute.ts';
import { resource } from '../resource.ts';

// Its memberships are not declared: their ids come only with an include on a list of workweeks, and this gateway meets
// workweeks only beside other records.
export const Workweek = resource('Workweek', {
  collection: 'workweeks',
  description: 'How much a user works on each day of the week; it decides how much can be planned with them.',
  attributes: {
    default: boolean('Whether it is the workweek of everybody in the account who has no other.'),
    startDate: date('First day on which it applies; null when it has no beginning.'),
    endDate: date('Last day on which it applies; null when it has no end.'),
    totalMinutes: minutes('Working time in the whole week, in minutes.'),
    mondayMinutes: minutes('Working time on Mondays, in minutes.'),
    tuesdayMinutes: minutes('Working time on Tuesdays, in minutes.'),
    wednesdayMinutes: minutes('Working time on Wednesdays, in minutes.'),
    thursdayMinutes: minutes('Working time on Thursdays, in minutes.'),
    fridayMinutes: minutes('Working time on Fridays, in minutes.'),
    saturdayMinutes: minutes('Working time on Saturdays, in minutes.'),
    sundayMinutes: minutes('Working time on Sundays, in minutes.'),
    // The documentation describes these two the wrong way round; their names are followed.
    createdAt: dateTime('When the workweek was created.'),
    updatedAt: dateTime('When the workweek last changed.'),
  },
});
