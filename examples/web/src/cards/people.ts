import { day, excerpt } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** People, what they are and what they can do. */
export const PeopleCard = graphql(`
  fragment PeopleCard on ExternalReferenceSubject {
    __typename
    ... on User {
      fullName
      headline
      emailAddress
    }
    ... on Role {
      name
      createdAt
      deletedAt
    }
    ... on Skill {
      name
      description
      maxLevel
    }
  }
`);

export function peopleCard(subject: FragmentType<typeof PeopleCard>): CardContent | null {
  const record = unmask(PeopleCard, subject);
  switch (record.__typename) {
    case 'User':
      return {
        title: record.fullName,
        facts: [
          ['Headline', record.headline],
          ['E-mail', record.emailAddress],
        ],
      };
    case 'Role':
      return {
        title: record.name,
        facts: [
          ['State', record.deletedAt ? 'Deleted' : 'In use'],
          ['Since', day(record.createdAt)],
        ],
      };
    case 'Skill':
      return {
        title: record.name,
        facts: [
          ['Levels', record.maxLevel],
          ['Says', excerpt(record.description)],
        ],
      };
    default:
      return null;
  }
}
