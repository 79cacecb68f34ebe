import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  // As in production, where little but queries is answered.
  gateway = await startGateway({}, { suggestions: false, introspection: false, explain: false, host: '127.0.0.1' });
});

afterAll(() => gateway[Symbol.asyncDispose]());

/** The audits know nothing of tokens. */
const withToken: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('authorization', 'Bearer demo');
  return fetch(input, { ...init, headers });
};

const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: withToken });

describe('GraphQL over HTTP, as the 61 audits of graphql-http read it', () => {
  it('is audited in full', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits)('$id: $name', async ({ fn }) => {
    expect(await fn()).toMatchObject({ status: 'ok' });
  });
});
