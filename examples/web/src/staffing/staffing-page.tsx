import { useQuery } from '@apollo/client/react';
import { useId } from 'react';
import { useAddress } from '../address.ts';
import { days, hours } from '../format.ts';
import type { StaffingQuery } from '../gql/graphql.ts';
import { Problem } from '../problem.tsx';
import { Projects, Staffing } from './queries.ts';
import { SeatRow } from './seat-row.tsx';
import { monthsOf, spanOf } from './span.ts';

/** Who works on a project, in which role and when; and which seats nobody has taken. */
export function StaffingPage() {
  const id = useId();
  const [address, go] = useAddress();
  const list = useQuery(Projects);
  const projects = (list.data?.workspaces?.nodes ?? []).flatMap((project) => project ?? []);
  const project = address.get('project') ?? projects[0]?.id;
  const staffing = useQuery(Staffing, { variables: { project: project ?? '' }, skip: project === undefined });

  return (
    <>
      <h1>Staffing</h1>
      <p className="lead">Who works on a project, in which role and when, and which seats are still free.</p>
      <p className="choose">
        <label htmlFor={`${id}-project`}>Project</label>
        <select
          id={`${id}-project`}
          value={project ?? ''}
          disabled={projects.length === 0}
          onChange={(event) => go({ project: event.target.value })}
        >
          {projects.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </p>
      {list.error && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {staffing.error && <Problem error={staffing.error} onRetry={() => void staffing.refetch()} />}
      {staffing.data ? <Plan data={staffing.data} /> : !list.error && !staffing.error && <p role="status">Loading…</p>}
    </>
  );
}

function Plan({ data }: { readonly data: StaffingQuery }) {
  const { workspace, workspaceResources, workspaceAllocations } = data;
  const seats = (workspaceResources?.nodes ?? []).flatMap((seat) => seat ?? []);
  const allocations = (workspaceAllocations?.nodes ?? []).flatMap((allocation) => allocation ?? []);
  const span = spanOf(allocations);
  const planned = allocations.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  if (workspace === null) return <p className="none">There is no such project, or you may not see it.</p>;

  return (
    <section className="panel" aria-labelledby="project-title">
      <h2 id="project-title">{workspace.title}</h2>
      <dl className="summary">
        <div>
          <dt>Status</dt>
          <dd>{workspace.workspaceStatus?.message ?? 'None'}</dd>
        </div>
        <div>
          <dt>Runs</dt>
          <dd>{days(workspace.startDate, workspace.dueDate) ?? 'Not planned'}</dd>
        </div>
        <div>
          <dt>Led by</dt>
          <dd>{workspace.primaryMaven?.fullName ?? 'Nobody'}</dd>
        </div>
        <div>
          <dt>Seats</dt>
          <dd>{workspaceResources?.totalCount}</dd>
        </div>
        <div>
          <dt>Set aside</dt>
          <dd>{hours(planned)}</dd>
        </div>
      </dl>
      {/* Wide on a small screen: who has no mouse scrolls it by the keyboard. */}
      <div className="wide" tabIndex={0} role="region" aria-label="Plan">
        <table className="staffing">
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Role</th>
              <th scope="col" className="figure">
                Set aside
              </th>
              <th scope="col" className="plan">
                <span className="hidden">Allocations</span>
                {span && (
                  <span className="months" aria-hidden="true">
                    {monthsOf(span).map(({ name, start }) => (
                      <span key={start} style={{ insetInlineStart: `${start}%` }}>
                        {name}
                      </span>
                    ))}
                  </span>
                )}
              </th>
            </tr>
          </thead>
          <tbody>
            {seats.map((seat) => (
              <SeatRow
                key={seat.id}
                seat={seat}
                allocations={allocations.filter(({ workspaceResourceId }) => workspaceResourceId === seat.kantataId)}
                span={span}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint legend">
        <span className="booking firm" /> firm <span className="booking" /> pencilled in
      </p>
    </section>
  );
}
