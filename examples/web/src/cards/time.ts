import { day, excerpt, hours, number, words } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** Time that was worked or taken off, and what was handed in for approval. */
export const TimeCard = graphql(`
  fragment TimeCard on ExternalReferenceSubject {
    __typename
    ... on TimeEntry {
      datePerformed
      timeInMinutes
      notes
      user { id fullName }
      story { id title }
    }
    ... on TimeOffEntry {
      requestedDate
      hours
      user { id fullName }
    }
    ... on Submission {
      title
      submissionType: type
      submissionStatus: status
      lineItemTotalFormatted
    }
  }
`);

export function timeCard(subject: FragmentType<typeof TimeCard>): CardContent | null {
  const record = unmask(TimeCard, subject);
  switch (record.__typename) {
    case 'TimeEntry':
      return {
        title: record.story?.title ?? excerpt(record.notes) ?? record.user?.fullName,
        facts: [
          ['Person', record.user?.fullName],
          ['Worked', hours(record.timeInMinutes)],
          ['Day', day(record.datePerformed)],
        ],
      };
    case 'TimeOffEntry':
      return {
        title: record.user?.fullName,
        facts: [
          ['Day off', day(record.requestedDate)],
          ['Hours', number(record.hours)],
        ],
      };
    case 'Submission':
      return {
        title: record.title,
        facts: [
          ['Kind', words(record.submissionType)],
          ['Status', words(record.submissionStatus)],
          ['Total', record.lineItemTotalFormatted],
        ],
      };
    default:
      return null;
  }
}
