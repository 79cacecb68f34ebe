import { dateTime, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';
import { rowsNamedBy } from '../whole-list.ts';

// Nothing else names it.
resource('InsightsReport', {
  collection: 'insights_reports',
  area: 'Settings',
  called: 'classic Insights reports',
  description: 'A classic Insights report: its name, not its figures. It has no number: its id is its identifier.',
  attributes: {
    identifier: text('Key of the report, by which Kantata exports it.'),
    title: text('What people call the report.'),
    createdAt: dateTime('When the report was made.'),
    updatedAt: dateTime('When the report last changed.'),
  },
  // The answer is a bare list of rows without ids.
  whole: {
    rows: rowsNamedBy('identifier'),
    filters: { title: filter.text('Only reports whose title resembles this text.') },
  },
});
