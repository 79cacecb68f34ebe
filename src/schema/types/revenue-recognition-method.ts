import { boolean, dateTime, enumeration, id, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';
import { rowsOfResults } from '../whole-list.ts';

const RevenueRecognitionMethodType = enumeration(
  'RevenueRecognitionMethodType',
  'By what a method recognises revenue.',
  {
    percent_complete: 'By how much of the work is done.',
    time_and_materials: 'By the time and materials that were spent.',
  },
);

// Nothing else names it.
resource('RevenueRecognitionMethod', {
  collection: 'revenue_recognition_methods',
  area: 'Money',
  description:
    'How the revenue of a project is recognised. Needs Revenue Management on the account. Its id is a number, a colon ' +
    'and its type, as in `revenueRecognitionMethodId` of a project.',
  attributes: {
    name: text('What the method is called.'),
    type: oneOf(RevenueRecognitionMethodType, 'By what it recognises revenue.'),
    active: boolean('Whether projects can be given the method.'),
    accountId: id('Kantata id of the account that the method belongs to.'),
    revenueToDateFormula: text('Formula of the revenue so far.'),
    revenueInPeriodFormula: text('Formula of the revenue within one period.'),
    percentCompleteFormula: text('Formula of how much is done; null for methods by time and materials.'),
    createdAt: dateTime('When the method was made.'),
    updatedAt: dateTime('When the method last changed.'),
  },
  // Its ids are no numbers, and it knows no pages. `only` takes such ids; of so few rows it would spare nothing.
  whole: {
    rows: rowsOfResults('revenue_recognition_methods'),
    filters: {
      active: filter.boolean('True for methods that projects can be given, false for those that they no longer can.'),
    },
  },
});
