import type { ExternalReferenceSubjectType } from '../gql/graphql.ts';

type SubjectType = ExternalReferenceSubjectType;

/** What people call each kind of record that can be linked. A kind that the schema adds does not compile until it is here. */
export const LABELS = {
  WORKSPACE: 'Project',
  WORKSPACE_GROUP: 'Project group',
  PARTICIPATION: 'Participation',
  WORKSPACE_RESOURCE: 'Project seat',
  WORKSPACE_ALLOCATION: 'Allocation',
  STORY: 'Task',
  ASSIGNMENT: 'Assignment',
  STORY_ALLOCATION_DAY: 'Scheduled day',
  STATUS_REPORT: 'Status report',
  POST: 'Post',
  INVOICE: 'Invoice',
  EXPENSE: 'Expense',
  EXPENSE_BUDGET: 'Expense budget',
  BILLING_MILESTONE: 'Billing milestone',
  ESTIMATE: 'Estimate',
  ESTIMATE_SCENARIO: 'Estimate scenario',
  ESTIMATE_SCENARIO_RESOURCE: 'Scenario seat',
  RATE_CARD: 'Rate card',
  VENDOR: 'Vendor',
  TIME_ENTRY: 'Time entry',
  TIME_OFF_ENTRY: 'Time off',
  SUBMISSION: 'Submission',
  USER: 'Person',
  ROLE: 'Role',
  SKILL: 'Skill',
  CUSTOM_FIELD: 'Custom field',
  CUSTOM_FIELD_CHOICE: 'Field choice',
  CUSTOM_FIELD_SET: 'Field set',
  CUSTOM_FIELD_VALUE: 'Field value',
  SURVEY_TEMPLATE: 'Survey',
  SURVEY_QUESTION: 'Survey question',
  SURVEY_RESPONSE: 'Survey response',
  SURVEY_ANSWER: 'Survey answer',
} as const satisfies Record<SubjectType, string>;

export const ALL_TYPES = Object.keys(LABELS) as SubjectType[];

/** What is looked at until somebody chooses. */
export const FIRST_TYPES: readonly SubjectType[] = ['STORY', 'TIME_ENTRY', 'WORKSPACE_RESOURCE', 'EXPENSE', 'INVOICE'];

export const GROUPS: readonly { readonly name: string; readonly types: readonly SubjectType[] }[] = [
  { name: 'Projects', types: ALL_TYPES.slice(0, 5) },
  { name: 'Plan', types: ALL_TYPES.slice(5, 10) },
  { name: 'Money', types: ALL_TYPES.slice(10, 19) },
  { name: 'Time', types: ALL_TYPES.slice(19, 22) },
  { name: 'People', types: ALL_TYPES.slice(22, 25) },
  { name: 'Custom fields', types: ALL_TYPES.slice(25, 29) },
  { name: 'Surveys', types: ALL_TYPES.slice(29, 33) },
];
