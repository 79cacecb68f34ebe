/** Lists of holidays, and of who follows which calendar. */
import { type Cases, keeps, oneId, sendsNothing } from './case.ts';

const on = (...calendars: readonly string[]) => ({
  holiday_calendar_associations: calendars.map((calendar, index) => ({
    id: String(81 + index),
    holiday_calendar_id: calendar,
  })),
});
const holidays = [{ holiday_calendar_association_ids: ['81'] }, { holiday_calendar_association_ids: ['82'] }] as const;

export const CALENDARS: Readonly<Record<string, Cases>> = {
  Holiday: {
    matching: keeps('"labor"', 'labor', { name: 'Labor Day' }, { name: 'Whit Monday' }),
    notOnCalendars: [
      keeps('["70", "HolidayCalendar:72"]', '70,72', ...holidays, on('71', '72')),
      { ...sendsNothing(...holidays, on('71', '72')), value: '[]' },
    ],
  },
  HolidayCalendar: { matching: keeps('"germ"', 'germ', { name: 'Germany' }, { name: 'United States' }) },
  HolidayCalendarAssociation: {
    byHolidayCalendarId: oneId('HolidayCalendar', 'holiday_calendar_id'),
    byHolidayName: keeps('"monday"', 'monday', { holiday_name: 'Whit Monday' }, { holiday_name: 'Labor Day' }),
  },
  HolidayCalendarMembership: {
    byUserId: oneId('User', 'user_id'),
    byHolidayCalendarId: oneId('HolidayCalendar', 'holiday_calendar_id'),
  },
};
