/**
 * Has an operation tell the cursor of every row and the size of every list, at no further cost, so that its answer can be
 * cut between rows and gone on with. What is added stands under response keys of its own, and is taken out again.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldPlanOf } from '../schema/field-plan.ts';

export const ROWS_KEY = '_mcp_rows';
export const PAGE_KEY = '_mcp_page';
export const TOTAL_KEY = '_mcp_total';

const ADDED = selectionsOf(
  `{ ${ROWS_KEY}: edges { cursor } ${PAGE_KEY}: pageInfo { hasNextPage endCursor } ${TOTAL_KEY}: totalCount }`,
);

function selectionsOf(text: string): readonly SelectionNode[] {
  const [operation] = parse(text, { noLocation: true }).definitions;
  return (operation as OperationDefinitionNode).selectionSet.selections;
}

/** A document with the same answers, and cursors beside them. A document is rewritten once. */
export function rowCursors(schema: GraphQLSchema): (document: DocumentNode) => DocumentNode {
  const known = new WeakMap<DocumentNode, DocumentNode>();
  return (document) => {
    let rewritten = known.get(document);
    if (!rewritten) known.set(document, (rewritten = rewrite(schema, document)));
    return rewritten;
  };
}

function rewrite(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const query = schema.getQueryType();
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment): [string, FragmentDefinitionNode] => [fragment.name.value, fragment]),
  );
  const isList = ({ name }: FieldNode) => {
    const field = query?.getFields()[name.value];
    return field !== undefined && fieldPlanOf(field)?.kind === 'list';
  };
  const hasRows = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return ['nodes', 'edges'].includes(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return hasRows(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && hasRows(fragment.selectionSet);
    });
  const ofRoot = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: ofRoot(selection.selectionSet) };
      const { selectionSet } = selection.kind === Kind.FIELD ? selection : {};
      // A list that is only counted is asked for one row: with cursors, it would be asked for a page.
      if (selection.kind !== Kind.FIELD || !selectionSet || !isList(selection) || !hasRows(selectionSet))
        return selection;
      return { ...selection, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, ...ADDED] } };
    }),
  });
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      const isRoot =
        definition.kind === Kind.OPERATION_DEFINITION ||
        (definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value === query?.name);
      return isRoot ? { ...definition, selectionSet: ofRoot(definition.selectionSet) } : definition;
    }),
  };
}
