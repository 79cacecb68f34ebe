import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpStatuses } from '../src/config/http-statuses.ts';
import { AUDIT_DIFFERENCES } from './support/audits.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

/** The audits know nothing of tokens. */
const withToken: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('authorization', 'Bearer demo');
  return fetch(input, { ...init, headers });
};

const DIFFERENCES = { 2026: AUDIT_DIFFERENCES, older: {} } as Readonly<Record<HttpStatuses, Record<string, string>>>;

describe.each(['2026', 'older'] as const)(
  'GraphQL over HTTP with HTTP_STATUSES=%s, as the 61 audits of graphql-http read it',
  (httpStatuses) => {
    let gateway: TestGateway;

    beforeAll(async () => {
      // As in production, where little but queries is answered.
      const production = { suggestions: false, introspection: false, explain: false, host: '127.0.0.1' };
      gateway = await startGateway({}, { ...production, httpStatuses });
    });

    afterAll(() => gateway[Symbol.asyncDispose]());

    const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: withToken });

    it('is audited in full', () => {
      expect(audits).toHaveLength(61);
    });

    it.each(audits)('$id: $name', async ({ id, fn }) => {
      expect(await fn()).toMatchObject({ status: DIFFERENCES[httpStatuses][id] ?? 'ok' });
    });
  },
);
