import { useMemo } from 'react';
import { useAddress } from '../address.ts';
import { choiceOf } from './choice.ts';
import { EndOfList } from './end-of-list.tsx';
import { Filters } from './filters.tsx';
import { StatusChart } from './status-chart.tsx';
import { StatusSection } from './status-section.tsx';
import { tallyByProvider } from './tally.ts';
import { useReferences } from './use-references.ts';

/** Whether the links of chosen kinds of record to other systems work, and which do not. */
export function BoardPage() {
  const [address, go] = useAddress();
  const choice = useMemo(() => choiceOf(address), [address]);
  const { lists, loaded, overview, loading, failed, more } = useReferences(choice);
  const tallies = useMemo(() => tallyByProvider(overview?.references ?? []), [overview?.references]);
  const providers = tallies.map(({ provider }) => provider);

  return (
    <>
      <h1>Sync health</h1>
      <p className="lead">Records of the account and their twins in other systems. Those that failed come first.</p>
      <div className="board">
        <aside aria-label="What to look at">
          <Filters choice={choice} providers={providers} onChange={go} />
        </aside>
        <div className="content">
          <StatusChart
            tallies={tallies}
            counted={overview?.references.length ?? null}
            totalCount={overview?.totalCount ?? null}
            provider={choice.provider}
            onProvider={(provider) => go({ provider })}
          />
          {lists.map((list) => (
            <StatusSection key={list.status} list={list} />
          ))}
          {more && !failed && <EndOfList loading={loading} count={loaded.length} onMore={more} />}
          <p className="end" role="status">
            {loading ? 'Loading…' : `${loaded.length} references loaded${more ? '' : ', and that is all'}.`}
          </p>
        </div>
      </div>
    </>
  );
}
