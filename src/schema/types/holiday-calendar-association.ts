import { text } from '../attribute.ts';
import { byIds } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, resource } from '../resource.ts';
import { HolidayCalendar } from './holiday-calendar.ts';
import { Holiday } from './holiday.ts';

export const HolidayCalendarAssociation = resource('HolidayCalendarAssociation', {
  collection: 'holiday_calendar_associations',
  area: 'Time',
  called: 'which holiday calendar has which holiday',
  description: 'The link between one calendar and one of its holidays.',
  attributes: {
    holidayName: text('Name of the holiday.'),
    holidayCalendarName: text('Name of the calendar.'),
  },
  endpoint: {
    single: true,
    orders: [],
    defaultOrder: null,
    filters: {
      ...byIds('HolidayCalendarAssociation', 'associations'),
      byHolidayCalendarId: filter.id('Only the holidays of this calendar.', 'HolidayCalendar'),
      byHolidayName: filter.text('Only holidays whose name is similar to this text.'),
    },
  },
});

HolidayCalendarAssociation.associations(() => ({
  holiday: belongsTo(Holiday, 'The holiday.'),
  holidayCalendar: belongsTo(HolidayCalendar, 'The calendar that has it.'),
}));
