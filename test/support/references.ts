/** External references of several types of subject, and pages of the list that they are merged into. */
import { expect } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';

// A type and not an interface: only then is it also a row of whatever columns.
export type ReferenceRow = {
  readonly id: string;
  readonly subject_type: string;
  readonly subject_id: number;
  readonly service_name?: string;
  readonly created_at: string | null;
  readonly last_synced_at: string | null;
};

export const ORDERS = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'LAST_SYNCED_AT_ASC', 'LAST_SYNCED_AT_DESC'] as const;
export type Order = (typeof ORDERS)[number];

export const reference = (id: number, subject_type: string, half: number | null, created = half): ReferenceRow => ({
  id: String(id),
  subject_type,
  subject_id: id,
  service_name: id % 2 === 0 ? 'Jira' : 'NetSuite',
  last_synced_at: at(half),
  created_at: at(created),
});

/**
 * Half hours of one night, written as the API writes them in winter and in summer by turns: so an earlier one may
 * look the later.
 */
const at = (half: number | null) => {
  if (half === null) return null;
  const offset = half % 2 === 0 ? 8 : 7;
  const local = new Date(Date.UTC(2026, 0, 2, -offset, half * 30)).toISOString().slice(0, 19);
  return `${local}-0${offset}:00`;
};

/** Ids and times run across the types; 7, 8 and 9 were never brought in step, 4, 5 and 6 at the same time. */
export const ROWS: readonly ReferenceRow[] = [
  reference(1, 'Story', 3, 1),
  reference(2, 'User', 9, 2),
  reference(3, 'Workspace', 1, 3),
  reference(4, 'User', 5, 7),
  reference(5, 'Story', 5, 7),
  reference(6, 'Workspace', 5, 7),
  reference(7, 'Workspace', null, 4),
  reference(8, 'Story', null, 5),
  reference(9, 'User', null, 6),
  reference(10, 'Story', 8, 0),
  reference(11, 'Story', 2, 9),
  reference(12, 'Workspace', 7, 8),
  // Of a type that nobody asks for here.
  reference(13, 'Role', 6, 6),
];

export const TYPES = { STORY: 'Story', USER: 'User', WORKSPACE: 'Workspace' } as const;
export const NAMES = Object.keys(TYPES).join(', ');

/** All rows of these types in an order: by the time, no time being below every other; equal times by id, upwards. */
export function inOrder(rows: readonly ReferenceRow[], types: readonly string[], order: Order): string[] {
  const column = order.startsWith('CREATED') ? 'created_at' : 'last_synced_at';
  const sign = order.endsWith('DESC') ? -1 : 1;
  const time = (row: ReferenceRow) => (row[column] === null ? Number.NEGATIVE_INFINITY : Date.parse(row[column]));
  return rows
    .filter(({ subject_type }) => types.includes(subject_type))
    .toSorted((one, other) => {
      const [first, second] = [time(one), time(other)];
      return first === second ? Number(one.id) - Number(other.id) : sign * (first < second ? -1 : 1);
    })
    .map(({ id }) => id);
}

/** A gateway over {@link ROWS}, and over their subjects. */
export const startOverReferences = (): Promise<TestGateway> =>
  startGateway({
    external_references: ROWS,
    stories: ROWS.map(({ id }) => ({ id, title: `Story ${id}` })),
    users: ROWS.map(({ id }) => ({ id, full_name: `User ${id}` })),
    workspaces: ROWS.map(({ id }) => ({ id, title: `Workspace ${id}` })),
  });

export interface Page {
  readonly ids: string[];
  readonly cursors: string[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface PageArguments {
  readonly order?: Order;
  readonly first: number;
  readonly after?: string;
  readonly offset?: number;
  /** Null names no type. */
  readonly names?: string | null;
}

/** A page of the merged list; fails when the gateway does. */
export async function page(gateway: TestGateway, { order, names = NAMES, ...args }: PageArguments): Promise<Page> {
  const { data, errors } = await gateway.query(
    `query($first: Int!, $after: String, $offset: Int) {
       externalReferences(${names === null ? '' : `subjectTypes: [${names}],`} ${order ? `orderBy: ${order}` : ''}
                          first: $first, after: $after, offset: $offset) {
         totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { kantataId } } } }`,
    { variables: args },
  );
  expect(errors).toBeUndefined();
  const { totalCount, pageInfo, edges } = data.externalReferences;
  return {
    ids: edges.map(({ node }: { node: { kantataId: string } }) => node.kantataId),
    cursors: edges.map(({ cursor }: { cursor: string }) => cursor),
    totalCount,
    ...pageInfo,
  };
}

/** All pages, each from the cursor that ends the one before. */
export async function walk(gateway: TestGateway, args: PageArguments): Promise<Page[]> {
  const pages = [await page(gateway, args)];
  for (let last = pages[0]; last?.hasNextPage; last = pages.at(-1)) {
    const after = last.cursors.at(-1);
    if (after === undefined || pages.length > 100) throw new Error('The list does not end.');
    pages.push(await page(gateway, { ...args, after }));
  }
  return pages;
}

export const chunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
