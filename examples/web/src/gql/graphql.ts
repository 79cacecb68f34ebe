/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What makes a billing milestone due for invoicing. */
export type BillingMilestoneBillingType =
  /** Billed on a day agreed in advance. */
  | 'FIXED_DATE'
  /** Billed once its task is completed. */
  | 'UPON_COMPLETION';

/** The kind of record that the fields of a set describe. */
export type CustomFieldSetSubjectType =
  /** Estimates. */
  | 'ESTIMATE'
  /** Tasks. */
  | 'STORY'
  /** People. */
  | 'USER'
  /** Projects. */
  | 'WORKSPACE'
  /** Groups of projects. */
  | 'WORKSPACE_GROUP'
  /** Resources of projects, that is workspace resources. */
  | 'WORKSPACE_RESOURCE';

/** The kind of record that a custom field value is on. */
export type CustomFieldValueSubjectType =
  /** An estimate. */
  | 'ESTIMATE'
  /** A task. */
  | 'STORY'
  /** A person. */
  | 'USER'
  /** A project. */
  | 'WORKSPACE'
  /** A group of projects. */
  | 'WORKSPACE_GROUP'
  /** A resource of a project, that is a workspace resource. */
  | 'WORKSPACE_RESOURCE';

/** The kind of value that a custom field has. It decides the shape of its values. */
export type CustomFieldValueType =
  /** Money: a list of the amount, in the smallest unit of the currency, and the ISO code of the currency. */
  | 'CURRENCY'
  /** A calendar date, as text in the form YYYY-MM-DD. */
  | 'DATE'
  /** Any number of choices of the field: a list of the ids of the choices. */
  | 'MULTI'
  /** A number. */
  | 'NUMBER'
  /** One choice of the field: a list with the id of the choice. */
  | 'SINGLE'
  /** Text. */
  | 'STRING';

/** Filters a list of ExternalReference records. All fields must match; null is ignored. */
export type ExternalReferenceFilter = {
  /** Only links created after this time. */
  createdAfter?: string | null | undefined;
  /** Only links created before this time. */
  createdBefore?: string | null | undefined;
  /** Only links that carry this message. */
  externalMessage?: string | null | undefined;
  /** Only links to objects that have this status in the other system. */
  externalStatus?: string | null | undefined;
  /** Only these links. An empty list returns an empty page without a REST call. */
  ids?: Array<string | number> | null | undefined;
  /** Only links last synchronized after this point in time. */
  lastSyncedAfter?: string | null | undefined;
  /** Only links last synchronized before this point in time. */
  lastSyncedBefore?: string | null | undefined;
  /** Only links to this kind of object, as the other system calls it. */
  serviceModel?: string | null | undefined;
  /** Only links to the object with this id in the other system. */
  serviceModelRef?: string | null | undefined;
  /** Only links maintained by the integration of this name, compared without case; a name in another case takes more requests. */
  serviceName?: string | null | undefined;
  /** Only links whose last exchange had this result. */
  status?: ExternalReferenceStatus | null | undefined;
  /** Only links of the record with this Kantata id and the type `subjectType`. */
  subjectId?: string | number | null | undefined;
  /** Only links last changed after this time. */
  updatedAfter?: string | null | undefined;
  /** Only links last changed before this time. */
  updatedBefore?: string | null | undefined;
};

/** Result of the last exchange with the other system. */
export type ExternalReferenceStatus =
  /** The exchange failed; the message of the reference may say why. */
  | 'FAILED'
  /** The exchange has not finished yet. */
  | 'PENDING'
  /** The exchange succeeded: both sides agree. */
  | 'SUCCESSFUL';

/** Kinds of Kantata record that can be linked to other systems. */
export type ExternalReferenceSubjectType =
  /** An assignment of a resource to a task. */
  | 'ASSIGNMENT'
  /** A billing milestone of a project. */
  | 'BILLING_MILESTONE'
  /** A custom field. */
  | 'CUSTOM_FIELD'
  /** A choice of a custom field. */
  | 'CUSTOM_FIELD_CHOICE'
  /** A set of custom fields. */
  | 'CUSTOM_FIELD_SET'
  /** A value of a custom field. */
  | 'CUSTOM_FIELD_VALUE'
  /** An estimate. */
  | 'ESTIMATE'
  /** A scenario of an estimate. */
  | 'ESTIMATE_SCENARIO'
  /** A resource in a scenario of an estimate. */
  | 'ESTIMATE_SCENARIO_RESOURCE'
  /** An expense. */
  | 'EXPENSE'
  /** An expense budget. */
  | 'EXPENSE_BUDGET'
  /** An invoice. */
  | 'INVOICE'
  /** A user's participation in a project. */
  | 'PARTICIPATION'
  /** A post in the discussion of a project. */
  | 'POST'
  /** A rate card. */
  | 'RATE_CARD'
  /** A role. */
  | 'ROLE'
  /** A skill. */
  | 'SKILL'
  /** A status report on a project. */
  | 'STATUS_REPORT'
  /** A task, milestone or other entry of a project plan. */
  | 'STORY'
  /** The hours scheduled on one day for an assignment. */
  | 'STORY_ALLOCATION_DAY'
  /** A timesheet or expense report submitted for approval. */
  | 'SUBMISSION'
  /** An answer in a survey. */
  | 'SURVEY_ANSWER'
  /** A question of a survey. */
  | 'SURVEY_QUESTION'
  /** A filled-in survey. */
  | 'SURVEY_RESPONSE'
  /** A survey that can be sent out. */
  | 'SURVEY_TEMPLATE'
  /** A time entry. */
  | 'TIME_ENTRY'
  /** Time that a user takes off. */
  | 'TIME_OFF_ENTRY'
  /** A user. */
  | 'USER'
  /** A vendor. */
  | 'VENDOR'
  /** A project. */
  | 'WORKSPACE'
  /** Time of a resource that is set aside for a project. */
  | 'WORKSPACE_ALLOCATION'
  /** A group of projects, often a client. */
  | 'WORKSPACE_GROUP'
  /** A resource of a project, a person or a placeholder. */
  | 'WORKSPACE_RESOURCE';

/** State of an invoice. */
export type InvoiceStatus =
  /** The payment was accepted. */
  | 'ACCEPTED_PAYMENT'
  /** Withdrawn. */
  | 'CANCELLED'
  /** Open: neither cancelled nor paid. */
  | 'NEW';

/** The side on which someone takes part in a project. */
export type ParticipationRole =
  /** The client. */
  | 'BUYER'
  /** The provider, who does the work. */
  | 'MAVEN';

/** A rating, as a traffic light. */
export type StatusReportColor =
  /** Going well. */
  | 'GREEN'
  /** In trouble. */
  | 'RED'
  /** Needs attention. */
  | 'YELLOW';

/** The kind of status that a task is in. Accounts that define their own task statuses use the first four only; which of the others occur depends on the kind of task. */
export type StoryState =
  /** A blocked issue. */
  | 'BLOCKED'
  /** An issue that could not be reproduced. */
  | 'CANT_REPRODUCE'
  /** Done. */
  | 'COMPLETED'
  /** A duplicate of another issue. */
  | 'DUPLICATE'
  /** A fixed issue. */
  | 'FIXED'
  /** An issue in progress. */
  | 'IN_PROGRESS'
  /** Waiting for an answer before it can go on. */
  | 'NEEDS_INFO'
  /** An issue that no one has started. */
  | 'NEW'
  /** Not started. */
  | 'NOT_STARTED'
  /** A reopened issue. */
  | 'REOPENED'
  /** A resolved issue. */
  | 'RESOLVED'
  /** Being worked on. */
  | 'STARTED'
  /** An issue that will not be fixed. */
  | 'WONT_FIX';

/** Type of work item. */
export type StoryStoryType =
  /** A deliverable: something to hand over. */
  | 'DELIVERABLE'
  /** A problem to solve. */
  | 'ISSUE'
  /** A point in the plan to reach. */
  | 'MILESTONE'
  /** Work to do. */
  | 'TASK';

/** State of the approval of a submission. */
export type SubmissionStatus =
  /** Approved. */
  | 'APPROVED'
  /** Withdrawn. */
  | 'CANCELLED'
  /** Waiting for a decision. */
  | 'PENDING'
  /** Rejected by an approver. */
  | 'REJECTED';

/** Type of a submission. */
export type SubmissionType =
  /** A set of expenses. */
  | 'EXPENSE_REPORT_SUBMISSION'
  /** The time of a week. */
  | 'TIMESHEET_SUBMISSION';

/** Type of the answer to a question. */
export type SurveyQuestionType =
  /** A calendar date. */
  | 'DATE'
  /** A number that may have decimal places. */
  | 'DECIMAL'
  /** A whole number. */
  | 'INTEGER'
  /** Any number of the choices on offer. */
  | 'MULTI'
  /** One of the choices on offer. */
  | 'SINGLE'
  /** Text. */
  | 'STRING';

export type ReferencePageQueryVariables = Exact<{
  types: Array<ExternalReferenceSubjectType> | ExternalReferenceSubjectType;
  filter: ExternalReferenceFilter;
  first: number;
  after?: string | null | undefined;
  withOverview: boolean;
  overviewSize: number;
}>;


export type ReferencePageQuery = { __typename: 'Query', externalReferences: { __typename: 'ExternalReferenceConnection', totalCount: number | null, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null }, edges: Array<{ __typename: 'ExternalReferenceEdge', cursor: string, node: (
        { __typename: 'ExternalReference', id: string, serviceName: string | null, status: ExternalReferenceStatus | null }
        & { ' $fragmentRefs'?: { 'ReferenceCardFragment': ReferenceCardFragment } }
      ) | null }> } | null, overview?: { __typename: 'ExternalReferenceConnection', totalCount: number | null, edges: Array<{ __typename: 'ExternalReferenceEdge', node: { __typename: 'ExternalReference', id: string, serviceName: string | null, status: ExternalReferenceStatus | null } | null }> } | null };

export type OverviewQueryVariables = Exact<{
  types: Array<ExternalReferenceSubjectType> | ExternalReferenceSubjectType;
  overviewSize: number;
}>;


export type OverviewQuery = { __typename: 'Query', overview: { __typename: 'ExternalReferenceConnection', totalCount: number | null, edges: Array<{ __typename: 'ExternalReferenceEdge', node: { __typename: 'ExternalReference', id: string, serviceName: string | null, status: ExternalReferenceStatus | null } | null }> } | null };

