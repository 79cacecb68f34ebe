import { boolean, text } from '../attribute.ts';
import { resource } from '../resource.ts';

// Nothing else names it.
resource('ExchangeTable', {
  collection: 'exchange_tables',
  area: 'Money',
  called: 'tables of exchange rates',
  description:
    'A table of exchange rates. Needs an access group with rights for foreign exchange, which administrators do not have by default.',
  attributes: {
    name: text('Name of the table.'),
    accountDefault: boolean('Whether the account uses this table for conversion.'),
    insightsAccountDefault: boolean('Whether reports use this table for conversion.'),
  },
  // The list takes no parameter at all, and the answer for one table is no usual envelope.
  whole: { path: '/foreign_exchange/exchange_tables', filters: {} },
});
