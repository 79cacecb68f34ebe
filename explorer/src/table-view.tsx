/** A table with its sums: sorted by its heads. */
import { counted } from './measures.ts';
import { type Cell, footOf, type Order, type Table, textOf } from './table.ts';

interface TableProps {
  readonly name: string;
  readonly table: Table;
  readonly order: Order | null;
  readonly onOrder: (order: Order | null) => void;
  /** Whether the foot counts what is in a column that has no sum. Default: yes. */
  readonly counts?: boolean;
}

/** More rows than this are not drawn: a browser would stand still. What is copied has all. */
const MAX_DRAWN = 2_000;

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

/** By a column up, then down, then as the rows came. */
function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, direction: 'ascending' };
  return order.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** What a cell may have no room for. */
const longText = (cell: Cell) => (typeof cell === 'string' && cell.length > 40 ? cell : undefined);

export function TableView({ name, table, order, onOrder, counts = true }: TableProps) {
  const { columns, rows } = table;
  if (rows.length === 0) return <p className="empty">No rows: nothing matches, or this user may not see it.</p>;
  const drawn = rows.slice(0, MAX_DRAWN);
  return (
    // It scrolls by itself, so the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-place" role="region" aria-label={`${name} as a table`} tabIndex={0}>
      <table className="answer-table">
        <Head columns={columns} order={order} onOrder={onOrder} />
        <tbody>
          {drawn.map((row, index) => (
            // Rows need no id to be shown, and several may be equal.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {columns.map(({ path, isNumeric }, at) => (
                <td key={path} className={isNumeric ? 'number' : undefined} title={longText(row[at] ?? null)}>
                  {isNumeric && typeof row[at] === 'number' ? numbers.format(row[at]) : textOf(row[at] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {(counts || columns.some(({ isNumeric }) => isNumeric)) && <Foot table={table} counts={counts} />}
      </table>
      <p className="quiet">
        {counted(rows.length, 'row')}
        {drawn.length < rows.length && `, of which ${drawn.length} are drawn; copies and CSV have all`}.
      </p>
    </div>
  );
}

type HeadProps = Pick<TableProps, 'order' | 'onOrder'> & Pick<Table, 'columns'>;

const ARROWS = { ascending: '▲', descending: '▼', none: '' } as const;

const Head = ({ columns, order, onOrder }: HeadProps) => (
  <thead>
    <tr>
      {columns.map(({ path, isNumeric }, at) => {
        const direction = order?.column === at ? order.direction : 'none';
        return (
          <th key={path} scope="col" aria-sort={direction} className={isNumeric ? 'number' : undefined}>
            <button type="button" onClick={() => onOrder(nextOrder(order, at))}>
              {path} <span aria-hidden="true">{ARROWS[direction]}</span>
            </button>
          </th>
        );
      })}
    </tr>
  </thead>
);

const Foot = ({ table, counts }: { readonly table: Table; readonly counts: boolean }) => (
  <tfoot>
    <tr>
      {table.columns.map(({ path, isNumeric }, at) => {
        const { count, distinct, sum } = footOf(table, at);
        return (
          <td key={path} className={isNumeric ? 'number' : undefined}>
            {sum !== null && <strong>Sum {numbers.format(sum)}</strong>}
            {counts && (
              <span>
                {counted(count, 'value')}
                {sum === null && `, ${distinct} different`}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  </tfoot>
);
