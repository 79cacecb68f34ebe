/** From wanted records of one collection to calls: one for {@link MAX_IDS} ids, apart by scope and further parameters. */
import { type Call, idsQuestion, singleQuestion } from './call.ts';
import type { Collection } from './collection.ts';
import { type LoadRequest, MAX_IDS, MAX_IDS_LENGTH } from './load-request.ts';
import { type RecordStore, scopeOf } from './record-store.ts';
import { addAll, type RecordRequirement, type Weigh } from './wanted.ts';

/** The calls that bring these records. One without its scope and without a path of its own cannot be asked for. */
export function planCollection(
  collection: Collection,
  recordRequirements: readonly RecordRequirement[],
  store: RecordStore,
  weigh: Weigh,
): Call[] {
  const { endpoint } = collection;
  if (!endpoint) return [];
  const calls: Call[] = [];
  const byScope = new Map<string | null, RecordRequirement[]>();
  for (const recordRequirement of recordRequirements) {
    if (endpoint.scope && recordRequirement.scope === null) {
      recordRequirement.scope = scopeOf(collection, store.get(collection, recordRequirement.id));
    }
    // Without its scope a record can be asked for only by its own path, if it has one.
    if (endpoint.scope && recordRequirement.scope === null) {
      if (endpoint.single) calls.push(single(collection, recordRequirement));
      continue;
    }
    const group = byScope.get(recordRequirement.scope);
    if (group) group.push(recordRequirement);
    else byScope.set(recordRequirement.scope, [recordRequirement]);
  }
  for (const [scope, group] of byScope) calls.push(...batches(collection, scope, group, weigh));
  return calls;
}

const single = (collection: Collection, recordRequirement: RecordRequirement): Call => ({
  kind: 'single',
  collection,
  restRequest: singleQuestion(
    collection,
    recordRequirement.id,
    recordRequirement.wants.include,
    recordRequirement.wants.optional,
  ),
  ids: [recordRequirement.id],
  include: recordRequirement.wants.include,
  optional: recordRequirement.wants.optional,
  partial: false,
  loadRequests: recordRequirement.loadRequests,
  batch: Symbol(),
});

const signature = ({ wants: { include, optional } }: RecordRequirement) =>
  [...include].toSorted().join() + [...optional].toSorted().join();

const byNumber = (one: RecordRequirement, other: RecordRequirement) =>
  one.id.length - other.id.length || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

function batches(
  collection: Collection,
  scope: string | null,
  recordRequirements: readonly RecordRequirement[],
  weigh: Weigh,
): Call[] {
  const ordinary = recordRequirements.filter(
    // A further parameter may leave rows out: what a record is without it, only a call without it tells.
    ({ wants: { include, optional, special }, isKnown }) =>
      special.size === 0 || !isKnown || include.size + optional.size > 0,
  );
  const batch = Symbol();
  // Records that want the same stand together, so that no chunk asks more of its records than it must.
  const sorted =
    ordinary.length > MAX_IDS ? ordinary.toSorted((a, b) => (signature(a) < signature(b) ? -1 : 1)) : ordinary;
  const calls = chunks(sorted, weigh).map((chunk) => batchCall(collection, scope, chunk, {}, batch));
  const special = new Map<
    string,
    { requires: Readonly<Record<string, string>>; recordRequirements: RecordRequirement[] }
  >();
  for (const recordRequirement of recordRequirements) {
    for (const [name, requires] of recordRequirement.wants.special) {
      const key = JSON.stringify(requires);
      const group = special.get(key) ?? { requires, recordRequirements: [] };
      special.set(key, group);
      const wants = { include: new Set([name]), optional: new Set<string>(), special: new Map() };
      group.recordRequirements.push({ ...recordRequirement, wants });
    }
  }
  for (const { requires, recordRequirements } of special.values()) {
    const own = Symbol();
    calls.push(...chunks(recordRequirements, weigh).map((chunk) => batchCall(collection, scope, chunk, requires, own)));
  }
  return calls;
}

function chunks(recordRequirements: readonly RecordRequirement[], weigh: Weigh): RecordRequirement[][] {
  const result: RecordRequirement[][] = [];
  let chunk: RecordRequirement[] = [];
  let weight = 0;
  let length = 0;
  for (const recordRequirement of recordRequirements) {
    const heavier = weight + weigh(recordRequirement.id);
    // A stand-in for many ids is heavier than a chunk by itself; it is never cut.
    if (
      chunk.length > 0 &&
      weigh(recordRequirement.id) === 1 &&
      weight <= MAX_IDS &&
      (heavier > MAX_IDS || length + recordRequirement.id.length >= MAX_IDS_LENGTH)
    ) {
      result.push(chunk);
      chunk = [];
      weight = 0;
      length = 0;
    }
    chunk.push(recordRequirement);
    weight += weigh(recordRequirement.id);
    length += recordRequirement.id.length + 1;
  }
  if (chunk.length > 0) result.push(chunk);
  return result;
}

function batchCall(
  collection: Collection,
  scope: string | null,
  recordRequirements: readonly RecordRequirement[],
  requires: Readonly<Record<string, string>>,
  batch: symbol,
): Call {
  const include = new Set<string>();
  const optional = new Set<string>();
  const loadRequests = new Set<LoadRequest>();
  let last: RecordRequirement | undefined;
  for (const recordRequirement of recordRequirements) {
    // Neighbours mostly share what is wanted of them.
    if (recordRequirement.wants !== last?.wants) {
      addAll(include, recordRequirement.wants.include);
      addAll(optional, recordRequirement.wants.optional);
    }
    if (recordRequirement.loadRequests !== last?.loadRequests) addAll(loadRequests, recordRequirement.loadRequests);
    last = recordRequirement;
  }
  // One way to write a set of ids, so that equal calls of two operations are seen to be equal.
  const ids = recordRequirements.toSorted(byNumber).map(({ id }) => id);
  return {
    kind: 'ids',
    collection,
    restRequest: idsQuestion(collection, ids, scope, include, optional, requires),
    ids,
    include,
    optional,
    partial: Object.keys(requires).length > 0,
    loadRequests,
    batch,
  };
}
