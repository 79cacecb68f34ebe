import { date, dateTime, text } from '../attribute.ts';
import { byIds, byReferences, byTimes } from '../common-filters.ts';
import { SurveySubjectType } from '../enums/survey-subject-type.ts';
import * as filter from '../filter.ts';
import { belongsTo, hasMany, polymorphic, resource } from '../resource.ts';
import { ExternalReference } from './external-reference.ts';
import { Story } from './story.ts';
import { SurveyQuestion } from './survey-question.ts';
import { SurveyResponse } from './survey-response.ts';
import { User } from './user.ts';
import { Workspace } from './workspace.ts';

export const SurveyTemplate = resource('SurveyTemplate', {
  collection: 'survey_templates',
  area: 'Surveys',
  description:
    'A template for surveys: its questions and the initial settings of each survey. ' +
    'Needs the survey add-on on the account.',
  attributes: {
    title: text('Title of surveys made from it.'),
    description: text('Description of surveys made from it.'),
    openDate: date('Day from which surveys made from it can be answered. Null when none is set.'),
    dueDate: date('Day by which surveys made from it should be answered. Null when none is set.'),
    closeDate: date('Day on which surveys made from it close. Null when none is set.'),
    createdAt: dateTime('When the template was added.'),
    updatedAt: dateTime('When the template was last changed.'),
  },
  endpoint: {
    single: false,
    orders: ['created_at:asc', 'created_at:desc', 'updated_at:asc', 'updated_at:desc'],
    defaultOrder: 'updated_at:desc',
    filters: {
      ...byIds('SurveyTemplate', 'templates'),
      subjectType: filter.oneOf(
        SurveySubjectType,
        'Only templates about this kind of record. Give `subjectId` as well.',
      ),
      subjectId: filter.id(
        'Only templates about the record with this Kantata id. Give `subjectType` as well: records of different types may have the same id.',
      ),

      workspaceId: filter.id('Only templates of this project.', 'Workspace'),
      ownerId: filter.id('Only templates that this user owns.', 'User'),
      respondentId: filter.id('Only templates with this user as respondent.', 'User'),
      ...byReferences('templates'),
      ...byTimes('templates'),
    },
  },
});

SurveyTemplate.associations(() => ({
  surveyQuestions: hasMany(SurveyQuestion, 'The questions that surveys made from it ask.'),
  surveyResponses: hasMany(SurveyResponse, 'The responses to surveys made from it. Empty while there are none.'),
  // The documentation does not list the possible subjects by name; these are the collections that it declares.
  subject: polymorphic(
    'SurveyTemplateSubject',
    [User, Story, Workspace],
    'Subject of surveys made from it. Null when not set, or hidden from the caller.',
  ),
  workspace: belongsTo(Workspace, 'The project of the template. Null when there is none.'),
  owner: belongsTo(User, 'Who owns the surveys made from it. Null when not set.'),
  respondent: belongsTo(User, 'Respondent of surveys made from it. Null when not set.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
