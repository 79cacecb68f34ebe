/** Whether what a call brings can lead to further calls, or spare them. */
import type { IsOwn } from './api-facts.ts';
import type { Call } from './call.ts';
import type { Collection } from './collection.ts';
import { shapeOf } from './load-request.ts';
import { leadsFurther } from './requirements.ts';

/** Whether a call may bring records that another part of the operation would otherwise ask for. */
export const mayServeOthers = (
  { collection, include }: Call,
  isShared: (collection: Collection) => boolean = () => true,
): boolean =>
  isShared(collection) ||
  [...include].some((name) => collection.links.get(name)?.targets.some((target) => isShared(target)));

/** Whether what a call brings can make a demand wait for a further call. */
export const leadsOn = ({ loadRequests }: Call, isOwn: IsOwn): boolean =>
  [...loadRequests].some((loadRequest) =>
    loadRequest.kind === 'ids'
      ? loadRequest.via !== null || leadsFurther(loadRequest.requirements, { byId: true, only: null }, isOwn)
      : loadRequest.continues ||
        (loadRequest.requirements !== null && leadsFurther(loadRequest.requirements, shapeOf(loadRequest), isOwn)),
  );
