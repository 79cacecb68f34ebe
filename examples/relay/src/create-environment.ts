import { Environment, type FetchFunction, Network, RecordSource, Store } from 'relay-runtime';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** The answer has nothing in it but errors: what they say. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Relay's store, filled by the gateway at `url` in the name of one user. */
export function createEnvironment(url: string, token: string): Environment {
  const fetchAnswer: FetchFunction = async ({ text, name }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, operationName: name, variables }),
    });
    const answer = (await response.json()) as Answer;
    if (answer.data == null) throw new RefusedError(answer.errors?.map(({ message }) => message).join(' '));
    return answer as { data: Record<string, unknown> };
  };
  return new Environment({ network: Network.create(fetchAnswer), store: new Store(new RecordSource()) });
}
