/** Whether an answer comes in parts, and in which format: what the `Accept` header says (RFC 9110, section 12.5.1). */
import { afterAll, describe, expect, it } from 'vitest';
import { ask, readParts } from './incremental/client.ts';
import { startGateway } from './support/gateway.ts';
import { SOMEBODY } from './support/token-watch.ts';

const gateway = await startGateway({
  users: [{ id: '1', full_name: 'Ada', role_id: '7' }],
  roles: [{ id: '7', name: 'Engineer' }],
});
afterAll(() => gateway[Symbol.asyncDispose]());

const DEFERRED = '{ user(id: 1) { fullName ... @defer(label: "role") { role { name externalReferenceIds } } } }';
const role = { role: { name: 'Engineer', externalReferenceIds: [] } };

const OLD = [
  { data: { user: { fullName: 'Ada' } }, hasNext: true },
  { incremental: [{ path: ['user'], label: 'role', data: role }], hasNext: false },
];
const CURRENT = [
  { data: { user: { fullName: 'Ada' } }, pending: [{ id: '0', path: ['user'], label: 'role' }], hasNext: true },
  { incremental: [{ id: '0', data: role }], completed: [{ id: '0' }], hasNext: false },
];
const WHOLE = [{ data: { user: { fullName: 'Ada', ...role } } }];

const answered = async (accept: string, query = DEFERRED) => {
  const response = await ask({ url: gateway.url, token: SOMEBODY, query, accept });
  return { status: response.status, type: response.headers.get('content-type'), parts: await readParts(response) };
};

describe('an operation with @defer', () => {
  const MULTIPART = 'multipart/mixed; boundary="-"';
  const JSON_TYPE = 'application/json; charset=utf-8';
  const RESPONSE = 'application/graphql-response+json; charset=utf-8';

  it.each([
    // What clients send: Apollo Client with either handler, urql, GraphiQL.
    [
      'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
      `${MULTIPART}; deferSpec=20220824`,
      OLD,
    ],
    [
      'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9',
      `${MULTIPART}; incrementalSpec=v0.2`,
      CURRENT,
    ],
    ['application/graphql-response+json, application/graphql+json, application/json, multipart/mixed', MULTIPART, OLD],
    ['application/json, multipart/mixed', MULTIPART, OLD],
    ['multipart/mixed', MULTIPART, OLD],
    ['text/event-stream', 'text/event-stream; charset=utf-8', CURRENT],
    ['text/event-stream;deferSpec=20220824', 'text/event-stream; charset=utf-8; deferSpec=20220824', OLD],
    // Written in other ways.
    ['Multipart/Mixed ; DeferSpec = "20220824"', `${MULTIPART}; deferSpec=20220824`, OLD],
    ['multipart/mixed;boundary="-";charset=utf-8', MULTIPART, OLD],
    // The better one, and among equals the one named first.
    [
      'multipart/mixed;q=0.2, multipart/mixed;incrementalSpec=v0.2;q=0.9',
      `${MULTIPART}; incrementalSpec=v0.2`,
      CURRENT,
    ],
    ['text/event-stream, multipart/mixed', 'text/event-stream; charset=utf-8', CURRENT],
    ['multipart/mixed;q=0.5, text/event-stream;q=0.6', 'text/event-stream; charset=utf-8', CURRENT],
  ])('comes in parts for %s', async (accept, type, parts) => {
    expect(await answered(accept)).toEqual({ status: 200, type, parts });
  });

  it.each([
    ['application/json', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['multipart/*, application/json', JSON_TYPE],
    ['multipart/mixed;q=0, application/json', JSON_TYPE],
    ['multipart/mixed;q=0.5, application/json', JSON_TYPE],
    ['multipart/mixed;q=0.5, application/graphql-response+json', RESPONSE],
    ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json', JSON_TYPE],
    ['multipart/mixed;deferSpec=20240101, application/json', JSON_TYPE],
    ['multipart/mixed;deferSpec=20220824;more=1, application/json', JSON_TYPE],
  ])('is one JSON answer for %s', async (accept, type) => {
    expect(await answered(accept)).toEqual({ status: 200, type, parts: WHOLE });
  });

  it.each([
    'multipart/mixed;q=0',
    'multipart/mixed;subscriptionSpec=1.0',
    'multipart/mixed;deferSpec=20240101',
    'text/event-stream;q=0',
    'multipart/form-data',
  ])('is not acceptable for %s alone', async (accept) => {
    expect(await answered(accept)).toMatchObject({
      status: 406,
      parts: [{ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }],
    });
  });
});

describe('an operation of which everything is there at once', () => {
  it.each([
    ['that defers nothing', DEFERRED.replace('label: "role"', 'if: false')],
    [
      'that defers what it asks for at once as well',
      DEFERRED.replace('fullName', 'fullName role { name externalReferenceIds }'),
    ],
    ['that streams rows of one page', '{ users(first: 5) { nodes @stream(initialCount: 0) { fullName } } }'],
  ])('is one JSON answer, %s', async (_, query) => {
    const { type, parts } = await answered('multipart/mixed, application/graphql-response+json', query);

    expect(type).toBe('application/graphql-response+json; charset=utf-8');
    expect(parts).toEqual([{ data: expect.any(Object) as object }]);
  });

  it('is one event to who takes events alone', async () => {
    expect(await answered('text/event-stream', DEFERRED.replace('label: "role"', 'if: false'))).toEqual({
      status: 200,
      type: 'text/event-stream; charset=utf-8',
      parts: [{ ...WHOLE[0], hasNext: false }],
    });
  });

  it('is refused in JSON before anything is called', async () => {
    gateway.requests();

    const { type, parts } = await answered('multipart/mixed', '{ nothing ... @defer { roles { totalCount } } }');

    expect(type).toBe('application/json; charset=utf-8');
    expect(parts).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
    expect(gateway.requests()).toEqual([]);
  });
});
