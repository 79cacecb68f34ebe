/** What lists of holidays and their calendars mean by their parameters. */
import { has, ids, partOf, type Rules } from '../filter-rule.ts';
import { idsIn } from '../row.ts';

export const CALENDARS: Readonly<Record<string, Rules>> = {
  holidays: {
    not_on_calendars: ({ value, view }) => {
      const calendars = ids(value);
      return (row) =>
        !idsIn(row.holiday_calendar_association_ids).some((id) =>
          has(calendars, view.raw('holiday_calendar_associations', id)?.holiday_calendar_id),
        );
    },
  },
  holiday_calendar_associations: { by_holiday_name: partOf('holiday_name') },
};
