import { words } from '../format.ts';
import { STATUSES } from './choice.ts';
import { StatusMark } from './status-mark.tsx';
import type { ProviderTally } from './tally.ts';

interface StatusChartProps {
  readonly tallies: readonly ProviderTally[];
  /** How many references are counted; null before anything is loaded. */
  readonly counted: number | null;
  /** How many there are; null where nobody knows. */
  readonly totalCount: number | null;
  readonly provider: string;
  /** Told which provider to look at; an empty name for all. */
  readonly onProvider: (provider: string) => void;
}

function captionOf(counted: number | null, totalCount: number | null) {
  if (counted === null) return 'Counting…';
  if (totalCount === null) return `The ${counted} references loaded so far: these are too many types to count ahead.`;
  return counted < totalCount ? `The newest ${counted} of ${totalCount} references.` : `All ${totalCount} references.`;
}

/** A table whose rows are drawn as stacked bars: what one sees, a screen reader reads in its cells. */
export function StatusChart({ tallies, counted, totalCount, provider, onProvider }: StatusChartProps) {
  const most = Math.max(1, ...tallies.map(({ total }) => total));
  return (
    <section className="panel" aria-labelledby="chart-title">
      <h2 id="chart-title">By provider</h2>
      <table className="chart">
        <caption>{captionOf(counted, totalCount)}</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <td className="bars" />
            {STATUSES.map((status) => (
              <th scope="col" key={status}>
                <StatusMark status={status} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tallies.map(({ provider: name, counts, total }) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  className="link"
                  aria-pressed={provider === name}
                  onClick={() => onProvider(provider === name ? '' : name)}
                >
                  {name}
                </button>
              </th>
              <td className="bars" aria-hidden="true">
                <span className="bar" style={{ inlineSize: `${(100 * total) / most}%` }}>
                  {STATUSES.filter((status) => counts[status] > 0).map((status) => (
                    <span
                      key={status}
                      className={status.toLowerCase()}
                      style={{ flexGrow: counts[status] }}
                      title={`${words(status)}: ${counts[status]}`}
                    />
                  ))}
                </span>
              </td>
              {STATUSES.map((status) => (
                <td key={status} className="figure" data-status={status}>
                  {counts[status]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
