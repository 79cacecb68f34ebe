/** One part of the board: what it costs, its rows, and its query. */
import { useEffect, useId, useState } from 'react';
import { adviceFor, codeOf } from '../advice.ts';
import { type Caller, currentCaller, useCaller } from '../caller.ts';
import { download } from '../download.ts';
import { gateway, graphqlUrl } from '../gateway.ts';
import { counted } from '../measures.ts';
import { toFragment } from '../shared-address.ts';
import { csvOf, type Order, sorted } from '../table.ts';
import { TableView } from '../table-view.tsx';
import { token } from '../token.ts';
import { type Price, priceOf, type Question, rowsOf, type TileAnswer } from './ask.ts';
import { LATEST_ENTRY, monthOfLatest, type Tile } from './tiles.ts';

interface Loaded {
  readonly caller: Caller;
  readonly month: string;
  /** `null` where the gateway did not answer. */
  readonly answer: TileAnswer | null;
}

interface CardProps {
  readonly tile: Tile;
  readonly month: string;
  readonly onMonth: (month: string) => void;
  /** How often everything was asked for. */
  readonly asked: number;
}

export function TileCard({ tile, month, onMonth, asked }: CardProps) {
  const caller = useCaller();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [isBusy, setBusy] = useState(false);
  const question = tile.question(month);
  const price = usePrice(question);
  const id = useId();
  const load = async () => {
    setBusy(true);
    const asking = currentCaller();
    const answer = await rowsOf(question).catch(() => null);
    setLoaded({ caller: asking, month, answer });
    setBusy(false);
  };
  useEffect(() => {
    if (asked > 0) void load();
    // What is loaded together is loaded when that is asked for, and not when a month is chosen.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  const isStale = loaded !== null && loaded.caller.key !== caller.key;
  const isOtherMonth = tile.isMonthly === true && loaded !== null && loaded.month !== month;
  return (
    <section className="tile" aria-labelledby={id} aria-busy={isBusy}>
      <h2 id={id}>{tile.title}</h2>
      <p className="quiet">{tile.lead}</p>
      <div className="row">
        {tile.isMonthly && (
          <label>
            Three months to{' '}
            <input type="month" value={month} onChange={(event) => onMonth(event.currentTarget.value || month)} />
          </label>
        )}
        <button type="button" className="bar-button" disabled={isBusy} onClick={() => void load()}>
          {isBusy
            ? 'Loading …'
            : loaded === null
              ? 'Load'
              : isStale
                ? caller.runAs.replace('Run', 'Load')
                : 'Load again'}
        </button>
        <span className="cost">{priceWords(price)}</span>
      </div>
      {loaded && (
        <Rows tile={tile} loaded={loaded} isOld={isStale || isOtherMonth} isStale={isStale} onMonth={onMonth} />
      )}
      <Query question={question} />
    </section>
  );
}

/** What a question costs, asked again where it changes. */
function usePrice(question: Question): Price | null {
  const [price, setPrice] = useState<Price | null>(null);
  const key = JSON.stringify(question);
  useEffect(() => {
    let isWanted = true;
    void priceOf(JSON.parse(key) as Question).then((told) => isWanted && setPrice(told));
    return () => {
      isWanted = false;
    };
  }, [key]);
  return price;
}

function priceWords(price: Price | null): string {
  if (!gateway.explain) return 'This gateway does not tell prices.';
  if (!price) return '';
  const { min, likely, max } = price.totals;
  const about = min === likely ? counted(likely, 'REST call') : `${min} to about ${counted(likely, 'REST call')}`;
  return max > likely ? `${about}, at most ${Math.min(max, price.limit)}` : about;
}

interface RowsProps {
  readonly tile: Tile;
  readonly loaded: Loaded;
  readonly isOld: boolean;
  readonly isStale: boolean;
  readonly onMonth: (month: string) => void;
}

function Rows({ tile, loaded: { answer, caller, month }, isOld, isStale, onMonth }: RowsProps) {
  const [order, setOrder] = useState<Order | null>(null);
  if (!answer)
    return (
      <p className="notice failed" role="status">
        The gateway does not answer. Load it again once it is back.
      </p>
    );
  const table = tile.table(answer.data, month);
  const shown = { ...table, rows: sorted(table.rows, order) };
  const short = tile.coverage(answer.data).filter(({ read, total }) => total === null || total > read);
  return (
    <div className={isOld ? 'loaded of-another' : 'loaded'}>
      {isStale && (
        <p className="notice stale" role="status">
          This is what {caller.name} was answered.
        </p>
      )}
      <Problems answer={answer} />
      {short.length > 0 && (
        <p className="notice" role="status">
          Not all of it:{' '}
          {short.map(({ read, total }) => `${read} of ${total ?? 'an unknown number of'} records`).join(', ')} were
          read.
        </p>
      )}
      {answer.data !== null && (
        <TableView name={tile.title} table={shown} order={order} onOrder={setOrder} counts={false} />
      )}
      {tile.isMonthly && table.rows.length === 0 && answer.errors.length === 0 && <LatestMonth onMonth={onMonth} />}
      <div className="row">
        <button
          type="button"
          className="bar-button"
          onClick={() => download(`${tile.key}.csv`, 'text/csv', csvOf(shown))}
        >
          CSV
        </button>
        <span className="quiet" role="status">
          {answer.calls === null ? 'Loaded.' : `Loaded by ${counted(answer.calls, 'REST call')}.`}
        </span>
      </div>
    </div>
  );
}

function Problems({ answer: { errors, retryAfterS } }: { readonly answer: TileAnswer }) {
  const advice = adviceFor(errors, { hasToken: token.get() !== '', retryAfterS, signsIn: gateway.signIn ?? false });
  if (!advice) return null;
  return (
    <div className="notice failed" role="status">
      <p>
        <strong>{advice.title}</strong> {advice.text}
      </p>
      <details>
        <summary>{counted(errors.length, 'error')}</summary>
        <ul>
          {errors.map((error, index) => (
            // Errors have no name of their own, and do not move.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <code>{codeOf(error) || 'ERROR'}</code> {error.path?.join('.')} {error.message}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** A way out of months without any hours. */
function LatestMonth({ onMonth }: { readonly onMonth: (month: string) => void }) {
  const [said, say] = useState('');
  const find = async () => {
    const answer = await rowsOf(LATEST_ENTRY).catch(() => null);
    const month = answer && monthOfLatest(answer.data);
    if (month) onMonth(month);
    else say('There is no time entry that you may see.');
  };
  return (
    <p>
      <button type="button" className="bar-button" onClick={() => void find()}>
        Go to the latest hours (1 REST call)
      </button>{' '}
      <span role="status">{said}</span>
    </p>
  );
}

function Query({ question: { query, variables } }: { readonly question: Question }) {
  const hasVariables = Object.keys(variables).length > 0;
  const shared = { query, variables: hasVariables ? JSON.stringify(variables, null, 2) : '', operationName: '' };
  return (
    <details className="query">
      <summary>Its query</summary>
      {/* It scrolls by itself, so the keyboard has to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{query}</pre>
      {hasVariables && <pre>{JSON.stringify(variables)}</pre>}
      {gateway.pages?.includes('explorer') && (
        <a href={`${graphqlUrl}${toFragment(shared)}`}>Open it in the explorer</a>
      )}
    </details>
  );
}
