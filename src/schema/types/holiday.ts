import { boolean, date, integer, optional, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, resource } from '../resource.ts';
import { HolidayCalendarAssociation } from './holiday-calendar-association.ts';

export const Holiday = resource('Holiday', {
  collection: 'holidays',
  area: 'Time',
  description:
    'A day, or several in a row, on which people do not work. It applies to people who follow a calendar with it.',
  attributes: {
    name: text('Name of the holiday.'),
    startDate: date('First day of the holiday.'),
    endDate: date('Last day of the holiday.'),
    totalHours: integer('Working hours within the holiday.'),
    paid: boolean('Whether it counts as paid time off.'),
    calendarNamesList: optional(text('Names of the calendars that have it, separated by commas.')),
  },
  endpoint: {
    single: true,
    orders: ['start_date:asc', 'start_date:desc'],
    defaultOrder: 'start_date:asc',
    // None by day, year or calendar: the holidays of one calendar are its `holidayCalendarAssociations`.
    filters: {
      ...byIds('Holiday', 'holidays'),
      matching: filter.text('Only holidays whose name is similar to this text.'),
      notOnCalendars: filter.exceptIds('Only holidays that none of these calendars has.', 'HolidayCalendar'),
    },
  },
});

Holiday.associations(() => ({
  holidayCalendarAssociations: hasMany(HolidayCalendarAssociation, 'Which calendars have the holiday.'),
}));
