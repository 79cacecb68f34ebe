/** The next page of a list: what is asked for it, and how it joins what is there. */
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  visit,
} from 'graphql';

type Json = Record<string, unknown>;

export interface PageInfo {
  readonly hasNextPage?: boolean;
  readonly endCursor?: string | null;
}

/** What a list in an answer tells of its further pages; `null` where the operation did not ask. */
export function pageInfoOf(list: unknown): PageInfo | null {
  const info = typeof list === 'object' && list !== null ? (list as Json).pageInfo : undefined;
  return typeof info === 'object' && info !== null && 'hasNextPage' in info && 'endCursor' in info
    ? (info as PageInfo)
    : null;
}

const keyOf = ({ alias, name }: FieldNode) => (alias ?? name).value;

const operationOf = ({ definitions }: DocumentNode, name: string | null | undefined) => {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operations.find((one) => one.name?.value === name) ?? operations[0];
};

/** The root field with that key, wherever fragments of the root have it. */
function rootField(selections: readonly SelectionNode[], key: string, document: DocumentNode): FieldNode | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      if (keyOf(selection) === key) return selection;
      continue;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : document.definitions.find(
            (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
          );
    const within = inner && ('selectionSet' in inner ? inner.selectionSet : inner);
    const found = within && 'selections' in within ? rootField(within.selections, key, document) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The names that are used below a node, fragments included. */
function usedIn(document: DocumentNode, field: FieldNode) {
  const variables = new Set<string>();
  const fragments = new Set<string>();
  const look = (node: FieldNode | DocumentNode['definitions'][number]) =>
    void visit(node, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        if (fragments.has(name.value)) return;
        fragments.add(name.value);
        const definition = document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name.value,
        );
        if (definition) look(definition);
      },
    });
  look(field);
  return { variables, fragments };
}

/**
 * The operation for the page behind a cursor: the one list, and nothing else that was asked beside it. `null` where the
 * document has no such list.
 */
export function nextPageOf(
  query: string,
  operationName: string | null | undefined,
  key: string,
  after: string,
): { readonly query: string; readonly variables: ReadonlySet<string> } | null {
  const document = parse(query);
  const operation = operationOf(document, operationName);
  const field = operation && rootField(operation.selectionSet.selections, key, document);
  if (!operation || !field) return null;
  const paged: FieldNode = {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter(({ name }) => name.value !== 'after'),
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'after' },
        value: { kind: Kind.STRING, value: after },
      },
    ],
  };
  const { variables, fragments } = usedIn(document, paged);
  const page: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter((one) => variables.has(one.variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [paged] },
  };
  const definitions = document.definitions.filter(
    (one) => one.kind === Kind.FRAGMENT_DEFINITION && fragments.has(one.name.value),
  );
  return { query: print({ kind: Kind.DOCUMENT, definitions: [page, ...definitions] }), variables };
}

/** A list with the records of its next page behind its own, and what that page tells of the one after it. */
export function withPage(list: Json, page: Json): Json {
  const joined: Json = { ...list, ...page };
  for (const key of ['nodes', 'edges'])
    if (Array.isArray(list[key]) && Array.isArray(page[key])) joined[key] = [...list[key], ...page[key]];
  return joined;
}

/** Where `pageInfo` would be written into a list that does not ask for it: behind its selection's first brace. */
export function pageInfoPlace(query: string, operationName: string | null | undefined, key: string): number | null {
  try {
    const document = parse(query);
    const operation = operationOf(document, operationName);
    const field = operation && rootField(operation.selectionSet.selections, key, document);
    return field?.selectionSet?.loc ? field.selectionSet.loc.start + 1 : null;
  } catch {
    return null;
  }
}
