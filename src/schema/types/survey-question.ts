import { dateTime, enumeration, oneOf, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { hasMany, idsOnly, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';

const SurveyQuestionType = enumeration('SurveyQuestionType', 'What kind of answer a question asks for.', {
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
  description: 'A question that surveys ask. Needs the survey add-on on the account.',
  attributes: {
    text: text('The question itself.'),
    questionType: oneOf(SurveyQuestionType, 'What kind of answer it asks for.'),
    createdAt: dateTime('When the question was added.'),
    updatedAt: dateTime('When the question was last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these records. An empty list answers an empty page and calls nothing.', 'SurveyQuestion'),
      ),
      externalReferenceServiceModelRefs: filter.texts(
        'Only records linked to these ids of other systems, at most 200.',
        { atMost: 200 },
      ),
      createdAfter: filter.dateTime('Only records created after this time.'),
      createdBefore: filter.dateTime('Only records created before this time.'),
      updatedAfter: filter.dateTime('Only records last changed after this time.'),
      updatedBefore: filter.dateTime('Only records last changed before this time.'),
    },
  },
});

SurveyQuestion.associations(() => ({
  choices: idsOnly(
    'The choices on offer. Empty for questions that ask for something else than choices. ' +
      'The API publishes nothing about these records but their ids.',
  ),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
