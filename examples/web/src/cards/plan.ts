import { day, excerpt, hours, number, percent, words } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** The plan of a project, its state and the talk about it. */
export const PlanCard = graphql(`
  fragment PlanCard on ExternalReferenceSubject {
    __typename
    ... on Story {
      title
      storyState: state
      storyType
      dueDate
      percentageComplete
    }
    ... on Assignment {
      allocatedMinutes
      estimatedMinutes
      assignee { id fullName }
      story { id title }
    }
    ... on StoryAllocationDay {
      date
      minutes
      story { id title }
    }
    ... on StatusReport {
      color
      description
      createdAt
      workspace { id title }
    }
    ... on Post {
      message
      subjectTitle
      replyCount
      createdAt
    }
  }
`);

export function planCard(subject: FragmentType<typeof PlanCard>): CardContent | null {
  const record = unmask(PlanCard, subject);
  switch (record.__typename) {
    case 'Story':
      return {
        title: record.title,
        facts: [
          ['State', words(record.storyState)],
          ['Due', day(record.dueDate)],
          ['Complete', percent(record.percentageComplete)],
        ],
      };
    case 'Assignment':
      return {
        title: record.story?.title,
        facts: [
          ['For', record.assignee?.fullName ?? 'An unnamed resource'],
          ['Scheduled', hours(record.allocatedMinutes)],
          ['Estimated', hours(record.estimatedMinutes)],
        ],
      };
    case 'StoryAllocationDay':
      return {
        title: record.story?.title,
        facts: [
          ['Day', day(record.date)],
          ['Scheduled', hours(record.minutes)],
        ],
      };
    case 'StatusReport':
      return {
        title: record.workspace?.title,
        facts: [
          ['Colour', words(record.color)],
          ['Reported', day(record.createdAt)],
          ['Says', excerpt(record.description)],
        ],
      };
    case 'Post':
      return {
        title: excerpt(record.message),
        facts: [
          ['About', record.subjectTitle],
          ['Replies', number(record.replyCount)],
          ['Written', day(record.createdAt)],
        ],
      };
    default:
      return null;
  }
}
