import { days, hours, percent } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import { placeOf, type Span } from './span.ts';

const AllocationBarFields = graphql(`
  fragment AllocationBar on WorkspaceAllocation {
    startDate
    endDate
    minutes
    percentage
    hard
  }
`);

interface AllocationBarProps {
  readonly allocation: FragmentType<typeof AllocationBarFields>;
  readonly span: Span;
}

/** The width, in percent, from which on a bar holds its text; a narrower one has it beside itself. */
const ROOM_FOR_TEXT = 14;

/** Time that is set aside, on the scale of the plan. */
export function AllocationBar({ allocation, span }: AllocationBarProps) {
  const { startDate, endDate, minutes, percentage, hard } = unmask(AllocationBarFields, allocation);
  const { start, width } = placeOf({ startDate, endDate }, span);
  const booking = hard ? 'firm' : 'pencilled in';
  const text = [hours(minutes), percent(percentage)].filter(Boolean).join(' · ');
  return (
    <li
      className={['booking', hard && 'firm', width < ROOM_FOR_TEXT && 'narrow'].filter(Boolean).join(' ')}
      style={{ marginInlineStart: `${start}%`, inlineSize: `${width}%` }}
      title={`${days(startDate, endDate)}: ${text}, ${booking}`}
    >
      <span>{text}</span>
      <span className="hidden">
        , {days(startDate, endDate)}, {booking}
      </span>
    </li>
  );
}
