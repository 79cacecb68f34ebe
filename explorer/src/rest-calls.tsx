/** The panel that tells which REST calls the operation will make, and which it made. */
import type { GraphiQLPlugin } from '@graphiql/react';
import { useId } from 'react';
import type { Explanation } from '../../src/execution/explain.ts';
import { CallCard, type Made, MadeCall, type Missing } from './call-card.tsx';
import { useCaller } from './caller.ts';
import { callsOf, foresight, type Problem } from './foresight.ts';
import { gateway } from './gateway.ts';
import { matchCalls } from './matching-call.ts';
import { bytesOf, counted, timeOf } from './measures.ts';
import { pinned, pointed } from './pointing.ts';
import { type Run, showsExtension, useRun } from './run.ts';
import { callsFor } from './served-fields.ts';
import { useStore } from './store.ts';
import { progressOf, stoppedWords, useNow } from './waiting.tsx';

const Icon = () => (
  <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
    <path d="M2 3.5h6M5 8h6M8 12.5h6" />
    <circle cx="2" cy="8" r="0.6" />
    <circle cx="2" cy="12.5" r="0.6" />
  </svg>
);

export const restCallsPlugin: GraphiQLPlugin = { title: 'REST calls', icon: Icon, content: RestCalls };

function RestCalls() {
  const { explanation, key, problem, isPending } = useStore(foresight);
  const run = useRun();
  const caller = useCaller();
  // Calls of somebody else's run say nothing of what this caller's would be.
  const told = run?.key === key && run.caller.key === caller.key ? run : null;
  return (
    <section className="rest-calls" aria-label="REST calls">
      <h2>REST calls</h2>
      <div aria-live="polite" aria-busy={isPending}>
        {problem ? <ProblemBox problem={problem} /> : explanation && <Totals explanation={explanation} run={told} />}
        {!problem && !explanation && <p className="quiet">Reading the operation …</p>}
      </div>
      {explanation && (
        <div
          className={problem ? 'outdated' : undefined}
          aria-hidden={problem ? true : undefined}
          inert={problem !== null}
        >
          <Waves explanation={explanation} run={problem ? null : told} />
        </div>
      )}
      {gateway.explain && <Choice />}
    </section>
  );
}

const ProblemBox = ({ problem: { title, details } }: { readonly problem: Problem }) => (
  <div className="problem">
    <strong>{title}</strong>
    <ul>
      {details.map((detail) => (
        <li key={detail}>{detail}</li>
      ))}
    </ul>
  </div>
);

interface Told {
  readonly explanation: Explanation;
  /** Its last run; `null` before it ran. */
  readonly run: Run | null;
}

function Totals({ explanation, run }: Told) {
  const { totals, limit, waves } = explanation;
  const id = useId();
  const share = (count: number) => `${Math.min(100, (100 * count) / limit)}%`;
  const { min, likely } = totals;
  const isTooMuch = likely > limit;
  return (
    <div className="totals">
      <p id={id} className="headline">
        {min === likely ? counted(likely, 'REST call') : `${min} to ${counted(likely, 'REST call')}`}
        <span className="quiet"> in {counted(waves.length, 'wave')}</span>
      </p>
      <div
        className={isTooMuch ? 'budget too-much' : 'budget'}
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(likely, limit)}
        aria-valuetext={`about ${likely} of ${limit} that one operation may make`}
      >
        <span className="likely" style={{ inlineSize: share(likely) }} />
        <span className="certain" style={{ inlineSize: share(min) }} />
      </div>
      <p className="quiet">
        {isTooMuch && <strong>This would be refused. </strong>}
        {sourcesOf(totals)}
        {totals.max > likely && totals.max < limit && `, at most ${totals.max}`}. The limit is {limit}.
      </p>
      {run && <Outcome run={run} />}
    </div>
  );
}

/** `1 certain, 2 depend on the data`. */
function sourcesOf({ min, likely }: Explanation['totals']): string {
  const dependent = likely - min;
  const parts = [
    min > 0 && `${min} certain`,
    dependent > 0 && `${dependent} ${dependent === 1 ? 'depends' : 'depend'} on the data`,
  ];
  return parts.filter(Boolean).join(', ') || 'None is needed';
}

