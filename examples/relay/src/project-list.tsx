import { graphql, usePaginationFragment } from 'react-relay';
import type { projectList$key } from './__generated__/projectList.graphql.ts';
import type { projectListPageQuery } from './__generated__/projectListPageQuery.graphql.ts';

/** Projects of one page. */
const PAGE_SIZE = 12;

interface ProjectListProps {
  readonly query: projectList$key;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** A connection, page by page: Relay keeps what is there and appends what comes. */
export function ProjectList({ query, chosen, onChoose }: ProjectListProps) {
  const { data, loadNext, hasNext, isLoadingNext } = usePaginationFragment<projectListPageQuery, projectList$key>(
    graphql`
      fragment projectList on Query
      @refetchable(queryName: "projectListPageQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 12 }, after: { type: "String" }) {
        workspaces(first: $first, after: $after, orderBy: TITLE_ASC) @connection(key: "projectList_workspaces") {
          totalCount
          edges {
            node {
              id
              title
              status {
                message
              }
            }
          }
        }
      }
    `,
    query,
  );
  const projects = (data.workspaces?.edges ?? []).flatMap((edge) => edge?.node ?? []);

  return (
    <nav aria-label="All projects">
      <p className="hint" role="status">
        {projects.length} of {data.workspaces?.totalCount}
      </p>
      <ul>
        {projects.map(({ id, title, status }) => (
          <li key={id}>
            <button type="button" aria-pressed={chosen === id} onClick={() => onChoose(id)}>
              <span>{title}</span>
              <span className="hint">{status?.message}</span>
            </button>
          </li>
        ))}
      </ul>
      {hasNext && (
        <button type="button" className="more" disabled={isLoadingNext} onClick={() => loadNext(PAGE_SIZE)}>
          {isLoadingNext ? 'Loading…' : 'Show more'}
        </button>
      )}
    </nav>
  );
}
