import { meros } from 'meros/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from './support/gateway.ts';

const QUERY =
  '{ workspaceResources(first: 2) { nodes { displayLabel workspace { title primaryMaven { fullName } } } } }';
const DEFERRED = QUERY.replace('primaryMaven { fullName }', '... @defer { primaryMaven { fullName } }');

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway(undefined, { explain: true });
});

afterAll(() => gateway?.[Symbol.asyncDispose]());

interface LiveCall {
  readonly index: number;
  readonly wave: number;
  readonly url: string;
  readonly durationMs: number | null;
  readonly status: number | null;
  readonly error?: string;
}

interface Part {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly incremental?: readonly unknown[];
  readonly hasNext?: boolean;
  readonly extensions?: { readonly upstream: { readonly calls: readonly LiveCall[]; readonly total?: number } };
}

/** The parts of an answer, in their order; the whole answer where there are none. */
async function ask(
  query: string,
  { accept = 'application/json, multipart/mixed', trace = 'live', at = gateway, token = 'demo' } = {},
): Promise<{ readonly response: Response; readonly parts: readonly Part[] }> {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      accept,
      'x-upstream-trace': trace,
    },
    body: JSON.stringify({ query }),
  });
  const read = await meros<Part>(response);
  if (read instanceof Response) return { response, parts: [(await read.json()) as Part] };
  const parts: Part[] = [];
  for await (const part of read) parts.push(part.body as Part);
  return { response, parts };
}

/** `0 under way`, `0 200`: what each part tells of which call. */
const toldBy = (parts: readonly Part[]) =>
  parts.flatMap(({ extensions, data, incremental }) =>
    data || incremental
      ? ['answer']
      : (extensions?.upstream.calls ?? []).map(
          ({ index, durationMs, status, error }) => `${index} ${durationMs === null ? 'under way' : (error ?? status)}`,
        ),
  );

describe('x-upstream-trace: live', () => {
  it('tells of each call when it goes out and when it comes back, and then answers', async () => {
    gateway.requests();
    const { response, parts } = await ask(QUERY);

    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"');
    expect(toldBy(parts)).toEqual(['0 under way', '0 200', '1 under way', '1 200', 'answer']);
    const told = parts.flatMap(({ extensions }) => extensions?.upstream.calls ?? []);
    const made = gateway.requests();
    expect(new Set(told.map(({ url }) => `GET ${url}`))).toEqual(new Set(made));
    expect(told.slice(0, 4).map(({ wave }) => wave)).toEqual([1, 1, 2, 2]);
    const whole = await gateway.query(QUERY, { token: 'demo', headers: { 'x-upstream-trace': '1' } });
    expect(parts.at(-1)).toMatchObject({ data: whole.data, hasNext: false, extensions: { upstream: { total: 2 } } });
    expect(parts.slice(0, -1).every(({ hasNext }) => hasNext)).toBe(true);
    expect(gateway.requests()).toEqual(made);
  });

  it('tells before the answer is there', async () => {
    gateway.sandbox.latency(250);
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer demo',
        accept: 'multipart/mixed',
        'x-upstream-trace': 'live',
      },
      body: JSON.stringify({ query: '{ skills(first: 1) { nodes { name } } }' }),
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    gateway.sandbox.latency(0);

    expect(first).toContain('"durationMs":null');
    expect(first).not.toContain('"data"');
    await reader.cancel();
    gateway.requests();
  });

  it('tells between the parts of an answer in parts', async () => {
    const { parts } = await ask(DEFERRED);

    expect(toldBy(parts)).toEqual(['0 under way', '0 200', '1 under way', 'answer', '1 200', 'answer']);
    gateway.requests();
  });

  it('tells of a call that fails', async () => {
    gateway.sandbox.fail({ status: 403, match: 'GET /skills', times: 1 });
    const { parts } = await ask('{ skills(first: 1) { nodes { name } } }');

    expect(toldBy(parts.slice(0, -1))).toEqual(['0 under way', '0 forbidden']);
    expect(parts.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    gateway.requests();
  });

  it.each([
    ['a client that takes no parts', QUERY, { accept: 'application/json' }],
    ['an operation that is refused', '{ users(first: 1) { nodes { nothing } } }', {}],
    ['an operation that calls nothing', '{ __typename }', {}],
  ])('is one answer in JSON for %s', async (_, query, options) => {
    const { response, parts } = await ask(query, options);

    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(parts).toHaveLength(1);
    gateway.requests();
  });

  it('is not for who may not ask for explanations', async () => {
    await using closed = await startGateway(undefined, { explain: false });
    const { response, parts } = await ask('{ skills(first: 1) { nodes { name } } }', { at: closed });

    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(parts).toEqual([{ data: expect.anything() }]);
    expect(closed.requests()).toHaveLength(1);
  });
});