function Outcome({ run }: { readonly run: Run }) {
  const calls = callsIn(run);
  if (run.tookMs === null)
    return <p className="outcome under-way">{`Running: ${progressOf(run) || 'no call yet'}.`}</p>;
  if (run.isStopped) return <p className="outcome failed">{stoppedWords(run, gateway.explain)}</p>;
  if (!run.report)
    return run.errors.length > 0 ? <p className="outcome failed">It failed before it called anything.</p> : null;
  const sum = (read: (call: Made) => number) => calls.reduce((all, call) => all + read(call), 0);
  const failed = calls.filter((call) => 'error' in call).length;
  return (
    <p className={failed > 0 ? 'outcome failed' : 'outcome'}>
      <strong>
        Made {counted(run.report.total, 'call')}
        {failed > 0 && `, ${failed} failed`}
      </strong>{' '}
      in {timeOf(endOf(calls))}: {sum(({ rowsReceived }) => rowsReceived)} rows received,{' '}
      {sum(({ rowsUsed }) => rowsUsed)} used, {bytesOf(sum(({ bytes }) => bytes))}.
    </p>
  );
}

/** How many rows were used is known at the end alone. */
const NOT_KNOWN = { rowsUsed: -1, retries: 0, shared: false };

/** The calls of a run, as far as they are known. */
const callsIn = ({ report, live, isStopped, tookMs }: Run): readonly Made[] =>
  report?.calls ??
  live.map((call) => ({
    ...call,
    ...NOT_KNOWN,
    // What had no answer when it was stopped has been called off.
    ...(isStopped && call.durationMs === null && { durationMs: (tookMs ?? 0) - call.startedMs, error: 'called off' }),
  }));

/** When the last call had been answered, in milliseconds from the start of the operation. */
const endOf = (calls: readonly Made[]) =>
  Math.max(1, ...calls.map(({ startedMs, durationMs }) => startedMs + (durationMs ?? 0)));

/** What it means that a call which was foretold was not made. */
function missingIn({ tookMs, isStopped, errors }: Run, calls: readonly Made[]): Missing {
  if (tookMs === null) return 'waiting';
  return isStopped || errors.length > 0 || calls.some((call) => 'error' in call) ? 'not reached' : 'not needed';
}

function Waves({ explanation, run }: Told) {
  const calls = callsOf(explanation);
  const made = run ? callsIn(run) : [];
  const isUnderWay = run?.tookMs === null;
  const now = useNow(isUnderWay);
  const { byCall, others } = matchCalls(calls, made);
  const at = useStore(pointed);
  const pin = useStore(pinned);
  const lit = at !== null && 'path' in at ? callsFor(at.path, calls) : [];
  const spanMs = isUnderWay ? Math.max(1, now - run.startedAt) : endOf(made);
  const missing = run ? missingIn(run, made) : 'not needed';
  const indexOf = new Map(calls.map((call, index) => [call, index]));
  return (
    <ol className="waves">
      {explanation.waves.map(({ wave, calls: inWave }) => (
        <li key={wave}>
          <h3>
            Wave {wave} <span className="quiet">{wave === 1 ? 'at once' : 'when the ids are known'}</span>
          </h3>
          <ol>
            {inWave.map((call) => {
              const index = indexOf.get(call) ?? 0;
              return (
                <CallCard
                  key={`${call.url} ${index}`}
                  call={call}
                  index={index}
                  isLit={lit.includes(index)}
                  isPinned={pin === index}
                  made={run && (run.report || isUnderWay || run.isStopped) ? (byCall[index] ?? []) : null}
                  missing={missing}
                  spanMs={spanMs}
                />
              );
            })}
          </ol>
        </li>
      ))}
      {others.length > 0 && (
        <li>
          <h3>
            More <span className="quiet">not foreseen one by one</span>
          </h3>
          <ol>
            {others.map((call, index) => (
              <li className="call" key={`${call.url} ${index}`}>
                <MadeCall call={call} spanMs={spanMs} />
              </li>
            ))}
          </ol>
        </li>
      )}
    </ol>
  );
}

function Choice() {
  const isShown = useStore(showsExtension);
  return (
    <label className="choice">
      <input type="checkbox" checked={isShown} onChange={(event) => showsExtension.set(event.currentTarget.checked)} />
      <span>
        Show <code>extensions.upstream</code> in answers
      </span>
    </label>
  );
}
