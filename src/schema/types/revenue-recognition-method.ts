import { boolean, dateTime, enumeration, id, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { resource } from '../resource.ts';
import { rowsOfResults } from '../whole-list.ts';

const RevenueRecognitionMethodType = enumeration(
  'RevenueRecognitionMethodType',
  'Basis on which a method recognises revenue.',
  {
    percent_complete: 'Percent complete.',
    time_and_materials: 'Time and materials.',
  },
);

// Nothing else names it.
resource('RevenueRecognitionMethod', {
  collection: 'revenue_recognition_methods',
  area: 'Money',
  description:
    'A method of recognising the revenue of a project. Needs Revenue Management on the account. Its id is a number, a colon ' +
    'and its type, as in `revenueRecognitionMethodId` of a project.',
  attributes: {
    name: text('Name of the method.'),
    type: oneOf(RevenueRecognitionMethodType, 'Basis of recognition.'),
    active: boolean('Whether projects can use the method.'),
    accountId: id('Kantata id of the account that the method belongs to.'),
    revenueToDateFormula: text('Formula of the revenue so far.'),
    revenueInPeriodFormula: text('Formula of the revenue within one period.'),
    percentCompleteFormula: text('Formula of the completed share; null for methods by time and materials.'),
    createdAt: dateTime('When the method was made.'),
    updatedAt: dateTime('When the method last changed.'),
  },
  // Its ids are no numbers, and it knows no pages. `only` takes such ids; of so few rows it would spare nothing.
  whole: {
    rows: rowsOfResults('revenue_recognition_methods'),
    filters: {
      active: filter.boolean('True for methods that projects can use, false for retired ones.'),
    },
  },
});
