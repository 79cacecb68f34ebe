/** Writes a `first` into an operation, where it stands or would stand. */
import { type FieldNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { placedFields } from './served-fields.ts';

/** A piece of the document to be replaced, in characters; or a variable to be set. */
export type Edit =
  | { readonly from: number; readonly to: number; readonly text: string }
  | { readonly variable: string; readonly value: number };

/** Parts of a path that name no list. */
const BETWEEN: ReadonlySet<string> = new Set(['nodes', 'edges', 'node']);

const withoutBetween = (path: readonly string[]) => path.filter((key) => !BETWEEN.has(key)).join('.');

const argumentOf = ({ arguments: args = [] }: FieldNode, name: string) => args.find((one) => one.name.value === name);

/** How an operation asks one list for so many rows; `null` where it has no list at that place. */
export function editFor(
  query: string,
  operationName: string | undefined,
  { first, path }: { readonly first: number; readonly path: readonly string[] },
): Edit | null {
  let operation: OperationDefinitionNode | undefined;
  let fields: ReturnType<typeof placedFields>;
  try {
    const document = parse(query);
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
    if (!operation) return null;
    fields = placedFields(document, operation);
  } catch {
    return null;
  }
  const whole = path.join('.');
  const field =
    fields.find((one) => one.path === whole) ??
    fields.find((one) => withoutBetween(one.path.split('.')) === withoutBetween(path)) ??
    // Without a place, the only list that says how many.
    (whole === '' ? fields.find(({ node }) => argumentOf(node, 'first')) : undefined);
  if (!field) return null;
  const { node } = field;
  const value = argumentOf(node, 'first')?.value;
  if (value?.kind === Kind.VARIABLE) return { variable: value.name.value, value: first };
  if (value?.loc) return { from: value.loc.start, to: value.loc.end, text: String(first) };
  const [other] = node.arguments ?? [];
  if (other?.loc) return { from: other.loc.start, to: other.loc.start, text: `first: ${first}, ` };
  return { from: field.to, to: field.to, text: `(first: ${first})` };
}