export type ReferenceCardFragment = { __typename: 'ExternalReference', serviceName: string | null, serviceModel: string | null, serviceModelRef: string | null, status: ExternalReferenceStatus | null, externalStatus: string | null, externalMessage: string | null, externalLink: string | null, locked: boolean | null, lastSyncedAt: string | null, subjectType: ExternalReferenceSubjectType | null, subjectId: string | null, subject:
    | (
      { __typename: 'Assignment' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Assignment_Fragment': SubjectCard_Assignment_Fragment } }
    )
    | (
      { __typename: 'BillingMilestone' }
      & { ' $fragmentRefs'?: { 'SubjectCard_BillingMilestone_Fragment': SubjectCard_BillingMilestone_Fragment } }
    )
    | (
      { __typename: 'CustomField' }
      & { ' $fragmentRefs'?: { 'SubjectCard_CustomField_Fragment': SubjectCard_CustomField_Fragment } }
    )
    | (
      { __typename: 'CustomFieldChoice' }
      & { ' $fragmentRefs'?: { 'SubjectCard_CustomFieldChoice_Fragment': SubjectCard_CustomFieldChoice_Fragment } }
    )
    | (
      { __typename: 'CustomFieldSet' }
      & { ' $fragmentRefs'?: { 'SubjectCard_CustomFieldSet_Fragment': SubjectCard_CustomFieldSet_Fragment } }
    )
    | (
      { __typename: 'CustomFieldValue' }
      & { ' $fragmentRefs'?: { 'SubjectCard_CustomFieldValue_Fragment': SubjectCard_CustomFieldValue_Fragment } }
    )
    | (
      { __typename: 'Estimate' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Estimate_Fragment': SubjectCard_Estimate_Fragment } }
    )
    | (
      { __typename: 'EstimateScenario' }
      & { ' $fragmentRefs'?: { 'SubjectCard_EstimateScenario_Fragment': SubjectCard_EstimateScenario_Fragment } }
    )
    | (
      { __typename: 'EstimateScenarioResource' }
      & { ' $fragmentRefs'?: { 'SubjectCard_EstimateScenarioResource_Fragment': SubjectCard_EstimateScenarioResource_Fragment } }
    )
    | (
      { __typename: 'Expense' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Expense_Fragment': SubjectCard_Expense_Fragment } }
    )
    | (
      { __typename: 'ExpenseBudget' }
      & { ' $fragmentRefs'?: { 'SubjectCard_ExpenseBudget_Fragment': SubjectCard_ExpenseBudget_Fragment } }
    )
    | (
      { __typename: 'Invoice' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Invoice_Fragment': SubjectCard_Invoice_Fragment } }
    )
    | (
      { __typename: 'Participation' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Participation_Fragment': SubjectCard_Participation_Fragment } }
    )
    | (
      { __typename: 'Post' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Post_Fragment': SubjectCard_Post_Fragment } }
    )
    | (
      { __typename: 'RateCard' }
      & { ' $fragmentRefs'?: { 'SubjectCard_RateCard_Fragment': SubjectCard_RateCard_Fragment } }
    )
    | (
      { __typename: 'Role' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Role_Fragment': SubjectCard_Role_Fragment } }
    )
    | (
      { __typename: 'Skill' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Skill_Fragment': SubjectCard_Skill_Fragment } }
    )
    | (
      { __typename: 'StatusReport' }
      & { ' $fragmentRefs'?: { 'SubjectCard_StatusReport_Fragment': SubjectCard_StatusReport_Fragment } }
    )
    | (
      { __typename: 'Story' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Story_Fragment': SubjectCard_Story_Fragment } }
    )
    | (
      { __typename: 'StoryAllocationDay' }
      & { ' $fragmentRefs'?: { 'SubjectCard_StoryAllocationDay_Fragment': SubjectCard_StoryAllocationDay_Fragment } }
    )
    | (
      { __typename: 'Submission' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Submission_Fragment': SubjectCard_Submission_Fragment } }
    )
    | (
      { __typename: 'SurveyAnswer' }
      & { ' $fragmentRefs'?: { 'SubjectCard_SurveyAnswer_Fragment': SubjectCard_SurveyAnswer_Fragment } }
    )
    | (
      { __typename: 'SurveyQuestion' }
      & { ' $fragmentRefs'?: { 'SubjectCard_SurveyQuestion_Fragment': SubjectCard_SurveyQuestion_Fragment } }
    )
    | (
      { __typename: 'SurveyResponse' }
      & { ' $fragmentRefs'?: { 'SubjectCard_SurveyResponse_Fragment': SubjectCard_SurveyResponse_Fragment } }
    )
    | (
      { __typename: 'SurveyTemplate' }
      & { ' $fragmentRefs'?: { 'SubjectCard_SurveyTemplate_Fragment': SubjectCard_SurveyTemplate_Fragment } }
    )
    | (
      { __typename: 'TimeEntry' }
      & { ' $fragmentRefs'?: { 'SubjectCard_TimeEntry_Fragment': SubjectCard_TimeEntry_Fragment } }
    )
    | (
      { __typename: 'TimeOffEntry' }
      & { ' $fragmentRefs'?: { 'SubjectCard_TimeOffEntry_Fragment': SubjectCard_TimeOffEntry_Fragment } }
    )
    | (
      { __typename: 'User' }
      & { ' $fragmentRefs'?: { 'SubjectCard_User_Fragment': SubjectCard_User_Fragment } }
    )
    | (
      { __typename: 'Vendor' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Vendor_Fragment': SubjectCard_Vendor_Fragment } }
    )
    | (
      { __typename: 'Workspace' }
      & { ' $fragmentRefs'?: { 'SubjectCard_Workspace_Fragment': SubjectCard_Workspace_Fragment } }
    )
    | (
      { __typename: 'WorkspaceAllocation' }
      & { ' $fragmentRefs'?: { 'SubjectCard_WorkspaceAllocation_Fragment': SubjectCard_WorkspaceAllocation_Fragment } }
    )
    | (
      { __typename: 'WorkspaceGroup' }
      & { ' $fragmentRefs'?: { 'SubjectCard_WorkspaceGroup_Fragment': SubjectCard_WorkspaceGroup_Fragment } }
    )
    | (
      { __typename: 'WorkspaceResource' }
      & { ' $fragmentRefs'?: { 'SubjectCard_WorkspaceResource_Fragment': SubjectCard_WorkspaceResource_Fragment } }
    )
   | null } & { ' $fragmentName'?: 'ReferenceCardFragment' };

type FieldsCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'FieldsCard_Assignment_Fragment' };

type FieldsCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'FieldsCard_BillingMilestone_Fragment' };

type FieldsCard_CustomField_Fragment = { __typename: 'CustomField', name: string | null, valueType: CustomFieldValueType | null, defaultText: string | null, readAccess: string | null } & { ' $fragmentName'?: 'FieldsCard_CustomField_Fragment' };

type FieldsCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice', label: string | null, position: number | null, createdAt: string | null } & { ' $fragmentName'?: 'FieldsCard_CustomFieldChoice_Fragment' };

type FieldsCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet', name: string | null, setSubjectType: CustomFieldSetSubjectType | null } & { ' $fragmentName'?: 'FieldsCard_CustomFieldSet_Fragment' };

type FieldsCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue', customFieldName: string | null, displayValue: string | null, type: CustomFieldValueType | null, valueSubjectType: CustomFieldValueSubjectType | null } & { ' $fragmentName'?: 'FieldsCard_CustomFieldValue_Fragment' };

type FieldsCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'FieldsCard_Estimate_Fragment' };

type FieldsCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'FieldsCard_EstimateScenario_Fragment' };

type FieldsCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'FieldsCard_EstimateScenarioResource_Fragment' };

type FieldsCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'FieldsCard_Expense_Fragment' };

type FieldsCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'FieldsCard_ExpenseBudget_Fragment' };

type FieldsCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'FieldsCard_Invoice_Fragment' };

type FieldsCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'FieldsCard_Participation_Fragment' };

type FieldsCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'FieldsCard_Post_Fragment' };

type FieldsCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'FieldsCard_RateCard_Fragment' };

type FieldsCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'FieldsCard_Role_Fragment' };

type FieldsCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'FieldsCard_Skill_Fragment' };

type FieldsCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'FieldsCard_StatusReport_Fragment' };

type FieldsCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'FieldsCard_Story_Fragment' };

type FieldsCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'FieldsCard_StoryAllocationDay_Fragment' };

type FieldsCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'FieldsCard_Submission_Fragment' };

type FieldsCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'FieldsCard_SurveyAnswer_Fragment' };

type FieldsCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'FieldsCard_SurveyQuestion_Fragment' };

type FieldsCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'FieldsCard_SurveyResponse_Fragment' };

type FieldsCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'FieldsCard_SurveyTemplate_Fragment' };

type FieldsCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'FieldsCard_TimeEntry_Fragment' };

type FieldsCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'FieldsCard_TimeOffEntry_Fragment' };

type FieldsCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'FieldsCard_User_Fragment' };

type FieldsCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'FieldsCard_Vendor_Fragment' };

type FieldsCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'FieldsCard_Workspace_Fragment' };

type FieldsCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'FieldsCard_WorkspaceAllocation_Fragment' };

type FieldsCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'FieldsCard_WorkspaceGroup_Fragment' };

type FieldsCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'FieldsCard_WorkspaceResource_Fragment' };

export type FieldsCardFragment =
  | FieldsCard_Assignment_Fragment
  | FieldsCard_BillingMilestone_Fragment
  | FieldsCard_CustomField_Fragment
  | FieldsCard_CustomFieldChoice_Fragment
  | FieldsCard_CustomFieldSet_Fragment
  | FieldsCard_CustomFieldValue_Fragment
  | FieldsCard_Estimate_Fragment
  | FieldsCard_EstimateScenario_Fragment
  | FieldsCard_EstimateScenarioResource_Fragment
  | FieldsCard_Expense_Fragment
  | FieldsCard_ExpenseBudget_Fragment
  | FieldsCard_Invoice_Fragment
  | FieldsCard_Participation_Fragment
  | FieldsCard_Post_Fragment
  | FieldsCard_RateCard_Fragment
  | FieldsCard_Role_Fragment
  | FieldsCard_Skill_Fragment
  | FieldsCard_StatusReport_Fragment
  | FieldsCard_Story_Fragment
  | FieldsCard_StoryAllocationDay_Fragment
  | FieldsCard_Submission_Fragment
  | FieldsCard_SurveyAnswer_Fragment
  | FieldsCard_SurveyQuestion_Fragment
  | FieldsCard_SurveyResponse_Fragment
  | FieldsCard_SurveyTemplate_Fragment
  | FieldsCard_TimeEntry_Fragment
  | FieldsCard_TimeOffEntry_Fragment
  | FieldsCard_User_Fragment
  | FieldsCard_Vendor_Fragment
  | FieldsCard_Workspace_Fragment
  | FieldsCard_WorkspaceAllocation_Fragment
  | FieldsCard_WorkspaceGroup_Fragment
  | FieldsCard_WorkspaceResource_Fragment
;

type MoneyCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'MoneyCard_Assignment_Fragment' };

type MoneyCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone', title: string | null, amountInCents: number | null, currency: string | null, dateToInvoice: string | null, billingType: BillingMilestoneBillingType | null } & { ' $fragmentName'?: 'MoneyCard_BillingMilestone_Fragment' };

type MoneyCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'MoneyCard_CustomField_Fragment' };

type MoneyCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'MoneyCard_CustomFieldChoice_Fragment' };

type MoneyCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'MoneyCard_CustomFieldSet_Fragment' };

type MoneyCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'MoneyCard_CustomFieldValue_Fragment' };

type MoneyCard_Estimate_Fragment = { __typename: 'Estimate', name: string | null, currency: string | null, isLocked: boolean | null, description: string | null } & { ' $fragmentName'?: 'MoneyCard_Estimate_Fragment' };

type MoneyCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario', name: string | null, startDate: string | null, targetMarginPercent: number | null } & { ' $fragmentName'?: 'MoneyCard_EstimateScenario_Fragment' };

type MoneyCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource', displayLabel: string | null, roleName: string | null, label: string | null } & { ' $fragmentName'?: 'MoneyCard_EstimateScenarioResource_Fragment' };

type MoneyCard_Expense_Fragment = { __typename: 'Expense', category: string | null, amountInCents: number | null, currency: string | null, date: string | null, notes: string | null } & { ' $fragmentName'?: 'MoneyCard_Expense_Fragment' };

type MoneyCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget', title: string | null, quantity: number | null, expectedBy: string | null, billable: boolean | null } & { ' $fragmentName'?: 'MoneyCard_ExpenseBudget_Fragment' };

type MoneyCard_Invoice_Fragment = { __typename: 'Invoice', userInvoiceNumber: number | null, balanceInCents: number | null, currency: string | null, dueDate: string | null, invoiceTitle: string | null, invoiceStatus: InvoiceStatus | null } & { ' $fragmentName'?: 'MoneyCard_Invoice_Fragment' };

type MoneyCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'MoneyCard_Participation_Fragment' };

type MoneyCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'MoneyCard_Post_Fragment' };

type MoneyCard_RateCard_Fragment = { __typename: 'RateCard', rateCardSetTitle: string | null, currency: string | null, uses: number | null } & { ' $fragmentName'?: 'MoneyCard_RateCard_Fragment' };

type MoneyCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'MoneyCard_Role_Fragment' };

type MoneyCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'MoneyCard_Skill_Fragment' };

type MoneyCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'MoneyCard_StatusReport_Fragment' };

type MoneyCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'MoneyCard_Story_Fragment' };

type MoneyCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'MoneyCard_StoryAllocationDay_Fragment' };

type MoneyCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'MoneyCard_Submission_Fragment' };

type MoneyCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'MoneyCard_SurveyAnswer_Fragment' };

type MoneyCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'MoneyCard_SurveyQuestion_Fragment' };

type MoneyCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'MoneyCard_SurveyResponse_Fragment' };

type MoneyCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'MoneyCard_SurveyTemplate_Fragment' };

type MoneyCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'MoneyCard_TimeEntry_Fragment' };

type MoneyCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'MoneyCard_TimeOffEntry_Fragment' };

type MoneyCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'MoneyCard_User_Fragment' };

type MoneyCard_Vendor_Fragment = { __typename: 'Vendor', name: string | null, inUse: boolean | null, archived: boolean | null, externallyManaged: boolean | null } & { ' $fragmentName'?: 'MoneyCard_Vendor_Fragment' };

type MoneyCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'MoneyCard_Workspace_Fragment' };

type MoneyCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'MoneyCard_WorkspaceAllocation_Fragment' };

type MoneyCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'MoneyCard_WorkspaceGroup_Fragment' };

type MoneyCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'MoneyCard_WorkspaceResource_Fragment' };

export type MoneyCardFragment =
  | MoneyCard_Assignment_Fragment
  | MoneyCard_BillingMilestone_Fragment
  | MoneyCard_CustomField_Fragment
  | MoneyCard_CustomFieldChoice_Fragment
  | MoneyCard_CustomFieldSet_Fragment
  | MoneyCard_CustomFieldValue_Fragment
  | MoneyCard_Estimate_Fragment
  | MoneyCard_EstimateScenario_Fragment
  | MoneyCard_EstimateScenarioResource_Fragment
  | MoneyCard_Expense_Fragment
  | MoneyCard_ExpenseBudget_Fragment
  | MoneyCard_Invoice_Fragment
  | MoneyCard_Participation_Fragment
  | MoneyCard_Post_Fragment
  | MoneyCard_RateCard_Fragment
  | MoneyCard_Role_Fragment
  | MoneyCard_Skill_Fragment
  | MoneyCard_StatusReport_Fragment
  | MoneyCard_Story_Fragment
  | MoneyCard_StoryAllocationDay_Fragment
  | MoneyCard_Submission_Fragment
  | MoneyCard_SurveyAnswer_Fragment
  | MoneyCard_SurveyQuestion_Fragment
  | MoneyCard_SurveyResponse_Fragment
  | MoneyCard_SurveyTemplate_Fragment
  | MoneyCard_TimeEntry_Fragment
  | MoneyCard_TimeOffEntry_Fragment
  | MoneyCard_User_Fragment
  | MoneyCard_Vendor_Fragment
  | MoneyCard_Workspace_Fragment
  | MoneyCard_WorkspaceAllocation_Fragment
  | MoneyCard_WorkspaceGroup_Fragment
  | MoneyCard_WorkspaceResource_Fragment
;

type PeopleCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'PeopleCard_Assignment_Fragment' };

type PeopleCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'PeopleCard_BillingMilestone_Fragment' };

type PeopleCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'PeopleCard_CustomField_Fragment' };

type PeopleCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'PeopleCard_CustomFieldChoice_Fragment' };

type PeopleCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'PeopleCard_CustomFieldSet_Fragment' };

type PeopleCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'PeopleCard_CustomFieldValue_Fragment' };

type PeopleCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'PeopleCard_Estimate_Fragment' };

type PeopleCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'PeopleCard_EstimateScenario_Fragment' };

type PeopleCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'PeopleCard_EstimateScenarioResource_Fragment' };

type PeopleCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'PeopleCard_Expense_Fragment' };

type PeopleCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'PeopleCard_ExpenseBudget_Fragment' };

type PeopleCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'PeopleCard_Invoice_Fragment' };

type PeopleCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'PeopleCard_Participation_Fragment' };

type PeopleCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'PeopleCard_Post_Fragment' };

type PeopleCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'PeopleCard_RateCard_Fragment' };

type PeopleCard_Role_Fragment = { __typename: 'Role', name: string | null, createdAt: string | null, deletedAt: string | null } & { ' $fragmentName'?: 'PeopleCard_Role_Fragment' };

type PeopleCard_Skill_Fragment = { __typename: 'Skill', name: string | null, description: string | null, maxLevel: string | null } & { ' $fragmentName'?: 'PeopleCard_Skill_Fragment' };

type PeopleCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'PeopleCard_StatusReport_Fragment' };

type PeopleCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'PeopleCard_Story_Fragment' };

type PeopleCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'PeopleCard_StoryAllocationDay_Fragment' };

type PeopleCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'PeopleCard_Submission_Fragment' };

type PeopleCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'PeopleCard_SurveyAnswer_Fragment' };

type PeopleCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'PeopleCard_SurveyQuestion_Fragment' };

type PeopleCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'PeopleCard_SurveyResponse_Fragment' };

type PeopleCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'PeopleCard_SurveyTemplate_Fragment' };

type PeopleCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'PeopleCard_TimeEntry_Fragment' };

type PeopleCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'PeopleCard_TimeOffEntry_Fragment' };

type PeopleCard_User_Fragment = { __typename: 'User', fullName: string | null, headline: string | null, emailAddress: string | null } & { ' $fragmentName'?: 'PeopleCard_User_Fragment' };

type PeopleCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'PeopleCard_Vendor_Fragment' };

type PeopleCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'PeopleCard_Workspace_Fragment' };

type PeopleCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'PeopleCard_WorkspaceAllocation_Fragment' };

type PeopleCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'PeopleCard_WorkspaceGroup_Fragment' };

type PeopleCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'PeopleCard_WorkspaceResource_Fragment' };

export type PeopleCardFragment =
  | PeopleCard_Assignment_Fragment
  | PeopleCard_BillingMilestone_Fragment
  | PeopleCard_CustomField_Fragment
  | PeopleCard_CustomFieldChoice_Fragment
  | PeopleCard_CustomFieldSet_Fragment
  | PeopleCard_CustomFieldValue_Fragment
  | PeopleCard_Estimate_Fragment
  | PeopleCard_EstimateScenario_Fragment
  | PeopleCard_EstimateScenarioResource_Fragment
  | PeopleCard_Expense_Fragment
  | PeopleCard_ExpenseBudget_Fragment
  | PeopleCard_Invoice_Fragment
  | PeopleCard_Participation_Fragment
  | PeopleCard_Post_Fragment
  | PeopleCard_RateCard_Fragment
  | PeopleCard_Role_Fragment
  | PeopleCard_Skill_Fragment
  | PeopleCard_StatusReport_Fragment
  | PeopleCard_Story_Fragment
  | PeopleCard_StoryAllocationDay_Fragment
  | PeopleCard_Submission_Fragment
  | PeopleCard_SurveyAnswer_Fragment
  | PeopleCard_SurveyQuestion_Fragment
  | PeopleCard_SurveyResponse_Fragment
  | PeopleCard_SurveyTemplate_Fragment
  | PeopleCard_TimeEntry_Fragment
  | PeopleCard_TimeOffEntry_Fragment
  | PeopleCard_User_Fragment
  | PeopleCard_Vendor_Fragment
  | PeopleCard_Workspace_Fragment
  | PeopleCard_WorkspaceAllocation_Fragment
  | PeopleCard_WorkspaceGroup_Fragment
  | PeopleCard_WorkspaceResource_Fragment
;

type PlanCard_Assignment_Fragment = { __typename: 'Assignment', allocatedMinutes: number | null, estimatedMinutes: number | null, assignee: { __typename: 'User', id: string, fullName: string | null } | null, story: { __typename: 'Story', id: string, title: string | null } | null } & { ' $fragmentName'?: 'PlanCard_Assignment_Fragment' };

type PlanCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'PlanCard_BillingMilestone_Fragment' };

type PlanCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'PlanCard_CustomField_Fragment' };

type PlanCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'PlanCard_CustomFieldChoice_Fragment' };

type PlanCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'PlanCard_CustomFieldSet_Fragment' };

type PlanCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'PlanCard_CustomFieldValue_Fragment' };

type PlanCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'PlanCard_Estimate_Fragment' };

type PlanCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'PlanCard_EstimateScenario_Fragment' };

type PlanCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'PlanCard_EstimateScenarioResource_Fragment' };

type PlanCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'PlanCard_Expense_Fragment' };

type PlanCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'PlanCard_ExpenseBudget_Fragment' };

type PlanCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'PlanCard_Invoice_Fragment' };

type PlanCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'PlanCard_Participation_Fragment' };

type PlanCard_Post_Fragment = { __typename: 'Post', message: string | null, subjectTitle: string | null, replyCount: number | null, createdAt: string | null } & { ' $fragmentName'?: 'PlanCard_Post_Fragment' };

type PlanCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'PlanCard_RateCard_Fragment' };

type PlanCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'PlanCard_Role_Fragment' };

type PlanCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'PlanCard_Skill_Fragment' };

type PlanCard_StatusReport_Fragment = { __typename: 'StatusReport', color: StatusReportColor | null, description: string | null, createdAt: string | null, workspace: { __typename: 'Workspace', id: string, title: string | null } | null } & { ' $fragmentName'?: 'PlanCard_StatusReport_Fragment' };

type PlanCard_Story_Fragment = { __typename: 'Story', title: string | null, storyType: StoryStoryType | null, dueDate: string | null, percentageComplete: number | null, storyState: StoryState | null } & { ' $fragmentName'?: 'PlanCard_Story_Fragment' };

type PlanCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay', date: string | null, minutes: number | null, story: { __typename: 'Story', id: string, title: string | null } | null } & { ' $fragmentName'?: 'PlanCard_StoryAllocationDay_Fragment' };

type PlanCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'PlanCard_Submission_Fragment' };

type PlanCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'PlanCard_SurveyAnswer_Fragment' };

type PlanCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'PlanCard_SurveyQuestion_Fragment' };

type PlanCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'PlanCard_SurveyResponse_Fragment' };

type PlanCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'PlanCard_SurveyTemplate_Fragment' };

type PlanCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'PlanCard_TimeEntry_Fragment' };

type PlanCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'PlanCard_TimeOffEntry_Fragment' };

type PlanCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'PlanCard_User_Fragment' };

type PlanCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'PlanCard_Vendor_Fragment' };

type PlanCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'PlanCard_Workspace_Fragment' };

type PlanCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'PlanCard_WorkspaceAllocation_Fragment' };

type PlanCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'PlanCard_WorkspaceGroup_Fragment' };

type PlanCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'PlanCard_WorkspaceResource_Fragment' };

export type PlanCardFragment =
  | PlanCard_Assignment_Fragment
  | PlanCard_BillingMilestone_Fragment
  | PlanCard_CustomField_Fragment
  | PlanCard_CustomFieldChoice_Fragment
  | PlanCard_CustomFieldSet_Fragment
  | PlanCard_CustomFieldValue_Fragment
  | PlanCard_Estimate_Fragment
  | PlanCard_EstimateScenario_Fragment
  | PlanCard_EstimateScenarioResource_Fragment
  | PlanCard_Expense_Fragment
  | PlanCard_ExpenseBudget_Fragment
  | PlanCard_Invoice_Fragment
  | PlanCard_Participation_Fragment
  | PlanCard_Post_Fragment
  | PlanCard_RateCard_Fragment
  | PlanCard_Role_Fragment
  | PlanCard_Skill_Fragment
  | PlanCard_StatusReport_Fragment
  | PlanCard_Story_Fragment
  | PlanCard_StoryAllocationDay_Fragment
  | PlanCard_Submission_Fragment
  | PlanCard_SurveyAnswer_Fragment
  | PlanCard_SurveyQuestion_Fragment
  | PlanCard_SurveyResponse_Fragment
  | PlanCard_SurveyTemplate_Fragment
  | PlanCard_TimeEntry_Fragment
  | PlanCard_TimeOffEntry_Fragment
  | PlanCard_User_Fragment
  | PlanCard_Vendor_Fragment
  | PlanCard_Workspace_Fragment
  | PlanCard_WorkspaceAllocation_Fragment
  | PlanCard_WorkspaceGroup_Fragment
  | PlanCard_WorkspaceResource_Fragment
