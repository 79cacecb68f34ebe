/** What a call for a list under records is about, whatever places it serves. */
import type { Call } from './call.ts';
import type { LoadRequest, NestedStep } from './load-request.ts';

/** The records that a call asks a list for, of all places that it serves; null for a call that is about something else. */
export function nestedIn({ loadRequests }: Call): NestedStep | null {
  const steps = [...loadRequests].flatMap((loadRequest) =>
    loadRequest.kind === 'list' && loadRequest.nested ? [loadRequest.nested] : [],
  );
  const [first] = steps;
  return first ? { ...first, parents: [...new Set(steps.flatMap(({ parents }) => parents))] } : null;
}

/** Whether the records that a list was to stand under have turned out not to be there. */
export const isVoid = (loadRequest: LoadRequest): boolean =>
  loadRequest.kind === 'list' && loadRequest.nested?.parents.length === 0;
