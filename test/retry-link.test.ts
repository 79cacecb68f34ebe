/** Apollo Client repeats what was refused for a while, by its own RetryLink: both refusals are plain JSON for its sake. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { startHeldApi } from './support/held-api.ts';

const rows = { users: [{ id: '7', full_name: 'Ada Lovelace' }] };
const token = 'demo';

/** Apollo Client as its documentation sets it up, and what it was answered. */
function startClient({ url }: TestGateway, answered: (status: number) => void) {
  const types: (string | null)[] = [];
  const link = new HttpLink({
    uri: `${url}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    fetch: async (...request) => {
      const response = await fetch(...request);
      types.push(`${response.status} ${response.headers.get('content-type')?.split(';')[0]}`);
      answered(response.status);
      return response;
    },
  });
  const retry = new RetryLink({ delay: { initial: 20, jitter: false }, attempts: { max: 50 } });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([retry, link]) });
  const ask = (name: string) =>
    client.query({ query: gql(`query ${name} { user(id: 7) { id fullName } }`), fetchPolicy: 'network-only' });
  return { types, ask };
}

const ADA = { user: { __typename: 'User', id: expect.any(String), fullName: 'Ada Lovelace' } };

describe('RetryLink of Apollo Client 4.3', () => {
  it('repeats a request that was answered 503, until there is room', async () => {
    await using sandboxed = await startGateway(rows);
    await using api = await startHeldApi(sandboxed.sandbox.url, /users/);
    await using gateway = await startGateway(rows, { apiUrl: api.url, maxInFlight: 1, maxQueued: 0 });
    const first = gateway.query('{ user(id: 7) { fullName } }', { token: sandboxed.sandbox.users[0]?.token ?? '' });
    await api.held;
    let refusals = 0;
    const { ask, types } = startClient(gateway, (status) => {
      if (status === 503 && ++refusals === 2) api.release();
    });

    const { data, error } = await ask('Second');

    expect(error).toBeUndefined();
    expect(data).toEqual(ADA);
    expect((await first).data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    expect(refusals).toBeGreaterThanOrEqual(2);
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['503 application/json']));
    expect(types.at(-1)).toBe('200 application/graphql-response+json');
    // One for each operation: what is refused asks the API for nothing.
    expect(sandboxed.requests()).toHaveLength(2);
  });

  it('repeats a request that was answered 429, until its rate allows it', async () => {
    await using gateway = await startGateway(rows, { clientRate: 1 });
    const { ask, types } = startClient(gateway, () => {});

    const answers = await Promise.all(['One', 'Two', 'Three'].map(ask));

    expect(answers.map(({ data, error }) => error ?? data)).toEqual([ADA, ADA, ADA]);
    expect(new Set(types)).toEqual(new Set(['429 application/json', '200 application/graphql-response+json']));
    expect(gateway.requests().length).toBeLessThanOrEqual(3);
  });
});
