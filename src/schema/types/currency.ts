import { integer, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';
import { rowsNamedBy } from '../whole-list.ts';

// Nothing else names it.
resource('Currency', {
  collection: 'currencies',
  area: 'Money',
  description: 'A currency that Kantata supports. It has no numeric id: its id is its ISO code.',
  attributes: {
    isoCode: text('ISO code of the currency, such as USD.'),
    name: text('Full name of the currency.'),
    symbol: text('Symbol of the currency, for example $.'),
    subunitToUnit: integer('Number of smallest units in one unit, for example 100.'),
  },
  // The answer is a bare list of rows without ids.
  whole: {
    rows: rowsNamedBy('iso_code'),
    filters: {
      matching: filter.text('Only currencies whose code, name or symbol is similar to this text.'),
      addableToRateCardSetVersion: filter.id(
        'Only currencies that may be added to this version of a rate card set: all for the default set, those of the default set for any other.',
        'RateCardSetVersion',
      ),
    },
  },
});
