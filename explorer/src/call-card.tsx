/** One call: what is foretold of it, and how it went. */
import type { ExplainedCall } from '../../src/execution/explain.ts';
import type { UpstreamReport } from '../../src/execution/call-report.ts';
import { bytesOf, counted, rangeOf, timeOf } from './measures.ts';
import { pinned, pointed } from './pointing.ts';

/** A call that was made, or is being made: then it has no end yet. */
export type Made = Omit<UpstreamReport['calls'][number], 'durationMs' | 'requestId'> & {
  readonly durationMs: number | null;
  readonly requestId?: string | null;
};

/** Why a call that was foretold was not made. */
export type Missing = 'not needed' | 'not reached' | 'waiting';

const MISSING: Readonly<Record<Missing, string>> = {
  'not needed': 'Not needed this time.',
  'not reached': 'Not reached: the operation ended before.',
  waiting: 'Waits for the calls before it.',
};

interface CardProps {
  readonly call: ExplainedCall;
  readonly index: number;
  /** The field that is pointed at is answered by it. */
  readonly isLit: boolean;
  readonly isPinned: boolean;
  /** The calls that it became; `null` before the operation ran. */
  readonly made: readonly Made[] | null;
  /** What it means where it became none. */
  readonly missing: Missing;
  /** How long the operation called, in milliseconds: the width of every bar's track. */
  readonly spanMs: number;
}

export function CallCard({ call, index, isLit, isPinned, made, missing, spanMs }: CardProps) {
  const { path, query, certain, min, max, why, serves } = call;
  const point = () => pointed.set({ call: index });
  const leave = () => pointed.set(null);
  const classes = ['call', isLit && 'lit', isPinned && 'pinned'].filter(Boolean).join(' ');
  return (
    // The button inside does the same for who has no mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li className={classes} onMouseEnter={point} onMouseLeave={leave}>
      <div className="call-head">
        <button
          type="button"
          className="call-name"
          aria-pressed={isPinned}
          title="Mark the fields that it answers"
          onFocus={point}
          onBlur={leave}
          onClick={() => pinned.set(isPinned ? null : index)}
        >
          <span className="method">GET</span> {path}
        </button>
        <span className={certain ? 'badge certain' : 'badge'}>{certain ? 'certain' : rangeOf(min, max)}</span>
      </div>
      <ul className="params" aria-label="Parameters">
        {Object.entries(query).map(([name, value]) => (
          <li key={name}>
            <code>
              {name}=<wbr />
              <b>{value}</b>
            </code>
          </li>
        ))}
      </ul>
      <p className="why">{withoutPlace(why, serves)}</p>
      {made?.map((each, at) => (
        <MadeCall key={`${each.url} ${at}`} call={each} spanMs={spanMs} foreseen={call.url} />
      ))}
      {made?.length === 0 && <p className={missing === 'not reached' ? 'unreached' : 'quiet'}>{MISSING[missing]}</p>}
    </li>
  );
}

/** A reason without the path that it begins with, which the editor shows. */
function withoutPlace(why: string, serves: readonly string[]): string {
  const place = serves.find((path) => why.startsWith(`${path}: `));
  if (place === undefined) return why;
  const rest = why.slice(place.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

interface MadeProps {
  readonly call: Made;
  readonly spanMs: number;
  /** Its URL as it was foretold, which is not told twice. */
  readonly foreseen?: string;
}

/** The bar of one call in the waterfall, with what it brought. */
export function MadeCall({ call, spanMs, foreseen }: MadeProps) {
  const { url, startedMs, durationMs, rowsReceived, rowsUsed, bytes, retries, shared, status } = call;
  const isOpen = durationMs === null;
  const failed = !isOpen && ('error' in call || status === null || status >= 400);
  const share = (ms: number) => `${Math.min(100, (100 * ms) / spanMs)}%`;
  const facts = isOpen
    ? ['under way', `since ${timeOf(Math.max(0, spanMs - startedMs))}`]
    : [
        failed && `failed${'error' in call ? `: ${String(call.error)}` : ''}`,
        timeOf(durationMs),
        rowsUsed < 0 ? counted(rowsReceived, 'row') : `${rowsUsed} of ${rowsReceived} rows used`,
        bytesOf(bytes),
        retries > 0 && `repeated ${retries === 1 ? 'once' : `${retries} times`}`,
        shared && 'shared with another operation',
        status ?? 'no answer',
      ];
  const width = share(durationMs ?? Math.max(0, spanMs - startedMs));
  return (
    <div className={['made', failed && 'failed', isOpen && 'open'].filter(Boolean).join(' ')}>
      <div className="track" aria-hidden="true">
        <span className="bar" style={{ insetInlineStart: share(startedMs), inlineSize: width }} />
      </div>
      <p className="facts">{facts.filter(Boolean).join(' · ')}</p>
      {url !== foreseen && (
        <details>
          <summary>Its URL</summary>
          <code>{url}</code>
        </details>
      )}
    </div>
  );
}
