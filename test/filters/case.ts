/** One argument of a list: what is written in GraphQL, what is sent, and which of two rows comes. */
import type { Row } from '../../src/sandbox/server.ts';

export interface Case {
  /** The value of the argument, as GraphQL. */
  readonly value: string;
  /** The value on the wire; `null` when the parameter is not sent. */
  readonly sent: string | null;
  /** Row 1, which the case is about, and row 2, the other one. */
  readonly rows: readonly [Row, Row];
  /** Rows of other lists that the filter looks at. */
  readonly also: Readonly<Record<string, readonly Row[]>>;
  /** The ids that come with the filter, and without it. */
  readonly ids: readonly string[];
  readonly otherwise: readonly string[];
  /** Other arguments that have to be there, and what they send. */
  readonly beside: readonly [args: string, sent: Readonly<Record<string, string>>] | null;
}

type Also = Case['also'];

/** Row 1 comes with the filter and row 2 does not; both come without it. */
export const keeps = (value: string, sent: string, yes: Row, no: Row, also: Also = {}): Case => ({
  value,
  sent,
  rows: [yes, no],
  also,
  ids: ['1'],
  otherwise: ['1', '2'],
  beside: null,
});

/** Row 1 comes only with the filter; row 2 comes in any case. */
export const adds = (value: string, sent: string, hidden: Row, shown: Row = {}, also: Also = {}): Case => ({
  ...keeps(value, sent, hidden, shown, also),
  ids: ['1', '2'],
  otherwise: ['2'],
});

/** With `false` the API would do the wrong thing or nothing, so that nothing is sent and both rows come. */
export const sendsNothing = (yes: Row, no: Row, also: Also = {}): Case => ({
  ...keeps('false', '', yes, no, also),
  sent: null,
  ids: ['1', '2'],
});

/** A switch: row 1 comes with true; false is not sent. */
export const flag = (yes: Row, no: Row, also: Also = {}): readonly Case[] => [
  keeps('true', 'true', yes, no, also),
  sendsNothing(yes, no, also),
];

/** A boolean: row 1 comes with true, row 2 with false. */
export const either = (yes: Row, no: Row, also: Also = {}): readonly Case[] => [
  keeps('true', 'true', yes, no, also),
  { ...keeps('false', 'false', yes, no, also), ids: ['2'] },
];

/** One id in a column, as a number and as a global id. */
export const oneId = (type: string | null, column: string, also: Also = {}): readonly Case[] =>
  ['"70"', ...(type ? [`"${type}:70"`] : [])].map((value) =>
    keeps(value, '70', { [column]: '70' }, { [column]: '71' }, also),
  );

/** Several ids, of which one stands in a column. */
export const someIds = (type: string | null, column: string, { many = false } = {}): readonly Case[] => [
  keeps(
    type ? `["70", "${type}:72", "70"]` : '["70", 72, "70"]',
    '70,72',
    { [column]: many ? ['9', '72'] : '72' },
    { [column]: many ? ['9', '71'] : '71' },
  ),
];

/** Ids of rows that are left out. */
export const leavesOut = (type: string): readonly Case[] => [keeps(`["2", "${type}:9"]`, '2,9', {}, {})];

export const beside = (args: string, sent: Readonly<Record<string, string>>, one: Case): Case => ({
  ...one,
  beside: [args, sent],
});

export type Cases = Readonly<Record<string, Case | readonly Case[]>>;
