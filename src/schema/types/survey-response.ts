import { date, dateTime, text } from '../attribute.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, polymorphic, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { SurveyAnswer } from './survey-answer.ts';
import { SurveyTemplate } from './survey-template.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const SurveyResponse = resource('SurveyResponse', {
  collection: 'survey_responses',
  area: 'Surveys',
  description:
    'A survey as one person is asked to answer it, about a project, a task or a user. Needs the legacy survey add-on.',
  attributes: {
    title: text('Title of the survey.'),
    description: text('What the survey is about.'),
    status: text('How far the response has come, in the words of the API, which does not list them.'),
    openDate: date('First day on which it can be answered; null when no such day is set.'),
    dueDate: date('Day by which it should be answered; null when no such day is set.'),
    closeDate: date('Day on which it closes; null when no such day is set.'),
    createdAt: dateTime('When the response was created.'),
    updatedAt: dateTime('When the response last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ids: filter.wire(
        'only',
        filter.ids('Only these responses. An empty list answers an empty page and calls nothing.', 'SurveyResponse'),
      ),
      createdAfter: filter.dateTime('Only responses created after this time.'),
      createdBefore: filter.dateTime('Only responses created before this time.'),
      updatedAfter: filter.dateTime('Only responses changed after this time.'),
      updatedBefore: filter.dateTime('Only responses last changed before this time.'),
      externalReferenceServiceModelRefs: filter.texts(
        'Only responses linked to one of these ids in another system; at most 200.',
        { atMost: 200 },
      ),
    },
  },
});

SurveyResponse.associations(() => ({
  surveyTemplate: belongsTo(SurveyTemplate, 'The template that the survey was made from.'),
  surveyAnswers: hasMany(SurveyAnswer, 'The answers given so far; empty when there are none.'),
  respondent: belongsTo(User, 'Who is asked to answer. Null when hidden from the caller.'),
  owner: belongsTo(User, 'Who the response belongs to. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project it belongs to; null when it belongs to none, or is hidden.'),
  // The API names no types here. These are the ones whose records its answers to this endpoint can carry.
  subject: polymorphic(
    'SurveyResponseSubject',
    [User, Story, Workspace],
    'What the survey is about. Null when there is nothing it is about, or that is hidden from the caller.',
  ),
  externalReferences: hasMany(ExternalReference, 'Links of this record to its twins in other systems.'),
}));
