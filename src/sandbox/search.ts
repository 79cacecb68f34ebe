/** Full-text search, for the endpoints that have it: a stand-in of the index, with relevance of the simplest kind. */
import { paramsOf } from '../schema/filter.ts';
import type { Shelf } from './catalogue.ts';
import { asText, type Row, type StoredRow } from './row.ts';
import type { View } from './view.ts';

/** Text that the index knows, with what a hit in it counts. */
const WEIGHTS: Readonly<Record<string, number>> = {
  title: 3,
  full_name: 3,
  name: 3,
  email_address: 2,
  headline: 1,
  message: 1,
  description: 1,
};

export const isSearchable = ({ resource }: Shelf) =>
  Object.entries(resource.declaration.endpoint?.filters ?? {}).some(([argument, filter]) =>
    paramsOf(argument, filter).includes('search'),
  );

const relevance = (row: StoredRow, words: readonly string[], view: View, projectTitles: boolean) => {
  let sum = 0;
  // A membership is found by the name of its member.
  const texts: Row =
    row.full_name === undefined ? { full_name: view.raw('users', row.user_id)?.full_name, ...row } : row;
  if (projectTitles) {
    const title = asText(view.raw('workspaces', row.workspace_id)?.title).toLowerCase();
    for (const word of words) if (title.includes(word)) sum += 1;
  }
  for (const [field, weight] of Object.entries(WEIGHTS)) {
    const value = texts[field];
    if (typeof value !== 'string') continue;
    const text = value.toLowerCase();
    for (const word of words) if (text.includes(word)) sum += weight;
  }
  return sum;
};

/**
 * The rows that hold any of the words, the most relevant first. Without a word: all, by id.
 *
 * @param projectTitles a word in the title of the row's project counts as well.
 */
export function found(
  rows: readonly StoredRow[],
  search: string,
  view: View,
  projectTitles = false,
): readonly StoredRow[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows
    .map((row) => ({
      row,
      score: words.length === 0 ? 1 : relevance(row, words, view, projectTitles),
      id: Number(row.id),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.id - b.id)
    .map(({ row }) => row);
}
