/** What can be done with an answer: read it as JSON or as a table, take it along, and ask for its next page. */
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type ReactNode, useState } from 'react';
import { type AnswerError, adviceFor } from './advice.ts';
import { type Answer, useAnswer } from './answer.ts';
import { useCaller } from './caller.ts';
import { download } from './download.ts';
import { defaultsFor } from './environments.ts';
import { gateway, graphqlUrl } from './gateway.ts';
import { counted } from './measures.ts';
import { nextPageOf, pageInfoOf, pageInfoPlace, withPage } from './next-page.ts';
import { Notices } from './notice.tsx';
import { addErrors, requestHeaders, type Run, useRun } from './run.ts';
import { useSaid } from './said.ts';
import { createStore, useStore } from './store.ts';
import { csvOf, type Order, sorted, type Table, tableOf, tablesIn, tsvOf } from './table.ts';
import { TableView } from './table-view.tsx';
import { token } from './token.ts';

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
        <div className="switch" role="group" aria-label="Show the answer as">
          {(['JSON', 'Table'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={chosen === one} onClick={() => view.set(one)}>
              {one}
            </button>
          ))}
        </div>
        {keys.length > 1 && chosen === 'Table' && (
          <select
            aria-label="Which list"
            value={key}
            onChange={(event) => {
              setWanted(event.currentTarget.value);
              setOrder(null);
            }}
          >
            {keys.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
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
        <TableView name={key} table={shown} order={order} onOrder={setOrder} isList={list !== null} />
      )}
      {chosen === 'Table' && key === undefined && <p className="empty">There is no record in this answer.</p>}
    </>
  );
}

interface NextPageProps {
  readonly answer: Answer;
  readonly listKey: string;
  readonly run: Run;
  readonly say: (text: string) => void;
}

function NextPage({ answer, listKey, run, say }: NextPageProps) {
  const { responseEditor, queryEditor } = useGraphiQL(pick('responseEditor', 'queryEditor'));
  const actions = useGraphiQLActions();
  const [isBusy, setBusy] = useState(false);
  const data = answer.data as Record<string, Record<string, unknown>>;
  const list = data[listKey];
  const info = pageInfoOf(list);
  const { query, operationName } = run.params;
  if (!list || !(Array.isArray(list.nodes) || Array.isArray(list.edges))) return null;
  if (!info) {
    const place = pageInfoPlace(queryEditor?.getValue() ?? '', operationName, listKey);
    if (place === null) return null;
    const add = () => {
      const position = queryEditor?.getModel()?.getPositionAt(place);
      if (!queryEditor || !position) return;
      const { lineNumber, column } = position;
      const range = { startLineNumber: lineNumber, startColumn: column, endLineNumber: lineNumber, endColumn: column };
      queryEditor.executeEdits('paging', [{ range, text: ' pageInfo { hasNextPage endCursor }' }]);
    };
    return (
      <button type="button" className="bar-button" onClick={add} title="Without it the end of this page is not known">
        Add pageInfo to page on
      </button>
    );
  }
  if (!info.hasNextPage || !info.endCursor) return <span className="quiet">All pages are here.</span>;
  const ask = async () => {
    const next = nextPageOf(query, operationName, listKey, info.endCursor ?? '');
    if (!next) return;
    setBusy(true);
    try {
      const all = { ...defaultsFor(query), ...(run.params.variables as object | undefined) };
      const variables = Object.fromEntries(Object.entries(all).filter(([name]) => next.variables.has(name)));
      const response = await fetch(graphqlUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...requestHeaders(),
          ...(gateway.explain && { 'x-upstream-trace': '1' }),
        },
        body: JSON.stringify({ query: next.query, variables, operationName: operationName ?? undefined }),
      });
      const page = (await response.json()) as Page;
      const errors = page.errors ?? [];
      if (errors.length > 0)
        addErrors(errors, adviceFor(errors, { hasToken: token.get() !== '', retryAfterS: null, signsIn: false }));
      const more = page.data?.[listKey];
      if (!more) return;
      const joined = { ...answer, data: { ...data, [listKey]: withPage(list, more) } };
      const text = JSON.stringify(joined, null, 2);
      responseEditor?.setValue(text);
      actions.updateActiveTabValues({ response: text });
      const calls = page.extensions?.upstream?.total;
      say(`Next page appended${calls === undefined ? '' : `: ${counted(calls, 'REST call')}`}`);
    } catch {
      say('The gateway does not answer');
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" className="bar-button" disabled={isBusy} onClick={() => void ask()}>
      {isBusy ? 'Asking …' : 'Next page'}
    </button>
  );
}

interface Page {
  readonly data?: Readonly<Record<string, Record<string, unknown> | null>> | null;
  readonly errors?: readonly AnswerError[];
  readonly extensions?: { readonly upstream?: { readonly total?: number } };
}
