import { useId } from 'react';
import { SubjectCard } from '../cards/subject-card.tsx';
import { day } from '../format.ts';
import { type FragmentType, graphql, unmask } from '../gql/index.ts';
import { StatusMark } from './status-mark.tsx';
import { LABELS } from './subject-types.ts';

const ReferenceCard = graphql(`
  fragment ReferenceCard on ExternalReference {
    serviceName
    serviceModel
    serviceModelRef
    status
    externalStatus
    externalMessage
    externalLink
    locked
    lastSyncedAt
    subjectType
    subjectId
    subject { ...SubjectCard }
  }
`);

/** Only addresses that a browser opens as a page: what an integration wrote may be anything. */
const pageAddress = (link: string | null) => (link && /^https?:\/\//i.test(link) ? link : null);

export function ReferenceItem({ reference }: { readonly reference: FragmentType<typeof ReferenceCard> }) {
  const titleId = useId();
  const {
    serviceName,
    serviceModel,
    serviceModelRef,
    status,
    externalStatus,
    externalMessage,
    externalLink,
    locked,
    lastSyncedAt,
    subjectType,
    subjectId,
    subject,
  } = unmask(ReferenceCard, reference);
  const link = pageAddress(externalLink);
  const twin = [serviceModel, serviceModelRef].filter(Boolean).join(' ');

  return (
    <li>
      <article aria-labelledby={titleId} className={`reference ${status?.toLowerCase()}`}>
        <header>
          <span className="kind">{subjectType ? LABELS[subjectType] : 'Record'}</span>
          {status && <StatusMark status={status} />}
        </header>
        <SubjectCard
          subject={subject}
          titleId={titleId}
          fallback={`${subjectType ? LABELS[subjectType] : 'Record'} ${subjectId}`}
        />
        {(externalStatus || externalMessage) && (
          <p className="says">
            {externalStatus && <strong>{externalStatus}</strong>} {externalMessage}
          </p>
        )}
        <footer>
          <span>
            <strong>{serviceName}</strong>{' '}
            {link ? (
              <a href={link} target="_blank" rel="noreferrer">
                {twin}
              </a>
            ) : (
              twin
            )}
          </span>
          <span className="when">
            {locked && 'Locked · '}
            {lastSyncedAt ? <time dateTime={lastSyncedAt}>{day(lastSyncedAt)}</time> : 'Never synced'}
          </span>
        </footer>
      </article>
    </li>
  );
}
