import { words } from '../format.ts';
import type { ExternalReferenceStatus } from '../gql/graphql.ts';

/** A shape for each state, for those who cannot tell the colours apart. */
const SHAPES: Readonly<Record<ExternalReferenceStatus, string>> = {
  FAILED: 'M5 5l6 6M11 5l-6 6',
  PENDING: 'M8 4.5V8l2.4 1.8',
  SUCCESSFUL: 'M4.6 8.4l2.3 2.3 4.5-5',
};

export function StatusMark({ status }: { readonly status: ExternalReferenceStatus }) {
  return (
    <span className={`mark ${status.toLowerCase()}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" />
        <path d={SHAPES[status]} />
      </svg>
      {words(status)}
    </span>
  );
}
