/** Operations that somebody keeps: in the browser, and by choice in a file that a team has in its repository. */
import { exampleOf } from './example.ts';
import { createStore } from './store.ts';

export interface SavedOperation {
  readonly name: string;
  readonly query: string;
  /** JSON, as it stands in the editor; empty where there is none. */
  readonly variables: string;
}

const KEY = 'kantata:collection';

/** What says which file is one of ours. */
const FORMAT = 'kantata-graphql-gateway/collection@1';

const isOperation = (value: unknown): value is Omit<SavedOperation, 'variables'> & { readonly variables?: string } => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query, variables = '' } = value as Record<string, unknown>;
  return typeof name === 'string' && name !== '' && typeof query === 'string' && typeof variables === 'string';
};

function operationsIn(text: string): readonly SavedOperation[] | null {
  try {
    const { format, operations } = JSON.parse(text) as { format?: unknown; operations?: unknown };
    if (format !== FORMAT || !Array.isArray(operations)) return null;
    return operations
      .filter((one) => isOperation(one))
      .map(({ name, query, variables }) => ({ name, query, variables: variables ?? '' }));
  } catch {
    return null;
  }
}

/** In the order of their names. */
export const collection = createStore<readonly SavedOperation[]>(operationsIn(localStorage.getItem(KEY) ?? '') ?? []);

/** The file of a collection: the same operations give the same text, so that a repository shows what changed. */
export const fileOf = (operations: readonly SavedOperation[]): string =>
  `${JSON.stringify({ format: FORMAT, operations }, null, 2)}\n`;

collection.subscribe(() => localStorage.setItem(KEY, fileOf(collection.get())));

const byName = (one: SavedOperation, other: SavedOperation) => one.name.localeCompare(other.name);

/** Adds operations; one of a name that is there takes its place. */
export function saveOperations(added: readonly SavedOperation[]): void {
  const names = new Set(added.map(({ name }) => name));
  collection.set([...collection.get().filter(({ name }) => !names.has(name)), ...added].toSorted(byName));
}

export const removeOperation = (name: string): void =>
  collection.set(collection.get().filter((one) => one.name !== name));

/** The operations of a file: a collection, or one document of GraphQL; `null` for what is neither. */
export function readFile(file: string, text: string): readonly SavedOperation[] | null {
  if (!/\.(?:graphql|gql)$/.test(file)) return operationsIn(text);
  return [{ name: exampleOf(file, text).title, query: text, variables: '' }];
}
