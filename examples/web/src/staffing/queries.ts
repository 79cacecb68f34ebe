import { graphql } from '../gql/index.ts';

export const Projects = graphql(`
  query Projects {
    workspaces(orderBy: TITLE_ASC, first: 200) {
      totalCount
      nodes { id title }
    }
  }
`);

/** Everybody with a seat on a project, placeholders as well, and the time that is set aside for them. */
export const Staffing = graphql(`
  query Staffing($project: ID!) {
    workspace(id: $project) {
      id
      title
      startDate
      dueDate
      workspaceStatus: status { message }
      primaryMaven { id fullName }
    }
    workspaceResources(
      filter: { workspaceId: $project, includeUnnamed: true }
      orderBy: ALPHABETICALLY_ASC
      first: 200
    ) {
      totalCount
      nodes { id kantataId ...SeatRow }
    }
    workspaceAllocations(filter: { workspaceIds: [$project] }, first: 200) {
      totalCount
      nodes { id workspaceResourceId startDate endDate minutes ...AllocationBar }
    }
  }
`);
