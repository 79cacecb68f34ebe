/**
 * Cursors in drawn operations. A cursor is sealed, so that nobody can draw one: an operation marks the lists under records
 * that are to go on after a page, is asked once without, and then goes on from where one of the records' pages ended.
 */
import type { RandomOperation } from './random-operation.ts';

/** Where a cursor stands: so many rows of the list of this record are passed. */
export interface PassedRows {
  readonly parent: string;
  readonly passed: number;
}

export type KnownCursors = ReadonlyMap<string, PassedRows>;

/** Beside a list under a record whose argument `after` is the variable. */
export const parentMark = (variable: string): string => `#id ${variable}\n`;

/** Within that list. */
export const pageMark = (variable: string): string => `#page ${variable}\n`;

const MARK = /#(id|page) (\w+)\n/g;

type Answered = Readonly<Record<string, unknown>>;

/** Every object of an answer that a mark's fields stand in, with them. */
function* marked(value: unknown, variable: string): Generator<PassedRows & { readonly cursor: string }> {
  if (typeof value !== 'object' || value === null) return;
  const parent = (value as Answered)[`${variable}_id`];
  for (const inner of Object.values(value)) {
    const page = (inner as Answered | null)?.[`${variable}_page`] as { endCursor: string | null } | undefined;
    const rows = (inner as Answered | null)?.[`${variable}_rows`] as readonly unknown[] | undefined;
    if (typeof parent === 'string' && page?.endCursor && rows)
      yield { parent, passed: rows.length, cursor: page.endCursor };
    yield* marked(inner, variable);
  }
}

/**
 * The operation with its cursors, each from the page of one of the records that its list stands under.
 *
 * @param ask answers an operation.
 */
export async function withCursors(
  operation: RandomOperation,
  ask: (operation: RandomOperation) => Promise<unknown>,
): Promise<RandomOperation> {
  const names = new Set([...operation.query.matchAll(MARK)].map(([, , variable]) => variable as string));
  if (names.size === 0) return operation;
  const query = operation.query.replaceAll(MARK, (_, place: string, name: string) =>
    place === 'id'
      ? ` ${name}_id: kantataId `
      : ` ${name}_page: pageInfo { endCursor } ${name}_rows: nodes { __typename } `,
  );
  const data = await ask({ ...operation, query });
  const variables = { ...operation.variables };
  const cursors = new Map<string, PassedRows>();
  for (const name of names) {
    // The last, which is mostly not that of the first record.
    const found = [...marked(data, name)].at(-1);
    if (!found) continue;
    variables[name] = found.cursor;
    cursors.set(found.cursor, found);
  }
  return { query: operation.query.replaceAll(MARK, ' '), variables, cursors };
}
