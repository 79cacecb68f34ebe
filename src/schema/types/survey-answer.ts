import { dateTime, text } from '../attribute.ts';
import { byIds, byReferences, undocumentedTimes } from '../common-filters.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, idsOnly, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { SurveyQuestion } from './survey-question.ts';
import { SurveyResponse } from './survey-response.ts';

export const SurveyAnswer = resource('SurveyAnswer', {
  collection: 'survey_answers',
  area: 'Surveys',
  description: 'The answer of a respondent to one question of a survey. Needs the survey add-on on the account.',
  attributes: {
    text: text('The answer as text.'),
    createdAt: dateTime('When the answer was given.'),
    updatedAt: dateTime('When the answer was last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('SurveyAnswer', 'answers'),
      surveyResponseId: filter.id('Only answers of this response.', 'SurveyResponse'),
      ...byReferences('answers'),
      ...undocumentedTimes('answers'),
    },
  },
});

SurveyAnswer.associations(() => ({
  surveyQuestion: belongsTo(SurveyQuestion, 'The question that was answered.'),
  surveyResponse: belongsTo(SurveyResponse, 'The response that the answer is part of.'),
  choices: idsOnly(
    'The choices that were picked. Empty for questions that offer none. ' +
      'The API publishes nothing about these records but their ids.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
