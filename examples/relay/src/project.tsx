import { Suspense, useTransition } from 'react';
import { graphql, useLazyLoadQuery, useRefetchableFragment } from 'react-relay';
import type { project$key } from './__generated__/project.graphql.ts';
import type { projectQuery } from './__generated__/projectQuery.graphql.ts';
import type { projectRefetchQuery } from './__generated__/projectRefetchQuery.graphql.ts';
import { Team } from './team.tsx';

/** Any project by its global id alone. */
export function Project({ id, attempt }: { readonly id: string; readonly attempt: number }) {
  const { node } = useLazyLoadQuery<projectQuery>(
    graphql`
      query projectQuery($id: ID!) {
        node(id: $id) {
          ...project @alias
        }
      }
    `,
    { id },
    { fetchKey: attempt },
  );
  if (!node?.project) return <p>This project is gone, or hidden from you.</p>;
  return <Details project={node.project} attempt={attempt} />;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const dayOf = (date: string | null | undefined) => (date ? dayFormat.format(new Date(date)) : 'open');

/** Refetched by `node(id)`: Relay makes that query of the fragment, because a project is a `Node`. */
function Details({ project, attempt }: { readonly project: project$key; readonly attempt: number }) {
  const [isPending, startTransition] = useTransition();
  const [data, refetch] = useRefetchableFragment<projectRefetchQuery, project$key>(
    graphql`
      fragment project on Workspace @refetchable(queryName: "projectRefetchQuery") {
        id
        title
        startDate
        dueDate
        percentageComplete
        updatedAt
        primaryMaven {
          fullName
        }
      }
    `,
    project,
  );

  return (
    <article aria-busy={isPending}>
      <h2>{data.title}</h2>
      <dl>
        <div>
          <dt>Led by</dt>
          <dd>{data.primaryMaven?.fullName ?? 'Nobody'}</dd>
        </div>
        <div>
          <dt>Runs</dt>
          <dd>
            {dayOf(data.startDate)} to {dayOf(data.dueDate)}
          </dd>
        </div>
        <div>
          <dt>Complete</dt>
          <dd>{data.percentageComplete ?? 0} %</dd>
        </div>
        <div>
          <dt>Global id</dt>
          <dd>
            <code>{data.id}</code>
          </dd>
        </div>
      </dl>
      <button
        type="button"
        disabled={isPending}
        onClick={() => startTransition(() => void refetch({}, { fetchPolicy: 'store-and-network' }))}
      >
        Refresh
      </button>
      <h3>Team</h3>
      <Suspense fallback={<p role="status">Loading…</p>}>
        <Team project={data.id} attempt={attempt} />
      </Suspense>
    </article>
  );
}
