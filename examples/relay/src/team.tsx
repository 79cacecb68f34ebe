import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay';
import type { team$key } from './__generated__/team.graphql.ts';
import type { teamPageQuery } from './__generated__/teamPageQuery.graphql.ts';
import type { teamQuery } from './__generated__/teamQuery.graphql.ts';

/** Seats of one page. */
const PAGE_SIZE = 5;

/** Who works on a project, page by page: a connection with a filter. */
export function Team({ project, attempt }: { readonly project: string; readonly attempt: number }) {
  const query = useLazyLoadQuery<teamQuery>(
    graphql`
      query teamQuery($project: ID!) {
        ...team @arguments(project: $project)
      }
    `,
    { project },
    { fetchKey: attempt },
  );
  const { data, loadNext, hasNext, isLoadingNext } = usePaginationFragment<teamPageQuery, team$key>(
    graphql`
      fragment team on Query
      @refetchable(queryName: "teamPageQuery")
      @argumentDefinitions(
        project: { type: "ID!" }
        first: { type: "Int", defaultValue: 5 }
        after: { type: "String" }
      ) {
        workspaceResources(
          filter: { workspaceId: $project, includeUnnamed: true }
          orderBy: ALPHABETICALLY_ASC
          first: $first
          after: $after
        ) @connection(key: "team_workspaceResources") {
          totalCount
          edges {
            node {
              id
              label
              user {
                fullName
              }
              role {
                name
              }
            }
          }
        }
      }
    `,
    query,
  );
  const seats = (data.workspaceResources?.edges ?? []).flatMap((edge) => edge?.node ?? []);

  return (
    <>
      <ul className="team">
        {seats.map(({ id, label, user, role }) => (
          <li key={id}>
            <span>{user?.fullName ?? <em>{label}, not taken</em>}</span>
            <span className="hint">{role?.name}</span>
          </li>
        ))}
      </ul>
      {hasNext && (
        <button type="button" className="more" disabled={isLoadingNext} onClick={() => loadNext(PAGE_SIZE)}>
          {isLoadingNext ? 'Loading…' : `Show more of ${data.workspaceResources?.totalCount}`}
        </button>
      )}
    </>
  );
}
