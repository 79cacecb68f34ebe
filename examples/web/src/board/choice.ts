/** What somebody has chosen to look at on the board, as it stands in the page's address. */
import type { ExternalReferenceFilter, ExternalReferenceStatus, ExternalReferenceSubjectType } from '../gql/graphql.ts';
import { ALL_TYPES, FIRST_TYPES } from './subject-types.ts';

/** In the order in which one wants to see them. */
export const STATUSES = ['FAILED', 'PENDING', 'SUCCESSFUL'] as const satisfies readonly ExternalReferenceStatus[];

export interface Choice {
  readonly types: readonly ExternalReferenceSubjectType[];
  /** Null for all of them, failed ones first. */
  readonly status: ExternalReferenceStatus | null;
  /** Name of the integration; empty for all. */
  readonly provider: string;
  /** The id of one object in another system; empty for all. */
  readonly find: string;
}

/** Reads an address. What it says that is no choice is passed over, as if it were not there. */
export function choiceOf(address: URLSearchParams): Choice {
  const named = (address.get('types') ?? '').split(',');
  const types = ALL_TYPES.filter((type) => named.includes(type));
  return {
    types: types.length > 0 ? types : FIRST_TYPES,
    status: STATUSES.find((status) => status === address.get('status')) ?? null,
    provider: address.get('provider') ?? '',
    find: address.get('find') ?? '',
  };
}

/** What the API is asked for, where only references in one state are wanted. */
export const filterOf = ({ provider, find }: Choice, status: ExternalReferenceStatus): ExternalReferenceFilter => ({
  status,
  ...(provider && { serviceName: provider }),
  ...(find && { serviceModelRef: find }),
});

/** Rows that one REST call brings. */
const ROWS_OF_A_CALL = 200;

/** REST calls that the overview may cost at most. */
const OVERVIEW_CALLS = 20;

/** Rows that the gateway answers in one list, unless its `MAX_FIRST` says otherwise. */
const ROWS_OF_A_LIST = 2000;

/**
 * How many references the overview is made from: as many as `OVERVIEW_CALLS` bring, where each type takes calls of its
 * own. 0 where there are more types than calls.
 */
export const overviewSize = (types: number) =>
  Math.min(ROWS_OF_A_LIST, Math.floor(OVERVIEW_CALLS / Math.max(1, types)) * ROWS_OF_A_CALL);
