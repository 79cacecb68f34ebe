/** Makes an operation smaller as long as something about it stays true: fields, fragments, arguments and directives go. */
import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  validate,
  visit,
} from 'graphql';
import type { RandomOperation } from './random-operation.ts';

/** How often `still` is asked at most. */
const MOST_TRIES = 400;

/**
 * @param still whether a smaller operation is as good.
 * @returns the smallest one that was found.
 */
export async function shrunk(
  schema: GraphQLSchema,
  operation: RandomOperation,
  still: (smaller: RandomOperation) => Promise<boolean>,
): Promise<RandomOperation> {
  let best = operation;
  let tries = 0;
  for (let at = 0; tries < MOST_TRIES; ) {
    const smaller = without(schema, best, at);
    if (smaller === 'end') break;
    if (smaller === null) {
      at++;
      continue;
    }
    tries++;
    // oxlint-disable-next-line no-await-in-loop -- each try begins where the one before ended
    if (await still(smaller)) best = smaller;
    else at++;
  }
  return best;
}

/** The operation without its part number `at`; null where it is no operation then, `end` where there is no such part. */
function without(schema: GraphQLSchema, operation: RandomOperation, at: number): RandomOperation | null | 'end' {
  const document = parse(operation.query, { noLocation: true });
  let number = 0;
  let isFound = false;
  const isIt = () => {
    if (number++ !== at) return false;
    isFound = true;
    return true;
  };
  const changed = visit(document, {
    enter(node: ASTNode) {
      if (isFound) return undefined;
      if (node.kind === Kind.SELECTION_SET && node.selections.length > 1) {
        const index = node.selections.findIndex(isIt);
        if (index >= 0) return { ...node, selections: node.selections.filter((_, other) => other !== index) };
      }
      if ((node.kind === Kind.ARGUMENT || node.kind === Kind.DIRECTIVE) && isIt()) return null;
      return undefined;
    },
  });
  if (!isFound) return 'end';
  return usable(schema, changed, operation);
}

/** Drops fragments and variables that are used no more. */
function usable(schema: GraphQLSchema, document: DocumentNode, operation: RandomOperation): RandomOperation | null {
  let definitions = document.definitions;
  for (let before = -1; before !== definitions.length; ) {
    before = definitions.length;
    const spreads = new Set<string>();
    visit({ kind: Kind.DOCUMENT, definitions } as DocumentNode, {
      FragmentSpread: ({ name }: SelectionNode & { name: { value: string } }) => void spreads.add(name.value),
    });
    definitions = definitions.filter(
      (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || spreads.has(definition.name.value),
    );
  }
  const body = print({ kind: Kind.DOCUMENT, definitions });
  const used = (name: string) => body.split(new RegExp(`\\$${name}\\b`)).length > 2;
  const kept = definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? {
          ...definition,
          variableDefinitions: definition.variableDefinitions?.filter(({ variable }) => used(variable.name.value)),
        }
      : definition,
  );
  const result = { kind: Kind.DOCUMENT, definitions: kept } as DocumentNode;
  if (validate(schema, result).length > 0) return null;
  const left = Object.fromEntries(Object.entries(operation.variables).filter(([name]) => used(name)));
  return { ...operation, query: print(result), variables: left };
}
