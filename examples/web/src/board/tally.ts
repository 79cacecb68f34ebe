import type { ExternalReferenceStatus } from '../gql/graphql.ts';

export interface Tallied {
  readonly serviceName: string | null;
  readonly status: ExternalReferenceStatus | null;
}

export interface ProviderTally {
  readonly provider: string;
  readonly counts: Readonly<Record<ExternalReferenceStatus, number>>;
  readonly total: number;
}

/** How many references of each provider are in each state: providers with the most failed ones first. */
export function tallyByProvider(references: readonly Tallied[]): readonly ProviderTally[] {
  const groups = Map.groupBy(references, ({ serviceName }) => serviceName ?? 'Unnamed provider');
  return [...groups]
    .map(([provider, own]) => {
      const count = (status: ExternalReferenceStatus) => own.filter((one) => one.status === status).length;
      const counts = { FAILED: count('FAILED'), PENDING: count('PENDING'), SUCCESSFUL: count('SUCCESSFUL') };
      return { provider, counts, total: own.length };
    })
    .toSorted((a, b) => b.counts.FAILED - a.counts.FAILED || b.total - a.total || a.provider.localeCompare(b.provider));
}
