import { dateTime, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';
import { rowsNamedBy } from '../whole-list.ts';

// Nothing else names it.
resource('InsightsReport', {
  collection: 'insights_reports',
  area: 'Settings',
  called: 'classic Insights reports',
  description:
    'A classic Insights report: only its name, not its data. It has no numeric id: its id is its identifier.',
  attributes: {
    identifier: text('Key of the report, used for exports from Kantata.'),
    title: text('Name of the report.'),
    createdAt: dateTime('When the report was made.'),
    updatedAt: dateTime('When the report last changed.'),
  },
  // The answer is a bare list of rows without ids.
  whole: {
    rows: rowsNamedBy('identifier'),
    filters: { title: filter.text('Only reports whose title is similar to this text.') },
  },
});
