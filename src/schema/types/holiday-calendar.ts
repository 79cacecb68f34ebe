import { boolean, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';

export const HolidayCalendar = resource('HolidayCalendar', {
  collection: 'holiday_calendars',
  area: 'Time',
  description:
    'A set of holidays for the people who follow it, often those of one country. Its holidays are those of ' +
    '`holidayCalendarAssociations(filter: {byHolidayCalendarId})`.',
  attributes: {
    name: text('Name of the calendar.'),
    default: boolean('Whether this calendar is the default.'),
  },
  endpoint: {
    single: true,
    orders: ['default', 'name:asc', 'name:desc'],
    defaultOrder: 'default',
    filters: {
      ...byIds('HolidayCalendar', 'calendars'),
      matching: filter.text('Only calendars whose name is similar to this text.'),
    },
  },
});
