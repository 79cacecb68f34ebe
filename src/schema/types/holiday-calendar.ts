import { boolean, text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';

export const HolidayCalendar = resource('HolidayCalendar', {
  collection: 'holiday_calendars',
  area: 'Time',
  description:
    'Holidays under one name, for the people who follow it, often those of one country. Its holidays are those of ' +
    '`holidayCalendarAssociations(filter: {byHolidayCalendarId})`.',
  attributes: {
    name: text('What the calendar is called.'),
    default: boolean('Whether people follow this calendar unless another is chosen for them.'),
  },
  endpoint: {
    single: true,
    orders: ['default', 'name:asc', 'name:desc'],
    defaultOrder: 'default',
    filters: {
      ...byIds('HolidayCalendar', 'calendars'),
      matching: filter.text('Only calendars whose name resembles this text.'),
    },
  },
});
