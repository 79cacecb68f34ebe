import { hours } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import type { StaffingQuery } from '../gql/graphql.ts';
import { AllocationBar } from './allocation-bar.tsx';
import type { Span } from './span.ts';

const SeatRowFields = graphql(`
  fragment SeatRow on WorkspaceResource {
    displayLabel
    label
    userId
    user { id fullName }
    role { id name }
  }
`);

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();

export type Allocation = NonNullable<NonNullable<NonNullable<StaffingQuery['workspaceAllocations']>['nodes']>[number]>;

interface SeatRowProps {
  readonly seat: FragmentType<typeof SeatRowFields>;
  readonly allocations: readonly Allocation[];
  readonly span: Span | null;
}

/** Who sits where, or that nobody does yet. */
export function SeatRow({ seat, allocations, span }: SeatRowProps) {
  const { displayLabel, label, userId, user, role } = unmask(SeatRowFields, seat);
  const unnamed = userId === null;
  const name = user?.fullName ?? label ?? displayLabel ?? 'A seat';
  const minutes = allocations.reduce((sum, one) => sum + (one.minutes ?? 0), 0);
  return (
    <tr className={unnamed ? 'unnamed' : undefined}>
      <th scope="row">
        <span className="who">
          <span className="avatar" aria-hidden="true">
            {unnamed ? '?' : initialsOf(name)}
          </span>
          <span>
            {name} {unnamed && <span className="badge">Unnamed</span>}
          </span>
        </span>
      </th>
      <td className="role">{role?.name ?? <span className="hint">No role</span>}</td>
      <td className="figure">{minutes > 0 ? hours(minutes) : <span className="hint">none</span>}</td>
      <td className="plan">
        {span && allocations.length > 0 && (
          <ul>
            {allocations.map((allocation) => (
              <AllocationBar key={allocation.id} allocation={allocation} span={span} />
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}
