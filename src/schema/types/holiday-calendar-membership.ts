import { boolean, date, dateTime } from '../attribute.ts';
import { byIds, byTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { HolidayCalendar } from './holiday-calendar.ts';
import { User } from './user.ts';

export const HolidayCalendarMembership = resource('HolidayCalendarMembership', {
  collection: 'holiday_calendar_memberships',
  area: 'Time',
  called: 'who follows which holiday calendar',
  description: 'The membership of one person in a holiday calendar, with its period.',
  attributes: {
    startDate: date('Day from which the person follows the calendar.'),
    endDate: date('Day from which the person no longer follows the calendar. Null when no end is set.'),
    inUse: boolean('Whether the person follows the calendar at present.'),
    createdAt: dateTime('When the membership was created.'),
    updatedAt: dateTime('When the membership last changed.'),
  },
  endpoint: {
    single: true,
    orders: ['start_date:asc', 'start_date:desc'],
    defaultOrder: 'start_date:desc',
    filters: {
      ...byIds('HolidayCalendarMembership', 'memberships'),
      byUserId: filter.id('Only memberships of this person.', 'User'),
      byHolidayCalendarId: filter.id('Only memberships in this calendar.', 'HolidayCalendar'),
      ...byTimes('memberships'),
    },
  },
});

HolidayCalendarMembership.associations(() => ({
  user: belongsTo(User, 'The person. Null when hidden from the caller.'),
  holidayCalendar: belongsTo(HolidayCalendar, 'The calendar that the person follows.'),
}));
