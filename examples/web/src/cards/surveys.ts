import { day, excerpt, words } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** Surveys: what is asked, of whom, and what was answered. */
export const SurveysCard = graphql(`
  fragment SurveysCard on ExternalReferenceSubject {
    __typename
    ... on SurveyTemplate {
      title
      description
      openDate
      dueDate
    }
    ... on SurveyQuestion {
      text
      questionType
      createdAt
    }
    ... on SurveyResponse {
      title
      responseStatus: status
      dueDate
      closeDate
    }
    ... on SurveyAnswer {
      text
      createdAt
      surveyQuestion { id text }
    }
  }
`);

export function surveysCard(subject: FragmentType<typeof SurveysCard>): CardContent | null {
  const record = unmask(SurveysCard, subject);
  switch (record.__typename) {
    case 'SurveyTemplate':
      return {
        title: record.title,
        facts: [
          ['Open from', day(record.openDate)],
          ['Due', day(record.dueDate)],
          ['Says', excerpt(record.description)],
        ],
      };
    case 'SurveyQuestion':
      return {
        title: excerpt(record.text),
        facts: [
          ['Answered by', words(record.questionType)],
          ['Since', day(record.createdAt)],
        ],
      };
    case 'SurveyResponse':
      return {
        title: record.title,
        facts: [
          ['Status', words(record.responseStatus)],
          ['Due', day(record.dueDate)],
          ['Closed', day(record.closeDate)],
        ],
      };
    case 'SurveyAnswer':
      return {
        title: excerpt(record.text) ?? 'Not answered in words',
        facts: [
          ['To', excerpt(record.surveyQuestion?.text)],
          ['Given', day(record.createdAt)],
        ],
      };
    default:
      return null;
  }
}
