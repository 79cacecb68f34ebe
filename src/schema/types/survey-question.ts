import { dateTime, enumeration, oneOf, text } from '../attribute.ts';
import { byIds, byReferences, undocumentedTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { hasMany, idsOnly, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

const SurveyQuestionType = enumeration('SurveyQuestionType', 'Type of the answer to a question.', {
  single: 'One of the choices on offer.',
  multi: 'Any number of the choices on offer.',
  date: 'A calendar date.',
  string: 'Text.',
  integer: 'A whole number.',
  decimal: 'A number that may have decimal places.',
});

export const SurveyQuestion = resource('SurveyQuestion', {
  collection: 'survey_questions',
  area: 'Surveys',
  description: 'A question of surveys. Needs the survey add-on on the account.',
  attributes: {
    text: text('Text of the question.'),
    questionType: oneOf(SurveyQuestionType, 'Type of the answer.'),
    createdAt: dateTime('When the question was added.'),
    updatedAt: dateTime('When the question was last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('SurveyQuestion', 'questions'),
      includedOnTemplate: filter.id(
        'Only questions of this template: an id, although the name looks like a boolean.',
        'SurveyTemplate',
      ),
      ...byReferences('questions'),
      ...undocumentedTimes('questions'),
    },
  },
});

SurveyQuestion.associations(() => ({
  choices: idsOnly(
    'The choices on offer. Empty for questions that ask for something else than choices. ' +
      'The API publishes nothing about these records but their ids.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
