/** Which fields of an operation stand where, and which REST call answers them. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** One field as it is written; one of a fragment stands here once for each place where it is spread. */
export interface PlacedField {
  /** The response keys from the root, joined by dots: as in an explanation's `serves`. */
  readonly path: string;
  /** Where its alias or name begins and its name ends, in characters from the start of the document. */
  readonly from: number;
  readonly to: number;
  readonly node: FieldNode;
  /** Where its selection ends. */
  readonly end: number;
}

/** What of an explained call says which fields it answers. */
interface Serving {
  readonly serves: readonly string[];
}

/** Every field of an operation. */
export function placedFields(document: DocumentNode, operation: OperationDefinitionNode): readonly PlacedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const fields: PlacedField[] = [];

  const walk = ({ selections }: SelectionSetNode, above: string, within: ReadonlySet<string>) => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, above, within);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        // A fragment that spreads itself is refused, but it may well be typed.
        if (fragment && !within.has(name)) walk(fragment.selectionSet, above, new Set([...within, name]));
      } else {
        const key = (selection.alias ?? selection.name).value;
        const path = above === '' ? key : `${above}.${key}`;
        const { start = 0, end = 0 } = selection.loc ?? {};
        fields.push({ path, from: start, to: selection.name.loc?.end ?? start, node: selection, end });
        if (selection.selectionSet) walk(selection.selectionSet, path, within);
      }
    }
  };
  walk(operation.selectionSet, '', new Set());
  return fields;
}

const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/**
 * The calls, by their index, that answer a field: those that serve it, or else the nearest field above it. What a row
 * holds comes with the row.
 */
export function callsFor(path: string, calls: readonly Serving[]): readonly number[] {
  for (let at = path; at !== ''; at = parentOf(at)) {
    const serving = calls.flatMap(({ serves }, index) => (serves.includes(at) ? [index] : []));
    if (serving.length > 0) return serving;
  }
  return [];
}

/** The innermost field that stands at an offset of the document; undefined outside of all. */
export const fieldAt = (fields: readonly PlacedField[], offset: number): PlacedField | undefined =>
  fields
    .filter(({ from, end }) => from <= offset && offset <= end)
    .reduce<PlacedField | undefined>((inner, field) => (inner && inner.from > field.from ? inner : field), undefined);

/** The operation at an offset: the one that it is in, or else the last one before it, or else the first one. */
export function operationAt({ definitions }: DocumentNode, offset: number): OperationDefinitionNode | undefined {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.findLast(({ loc }) => (loc?.start ?? 0) <= offset) ?? operations[0];
}
