import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { SubjectCardFragment } from '../gql/graphql.ts';
import type { CardContent } from './content.ts';
import { fieldsCard } from './fields.ts';
import { moneyCard } from './money.ts';
import { peopleCard } from './people.ts';
import { planCard } from './plan.ts';
import { projectsCard } from './projects.ts';
import { surveysCard } from './surveys.ts';
import { timeCard } from './time.ts';

const SubjectCardFields = graphql(`
  fragment SubjectCard on ExternalReferenceSubject {
    __typename
    ... on Node { id }
    ...ProjectsCard
    ...PlanCard
    ...MoneyCard
    ...TimeCard
    ...PeopleCard
    ...FieldsCard
    ...SurveysCard
  }
`);

type Subject = SubjectCardFragment;

/** Which family knows a type. A type that the schema adds does not compile until one does. */
const FAMILIES: Readonly<Record<Subject['__typename'], (subject: Subject) => CardContent | null>> = {
  Workspace: projectsCard,
  WorkspaceGroup: projectsCard,
  Participation: projectsCard,
  WorkspaceResource: projectsCard,
  WorkspaceAllocation: projectsCard,
  Story: planCard,
  Assignment: planCard,
  StoryAllocationDay: planCard,
  StatusReport: planCard,
  Post: planCard,
  Invoice: moneyCard,
  Expense: moneyCard,
  ExpenseBudget: moneyCard,
  BillingMilestone: moneyCard,
  Estimate: moneyCard,
  EstimateScenario: moneyCard,
  EstimateScenarioResource: moneyCard,
  RateCard: moneyCard,
  Vendor: moneyCard,
  TimeEntry: timeCard,
  TimeOffEntry: timeCard,
  Submission: timeCard,
  User: peopleCard,
  Role: peopleCard,
  Skill: peopleCard,
  CustomField: fieldsCard,
  CustomFieldChoice: fieldsCard,
  CustomFieldSet: fieldsCard,
  CustomFieldValue: fieldsCard,
  SurveyTemplate: surveysCard,
  SurveyQuestion: surveysCard,
  SurveyResponse: surveysCard,
  SurveyAnswer: surveysCard,
};

interface SubjectCardProps {
  /** Null where the record is gone, or hidden from the user. */
  readonly subject: FragmentType<typeof SubjectCardFields> | null;
  /** The id of the heading, for who describes the card by it. */
  readonly titleId: string;
  /** What to call a record that says nothing of itself. */
  readonly fallback: string;
}

/** What a reference points at: of any of the 33 types, a title and two or three facts. */
export function SubjectCard({ subject, titleId, fallback }: SubjectCardProps) {
  const record = unmask(SubjectCardFields, subject);
  const content = record && FAMILIES[record.__typename](record);
  const facts = (content?.facts ?? []).filter(([, value]) => value);
  return (
    <div className="subject" data-type={record?.__typename}>
      <h3 id={titleId}>{content?.title || fallback}</h3>
      {record === null && <p className="hint">Deleted, or hidden from you.</p>}
      {facts.length > 0 && (
        <dl>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
