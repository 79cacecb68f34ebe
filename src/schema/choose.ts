/** The arguments that order the records of an association and say how many of them are answered: over what came, at no call. */
import type { Choice } from '../loaders/choice.ts';
import type { Row } from '../upstream/envelope.ts';
import { orderType, orderValueName } from './list-arguments.ts';
import type { Keep } from './narrow.ts';
import type { FieldBuilder, TypeRef, TypeRegistry } from './object-type.ts';
import { inOrder, type RecordOrder, recordOrders } from './record-order.ts';
import type { Resource } from './resource.ts';
import { UnusableInput } from './unusable-input.ts';

/** Which of the values of a list's enum serve here, in the fewest words: nothing where all do. */
function which(target: Resource, orders: ReadonlyMap<string, RecordOrder>): string {
  const all = target.declaration.endpoint?.orders ?? [];
  if (orders.size === all.length) return '';
  const named = (some: readonly string[]) => some.map((order) => `\`${orderValueName(order)}\``).join(', ');
  const others = all.filter((order) => !orders.has(order));
  return others.length < orders.size ? ` Not by ${named(others)}.` : ` Only by ${named([...orders.keys()])}.`;
}

/** What an order goes by, and in which direction, where its name does not say so. */
function meaning(orders: Iterable<RecordOrder>): string {
  const all = [...orders];
  const label = all.find(({ name }) => name.startsWith('ALPHABETICAL'));
  // Where the API's list has one direction, here it is this one.
  const one = all.find(({ name }) => !/_(ASC|DESC)$/.test(name));
  return `${label ? ` Alphabetically: by \`${label.field}\`.` : ''}${one ? ` \`${one.name}\` is ascending.` : ''}`;
}

/** The arguments of a field that answers records of this type, in any number. */
export function choiceArguments(types: TypeRegistry, t: FieldBuilder, target: Resource): Record<string, TypeRef> {
  const orders = recordOrders(target);
  return {
    ...(orders.size > 0 && {
      orderBy: t.arg({
        type: orderType(types, target),
        description: `Order: without case, nulls last, then by id.${which(target, orders)}${meaning(orders.values())} No REST call.`,
      }),
    }),
    first: t.arg.int({ description: 'At most so many of those that can be seen. No REST call.' }),
  };
}

/**
 * Reads these arguments. Throws {@link UnusableInput}.
 *
 * @param keep what other arguments of the field leave of the records.
 */
export function choiceOf(target: Resource, args: Readonly<Record<string, unknown>>, keep: Keep | null): Choice {
  const first = (args.first as number | null | undefined) ?? null;
  if (first !== null && first < 1) throw new UnusableInput('first: 1 or more.');
  const order = args.orderBy == null ? null : orderOf(target, args.orderBy as string);
  return {
    first,
    order,
    of: (ids, rowOf) => {
      const kept = order ? ordered(ids, rowOf, keep, order) : inPlace(ids, rowOf, keep, first);
      return first === null ? kept : kept.slice(0, first);
    },
    leavesSome: (ids, rowOf) => first !== null && inPlace(ids, rowOf, keep, first + 1).length > first,
  };
}

function orderOf(target: Resource, asked: string): RecordOrder {
  const orders = recordOrders(target);
  const order = orders.get(asked);
  if (!order)
    throw new UnusableInput(
      `orderBy: the records that came do not tell this order. Here: ${[...orders.values()].map(({ name }) => name).join(', ')}.`,
    );
  return order;
}

type RowOf = (id: string) => Row | null | undefined;

/** Those that are there, as they stand. One of which nothing is known keeps its place, so that its error is answered. */
function inPlace(ids: readonly string[], rowOf: RowOf, keep: Keep | null, first: number | null): string[] {
  const found: string[] = [];
  for (const id of ids) {
    if (found.length === first) break;
    const row = rowOf(id);
    if (row === undefined || (row && (!keep || keep(row)))) found.push(id);
  }
  return found;
}

/** Those that are there, in order. One of which nothing is known has no place. */
function ordered(ids: readonly string[], rowOf: RowOf, keep: Keep | null, order: RecordOrder): string[] {
  const rows = ids.flatMap((id) => {
    const row = rowOf(id);
    return row && (!keep || keep(row)) ? [[id, row] as const] : [];
  });
  return inOrder(order, rows);
}
