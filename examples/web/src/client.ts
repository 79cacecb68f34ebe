import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import type { DocumentNode } from 'graphql';
import possible from './gql/possible-types.ts';

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all';
      }
    }
  }
}

export interface ClientOptions {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  /**
   * The user's own Kantata token, which is held here and nowhere else: not in the page's storage, not in its address. `null`
   * where people sign in: the browser then sends the cookie of the session.
   */
  readonly token: string | null;
  /** Ask for documents by the hash that the code generator gave them. */
  readonly persisted: boolean;
}

/** What the code generator writes beside a document. */
const hashOf = (document: DocumentNode) => {
  const { hash } = (document as DocumentNode & { __meta__?: { hash?: string } }).__meta__ ?? {};
  if (hash === undefined) throw new Error('The code generator has not seen this document.');
  return hash.replace('sha256:', '');
};

// Pages of one list are put together; another filter is another list.
const whole = relayStylePagination(['subjectTypes', 'filter', 'orderBy']);

/** The same for a list that failed, which is null: it leaves the pages before it as they are. */
const pages: typeof whole = {
  ...whole,
  read: (existing, options) => (existing ? whole.read?.(existing, options) : existing),
  merge(existing, incoming, options) {
    if (incoming === null || typeof whole.merge !== 'function') return existing ?? null;
    return whole.merge(existing ?? undefined, incoming, options);
  },
};

/** A client of one user. Another user is another client with an empty cache: what one user saw is not another's. */
export function createClient({ url, token, persisted }: ClientOptions): ApolloClient {
  const http = new HttpLink({
    uri: url,
    ...(token === null ? { credentials: 'include' as const } : { headers: { authorization: `Bearer ${token}` } }),
  });
  return new ApolloClient({
    link: persisted ? ApolloLink.from([new PersistedQueryLink({ generateHash: hashOf }), http]) : http,
    cache: new InMemoryCache({
      possibleTypes: possible.possibleTypes,
      typePolicies: {
        Query: {
          fields: {
            externalReferences: pages,
          },
        },
      },
    }),
    // A field that failed is null and has an error; the rest of the answer is shown.
    defaultOptions: { watchQuery: { errorPolicy: 'all' } },
  });
}
