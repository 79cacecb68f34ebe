/** The calls for the lists of a wave: equal lists once, and a count from whatever page there is. */
import { type Call, listQuestion } from './call.ts';
import type { IsOwn } from './api-facts.ts';
import { type ListLoadRequest, type LoadRequest, shapeOf } from './load-request.ts';
import { addExtras, type Extras } from './requirements.ts';

interface ListPlan extends Extras {
  readonly loadRequest: ListLoadRequest;
  readonly loadRequests: Set<LoadRequest>;
}

const paramsKey = ({ collection, params, place }: ListLoadRequest, leaveOut?: string) =>
  JSON.stringify([
    place?.path ?? collection.endpoint?.path,
    ...Object.keys(params)
      .filter((name) => name !== leaveOut)
      .toSorted()
      .map((name) => [name, params[name]]),
  ]);

/**
 * Pages that tell how many rows a list has: any of it does, in whatever order. Those of the list itself come first, and of
 * several the one whose key does, so that it depends on nothing else which call a count hangs on.
 */
class Countable {
  readonly #pages = new Map<string, { readonly key: string; readonly plan: ListPlan }>();

  add(key: string, plan: ListPlan): void {
    for (const name of [paramsKey(plan.loadRequest), paramsKey(plan.loadRequest, 'order')]) {
      const known = this.#pages.get(name);
      if (!known || key < known.key) this.#pages.set(name, { key, plan });
    }
  }

  planFor(loadRequest: ListLoadRequest): ListPlan | undefined {
    return (this.#pages.get(paramsKey(loadRequest)) ?? this.#pages.get(paramsKey(loadRequest, 'order')))?.plan;
  }
}

/** One call for each page that is wanted, and for each count that no page of the wave shows. */
export function planLists(loadRequests: readonly ListLoadRequest[], isOwn: IsOwn): Call[] {
  const plans = new Map<string, ListPlan>();
  const countable = new Countable();
  const add = (key: string, loadRequest: ListLoadRequest) => {
    let plan = plans.get(key);
    if (!plan)
      plans.set(key, (plan = { loadRequest, loadRequests: new Set(), include: new Set(), optional: new Set() }));
    plan.loadRequests.add(loadRequest);
    if (loadRequest.requirements) addExtras(plan, loadRequest.requirements, shapeOf(loadRequest), isOwn);
    return plan;
  };
  for (const loadRequest of loadRequests) {
    if (!loadRequest.window) continue;
    const key = `${paramsKey(loadRequest)}${loadRequest.window.offset}+${loadRequest.window.limit}`;
    const plan = add(key, loadRequest);
    // One that may not be sent at all is no page to count by.
    if (!loadRequest.contingent) countable.add(key, plan);
  }
  for (const loadRequest of loadRequests) {
    if (loadRequest.window) continue;
    const plan = countable.planFor(loadRequest);
    if (plan) plan.loadRequests.add(loadRequest);
    else countable.add('', add(paramsKey(loadRequest, 'order'), loadRequest));
  }
  return [...plans.values()].map(({ loadRequest, loadRequests, include, optional }) => ({
    kind: 'list',
    collection: loadRequest.collection,
    restRequest: listQuestion(loadRequest, include, optional),
    ids: [],
    include,
    optional,
    partial: false,
    loadRequests,
    batch: Symbol(),
  }));
}