;

type ProjectsCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'ProjectsCard_Assignment_Fragment' };

type ProjectsCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'ProjectsCard_BillingMilestone_Fragment' };

type ProjectsCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'ProjectsCard_CustomField_Fragment' };

type ProjectsCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'ProjectsCard_CustomFieldChoice_Fragment' };

type ProjectsCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'ProjectsCard_CustomFieldSet_Fragment' };

type ProjectsCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'ProjectsCard_CustomFieldValue_Fragment' };

type ProjectsCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'ProjectsCard_Estimate_Fragment' };

type ProjectsCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'ProjectsCard_EstimateScenario_Fragment' };

type ProjectsCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'ProjectsCard_EstimateScenarioResource_Fragment' };

type ProjectsCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'ProjectsCard_Expense_Fragment' };

type ProjectsCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'ProjectsCard_ExpenseBudget_Fragment' };

type ProjectsCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'ProjectsCard_Invoice_Fragment' };

type ProjectsCard_Participation_Fragment = { __typename: 'Participation', isTeamLead: boolean | null, participationRole: ParticipationRole | null, user: { __typename: 'User', id: string, fullName: string | null } | null, workspace: { __typename: 'Workspace', id: string, title: string | null } | null } & { ' $fragmentName'?: 'ProjectsCard_Participation_Fragment' };

type ProjectsCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'ProjectsCard_Post_Fragment' };

type ProjectsCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'ProjectsCard_RateCard_Fragment' };

type ProjectsCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'ProjectsCard_Role_Fragment' };

type ProjectsCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'ProjectsCard_Skill_Fragment' };

type ProjectsCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'ProjectsCard_StatusReport_Fragment' };

type ProjectsCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'ProjectsCard_Story_Fragment' };

type ProjectsCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'ProjectsCard_StoryAllocationDay_Fragment' };

type ProjectsCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'ProjectsCard_Submission_Fragment' };

type ProjectsCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'ProjectsCard_SurveyAnswer_Fragment' };

type ProjectsCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'ProjectsCard_SurveyQuestion_Fragment' };

type ProjectsCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'ProjectsCard_SurveyResponse_Fragment' };

type ProjectsCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'ProjectsCard_SurveyTemplate_Fragment' };

type ProjectsCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'ProjectsCard_TimeEntry_Fragment' };

type ProjectsCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'ProjectsCard_TimeOffEntry_Fragment' };

type ProjectsCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'ProjectsCard_User_Fragment' };

type ProjectsCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'ProjectsCard_Vendor_Fragment' };

type ProjectsCard_Workspace_Fragment = { __typename: 'Workspace', title: string | null, percentageComplete: number | null, startDate: string | null, dueDate: string | null, workspaceStatus: { __typename: 'WorkspaceStatus', message: string | null } | null } & { ' $fragmentName'?: 'ProjectsCard_Workspace_Fragment' };

type ProjectsCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation', startDate: string | null, endDate: string | null, minutes: number | null, hard: boolean | null, workspaceResource: { __typename: 'WorkspaceResource', id: string, displayLabel: string | null } | null } & { ' $fragmentName'?: 'ProjectsCard_WorkspaceAllocation_Fragment' };

type ProjectsCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup', name: string | null, company: boolean | null, contactName: string | null, website: string | null } & { ' $fragmentName'?: 'ProjectsCard_WorkspaceGroup_Fragment' };

type ProjectsCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource', displayLabel: string | null, roleName: string | null, workspaceTitle: string | null, userId: string | null } & { ' $fragmentName'?: 'ProjectsCard_WorkspaceResource_Fragment' };

export type ProjectsCardFragment =
  | ProjectsCard_Assignment_Fragment
  | ProjectsCard_BillingMilestone_Fragment
  | ProjectsCard_CustomField_Fragment
  | ProjectsCard_CustomFieldChoice_Fragment
  | ProjectsCard_CustomFieldSet_Fragment
  | ProjectsCard_CustomFieldValue_Fragment
  | ProjectsCard_Estimate_Fragment
  | ProjectsCard_EstimateScenario_Fragment
  | ProjectsCard_EstimateScenarioResource_Fragment
  | ProjectsCard_Expense_Fragment
  | ProjectsCard_ExpenseBudget_Fragment
  | ProjectsCard_Invoice_Fragment
  | ProjectsCard_Participation_Fragment
  | ProjectsCard_Post_Fragment
  | ProjectsCard_RateCard_Fragment
  | ProjectsCard_Role_Fragment
  | ProjectsCard_Skill_Fragment
  | ProjectsCard_StatusReport_Fragment
  | ProjectsCard_Story_Fragment
  | ProjectsCard_StoryAllocationDay_Fragment
  | ProjectsCard_Submission_Fragment
  | ProjectsCard_SurveyAnswer_Fragment
  | ProjectsCard_SurveyQuestion_Fragment
  | ProjectsCard_SurveyResponse_Fragment
  | ProjectsCard_SurveyTemplate_Fragment
  | ProjectsCard_TimeEntry_Fragment
  | ProjectsCard_TimeOffEntry_Fragment
  | ProjectsCard_User_Fragment
  | ProjectsCard_Vendor_Fragment
  | ProjectsCard_Workspace_Fragment
  | ProjectsCard_WorkspaceAllocation_Fragment
  | ProjectsCard_WorkspaceGroup_Fragment
  | ProjectsCard_WorkspaceResource_Fragment
;

