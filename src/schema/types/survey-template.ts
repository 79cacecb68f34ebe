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
    'The pattern that surveys are made from: its questions, and what each survey starts with. ' +
    'Needs the survey add-on on the account.',
  attributes: {
    title: text('What surveys made from it are called.'),
    description: text('What surveys made from it say about themselves.'),
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
        'Only templates about the record with this Kantata number. Give `subjectType` as well: records of several kinds may have the same number.',
      ),

      workspaceId: filter.id('Only templates of this project.', 'Workspace'),
      ownerId: filter.id('Only templates that this user owns.', 'User'),
      respondentId: filter.id('Only templates that name this user as the one who answers.', 'User'),
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
    'What surveys made from it are about. Null when nothing is set, or it is hidden from the caller.',
  ),
  workspace: belongsTo(Workspace, 'The project that it belongs with. Null when there is none.'),
  owner: belongsTo(User, 'Who owns the surveys made from it. Null when nobody is set.'),
  respondent: belongsTo(User, 'Who is to answer the surveys made from it. Null when nobody is set.'),
  externalReferences: hasMany(ExternalReference, 'References to the same record in other systems.'),
}));
