import { boolean, dateTime, enumeration, id, oneOf, text } from '../attribute.ts';
import { ExternalReferenceStatus } from '../enums/external-reference-status.ts';
import { byIds, byTimes } from '../common-filters.ts';
import { FEW_SYSTEMS } from '../expected-sizes.ts';
import * as filter from '../filter.ts';
import { polymorphic, resource } from '../resource.ts';
import { typeScope } from '../scope.ts';
import { Assignment } from './assignment.ts';
import { BillingMilestone } from './billing-milestone.ts';
import { CustomField } from './custom-field.ts';
import { CustomFieldChoice } from './custom-field-choice.ts';
import { CustomFieldSet } from './custom-field-set.ts';
import { CustomFieldValue } from './custom-field-value.ts';
import { Estimate } from './estimate.ts';
import { EstimateScenario } from './estimate-scenario.ts';
import { EstimateScenarioResource } from './estimate-scenario-resource.ts';
import { Expense } from './expense.ts';
import { ExpenseBudget } from './expense-budget.ts';
import { Invoice } from './invoice.ts';
import { Participation } from './participation.ts';
import { Post } from './post.ts';
import { RateCard } from './rate-card.ts';
import { Role } from './role.ts';
import { Skill } from './skill.ts';
import { StatusReport } from './status-report.ts';
import { Story } from './story.ts';
import { StoryAllocationDay } from './story-allocation-day.ts';
import { Submission } from './submission.ts';
import { SurveyAnswer } from './survey-answer.ts';
import { SurveyQuestion } from './survey-question.ts';
import { SurveyResponse } from './survey-response.ts';
import { SurveyTemplate } from './survey-template.ts';
import { TimeEntry } from './time-entry.ts';
import { TimeOffEntry } from './time-off-entry.ts';
import { User } from './user.ts';
import { Vendor } from './vendor.ts';
import { Workspace } from './workspace.ts';
import { WorkspaceAllocation } from './workspace-allocation.ts';
import { WorkspaceGroup } from './workspace-group.ts';
import { WorkspaceResource } from './workspace-resource.ts';

export const ExternalReferenceSubjectType = enumeration(
  'ExternalReferenceSubjectType',
  'Kinds of Kantata record that can be linked to other systems.',
  {
    Assignment: 'An assignment of a resource to a task.',
    BillingMilestone: 'A billing milestone of a project.',
    CustomField: 'A custom field.',
    CustomFieldChoice: 'A choice of a custom field.',
    CustomFieldSet: 'A set of custom fields.',
    CustomFieldValue: 'A value of a custom field.',
    Estimate: 'An estimate.',
    EstimateScenario: 'A scenario of an estimate.',
    EstimateScenarioResource: 'A resource in a scenario of an estimate.',
    Expense: 'An expense.',
    ExpenseBudget: 'An expense budget.',
    Invoice: 'An invoice.',
    Participation: "A user's participation in a project.",
    Post: 'A post in the discussion of a project.',
    RateCard: 'A rate card.',
    Role: 'A role.',
    Skill: 'A skill.',
    StatusReport: 'A status report on a project.',
    Story: 'A task, milestone or other entry of a project plan.',
    StoryAllocationDay: 'The hours scheduled on one day for an assignment.',
    Submission: 'A timesheet or expense report submitted for approval.',
    SurveyAnswer: 'An answer in a survey.',
    SurveyQuestion: 'A question of a survey.',
    SurveyResponse: 'A filled-in survey.',
    SurveyTemplate: 'A survey that can be sent out.',
    TimeEntry: 'A time entry.',
    TimeOffEntry: 'Time that a user takes off.',
    User: 'A user.',
    Vendor: 'A vendor.',
    Workspace: 'A project.',
    WorkspaceAllocation: 'Time of a resource that is set aside for a project.',
    WorkspaceGroup: 'A group of projects, often a client.',
    WorkspaceResource: 'A resource of a project, a person or a placeholder.',
  },
);

export { ExternalReferenceStatus };

