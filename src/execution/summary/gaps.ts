/** What is missing from the sums of a summary, in words and numbers. */
import type { Aggregate } from './aggregate.ts';
import type { ListRead } from './load.ts';
import type { SummaryRequest } from './request.ts';

/** As rows of `SummaryGap`; none where every record is in the sums. */
export function gapsOf(
  aggregate: Aggregate,
  reads: readonly ListRead[],
  { isCountOnly, share }: SummaryRequest,
): readonly Readonly<Record<string, unknown>>[] {
  if (isCountOnly || aggregate.isPredicted) return [];
  return [
    ...unread(reads, share.calls),
    ...[...aggregate.unknown].map(([column, records]) => ({
      reason: 'UNKNOWN_VALUE',
      column,
      records,
      message: `The API did not say \`${column}\` of ${counted(records)}, or in no way that can be read. Rights of the token may hide it.`,
    })),
    ...(aggregate.notSent > 0
      ? [
          {
            reason: 'NOT_SENT',
            records: aggregate.notSent,
            message: `The API listed ${counted(aggregate.notSent)} without sending them. Ask again.`,
          },
        ]
      : []),
    ...(aggregate.repeated > 0 || reads.some(({ hasChanged }) => hasChanged)
      ? [
          {
            reason: 'CHANGED',
            message: 'Records changed while the pages were read, so that some may be missing. Ask again.',
          },
        ]
      : []),
  ];
}

/** Lists that were not read to their end. */
function unread(reads: readonly ListRead[], calls: number) {
  const open = reads.filter(({ isWhole }) => !isWhole);
  if (open.length === 0) return [];
  const isCounted = open.every(({ count, pages, size }) => count !== null && count > pages * size);
  const rest = (of: (read: ListRead) => number) => (isCounted ? open.reduce((sum, read) => sum + of(read), 0) : null);
  const records = rest(({ count, pages, size }) => (count ?? 0) - pages * size);
  const needed = rest(({ count, pages, size }) => Math.ceil((count ?? 0) / size) - pages);
  const how = needed === null ? 'more REST calls' : `${needed} more REST ${needed === 1 ? 'call' : 'calls'}`;
  return [
    {
      reason: 'CALL_LIMIT',
      records,
      calls: needed,
      message: `The summaries of an operation may read ${calls} pages; the rest takes ${how}. Narrow the filter, or ask for a part of the time at once. The operator can raise MAX_SUMMARY_CALLS.`,
    },
  ];
}

const counted = (records: number) => `${records} ${records === 1 ? 'record' : 'records'}`;
