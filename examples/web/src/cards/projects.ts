import { days, hours, percent, words, yesNo } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { CardContent } from './content.ts';

/** Projects, whom they belong to and who works on them. */
export const ProjectsCard = graphql(`
  fragment ProjectsCard on ExternalReferenceSubject {
    __typename
    ... on Workspace {
      title
      percentageComplete
      startDate
      dueDate
      workspaceStatus: status { message }
    }
    ... on WorkspaceGroup {
      name
      company
      contactName
      website
    }
    ... on Participation {
      participationRole: role
      isTeamLead
      user { id fullName }
      workspace { id title }
    }
    ... on WorkspaceResource {
      displayLabel
      roleName
      workspaceTitle
      userId
    }
    ... on WorkspaceAllocation {
      startDate
      endDate
      minutes
      hard
      workspaceResource { id displayLabel }
    }
  }
`);

export function projectsCard(subject: FragmentType<typeof ProjectsCard>): CardContent | null {
  const record = unmask(ProjectsCard, subject);
  switch (record.__typename) {
    case 'Workspace':
      return {
        title: record.title,
        facts: [
          ['Status', record.workspaceStatus?.message],
          ['Runs', days(record.startDate, record.dueDate)],
          ['Complete', percent(record.percentageComplete)],
        ],
      };
    case 'WorkspaceGroup':
      return {
        title: record.name,
        facts: [
          ['Kind', record.company ? 'Client' : 'Group of projects'],
          ['Contact', record.contactName],
          ['Website', record.website],
        ],
      };
    case 'Participation':
      return {
        title: record.user?.fullName,
        facts: [
          ['Project', record.workspace?.title],
          ['Side', words(record.participationRole)],
          ['Leads', yesNo(record.isTeamLead)],
        ],
      };
    case 'WorkspaceResource':
      return {
        title: record.displayLabel,
        facts: [
          ['Project', record.workspaceTitle],
          ['Role', record.roleName],
          ['Seat', record.userId ? 'Taken' : 'Unnamed'],
        ],
      };
    case 'WorkspaceAllocation':
      return {
        title: record.workspaceResource?.displayLabel,
        facts: [
          ['Time', hours(record.minutes)],
          ['Range', days(record.startDate, record.endDate)],
          ['Booking', record.hard ? 'Firm' : 'Pencilled in'],
        ],
      };
    default:
      return null;
  }
}
