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

/** One call for each page that is wanted, and for each count that no page of the wave shows. */
export function planLists(loadRequests: readonly ListLoadRequest[], isOwn: IsOwn): Call[] {
  const plans = new Map<string, ListPlan>();
  const countable = new Map<string, ListPlan>();
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
    const plan = add(`${paramsKey(loadRequest)}${loadRequest.window.offset}+${loadRequest.window.limit}`, loadRequest);
    // One that may not be sent at all is no page to count by.
    if (!loadRequest.contingent) countable.set(paramsKey(loadRequest, 'order'), plan);
  }
  // Any page tells how many rows there are, in whatever order.
  for (const loadRequest of loadRequests) {
    if (loadRequest.window) continue;
    const key = paramsKey(loadRequest, 'order');
    const plan = countable.get(key);
    if (plan) plan.loadRequests.add(loadRequest);
    else countable.set(key, add(key, loadRequest));
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
