/** How a run goes on, while one waits. */
import { useEffect, useState } from 'react';
import { counted, timeOf } from './measures.ts';
import type { Run } from './run.ts';

const TICK_MS = 100;

/** The time by `performance.now()`, again and again while something is under way. */
export function useNow(isUnderWay: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isUnderWay]);
  return now;
}

/** `wave 2: 3 calls answered, 1 under way`; empty before the first call. */
export function progressOf({ live }: Pick<Run, 'live'>): string {
  if (live.length === 0) return '';
  const open = live.filter(({ durationMs }) => durationMs === null).length;
  const wave = Math.max(...live.map((call) => call.wave));
  return `wave ${wave}: ${counted(live.length - open, 'call')} answered, ${open} under way`;
}

export function Waiting({ run }: { readonly run: Run }) {
  const now = useNow(true);
  const progress = progressOf(run);
  return (
    <div className="waiting">
      <span className="waiting-time" aria-hidden="true">
        {timeOf(Math.max(0, now - run.startedAt))}
      </span>
      <span role="status">{progress === '' ? `Asking as ${run.caller.name} …` : `In ${progress}.`}</span>
    </div>
  );
}

/** What a run had done when it was stopped. */
export function stoppedWords({ live, tookMs }: Run, tells: boolean): string {
  const after = `Stopped after ${timeOf(tookMs ?? 0)}. `;
  if (!tells) return `${after}This gateway does not tell what was called by then.`;
  const open = live.filter(({ durationMs }) => durationMs === null).length;
  const answered = live.length - open;
  if (live.length === 0) return `${after}Nothing had been called.`;
  return `${after}${counted(answered, 'REST call')} had been answered${open > 0 ? `, and ${open} called off` : ''}.`;
}