export const ExternalReference = resource('ExternalReference', {
  collection: 'external_references',
  expected: FEW_SYSTEMS,
  area: 'Sync',
  called: 'links to other systems',
  description:
    'A link between a Kantata record and the same record in another system, maintained by an integration. A record has at most one link per integration.',
  attributes: {
    subjectType: oneOf(ExternalReferenceSubjectType, 'The kind of Kantata record that is linked.'),
    subjectId: id('Kantata id of the record that is linked, unique among records of its kind.'),
    serviceName: text('Name of the integration that maintains the link.'),
    serviceModel: text('What the other system calls this kind of object.'),
    serviceModelRef: text('Id of the object in the other system: text of any form.'),
    status: oneOf(ExternalReferenceStatus, 'Result of the last exchange with the other system.'),
    externalStatus: text('State of the object in the other system, as that system reports it. Null when not reported.'),
    externalMessage: text('Message of the integration about the object. Null when there is none.'),
    externalLink: text('Web address of the object or event in the other system; null when there is none.'),
    locked: boolean(
      'Whether the link locks the Kantata record against changes. So far used only for rejected expense reports.',
    ),
    lastSyncedAt: dateTime('When the two sides were last synchronized. Null when never.'),
    createdAt: dateTime('When the link was created.'),
    updatedAt: dateTime('When the link last changed.'),
  },
  endpoint: {
    single: false,
    // Mandatory beside `only` too: one call holds the references of one kind of record.
    scope: typeScope('subject_type'),
    orders: ['created_at:asc', 'created_at:desc', 'last_synced_at:asc', 'last_synced_at:desc'],
    defaultOrder: 'last_synced_at:desc',
    filters: {
      subjectType: filter.requiredOrSeveral(
        'subjectTypes',
        filter.oneOf(
          ExternalReferenceSubjectType,
          'Only links of this kind of Kantata record. The API accepts exactly one.',
        ),
      ),
      ...byIds('ExternalReference', 'links'),
      // One value, no list: links of many records come cheapest through the `externalReferences` of those records.
      subjectId: filter.id('Only links of the record with this Kantata id and the type `subjectType`.'),
      serviceName: filter.text(
        'Only links maintained by the integration of this name, compared without case; a name in another case takes more requests.',
      ),
      serviceModel: filter.text('Only links to this kind of object, as the other system calls it.'),
      serviceModelRef: filter.text('Only links to the object with this id in the other system.'),
      status: filter.oneOf(ExternalReferenceStatus, 'Only links whose last exchange had this result.'),
      externalStatus: filter.text('Only links to objects that have this status in the other system.'),
      externalMessage: filter.text('Only links that carry this message.'),
      lastSyncedAfter: filter.dateTime('Only links last synchronized after this point in time.'),
      lastSyncedBefore: filter.dateTime('Only links last synchronized before this point in time.'),
      ...byTimes('links'),
    },
  },
  summary: {
    groups: ['subjectType', 'serviceName', 'serviceModel', 'status', 'externalStatus', 'locked'],
    date: 'lastSyncedAt',
    sums: {},
  },
});

ExternalReference.associations(() => ({
  subject: polymorphic(
    'ExternalReferenceSubject',
    [
      Assignment,
      BillingMilestone,
      CustomField,
      CustomFieldChoice,
      CustomFieldSet,
      CustomFieldValue,
      Estimate,
      EstimateScenario,
      EstimateScenarioResource,
      Expense,
      ExpenseBudget,
      Invoice,
      Participation,
      Post,
      RateCard,
      Role,
      Skill,
      StatusReport,
      Story,
      StoryAllocationDay,
      Submission,
      SurveyAnswer,
      SurveyQuestion,
      SurveyResponse,
      SurveyTemplate,
      TimeEntry,
      TimeOffEntry,
      User,
      Vendor,
      Workspace,
      WorkspaceAllocation,
      WorkspaceGroup,
      WorkspaceResource,
    ],
    'The Kantata record that is linked; null when it is deleted or hidden from the caller.',
    { typeField: 'subject_type', idField: 'subject_id', inverseOf: 'external_references' },
  ),
}));
