import { date, dateTime, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import { SurveySubjectType } from '../enums/survey-subject-type.ts';
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
  description: "One person's survey about a project, a task or a user. Needs the legacy survey add-on.",
  attributes: {
    title: text('Title of the survey.'),
    description: text('What the survey is about.'),
    status: text('State of the response, as the API names it; the API does not list the states.'),
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
      ...byIds('SurveyResponse', 'responses'),
      subjectType: filter.oneOf(
        SurveySubjectType,
        'Only responses about this kind of record. Give `subjectId` as well.',
      ),
      subjectId: filter.id(
        'Only responses about the record with this Kantata id. Give `subjectType` as well: records of different types may have the same id.',
      ),

      surveyTemplateId: filter.id('Only responses made from this template.', 'SurveyTemplate'),
      workspaceId: filter.id('Only responses about this project.', 'Workspace'),
      ownerId: filter.id('Only responses that this user owns.', 'User'),
      respondentId: filter.id('Only responses with this user as respondent.', 'User'),
      status: filter.text('Only responses in this state, as the API names it; the API does not list the states.'),
      ...byReferences('responses'),
      ...byTimes('responses'),
    },
  },
});

SurveyResponse.associations(() => ({
  surveyTemplate: belongsTo(SurveyTemplate, 'The template that the survey was made from.'),
  surveyAnswers: hasMany(SurveyAnswer, 'The answers given so far; empty when there are none.'),
  respondent: belongsTo(User, 'Respondent. Null when hidden from the caller.'),
  owner: belongsTo(User, 'Who the response belongs to. Null when hidden from the caller.'),
  workspace: belongsTo(Workspace, 'The project it belongs to; null when it belongs to none, or is hidden.'),
  // The API names no types here. These are the ones whose records its answers to this endpoint can carry.
  subject: polymorphic(
    'SurveyResponseSubject',
    [User, Story, Workspace],
    'Subject of the survey. Null when there is none, or it is hidden from the caller.',
  ),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
