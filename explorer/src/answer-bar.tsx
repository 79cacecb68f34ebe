/** What can be done with an answer: read it as JSON or as a table, take it along, and ask for its next page. */
import { type ReactNode, useState } from 'react';
import { type Answer, useAnswer } from './answer.ts';
import { useCaller } from './caller.ts';
import { download } from './download.ts';
import { NextPage } from './next-page-button.tsx';
import { Notices } from './notice.tsx';
import { type Run, useRun } from './run.ts';
import { useSaid } from './said.ts';
import { createStore, useStore } from './store.ts';
import { csvOf, type Order, sorted, type Table, tableOf, tablesIn, tsvOf } from './table.ts';
import { TableView } from './table-view.tsx';

const view = createStore<'JSON' | 'Table'>('JSON');

/** Stands above the answer; as a table, in its place. */
export function AnswerPane() {
  const run = useRun();
  const caller = useCaller();
  const answer = useAnswer();
  const chosen = useStore(view);
  const isStale = run !== null && run.caller.key !== caller.key;
  const classes = ['answer-pane', chosen === 'Table' && 'as-table', isStale && 'of-another', !answer && 'no-answer'];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      {answer?.data ? <Taking answer={answer} run={run} isStale={isStale} notices={<Notices />} /> : <Notices />}
      {!answer && !run && <NothingYet />}
    </div>
  );
}

const NothingYet = () => (
  <div className="empty">
    <p>
      <strong>No answer yet.</strong> Run the operation: the round button, or Ctrl+Enter in the editor.
    </p>
    <p>Until then nothing is called. The panel tells what would be.</p>
  </div>
);

interface TakingProps {
  readonly answer: Answer;
  readonly run: Run | null;
  readonly isStale: boolean;
  readonly notices: ReactNode;
}

function Taking({ answer, run, isStale, notices }: TakingProps) {
  const chosen = useStore(view);
  const [said, say] = useSaid();
  const [wanted, setWanted] = useState('');
  const [order, setOrder] = useState<Order | null>(null);
  const keys = tablesIn(answer.data);
  const key = keys.includes(wanted) ? wanted : keys[0];
  const list = key === undefined ? null : (answer.data as Record<string, unknown>)[key];
  const table = tableOf(list);
  const shown: Table = { columns: table.columns, rows: sorted(table.rows, order) };
  const choose = (one: string) => {
    setWanted(one);
    setOrder(null);
  };
  const copy = async () => {
    const text = chosen === 'JSON' ? JSON.stringify(answer, null, 2) : tsvOf(shown);
    await navigator.clipboard.writeText(text).then(
      () => say(chosen === 'JSON' ? 'Answer copied' : 'Table copied: paste it into a sheet'),
      () => say('The browser did not let it be copied'),
    );
  };
  return (
    <>
      <div className="answer-bar">
        <ViewSwitch />
        {keys.length > 1 && chosen === 'Table' && <ListChoice keys={keys} value={key} onChoose={choose} />}
        <button type="button" className="bar-button" onClick={() => void copy()}>
          Copy
        </button>
        <button
          type="button"
          className="bar-button"
          disabled={key === undefined}
          onClick={() => download(`${key ?? 'answer'}.csv`, 'text/csv', csvOf(shown))}
        >
          CSV
        </button>
        {key !== undefined && run && !isStale && run.tookMs !== null && (
          <NextPage answer={answer} listKey={key} run={run} say={say} />
        )}
        <span role="status" className="said">
          {said}
        </span>
      </div>
      {notices}
      {chosen === 'Table' && key !== undefined && (
        <TableView name={key} table={shown} order={order} onOrder={setOrder} />
      )}
      {chosen === 'Table' && key === undefined && <p className="empty">There is no record in this answer.</p>}
    </>
  );
}

function ViewSwitch() {
  const chosen = useStore(view);
  return (
    <div className="switch" role="group" aria-label="Show the answer as">
      {(['JSON', 'Table'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={chosen === one} onClick={() => view.set(one)}>
          {one}
        </button>
      ))}
    </div>
  );
}

interface ListChoiceProps {
  readonly keys: readonly string[];
  readonly value: string | undefined;
  readonly onChoose: (key: string) => void;
}

const ListChoice = ({ keys, value, onChoose }: ListChoiceProps) => (
  <select aria-label="Which list" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
    {keys.map((one) => (
      <option key={one}>{one}</option>
    ))}
  </select>
);
