import { words } from '../format.ts';
import { Problem } from '../problem.tsx';
import { ReferenceItem } from './reference-item.tsx';
import type { StatusList } from './use-references.ts';

/** The references in one state. */
export function StatusSection({ list }: { readonly list: StatusList }) {
  const { status, references, totalCount, loading, error, retry } = list;
  const id = `status-${status}`;
  return (
    <section aria-labelledby={id} aria-busy={loading}>
      <h2 id={id}>
        {words(status)} <span className="count">{totalCount ?? '…'}</span>
      </h2>
      {loading && references.length === 0 && (
        <div className="references" aria-hidden="true">
          <div className="skeleton" />
          <div className="skeleton" />
          <div className="skeleton" />
        </div>
      )}
      {references.length > 0 && (
        <ul className="references">
          {references.map((reference) => (
            <ReferenceItem key={reference.id} reference={reference} />
          ))}
        </ul>
      )}
      {totalCount === 0 && <p className="none">None.</p>}
      {error && <Problem error={error} onRetry={retry} />}
    </section>
  );
}
