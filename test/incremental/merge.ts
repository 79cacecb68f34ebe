/** What a client makes of an answer in parts, and whether every part had a place to go to. */
type Key = string | number;

export interface WireError {
  readonly message: string;
  readonly path?: readonly Key[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

interface WireIncrement {
  readonly id?: string;
  readonly subPath?: readonly Key[];
  readonly path?: readonly Key[];
  readonly label?: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly WireError[];
}

interface Pending {
  readonly id: string;
  readonly path: readonly Key[];
  readonly label?: string;
}

/** A part as it stands on the wire, in either format. */
export interface WirePart {
  readonly data?: unknown;
  readonly errors?: readonly WireError[];
  readonly pending?: readonly Pending[];
  readonly incremental?: readonly WireIncrement[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly WireError[] }[];
  readonly hasNext?: boolean;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Merged {
  readonly data: unknown;
  readonly errors: readonly WireError[];
  /** Lists that ended with an error in place of their last entries. */
  readonly broken: readonly (readonly Key[])[];
  /** What was wrong with the parts themselves. */
  readonly complaints: readonly string[];
}

const isBranch = (value: unknown): value is Record<Key, unknown> => typeof value === 'object' && value !== null;

const at = (data: unknown, path: readonly Key[]): unknown =>
  path.reduce<unknown>((value, key) => (isBranch(value) && Object.hasOwn(value, key) ? value[key] : undefined), data);

/** Deep: an object that is there gets what it has not. Says where two parts tell different things. */
function add(
  into: Record<Key, unknown>,
  from: Readonly<Record<Key, unknown>>,
  path: Key[],
  complaints: string[],
): void {
  for (const [key, value] of Object.entries(from)) {
    const before = into[key];
    if (isBranch(before) && isBranch(value)) {
      if (
        Array.isArray(before) !== Array.isArray(value) ||
        (Array.isArray(value) && value.length > (before as unknown as unknown[]).length)
      )
        complaints.push(`${[...path, key].join('.')}: another list than the part before had`);
      add(before, value, [...path, key], complaints);
    } else if (Object.hasOwn(into, key) && before !== value)
      complaints.push(`${[...path, key].join('.')}: ${JSON.stringify(before)} was told, now ${JSON.stringify(value)}`);
    else
      Object.defineProperty(into, key, {
        value: structuredClone(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
}

/** Merges parts in the order in which they came. */
export function merge(parts: readonly WirePart[]): Merged {
  const complaints: string[] = [];
  const errors: WireError[] = [];
  const broken: (readonly Key[])[] = [];
  const pending = new Map<string, Pending>();
  const known = new Set<string>();
  const [first] = parts;
  const root = { data: structuredClone(first?.data) };
  const complain = (path: readonly Key[], what: string) => complaints.push(`${path.join('.') || '(root)'}: ${what}`);
  for (const [number, part] of parts.entries()) {
    errors.push(...(part.errors ?? []));
    if (parts.length > 1 && (part.hasNext ?? false) !== number < parts.length - 1)
      complaints.push(`part ${number + 1} of ${parts.length} says hasNext: ${part.hasNext}`);
    for (const one of part.pending ?? []) {
      if (known.has(one.id)) complain(one.path, `pending ${one.id} a second time`);
      known.add(one.id);
      pending.set(one.id, one);
    }
    for (const increment of part.incremental ?? []) {
      errors.push(...(increment.errors ?? []));
      const named = increment.id === undefined ? undefined : pending.get(increment.id);
      if (increment.id !== undefined && !named) complaints.push(`increment for ${increment.id}, which is not pending`);
      const path = [...(named?.path ?? increment.path ?? []), ...(increment.subPath ?? [])];
      if (increment.items === null) broken.push(increment.id === undefined ? path.slice(0, -1) : path);
      else if (increment.items) {
        const list = at(root, ['data', ...(increment.id === undefined ? path.slice(0, -1) : path)]);
        if (!Array.isArray(list)) complain(path, 'items before their list');
        else {
          if (increment.id === undefined && path.at(-1) !== list.length)
            complain(path, `items after ${list.length} entries`);
          list.push(...structuredClone(increment.items));
        }
      }
      if (increment.data) {
        const place = at(root, ['data', ...path]);
        if (!isBranch(place)) complain(path, `a part before its place, which holds ${JSON.stringify(place)}`);
        else add(place, increment.data, [...path], complaints);
      }
    }
    for (const { path } of part.pending ?? [])
      if (!isBranch(at(root, ['data', ...path]))) complain(path, 'pending before its place');
    for (const { id, errors: own } of part.completed ?? []) {
      const ended = pending.get(id);
      if (!ended) complaints.push(`completed ${id}, which is not pending`);
      pending.delete(id);
      errors.push(...(own ?? []));
      if (own && ended && Array.isArray(at(root, ['data', ...ended.path]))) broken.push(ended.path);
    }
  }
  if (pending.size > 0) complaints.push(`never completed: ${[...pending.keys()].join()}`);
  return { data: root.data, errors, broken, complaints };
}
