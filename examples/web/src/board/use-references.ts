import type { ErrorLike } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ExternalReferenceStatus } from '../gql/graphql.ts';
import { type Choice, filterOf, overviewSize, STATUSES } from './choice.ts';
import { Overview, ReferencePage } from './queries.ts';

/** References of one page. */
const PAGE_SIZE = 40;

/** The references in one state, as far as they are loaded. Nothing is asked for while `skip` is true. */
function useStatusList(choice: Choice, status: ExternalReferenceStatus, skip: boolean, withOverview: boolean) {
  const variables = {
    types: [...choice.types],
    filter: filterOf(choice, status),
    first: PAGE_SIZE,
    after: null,
    overviewSize: overviewSize(choice.types.length),
    withOverview,
  };
  const { data, error, loading, fetchMore, refetch } = useQuery(ReferencePage, { variables, skip });
  const list = data?.externalReferences;
  const busy = useRef(false);
  // Until it is known whether the page failed, which is a little after Apollo has stopped loading.
  const [paging, setPaging] = useState(false);
  // A further page that failed is no error of the pages before it.
  const [broken, setBroken] = useState<{ readonly choice: Choice; readonly error: ErrorLike } | null>(null);

  const more = useCallback(
    async (after: string) => {
      // One page is one request, however often the end of the list comes into view.
      if (busy.current) return;
      busy.current = true;
      setPaging(true);
      setBroken(null);
      try {
        const page = await fetchMore({ variables: { after, withOverview: false } });
        if (page.error) setBroken({ choice, error: page.error });
      } catch (error) {
        setBroken({ choice, error: error instanceof Error ? error : new Error(String(error)) });
      } finally {
        busy.current = false;
        setPaging(false);
      }
    },
    [fetchMore, choice],
  );

  const end = list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  const brokenPage = broken?.choice === choice ? broken.error : undefined;
  const next = end == null ? null : () => void more(end);
  return {
    status,
    error: error ?? brokenPage,
    loading: loading || paging,
    references: (list?.edges ?? []).flatMap((edge) => edge?.node ?? []),
    totalCount: list?.totalCount ?? null,
    /** Whether the last page is here. */
    done: list != null && end == null,
    /** Asks for the next page; null where there is none. */
    more: next,
    retry: brokenPage && next ? next : () => void refetch(),
  };
}

export type StatusList = ReturnType<typeof useStatusList>;

/** What the chart counts: the newest references of the chosen types, which the first page of a board has brought. */
function useOverview({ types }: Choice) {
  const variables = { types: [...types], overviewSize: overviewSize(types.length) };
  const skip = variables.overviewSize === 0;
  const { data } = useQuery(Overview, { variables, skip, fetchPolicy: 'cache-only' });
  if (skip || !data?.overview) return null;
  const references = (data.overview.edges ?? []).flatMap((edge) => edge?.node ?? []);
  return { references, totalCount: data.overview.totalCount ?? references.length };
}

/**
 * The board: a list for each state, failed ones first, each begun where the one before ends. The API has no such order,
 * but a filter for one state. Every page is one request; the first brings the chart as well.
 */
export function useReferences(choice: Choice) {
  const client = useApolloClient();
  const statuses = choice.status === null ? STATUSES : [choice.status];
  const [begun, setBegun] = useState({ choice, count: 1 });
  const count = begun.choice === choice ? begun.count : 1;
  const shown: readonly ExternalReferenceStatus[] = statuses.slice(0, count);

  // Asked once for the same types, whatever else is chosen. Settled with the choice, for it is a part of the request.
  const wanted = useMemo(() => {
    const variables = { types: [...choice.types], overviewSize: overviewSize(choice.types.length) };
    return variables.overviewSize > 0 && client.readQuery({ query: Overview, variables }) === null;
  }, [client, choice]);
  const lists = {
    FAILED: useStatusList(choice, 'FAILED', !shown.includes('FAILED'), wanted && statuses[0] === 'FAILED'),
    PENDING: useStatusList(choice, 'PENDING', !shown.includes('PENDING'), wanted && statuses[0] === 'PENDING'),
    SUCCESSFUL: useStatusList(
      choice,
      'SUCCESSFUL',
      !shown.includes('SUCCESSFUL'),
      wanted && statuses[0] === 'SUCCESSFUL',
    ),
  };
  const shownLists = shown.map((status) => lists[status]);
  const loaded = shownLists.flatMap(({ references }) => references);
  const last = shownLists.at(-1);
  const goOn = last?.done && count < statuses.length ? () => setBegun({ choice, count: count + 1 }) : null;

  const overview = useOverview(choice);
  const isCountable = overviewSize(choice.types.length) > 0;
  return {
    lists: shownLists,
    loaded,
    /** What the chart counts, and of how many. Null before that is known. */
    overview: overview ?? (isCountable ? null : { references: loaded, totalCount: null }),
    loading: last?.loading ?? false,
    failed: last?.error !== undefined,
    /** Asks for the next page; null where there is none. */
    more: last?.more ?? goOn,
  };
}