type SubjectCard_Assignment_Fragment = (
  { __typename: 'Assignment', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Assignment_Fragment': ProjectsCard_Assignment_Fragment;'PlanCard_Assignment_Fragment': PlanCard_Assignment_Fragment;'MoneyCard_Assignment_Fragment': MoneyCard_Assignment_Fragment;'TimeCard_Assignment_Fragment': TimeCard_Assignment_Fragment;'PeopleCard_Assignment_Fragment': PeopleCard_Assignment_Fragment;'FieldsCard_Assignment_Fragment': FieldsCard_Assignment_Fragment;'SurveysCard_Assignment_Fragment': SurveysCard_Assignment_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Assignment_Fragment' };

type SubjectCard_BillingMilestone_Fragment = (
  { __typename: 'BillingMilestone', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_BillingMilestone_Fragment': ProjectsCard_BillingMilestone_Fragment;'PlanCard_BillingMilestone_Fragment': PlanCard_BillingMilestone_Fragment;'MoneyCard_BillingMilestone_Fragment': MoneyCard_BillingMilestone_Fragment;'TimeCard_BillingMilestone_Fragment': TimeCard_BillingMilestone_Fragment;'PeopleCard_BillingMilestone_Fragment': PeopleCard_BillingMilestone_Fragment;'FieldsCard_BillingMilestone_Fragment': FieldsCard_BillingMilestone_Fragment;'SurveysCard_BillingMilestone_Fragment': SurveysCard_BillingMilestone_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_BillingMilestone_Fragment' };

type SubjectCard_CustomField_Fragment = (
  { __typename: 'CustomField', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_CustomField_Fragment': ProjectsCard_CustomField_Fragment;'PlanCard_CustomField_Fragment': PlanCard_CustomField_Fragment;'MoneyCard_CustomField_Fragment': MoneyCard_CustomField_Fragment;'TimeCard_CustomField_Fragment': TimeCard_CustomField_Fragment;'PeopleCard_CustomField_Fragment': PeopleCard_CustomField_Fragment;'FieldsCard_CustomField_Fragment': FieldsCard_CustomField_Fragment;'SurveysCard_CustomField_Fragment': SurveysCard_CustomField_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_CustomField_Fragment' };

type SubjectCard_CustomFieldChoice_Fragment = (
  { __typename: 'CustomFieldChoice', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_CustomFieldChoice_Fragment': ProjectsCard_CustomFieldChoice_Fragment;'PlanCard_CustomFieldChoice_Fragment': PlanCard_CustomFieldChoice_Fragment;'MoneyCard_CustomFieldChoice_Fragment': MoneyCard_CustomFieldChoice_Fragment;'TimeCard_CustomFieldChoice_Fragment': TimeCard_CustomFieldChoice_Fragment;'PeopleCard_CustomFieldChoice_Fragment': PeopleCard_CustomFieldChoice_Fragment;'FieldsCard_CustomFieldChoice_Fragment': FieldsCard_CustomFieldChoice_Fragment;'SurveysCard_CustomFieldChoice_Fragment': SurveysCard_CustomFieldChoice_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_CustomFieldChoice_Fragment' };

type SubjectCard_CustomFieldSet_Fragment = (
  { __typename: 'CustomFieldSet', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_CustomFieldSet_Fragment': ProjectsCard_CustomFieldSet_Fragment;'PlanCard_CustomFieldSet_Fragment': PlanCard_CustomFieldSet_Fragment;'MoneyCard_CustomFieldSet_Fragment': MoneyCard_CustomFieldSet_Fragment;'TimeCard_CustomFieldSet_Fragment': TimeCard_CustomFieldSet_Fragment;'PeopleCard_CustomFieldSet_Fragment': PeopleCard_CustomFieldSet_Fragment;'FieldsCard_CustomFieldSet_Fragment': FieldsCard_CustomFieldSet_Fragment;'SurveysCard_CustomFieldSet_Fragment': SurveysCard_CustomFieldSet_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_CustomFieldSet_Fragment' };

type SubjectCard_CustomFieldValue_Fragment = (
  { __typename: 'CustomFieldValue', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_CustomFieldValue_Fragment': ProjectsCard_CustomFieldValue_Fragment;'PlanCard_CustomFieldValue_Fragment': PlanCard_CustomFieldValue_Fragment;'MoneyCard_CustomFieldValue_Fragment': MoneyCard_CustomFieldValue_Fragment;'TimeCard_CustomFieldValue_Fragment': TimeCard_CustomFieldValue_Fragment;'PeopleCard_CustomFieldValue_Fragment': PeopleCard_CustomFieldValue_Fragment;'FieldsCard_CustomFieldValue_Fragment': FieldsCard_CustomFieldValue_Fragment;'SurveysCard_CustomFieldValue_Fragment': SurveysCard_CustomFieldValue_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_CustomFieldValue_Fragment' };

type SubjectCard_Estimate_Fragment = (
  { __typename: 'Estimate', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Estimate_Fragment': ProjectsCard_Estimate_Fragment;'PlanCard_Estimate_Fragment': PlanCard_Estimate_Fragment;'MoneyCard_Estimate_Fragment': MoneyCard_Estimate_Fragment;'TimeCard_Estimate_Fragment': TimeCard_Estimate_Fragment;'PeopleCard_Estimate_Fragment': PeopleCard_Estimate_Fragment;'FieldsCard_Estimate_Fragment': FieldsCard_Estimate_Fragment;'SurveysCard_Estimate_Fragment': SurveysCard_Estimate_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Estimate_Fragment' };

type SubjectCard_EstimateScenario_Fragment = (
  { __typename: 'EstimateScenario', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_EstimateScenario_Fragment': ProjectsCard_EstimateScenario_Fragment;'PlanCard_EstimateScenario_Fragment': PlanCard_EstimateScenario_Fragment;'MoneyCard_EstimateScenario_Fragment': MoneyCard_EstimateScenario_Fragment;'TimeCard_EstimateScenario_Fragment': TimeCard_EstimateScenario_Fragment;'PeopleCard_EstimateScenario_Fragment': PeopleCard_EstimateScenario_Fragment;'FieldsCard_EstimateScenario_Fragment': FieldsCard_EstimateScenario_Fragment;'SurveysCard_EstimateScenario_Fragment': SurveysCard_EstimateScenario_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_EstimateScenario_Fragment' };

type SubjectCard_EstimateScenarioResource_Fragment = (
  { __typename: 'EstimateScenarioResource', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_EstimateScenarioResource_Fragment': ProjectsCard_EstimateScenarioResource_Fragment;'PlanCard_EstimateScenarioResource_Fragment': PlanCard_EstimateScenarioResource_Fragment;'MoneyCard_EstimateScenarioResource_Fragment': MoneyCard_EstimateScenarioResource_Fragment;'TimeCard_EstimateScenarioResource_Fragment': TimeCard_EstimateScenarioResource_Fragment;'PeopleCard_EstimateScenarioResource_Fragment': PeopleCard_EstimateScenarioResource_Fragment;'FieldsCard_EstimateScenarioResource_Fragment': FieldsCard_EstimateScenarioResource_Fragment;'SurveysCard_EstimateScenarioResource_Fragment': SurveysCard_EstimateScenarioResource_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_EstimateScenarioResource_Fragment' };

type SubjectCard_Expense_Fragment = (
  { __typename: 'Expense', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Expense_Fragment': ProjectsCard_Expense_Fragment;'PlanCard_Expense_Fragment': PlanCard_Expense_Fragment;'MoneyCard_Expense_Fragment': MoneyCard_Expense_Fragment;'TimeCard_Expense_Fragment': TimeCard_Expense_Fragment;'PeopleCard_Expense_Fragment': PeopleCard_Expense_Fragment;'FieldsCard_Expense_Fragment': FieldsCard_Expense_Fragment;'SurveysCard_Expense_Fragment': SurveysCard_Expense_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Expense_Fragment' };

type SubjectCard_ExpenseBudget_Fragment = (
  { __typename: 'ExpenseBudget', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_ExpenseBudget_Fragment': ProjectsCard_ExpenseBudget_Fragment;'PlanCard_ExpenseBudget_Fragment': PlanCard_ExpenseBudget_Fragment;'MoneyCard_ExpenseBudget_Fragment': MoneyCard_ExpenseBudget_Fragment;'TimeCard_ExpenseBudget_Fragment': TimeCard_ExpenseBudget_Fragment;'PeopleCard_ExpenseBudget_Fragment': PeopleCard_ExpenseBudget_Fragment;'FieldsCard_ExpenseBudget_Fragment': FieldsCard_ExpenseBudget_Fragment;'SurveysCard_ExpenseBudget_Fragment': SurveysCard_ExpenseBudget_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_ExpenseBudget_Fragment' };

type SubjectCard_Invoice_Fragment = (
  { __typename: 'Invoice', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Invoice_Fragment': ProjectsCard_Invoice_Fragment;'PlanCard_Invoice_Fragment': PlanCard_Invoice_Fragment;'MoneyCard_Invoice_Fragment': MoneyCard_Invoice_Fragment;'TimeCard_Invoice_Fragment': TimeCard_Invoice_Fragment;'PeopleCard_Invoice_Fragment': PeopleCard_Invoice_Fragment;'FieldsCard_Invoice_Fragment': FieldsCard_Invoice_Fragment;'SurveysCard_Invoice_Fragment': SurveysCard_Invoice_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Invoice_Fragment' };

type SubjectCard_Participation_Fragment = (
  { __typename: 'Participation', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Participation_Fragment': ProjectsCard_Participation_Fragment;'PlanCard_Participation_Fragment': PlanCard_Participation_Fragment;'MoneyCard_Participation_Fragment': MoneyCard_Participation_Fragment;'TimeCard_Participation_Fragment': TimeCard_Participation_Fragment;'PeopleCard_Participation_Fragment': PeopleCard_Participation_Fragment;'FieldsCard_Participation_Fragment': FieldsCard_Participation_Fragment;'SurveysCard_Participation_Fragment': SurveysCard_Participation_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Participation_Fragment' };

type SubjectCard_Post_Fragment = (
  { __typename: 'Post', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Post_Fragment': ProjectsCard_Post_Fragment;'PlanCard_Post_Fragment': PlanCard_Post_Fragment;'MoneyCard_Post_Fragment': MoneyCard_Post_Fragment;'TimeCard_Post_Fragment': TimeCard_Post_Fragment;'PeopleCard_Post_Fragment': PeopleCard_Post_Fragment;'FieldsCard_Post_Fragment': FieldsCard_Post_Fragment;'SurveysCard_Post_Fragment': SurveysCard_Post_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Post_Fragment' };

type SubjectCard_RateCard_Fragment = (
  { __typename: 'RateCard', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_RateCard_Fragment': ProjectsCard_RateCard_Fragment;'PlanCard_RateCard_Fragment': PlanCard_RateCard_Fragment;'MoneyCard_RateCard_Fragment': MoneyCard_RateCard_Fragment;'TimeCard_RateCard_Fragment': TimeCard_RateCard_Fragment;'PeopleCard_RateCard_Fragment': PeopleCard_RateCard_Fragment;'FieldsCard_RateCard_Fragment': FieldsCard_RateCard_Fragment;'SurveysCard_RateCard_Fragment': SurveysCard_RateCard_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_RateCard_Fragment' };

type SubjectCard_Role_Fragment = (
  { __typename: 'Role', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Role_Fragment': ProjectsCard_Role_Fragment;'PlanCard_Role_Fragment': PlanCard_Role_Fragment;'MoneyCard_Role_Fragment': MoneyCard_Role_Fragment;'TimeCard_Role_Fragment': TimeCard_Role_Fragment;'PeopleCard_Role_Fragment': PeopleCard_Role_Fragment;'FieldsCard_Role_Fragment': FieldsCard_Role_Fragment;'SurveysCard_Role_Fragment': SurveysCard_Role_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Role_Fragment' };

type SubjectCard_Skill_Fragment = (
  { __typename: 'Skill', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Skill_Fragment': ProjectsCard_Skill_Fragment;'PlanCard_Skill_Fragment': PlanCard_Skill_Fragment;'MoneyCard_Skill_Fragment': MoneyCard_Skill_Fragment;'TimeCard_Skill_Fragment': TimeCard_Skill_Fragment;'PeopleCard_Skill_Fragment': PeopleCard_Skill_Fragment;'FieldsCard_Skill_Fragment': FieldsCard_Skill_Fragment;'SurveysCard_Skill_Fragment': SurveysCard_Skill_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Skill_Fragment' };

type SubjectCard_StatusReport_Fragment = (
  { __typename: 'StatusReport', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_StatusReport_Fragment': ProjectsCard_StatusReport_Fragment;'PlanCard_StatusReport_Fragment': PlanCard_StatusReport_Fragment;'MoneyCard_StatusReport_Fragment': MoneyCard_StatusReport_Fragment;'TimeCard_StatusReport_Fragment': TimeCard_StatusReport_Fragment;'PeopleCard_StatusReport_Fragment': PeopleCard_StatusReport_Fragment;'FieldsCard_StatusReport_Fragment': FieldsCard_StatusReport_Fragment;'SurveysCard_StatusReport_Fragment': SurveysCard_StatusReport_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_StatusReport_Fragment' };

type SubjectCard_Story_Fragment = (
  { __typename: 'Story', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Story_Fragment': ProjectsCard_Story_Fragment;'PlanCard_Story_Fragment': PlanCard_Story_Fragment;'MoneyCard_Story_Fragment': MoneyCard_Story_Fragment;'TimeCard_Story_Fragment': TimeCard_Story_Fragment;'PeopleCard_Story_Fragment': PeopleCard_Story_Fragment;'FieldsCard_Story_Fragment': FieldsCard_Story_Fragment;'SurveysCard_Story_Fragment': SurveysCard_Story_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Story_Fragment' };

type SubjectCard_StoryAllocationDay_Fragment = (
  { __typename: 'StoryAllocationDay', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_StoryAllocationDay_Fragment': ProjectsCard_StoryAllocationDay_Fragment;'PlanCard_StoryAllocationDay_Fragment': PlanCard_StoryAllocationDay_Fragment;'MoneyCard_StoryAllocationDay_Fragment': MoneyCard_StoryAllocationDay_Fragment;'TimeCard_StoryAllocationDay_Fragment': TimeCard_StoryAllocationDay_Fragment;'PeopleCard_StoryAllocationDay_Fragment': PeopleCard_StoryAllocationDay_Fragment;'FieldsCard_StoryAllocationDay_Fragment': FieldsCard_StoryAllocationDay_Fragment;'SurveysCard_StoryAllocationDay_Fragment': SurveysCard_StoryAllocationDay_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_StoryAllocationDay_Fragment' };

type SubjectCard_Submission_Fragment = (
  { __typename: 'Submission', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Submission_Fragment': ProjectsCard_Submission_Fragment;'PlanCard_Submission_Fragment': PlanCard_Submission_Fragment;'MoneyCard_Submission_Fragment': MoneyCard_Submission_Fragment;'TimeCard_Submission_Fragment': TimeCard_Submission_Fragment;'PeopleCard_Submission_Fragment': PeopleCard_Submission_Fragment;'FieldsCard_Submission_Fragment': FieldsCard_Submission_Fragment;'SurveysCard_Submission_Fragment': SurveysCard_Submission_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Submission_Fragment' };

type SubjectCard_SurveyAnswer_Fragment = (
  { __typename: 'SurveyAnswer', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_SurveyAnswer_Fragment': ProjectsCard_SurveyAnswer_Fragment;'PlanCard_SurveyAnswer_Fragment': PlanCard_SurveyAnswer_Fragment;'MoneyCard_SurveyAnswer_Fragment': MoneyCard_SurveyAnswer_Fragment;'TimeCard_SurveyAnswer_Fragment': TimeCard_SurveyAnswer_Fragment;'PeopleCard_SurveyAnswer_Fragment': PeopleCard_SurveyAnswer_Fragment;'FieldsCard_SurveyAnswer_Fragment': FieldsCard_SurveyAnswer_Fragment;'SurveysCard_SurveyAnswer_Fragment': SurveysCard_SurveyAnswer_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_SurveyAnswer_Fragment' };

type SubjectCard_SurveyQuestion_Fragment = (
  { __typename: 'SurveyQuestion', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_SurveyQuestion_Fragment': ProjectsCard_SurveyQuestion_Fragment;'PlanCard_SurveyQuestion_Fragment': PlanCard_SurveyQuestion_Fragment;'MoneyCard_SurveyQuestion_Fragment': MoneyCard_SurveyQuestion_Fragment;'TimeCard_SurveyQuestion_Fragment': TimeCard_SurveyQuestion_Fragment;'PeopleCard_SurveyQuestion_Fragment': PeopleCard_SurveyQuestion_Fragment;'FieldsCard_SurveyQuestion_Fragment': FieldsCard_SurveyQuestion_Fragment;'SurveysCard_SurveyQuestion_Fragment': SurveysCard_SurveyQuestion_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_SurveyQuestion_Fragment' };

type SubjectCard_SurveyResponse_Fragment = (
  { __typename: 'SurveyResponse', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_SurveyResponse_Fragment': ProjectsCard_SurveyResponse_Fragment;'PlanCard_SurveyResponse_Fragment': PlanCard_SurveyResponse_Fragment;'MoneyCard_SurveyResponse_Fragment': MoneyCard_SurveyResponse_Fragment;'TimeCard_SurveyResponse_Fragment': TimeCard_SurveyResponse_Fragment;'PeopleCard_SurveyResponse_Fragment': PeopleCard_SurveyResponse_Fragment;'FieldsCard_SurveyResponse_Fragment': FieldsCard_SurveyResponse_Fragment;'SurveysCard_SurveyResponse_Fragment': SurveysCard_SurveyResponse_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_SurveyResponse_Fragment' };

type SubjectCard_SurveyTemplate_Fragment = (
  { __typename: 'SurveyTemplate', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_SurveyTemplate_Fragment': ProjectsCard_SurveyTemplate_Fragment;'PlanCard_SurveyTemplate_Fragment': PlanCard_SurveyTemplate_Fragment;'MoneyCard_SurveyTemplate_Fragment': MoneyCard_SurveyTemplate_Fragment;'TimeCard_SurveyTemplate_Fragment': TimeCard_SurveyTemplate_Fragment;'PeopleCard_SurveyTemplate_Fragment': PeopleCard_SurveyTemplate_Fragment;'FieldsCard_SurveyTemplate_Fragment': FieldsCard_SurveyTemplate_Fragment;'SurveysCard_SurveyTemplate_Fragment': SurveysCard_SurveyTemplate_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_SurveyTemplate_Fragment' };

type SubjectCard_TimeEntry_Fragment = (
  { __typename: 'TimeEntry', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_TimeEntry_Fragment': ProjectsCard_TimeEntry_Fragment;'PlanCard_TimeEntry_Fragment': PlanCard_TimeEntry_Fragment;'MoneyCard_TimeEntry_Fragment': MoneyCard_TimeEntry_Fragment;'TimeCard_TimeEntry_Fragment': TimeCard_TimeEntry_Fragment;'PeopleCard_TimeEntry_Fragment': PeopleCard_TimeEntry_Fragment;'FieldsCard_TimeEntry_Fragment': FieldsCard_TimeEntry_Fragment;'SurveysCard_TimeEntry_Fragment': SurveysCard_TimeEntry_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_TimeEntry_Fragment' };

type SubjectCard_TimeOffEntry_Fragment = (
  { __typename: 'TimeOffEntry', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_TimeOffEntry_Fragment': ProjectsCard_TimeOffEntry_Fragment;'PlanCard_TimeOffEntry_Fragment': PlanCard_TimeOffEntry_Fragment;'MoneyCard_TimeOffEntry_Fragment': MoneyCard_TimeOffEntry_Fragment;'TimeCard_TimeOffEntry_Fragment': TimeCard_TimeOffEntry_Fragment;'PeopleCard_TimeOffEntry_Fragment': PeopleCard_TimeOffEntry_Fragment;'FieldsCard_TimeOffEntry_Fragment': FieldsCard_TimeOffEntry_Fragment;'SurveysCard_TimeOffEntry_Fragment': SurveysCard_TimeOffEntry_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_TimeOffEntry_Fragment' };

type SubjectCard_User_Fragment = (
  { __typename: 'User', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_User_Fragment': ProjectsCard_User_Fragment;'PlanCard_User_Fragment': PlanCard_User_Fragment;'MoneyCard_User_Fragment': MoneyCard_User_Fragment;'TimeCard_User_Fragment': TimeCard_User_Fragment;'PeopleCard_User_Fragment': PeopleCard_User_Fragment;'FieldsCard_User_Fragment': FieldsCard_User_Fragment;'SurveysCard_User_Fragment': SurveysCard_User_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_User_Fragment' };

type SubjectCard_Vendor_Fragment = (
  { __typename: 'Vendor', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Vendor_Fragment': ProjectsCard_Vendor_Fragment;'PlanCard_Vendor_Fragment': PlanCard_Vendor_Fragment;'MoneyCard_Vendor_Fragment': MoneyCard_Vendor_Fragment;'TimeCard_Vendor_Fragment': TimeCard_Vendor_Fragment;'PeopleCard_Vendor_Fragment': PeopleCard_Vendor_Fragment;'FieldsCard_Vendor_Fragment': FieldsCard_Vendor_Fragment;'SurveysCard_Vendor_Fragment': SurveysCard_Vendor_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Vendor_Fragment' };

type SubjectCard_Workspace_Fragment = (
  { __typename: 'Workspace', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_Workspace_Fragment': ProjectsCard_Workspace_Fragment;'PlanCard_Workspace_Fragment': PlanCard_Workspace_Fragment;'MoneyCard_Workspace_Fragment': MoneyCard_Workspace_Fragment;'TimeCard_Workspace_Fragment': TimeCard_Workspace_Fragment;'PeopleCard_Workspace_Fragment': PeopleCard_Workspace_Fragment;'FieldsCard_Workspace_Fragment': FieldsCard_Workspace_Fragment;'SurveysCard_Workspace_Fragment': SurveysCard_Workspace_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_Workspace_Fragment' };

type SubjectCard_WorkspaceAllocation_Fragment = (
  { __typename: 'WorkspaceAllocation', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_WorkspaceAllocation_Fragment': ProjectsCard_WorkspaceAllocation_Fragment;'PlanCard_WorkspaceAllocation_Fragment': PlanCard_WorkspaceAllocation_Fragment;'MoneyCard_WorkspaceAllocation_Fragment': MoneyCard_WorkspaceAllocation_Fragment;'TimeCard_WorkspaceAllocation_Fragment': TimeCard_WorkspaceAllocation_Fragment;'PeopleCard_WorkspaceAllocation_Fragment': PeopleCard_WorkspaceAllocation_Fragment;'FieldsCard_WorkspaceAllocation_Fragment': FieldsCard_WorkspaceAllocation_Fragment;'SurveysCard_WorkspaceAllocation_Fragment': SurveysCard_WorkspaceAllocation_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_WorkspaceAllocation_Fragment' };

type SubjectCard_WorkspaceGroup_Fragment = (
  { __typename: 'WorkspaceGroup', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_WorkspaceGroup_Fragment': ProjectsCard_WorkspaceGroup_Fragment;'PlanCard_WorkspaceGroup_Fragment': PlanCard_WorkspaceGroup_Fragment;'MoneyCard_WorkspaceGroup_Fragment': MoneyCard_WorkspaceGroup_Fragment;'TimeCard_WorkspaceGroup_Fragment': TimeCard_WorkspaceGroup_Fragment;'PeopleCard_WorkspaceGroup_Fragment': PeopleCard_WorkspaceGroup_Fragment;'FieldsCard_WorkspaceGroup_Fragment': FieldsCard_WorkspaceGroup_Fragment;'SurveysCard_WorkspaceGroup_Fragment': SurveysCard_WorkspaceGroup_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_WorkspaceGroup_Fragment' };

type SubjectCard_WorkspaceResource_Fragment = (
  { __typename: 'WorkspaceResource', id: string }
  & { ' $fragmentRefs'?: { 'ProjectsCard_WorkspaceResource_Fragment': ProjectsCard_WorkspaceResource_Fragment;'PlanCard_WorkspaceResource_Fragment': PlanCard_WorkspaceResource_Fragment;'MoneyCard_WorkspaceResource_Fragment': MoneyCard_WorkspaceResource_Fragment;'TimeCard_WorkspaceResource_Fragment': TimeCard_WorkspaceResource_Fragment;'PeopleCard_WorkspaceResource_Fragment': PeopleCard_WorkspaceResource_Fragment;'FieldsCard_WorkspaceResource_Fragment': FieldsCard_WorkspaceResource_Fragment;'SurveysCard_WorkspaceResource_Fragment': SurveysCard_WorkspaceResource_Fragment } }
) & { ' $fragmentName'?: 'SubjectCard_WorkspaceResource_Fragment' };

export type SubjectCardFragment =
  | SubjectCard_Assignment_Fragment
  | SubjectCard_BillingMilestone_Fragment
  | SubjectCard_CustomField_Fragment
  | SubjectCard_CustomFieldChoice_Fragment
  | SubjectCard_CustomFieldSet_Fragment
  | SubjectCard_CustomFieldValue_Fragment
  | SubjectCard_Estimate_Fragment
  | SubjectCard_EstimateScenario_Fragment
  | SubjectCard_EstimateScenarioResource_Fragment
  | SubjectCard_Expense_Fragment
  | SubjectCard_ExpenseBudget_Fragment
  | SubjectCard_Invoice_Fragment
  | SubjectCard_Participation_Fragment
  | SubjectCard_Post_Fragment
  | SubjectCard_RateCard_Fragment
  | SubjectCard_Role_Fragment
  | SubjectCard_Skill_Fragment
  | SubjectCard_StatusReport_Fragment
  | SubjectCard_Story_Fragment
  | SubjectCard_StoryAllocationDay_Fragment
  | SubjectCard_Submission_Fragment
  | SubjectCard_SurveyAnswer_Fragment
  | SubjectCard_SurveyQuestion_Fragment
  | SubjectCard_SurveyResponse_Fragment
  | SubjectCard_SurveyTemplate_Fragment
  | SubjectCard_TimeEntry_Fragment
  | SubjectCard_TimeOffEntry_Fragment
  | SubjectCard_User_Fragment
  | SubjectCard_Vendor_Fragment
  | SubjectCard_Workspace_Fragment
  | SubjectCard_WorkspaceAllocation_Fragment
  | SubjectCard_WorkspaceGroup_Fragment
  | SubjectCard_WorkspaceResource_Fragment
;

type SurveysCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'SurveysCard_Assignment_Fragment' };

type SurveysCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'SurveysCard_BillingMilestone_Fragment' };

type SurveysCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'SurveysCard_CustomField_Fragment' };

type SurveysCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'SurveysCard_CustomFieldChoice_Fragment' };

type SurveysCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'SurveysCard_CustomFieldSet_Fragment' };

type SurveysCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'SurveysCard_CustomFieldValue_Fragment' };

type SurveysCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'SurveysCard_Estimate_Fragment' };

type SurveysCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'SurveysCard_EstimateScenario_Fragment' };

type SurveysCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'SurveysCard_EstimateScenarioResource_Fragment' };

type SurveysCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'SurveysCard_Expense_Fragment' };

type SurveysCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'SurveysCard_ExpenseBudget_Fragment' };

type SurveysCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'SurveysCard_Invoice_Fragment' };

type SurveysCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'SurveysCard_Participation_Fragment' };

type SurveysCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'SurveysCard_Post_Fragment' };

type SurveysCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'SurveysCard_RateCard_Fragment' };

type SurveysCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'SurveysCard_Role_Fragment' };

type SurveysCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'SurveysCard_Skill_Fragment' };

type SurveysCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'SurveysCard_StatusReport_Fragment' };

type SurveysCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'SurveysCard_Story_Fragment' };

type SurveysCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'SurveysCard_StoryAllocationDay_Fragment' };

type SurveysCard_Submission_Fragment = { __typename: 'Submission' } & { ' $fragmentName'?: 'SurveysCard_Submission_Fragment' };

type SurveysCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer', text: string | null, createdAt: string | null, surveyQuestion: { __typename: 'SurveyQuestion', id: string, text: string | null } | null } & { ' $fragmentName'?: 'SurveysCard_SurveyAnswer_Fragment' };

type SurveysCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion', text: string | null, questionType: SurveyQuestionType | null, createdAt: string | null } & { ' $fragmentName'?: 'SurveysCard_SurveyQuestion_Fragment' };

type SurveysCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse', title: string | null, dueDate: string | null, closeDate: string | null, responseStatus: string | null } & { ' $fragmentName'?: 'SurveysCard_SurveyResponse_Fragment' };

type SurveysCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate', title: string | null, description: string | null, openDate: string | null, dueDate: string | null } & { ' $fragmentName'?: 'SurveysCard_SurveyTemplate_Fragment' };

type SurveysCard_TimeEntry_Fragment = { __typename: 'TimeEntry' } & { ' $fragmentName'?: 'SurveysCard_TimeEntry_Fragment' };

type SurveysCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry' } & { ' $fragmentName'?: 'SurveysCard_TimeOffEntry_Fragment' };

type SurveysCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'SurveysCard_User_Fragment' };

type SurveysCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'SurveysCard_Vendor_Fragment' };

type SurveysCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'SurveysCard_Workspace_Fragment' };

type SurveysCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'SurveysCard_WorkspaceAllocation_Fragment' };

type SurveysCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'SurveysCard_WorkspaceGroup_Fragment' };

type SurveysCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'SurveysCard_WorkspaceResource_Fragment' };

export type SurveysCardFragment =
  | SurveysCard_Assignment_Fragment
  | SurveysCard_BillingMilestone_Fragment
  | SurveysCard_CustomField_Fragment
  | SurveysCard_CustomFieldChoice_Fragment
  | SurveysCard_CustomFieldSet_Fragment
  | SurveysCard_CustomFieldValue_Fragment
  | SurveysCard_Estimate_Fragment
  | SurveysCard_EstimateScenario_Fragment
  | SurveysCard_EstimateScenarioResource_Fragment
  | SurveysCard_Expense_Fragment
  | SurveysCard_ExpenseBudget_Fragment
  | SurveysCard_Invoice_Fragment
  | SurveysCard_Participation_Fragment
  | SurveysCard_Post_Fragment
  | SurveysCard_RateCard_Fragment
  | SurveysCard_Role_Fragment
  | SurveysCard_Skill_Fragment
  | SurveysCard_StatusReport_Fragment
  | SurveysCard_Story_Fragment
  | SurveysCard_StoryAllocationDay_Fragment
  | SurveysCard_Submission_Fragment
  | SurveysCard_SurveyAnswer_Fragment
  | SurveysCard_SurveyQuestion_Fragment
  | SurveysCard_SurveyResponse_Fragment
  | SurveysCard_SurveyTemplate_Fragment
  | SurveysCard_TimeEntry_Fragment
  | SurveysCard_TimeOffEntry_Fragment
  | SurveysCard_User_Fragment
  | SurveysCard_Vendor_Fragment
  | SurveysCard_Workspace_Fragment
  | SurveysCard_WorkspaceAllocation_Fragment
  | SurveysCard_WorkspaceGroup_Fragment
  | SurveysCard_WorkspaceResource_Fragment
;

type TimeCard_Assignment_Fragment = { __typename: 'Assignment' } & { ' $fragmentName'?: 'TimeCard_Assignment_Fragment' };

type TimeCard_BillingMilestone_Fragment = { __typename: 'BillingMilestone' } & { ' $fragmentName'?: 'TimeCard_BillingMilestone_Fragment' };

type TimeCard_CustomField_Fragment = { __typename: 'CustomField' } & { ' $fragmentName'?: 'TimeCard_CustomField_Fragment' };

type TimeCard_CustomFieldChoice_Fragment = { __typename: 'CustomFieldChoice' } & { ' $fragmentName'?: 'TimeCard_CustomFieldChoice_Fragment' };

type TimeCard_CustomFieldSet_Fragment = { __typename: 'CustomFieldSet' } & { ' $fragmentName'?: 'TimeCard_CustomFieldSet_Fragment' };

type TimeCard_CustomFieldValue_Fragment = { __typename: 'CustomFieldValue' } & { ' $fragmentName'?: 'TimeCard_CustomFieldValue_Fragment' };

type TimeCard_Estimate_Fragment = { __typename: 'Estimate' } & { ' $fragmentName'?: 'TimeCard_Estimate_Fragment' };

type TimeCard_EstimateScenario_Fragment = { __typename: 'EstimateScenario' } & { ' $fragmentName'?: 'TimeCard_EstimateScenario_Fragment' };

type TimeCard_EstimateScenarioResource_Fragment = { __typename: 'EstimateScenarioResource' } & { ' $fragmentName'?: 'TimeCard_EstimateScenarioResource_Fragment' };

type TimeCard_Expense_Fragment = { __typename: 'Expense' } & { ' $fragmentName'?: 'TimeCard_Expense_Fragment' };

type TimeCard_ExpenseBudget_Fragment = { __typename: 'ExpenseBudget' } & { ' $fragmentName'?: 'TimeCard_ExpenseBudget_Fragment' };

type TimeCard_Invoice_Fragment = { __typename: 'Invoice' } & { ' $fragmentName'?: 'TimeCard_Invoice_Fragment' };

type TimeCard_Participation_Fragment = { __typename: 'Participation' } & { ' $fragmentName'?: 'TimeCard_Participation_Fragment' };

type TimeCard_Post_Fragment = { __typename: 'Post' } & { ' $fragmentName'?: 'TimeCard_Post_Fragment' };

type TimeCard_RateCard_Fragment = { __typename: 'RateCard' } & { ' $fragmentName'?: 'TimeCard_RateCard_Fragment' };

type TimeCard_Role_Fragment = { __typename: 'Role' } & { ' $fragmentName'?: 'TimeCard_Role_Fragment' };

type TimeCard_Skill_Fragment = { __typename: 'Skill' } & { ' $fragmentName'?: 'TimeCard_Skill_Fragment' };

type TimeCard_StatusReport_Fragment = { __typename: 'StatusReport' } & { ' $fragmentName'?: 'TimeCard_StatusReport_Fragment' };

type TimeCard_Story_Fragment = { __typename: 'Story' } & { ' $fragmentName'?: 'TimeCard_Story_Fragment' };

type TimeCard_StoryAllocationDay_Fragment = { __typename: 'StoryAllocationDay' } & { ' $fragmentName'?: 'TimeCard_StoryAllocationDay_Fragment' };

type TimeCard_Submission_Fragment = { __typename: 'Submission', title: string | null, lineItemTotalFormatted: string | null, submissionType: SubmissionType | null, submissionStatus: SubmissionStatus | null } & { ' $fragmentName'?: 'TimeCard_Submission_Fragment' };

type TimeCard_SurveyAnswer_Fragment = { __typename: 'SurveyAnswer' } & { ' $fragmentName'?: 'TimeCard_SurveyAnswer_Fragment' };

type TimeCard_SurveyQuestion_Fragment = { __typename: 'SurveyQuestion' } & { ' $fragmentName'?: 'TimeCard_SurveyQuestion_Fragment' };

type TimeCard_SurveyResponse_Fragment = { __typename: 'SurveyResponse' } & { ' $fragmentName'?: 'TimeCard_SurveyResponse_Fragment' };

type TimeCard_SurveyTemplate_Fragment = { __typename: 'SurveyTemplate' } & { ' $fragmentName'?: 'TimeCard_SurveyTemplate_Fragment' };

type TimeCard_TimeEntry_Fragment = { __typename: 'TimeEntry', datePerformed: string | null, timeInMinutes: number | null, notes: string | null, user: { __typename: 'User', id: string, fullName: string | null } | null, story: { __typename: 'Story', id: string, title: string | null } | null } & { ' $fragmentName'?: 'TimeCard_TimeEntry_Fragment' };

type TimeCard_TimeOffEntry_Fragment = { __typename: 'TimeOffEntry', requestedDate: string | null, hours: number | null, user: { __typename: 'User', id: string, fullName: string | null } | null } & { ' $fragmentName'?: 'TimeCard_TimeOffEntry_Fragment' };

type TimeCard_User_Fragment = { __typename: 'User' } & { ' $fragmentName'?: 'TimeCard_User_Fragment' };

type TimeCard_Vendor_Fragment = { __typename: 'Vendor' } & { ' $fragmentName'?: 'TimeCard_Vendor_Fragment' };

type TimeCard_Workspace_Fragment = { __typename: 'Workspace' } & { ' $fragmentName'?: 'TimeCard_Workspace_Fragment' };

type TimeCard_WorkspaceAllocation_Fragment = { __typename: 'WorkspaceAllocation' } & { ' $fragmentName'?: 'TimeCard_WorkspaceAllocation_Fragment' };

type TimeCard_WorkspaceGroup_Fragment = { __typename: 'WorkspaceGroup' } & { ' $fragmentName'?: 'TimeCard_WorkspaceGroup_Fragment' };

type TimeCard_WorkspaceResource_Fragment = { __typename: 'WorkspaceResource' } & { ' $fragmentName'?: 'TimeCard_WorkspaceResource_Fragment' };

export type TimeCardFragment =
  | TimeCard_Assignment_Fragment
  | TimeCard_BillingMilestone_Fragment
  | TimeCard_CustomField_Fragment
  | TimeCard_CustomFieldChoice_Fragment
  | TimeCard_CustomFieldSet_Fragment
  | TimeCard_CustomFieldValue_Fragment
  | TimeCard_Estimate_Fragment
  | TimeCard_EstimateScenario_Fragment
  | TimeCard_EstimateScenarioResource_Fragment
  | TimeCard_Expense_Fragment
  | TimeCard_ExpenseBudget_Fragment
  | TimeCard_Invoice_Fragment
  | TimeCard_Participation_Fragment
  | TimeCard_Post_Fragment
  | TimeCard_RateCard_Fragment
  | TimeCard_Role_Fragment
  | TimeCard_Skill_Fragment
  | TimeCard_StatusReport_Fragment
  | TimeCard_Story_Fragment
  | TimeCard_StoryAllocationDay_Fragment
  | TimeCard_Submission_Fragment
  | TimeCard_SurveyAnswer_Fragment
  | TimeCard_SurveyQuestion_Fragment
  | TimeCard_SurveyResponse_Fragment
  | TimeCard_SurveyTemplate_Fragment
  | TimeCard_TimeEntry_Fragment
  | TimeCard_TimeOffEntry_Fragment
  | TimeCard_User_Fragment
  | TimeCard_Vendor_Fragment
  | TimeCard_Workspace_Fragment
  | TimeCard_WorkspaceAllocation_Fragment
  | TimeCard_WorkspaceGroup_Fragment
  | TimeCard_WorkspaceResource_Fragment
;

export type AllocationBarFragment = { __typename: 'WorkspaceAllocation', startDate: string | null, endDate: string | null, minutes: number | null, percentage: number | null, hard: boolean | null } & { ' $fragmentName'?: 'AllocationBarFragment' };

export type ProjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectsQuery = { __typename: 'Query', workspaces: { __typename: 'WorkspaceConnection', totalCount: number | null, nodes: Array<{ __typename: 'Workspace', id: string, title: string | null } | null> } | null };

export type StaffingQueryVariables = Exact<{
  project: string | number;
}>;


export type StaffingQuery = { __typename: 'Query', workspace: { __typename: 'Workspace', id: string, title: string | null, startDate: string | null, dueDate: string | null, workspaceStatus: { __typename: 'WorkspaceStatus', message: string | null } | null, primaryMaven: { __typename: 'User', id: string, fullName: string | null } | null } | null, workspaceResources: { __typename: 'WorkspaceResourceConnection', totalCount: number | null, nodes: Array<(
      { __typename: 'WorkspaceResource', id: string, kantataId: string }
      & { ' $fragmentRefs'?: { 'SeatRowFragment': SeatRowFragment } }
    ) | null> } | null, workspaceAllocations: { __typename: 'WorkspaceAllocationConnection', totalCount: number | null, nodes: Array<(
      { __typename: 'WorkspaceAllocation', id: string, workspaceResourceId: string | null, startDate: string | null, endDate: string | null, minutes: number | null }
      & { ' $fragmentRefs'?: { 'AllocationBarFragment': AllocationBarFragment } }
    ) | null> } | null };

export type SeatRowFragment = { __typename: 'WorkspaceResource', displayLabel: string | null, label: string | null, userId: string | null, user: { __typename: 'User', id: string, fullName: string | null } | null, role: { __typename: 'Role', id: string, name: string | null } | null } & { ' $fragmentName'?: 'SeatRowFragment' };

export const ProjectsCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProjectsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Workspace"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","alias":{"kind":"Name","value":"workspaceStatus"},"name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"}},{"kind":"Field","name":{"kind":"Name","value":"contactName"}},{"kind":"Field","name":{"kind":"Name","value":"website"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Participation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"participationRole"},"name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isTeamLead"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceTitle"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResource"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}}]}}]}}]}}]} as unknown as DocumentNode<ProjectsCardFragment, unknown>;
export const PlanCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Story"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"storyState"},"name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"storyType"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Assignment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allocatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"assignee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StoryAllocationDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StatusReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"color"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"subjectTitle"}},{"kind":"Field","name":{"kind":"Name","value":"replyCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<PlanCardFragment, unknown>;
export const MoneyCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneyCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceTitle"},"name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"userInvoiceNumber"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"balanceInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expense"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExpenseBudget"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"expectedBy"}},{"kind":"Field","name":{"kind":"Name","value":"billable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BillingMilestone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dateToInvoice"}},{"kind":"Field","name":{"kind":"Name","value":"billingType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Estimate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"isLocked"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenario"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"targetMarginPercent"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenarioResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateCard"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rateCardSetTitle"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vendor"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"archived"}},{"kind":"Field","name":{"kind":"Name","value":"externallyManaged"}}]}}]}}]} as unknown as DocumentNode<MoneyCardFragment, unknown>;
export const TimeCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datePerformed"}},{"kind":"Field","name":{"kind":"Name","value":"timeInMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeOffEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestedDate"}},{"kind":"Field","name":{"kind":"Name","value":"hours"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Submission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lineItemTotalFormatted"}}]}}]}}]} as unknown as DocumentNode<TimeCardFragment, unknown>;
export const PeopleCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PeopleCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Skill"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"maxLevel"}}]}}]}}]} as unknown as DocumentNode<PeopleCardFragment, unknown>;
export const FieldsCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FieldsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"valueType"}},{"kind":"Field","name":{"kind":"Name","value":"defaultText"}},{"kind":"Field","name":{"kind":"Name","value":"readAccess"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldChoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","alias":{"kind":"Name","value":"setSubjectType"},"name":{"kind":"Name","value":"subjectType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"customFieldName"}},{"kind":"Field","name":{"kind":"Name","value":"displayValue"}},{"kind":"Field","alias":{"kind":"Name","value":"valueSubjectType"},"name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]} as unknown as DocumentNode<FieldsCardFragment, unknown>;
export const SurveysCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SurveysCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyTemplate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyQuestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"questionType"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyResponse"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"responseStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"closeDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyAnswer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"surveyQuestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}}]} as unknown as DocumentNode<SurveysCardFragment, unknown>;
export const SubjectCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SubjectCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProjectsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneyCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimeCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PeopleCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FieldsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SurveysCard"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProjectsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Workspace"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","alias":{"kind":"Name","value":"workspaceStatus"},"name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"}},{"kind":"Field","name":{"kind":"Name","value":"contactName"}},{"kind":"Field","name":{"kind":"Name","value":"website"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Participation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"participationRole"},"name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isTeamLead"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceTitle"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResource"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Story"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"storyState"},"name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"storyType"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Assignment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allocatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"assignee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StoryAllocationDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StatusReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"color"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"subjectTitle"}},{"kind":"Field","name":{"kind":"Name","value":"replyCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneyCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceTitle"},"name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"userInvoiceNumber"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"balanceInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expense"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExpenseBudget"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"expectedBy"}},{"kind":"Field","name":{"kind":"Name","value":"billable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BillingMilestone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dateToInvoice"}},{"kind":"Field","name":{"kind":"Name","value":"billingType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Estimate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"isLocked"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenario"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"targetMarginPercent"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenarioResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateCard"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rateCardSetTitle"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vendor"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"archived"}},{"kind":"Field","name":{"kind":"Name","value":"externallyManaged"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datePerformed"}},{"kind":"Field","name":{"kind":"Name","value":"timeInMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeOffEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestedDate"}},{"kind":"Field","name":{"kind":"Name","value":"hours"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Submission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lineItemTotalFormatted"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PeopleCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Skill"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"maxLevel"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FieldsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"valueType"}},{"kind":"Field","name":{"kind":"Name","value":"defaultText"}},{"kind":"Field","name":{"kind":"Name","value":"readAccess"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldChoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","alias":{"kind":"Name","value":"setSubjectType"},"name":{"kind":"Name","value":"subjectType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"customFieldName"}},{"kind":"Field","name":{"kind":"Name","value":"displayValue"}},{"kind":"Field","alias":{"kind":"Name","value":"valueSubjectType"},"name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SurveysCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyTemplate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyQuestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"questionType"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyResponse"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"responseStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"closeDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyAnswer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"surveyQuestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}}]} as unknown as DocumentNode<SubjectCardFragment, unknown>;
export const ReferenceCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReferenceCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReference"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"serviceModel"}},{"kind":"Field","name":{"kind":"Name","value":"serviceModelRef"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"externalStatus"}},{"kind":"Field","name":{"kind":"Name","value":"externalMessage"}},{"kind":"Field","name":{"kind":"Name","value":"externalLink"}},{"kind":"Field","name":{"kind":"Name","value":"locked"}},{"kind":"Field","name":{"kind":"Name","value":"lastSyncedAt"}},{"kind":"Field","name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"subjectId"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SubjectCard"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProjectsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Workspace"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","alias":{"kind":"Name","value":"workspaceStatus"},"name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"}},{"kind":"Field","name":{"kind":"Name","value":"contactName"}},{"kind":"Field","name":{"kind":"Name","value":"website"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Participation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"participationRole"},"name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isTeamLead"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceTitle"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResource"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Story"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"storyState"},"name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"storyType"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Assignment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allocatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"assignee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StoryAllocationDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StatusReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"color"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"subjectTitle"}},{"kind":"Field","name":{"kind":"Name","value":"replyCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneyCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceTitle"},"name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"userInvoiceNumber"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"balanceInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expense"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExpenseBudget"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"expectedBy"}},{"kind":"Field","name":{"kind":"Name","value":"billable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BillingMilestone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dateToInvoice"}},{"kind":"Field","name":{"kind":"Name","value":"billingType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Estimate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"isLocked"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenario"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"targetMarginPercent"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenarioResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateCard"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rateCardSetTitle"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vendor"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"archived"}},{"kind":"Field","name":{"kind":"Name","value":"externallyManaged"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datePerformed"}},{"kind":"Field","name":{"kind":"Name","value":"timeInMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeOffEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestedDate"}},{"kind":"Field","name":{"kind":"Name","value":"hours"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Submission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lineItemTotalFormatted"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PeopleCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Skill"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"maxLevel"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FieldsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"valueType"}},{"kind":"Field","name":{"kind":"Name","value":"defaultText"}},{"kind":"Field","name":{"kind":"Name","value":"readAccess"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldChoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","alias":{"kind":"Name","value":"setSubjectType"},"name":{"kind":"Name","value":"subjectType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"customFieldName"}},{"kind":"Field","name":{"kind":"Name","value":"displayValue"}},{"kind":"Field","alias":{"kind":"Name","value":"valueSubjectType"},"name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SurveysCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyTemplate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyQuestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"questionType"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyResponse"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"responseStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"closeDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyAnswer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"surveyQuestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SubjectCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProjectsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneyCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimeCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PeopleCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FieldsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SurveysCard"}}]}}]} as unknown as DocumentNode<ReferenceCardFragment, unknown>;
export const AllocationBarFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AllocationBar"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"percentage"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}}]}}]} as unknown as DocumentNode<AllocationBarFragment, unknown>;
export const SeatRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SeatRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<SeatRowFragment, unknown>;
export const ReferencePageDocument = {"__meta__":{"hash":"sha256:85222464e24bfac9086b7bc41dc2a062cf5900312dd9c489b381a23b564697ea"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReferencePage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubjectType"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceFilter"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withOverview"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"overviewSize"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"externalReferences"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subjectTypes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"LAST_SYNCED_AT_DESC"}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReferenceCard"}}]}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"overview"},"name":{"kind":"Name","value":"externalReferences"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subjectTypes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"CREATED_AT_DESC"}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"overviewSize"}}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withOverview"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProjectsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Workspace"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","alias":{"kind":"Name","value":"workspaceStatus"},"name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceGroup"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"company"}},{"kind":"Field","name":{"kind":"Name","value":"contactName"}},{"kind":"Field","name":{"kind":"Name","value":"website"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Participation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"participationRole"},"name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isTeamLead"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceTitle"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResource"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlanCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Story"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"storyState"},"name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"storyType"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"percentageComplete"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Assignment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allocatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"assignee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StoryAllocationDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StatusReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"color"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"subjectTitle"}},{"kind":"Field","name":{"kind":"Name","value":"replyCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneyCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceTitle"},"name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"userInvoiceNumber"}},{"kind":"Field","alias":{"kind":"Name","value":"invoiceStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"balanceInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expense"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExpenseBudget"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"expectedBy"}},{"kind":"Field","name":{"kind":"Name","value":"billable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BillingMilestone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"amountInCents"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"dateToInvoice"}},{"kind":"Field","name":{"kind":"Name","value":"billingType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Estimate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"isLocked"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenario"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"targetMarginPercent"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EstimateScenarioResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"roleName"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateCard"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rateCardSetTitle"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Vendor"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"inUse"}},{"kind":"Field","name":{"kind":"Name","value":"archived"}},{"kind":"Field","name":{"kind":"Name","value":"externallyManaged"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TimeCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"datePerformed"}},{"kind":"Field","name":{"kind":"Name","value":"timeInMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"notes"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"story"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TimeOffEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestedDate"}},{"kind":"Field","name":{"kind":"Name","value":"hours"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Submission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionType"},"name":{"kind":"Name","value":"type"}},{"kind":"Field","alias":{"kind":"Name","value":"submissionStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lineItemTotalFormatted"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PeopleCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Skill"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"maxLevel"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FieldsCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"valueType"}},{"kind":"Field","name":{"kind":"Name","value":"defaultText"}},{"kind":"Field","name":{"kind":"Name","value":"readAccess"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldChoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","alias":{"kind":"Name","value":"setSubjectType"},"name":{"kind":"Name","value":"subjectType"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CustomFieldValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"customFieldName"}},{"kind":"Field","name":{"kind":"Name","value":"displayValue"}},{"kind":"Field","alias":{"kind":"Name","value":"valueSubjectType"},"name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SurveysCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyTemplate"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"openDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyQuestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"questionType"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyResponse"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","alias":{"kind":"Name","value":"responseStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","name":{"kind":"Name","value":"closeDate"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SurveyAnswer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"surveyQuestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SubjectCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubject"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProjectsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PlanCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneyCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TimeCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PeopleCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FieldsCard"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SurveysCard"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReferenceCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReference"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"serviceModel"}},{"kind":"Field","name":{"kind":"Name","value":"serviceModelRef"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"externalStatus"}},{"kind":"Field","name":{"kind":"Name","value":"externalMessage"}},{"kind":"Field","name":{"kind":"Name","value":"externalLink"}},{"kind":"Field","name":{"kind":"Name","value":"locked"}},{"kind":"Field","name":{"kind":"Name","value":"lastSyncedAt"}},{"kind":"Field","name":{"kind":"Name","value":"subjectType"}},{"kind":"Field","name":{"kind":"Name","value":"subjectId"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SubjectCard"}}]}}]}}]} as unknown as DocumentNode<ReferencePageQuery, ReferencePageQueryVariables>;
export const OverviewDocument = {"__meta__":{"hash":"sha256:8c9f0b713a214cab8303001c71cf554a1334c49828dcab7e30acd3419999be66"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExternalReferenceSubjectType"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"overviewSize"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"overview"},"name":{"kind":"Name","value":"externalReferences"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subjectTypes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"CREATED_AT_DESC"}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"overviewSize"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"serviceName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;
export const ProjectsDocument = {"__meta__":{"hash":"sha256:e0d9846834c5a36430f9d1ba6a4d26cfdefdb14bbb7198380dc33b6fd25bbe59"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Projects"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"workspaces"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"TITLE_ASC"}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]}}]} as unknown as DocumentNode<ProjectsQuery, ProjectsQueryVariables>;
export const StaffingDocument = {"__meta__":{"hash":"sha256:f20a491df0867c3724cfe06c80df7fd18e3e70a227a360560b19691cf844bc53"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Staffing"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"project"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"project"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"dueDate"}},{"kind":"Field","alias":{"kind":"Name","value":"workspaceStatus"},"name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"primaryMaven"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResources"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"workspaceId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"project"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"includeUnnamed"},"value":{"kind":"BooleanValue","value":true}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"EnumValue","value":"ALPHABETICALLY_ASC"}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kantataId"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SeatRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspaceAllocations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"workspaceIds"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"project"}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"workspaceResourceId"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AllocationBar"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SeatRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceResource"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayLabel"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fullName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AllocationBar"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkspaceAllocation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startDate"}},{"kind":"Field","name":{"kind":"Name","value":"endDate"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"percentage"}},{"kind":"Field","name":{"kind":"Name","value":"hard"}}]}}]} as unknown as DocumentNode<StaffingQuery, StaffingQueryVariables>;