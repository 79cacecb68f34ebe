import { ClientError, GraphQLClient } from 'graphql-request';

/** With `all`, an answer of which a part failed is an answer, with its errors. */
export const createApi = (url, token) =>
  new GraphQLClient(url, { headers: { authorization: `Bearer ${token}` }, errorPolicy: 'all' });

/** A question for `useQuery`: kept by its document and variables, and asked again where that may help. */
export const questionOf = (api, document, variables = {}) => ({
  queryKey: [document, variables],
  queryFn: async ({ signal }) => {
    const { data, errors = [] } = await api.rawRequest({ query: document, variables, signal });
    return { data, errors };
  },
  retry: (failures, error) =>
    failures < 3 && (!(error instanceof ClientError) || [429, 503].includes(error.response.status)),
});
