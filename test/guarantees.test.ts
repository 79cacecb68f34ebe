/**
 * What holds for every request for an operation, however its answer is written: each guarantee over each mode. A new mode
 * is one more row of `MODES`.
 */
import { createHash, randomBytes } from 'node:crypto';
import { useExtendContext } from 'graphql-yoga';
import { afterAll, describe, expect, it } from 'vitest';
import type { GatewayPlugin } from '../src/http/gateway-plugin.ts';
import { createExport, type ExportSettings } from '../src/export/index.ts';
import { valuesInMemory } from '../src/identity/sign-in/values-in-memory.ts';
import { createMcp } from '../src/mcp/index.ts';
import { createMetrics } from '../src/observe/metrics.ts';
import type { EndedOperation } from '../src/observe/observer.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './support/gateway.ts';
import { toolCall, toolHeaders } from './support/mcp.ts';
import { signedInWith, startPrincipals } from './support/principals.ts';
import { pipelinedRequests } from './support/raw-http.ts';
import { SOMEBODY } from './support/token-watch.ts';

interface Mode {
  readonly path: '/graphql' | '/explain' | '/mcp' | '/export' | '/odata';
  readonly accept: string;
  /** The tool that is called, where the query is the argument of one. */
  readonly tool?: 'ask' | 'price';
  /** Whether it is one of two operations in a request. Default: no. */
  readonly batch?: true;
  /** Wraps fields of the query in what makes the mode answer as it does. */
  readonly document: (fields: string) => string;
  readonly type: string;
  /** Default: no. */
  readonly isLive?: boolean;
  /** Default: none. */
  readonly plugins?: readonly GatewayPlugin[];
  /** Whether REST calls are made, which can fail and can take time. */
  readonly calls: boolean;
  /** The field that asks for Ada. Default: {@link ADA}. */
  readonly ada?: string;
  /** A field that is refused, with the token in its arguments. Default: one beside that for Ada. */
  readonly wrong?: string;
  /** Who asks, where that is nobody with a token of their own: a browser's session, or an agent that an issuer names. */
  readonly by?: 'session' | 'agent';
  /** Has seats of its own, and a failure of the API is the status of its answer: no row has come. */
  readonly isExport?: true;
  /** The operation is one that the operator saved, and its address is all that is asked. Default: it comes with the request. */
  readonly isFeed?: true;
}

const WHOLE: Mode = {
  path: '/graphql',
  accept: 'application/json',
  document: (fields) => `query Named { ${fields} }`,
  type: 'application/json; charset=utf-8',
  calls: true,
};

const PARTS: Mode = {
  path: '/graphql',
  accept: 'multipart/mixed, application/json',
  document: (fields) => `query Named { ${fields} ... @defer { skills(first: 1) { nodes { name } } } }`,
  type: 'multipart/mixed; boundary="-"',
  calls: true,
};

/** Comes in parts for the sake of its calls. */
const LIVE: Mode = { ...WHOLE, accept: PARTS.accept, type: PARTS.type, isLive: true };

/** Has every operation go through the hooks of plugins. */
const PLUGINS: readonly GatewayPlugin[] = [useExtendContext(() => ({ seen: true }))];

const EXPORT: Mode = {
  ...WHOLE,
  path: '/export',
  accept: 'application/jsonl',
  type: 'application/jsonl; charset=utf-8',
  ada: 'users { nodes { fullName } }',
  wrong: `users(filter: { ids: ["${SOMEBODY}"] }) { nodes { fullName } }`,
  isExport: true,
};

const FEED: Mode = {
  ...EXPORT,
  path: '/odata',
  accept: 'application/json;odata.metadata=minimal',
  type: 'application/json;odata.metadata=minimal;odata.streaming=true;charset=utf-8',
  isFeed: true,
};

const EXPLANATION: Mode = { ...WHOLE, path: '/explain', calls: false };

const TOOL: Mode = { ...WHOLE, path: '/mcp', tool: 'ask', type: 'application/json' };

const MODES: Readonly<Record<string, Mode>> = {
  'an answer as a whole': WHOLE,
  'an answer in parts': PARTS,
  'an answer beside its calls': LIVE,
  'an answer in parts beside its calls': { ...PARTS, isLive: true },
  'an answer as a whole, with plugins': { ...WHOLE, plugins: PLUGINS },
  'an answer in parts, with plugins': { ...PARTS, plugins: PLUGINS },
  'an answer beside others': { ...WHOLE, batch: true },
  'an answer beside others, with plugins': { ...WHOLE, batch: true, plugins: PLUGINS },
  'an answer beside its calls, with plugins': { ...LIVE, plugins: PLUGINS },
  'an explanation': EXPLANATION,
  'a tool that asks': TOOL,
  'a tool that asks, with plugins': { ...TOOL, plugins: PLUGINS },
  'an export': EXPORT,
  'an export, with plugins': { ...EXPORT, plugins: PLUGINS },
  'a page of a feed': FEED,
  'a page of a feed, with plugins': { ...FEED, plugins: PLUGINS },
  'an answer as a whole, to a session': { ...WHOLE, by: 'session' },
  'an answer in parts, to a session': { ...PARTS, by: 'session' },
  'an explanation, to a session': { ...EXPLANATION, by: 'session' },
  'an answer as a whole, to an agent': { ...WHOLE, by: 'agent' },
  'a tool that asks, of an agent': { ...TOOL, by: 'agent' },
  'a tool that tells the price': { ...WHOLE, path: '/mcp', tool: 'price', type: 'application/json', calls: false },
};

const ROWS = { users: [{ id: '7', full_name: 'Ada Lovelace' }], skills: [{ id: '1', name: 'Sailing' }] };

const ADA = 'user(id: 7) { fullName }';

const adaOf = ({ ada = ADA }: Mode) => ada;

/** The field for Ada beside another one: another operation, with the same REST calls. */
const moreOf = (mode: Mode) => `__typename ${adaOf(mode)}`;

/** The operations that are saved, by the names of their feeds. */
const savedOf = (mode: Mode) =>
  mode.isFeed
    ? [adaOf(mode), moreOf(mode), mode.wrong ?? ''].map((fields, at) => ({
        name: `feed_${at}`,
        fields,
        text: mode.document(fields),
      }))
    : [];

/** Where these fields are asked for. */
function addressOf(mode: Mode, fields: string): string {
  if (!mode.isFeed) return mode.path;
  return `${mode.path}/${savedOf(mode).find((saved) => saved.fields === fields)?.name ?? encodeURIComponent(fields)}`;
}

const exportOf = (mode: Mode, settings: ExportSettings = {}) =>
  createExport({ operations: savedOf(mode), ...settings });

/** Whose beginning is not that of a word. */
const TOKEN = SOMEBODY;

/** A token that is a name of GraphQL, so that it can stand in a document. */
const NAME_TOKEN = TOKEN.replaceAll('-', '_');

const key = randomBytes(32);
const people = await startPrincipals({
  keys: () => [key],
  values: valuesInMemory(),
  epochs: null,
  idleS: 3_600,
  lifetimeS: 3_600,
});
afterAll(() => people[Symbol.asyncDispose]());

/** What says that who asks is the one with this token. */
async function whoHas(token: string, { by }: Mode): Promise<Record<string, string>> {
  if (by === undefined) return { authorization: `Bearer ${token}` };
  if (by === 'session') return people.beginSession(signedInWith(token, '7'));
  await people.keep(signedInWith(token, '7'));
  return people.agentOf('7');
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function headersOf(mode: Mode, token = TOKEN): Promise<Record<string, string>> {
  const { accept, tool, isLive, isFeed } = mode;
  return {
    ...(await whoHas(token, mode)),
    ...(!isFeed && { 'content-type': 'application/json' }),
    accept,
    ...(isLive && { 'x-upstream-trace': 'live' }),
    ...(tool && toolHeaders(tool)),
  };
}

function bodyOf({ tool, batch, document }: Mode, fields: string, padding = ''): string {
  const query = document(fields) + padding;
  if (batch) return JSON.stringify([{ query }, { query }]);
  return JSON.stringify(tool ? toolCall(tool, { operation: query }) : { query });
}

async function ask(
  gateway: TestGateway,
  mode: Mode,
  fields: string,
  {
    headers = {},
    token = TOKEN,
    padding = '',
    signal = null,
  }: { headers?: Record<string, string>; token?: string; padding?: string; signal?: AbortSignal | null } = {},
): Promise<Answer> {
  const response = await fetch(`${gateway.url}${addressOf(mode, fields)}`, {
    headers: { ...(await headersOf(mode, token)), ...headers },
    ...(mode.isFeed ? { method: 'GET' } : { method: 'POST', body: bodyOf(mode, fields, padding) }),
    signal,
  });
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  return mode.tool && response.ok ? ofTool(answer) : answer;
}

/** What a tool says of an operation that was refused stands in its result, as HTTP would have said it. */
function ofTool(answer: Answer): Answer {
  const { status, retryAfterSeconds } = JSON.parse(answer.text).result.structuredContent;
  const headers = new Headers(answer.headers);
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds));
  return { ...answer, headers, status: status ?? answer.status };
}

/** Records the operations that have ended. */
function recorder() {
  const ended: EndedOperation[] = [];
  return { ended, observer: { operation: (one: EndedOperation) => void ended.push(one) } };
}

/** A setting that throws where it is used from some moment on, with the token in its words. */
function breaking(value: number) {
  let broken = false;
  const setting = {
    [Symbol.toPrimitive]() {
      if (broken) throw new TypeError(`cannot use ${TOKEN}`);
      return value;
    },
  };
  return { setting: setting as unknown as number, break: () => void (broken = true) };
}

/** Asks while the only room is taken by an operation that waits for the API. */
async function askBesideSlowOne(gateway: TestGateway, mode: Mode): Promise<Answer> {
  gateway.sandbox.latency(() => 300);
  gateway.requests();
  const first = mode.isExport || mode.by ? ask(gateway, mode, adaOf(mode)) : gateway.query('{ users { totalCount } }');
  await expect.poll(() => gateway.requests().length).toBeGreaterThan(0);
  const answer = await ask(gateway, mode, adaOf(mode));
  await first;
  gateway.sandbox.latency(0);
  return answer;
}

/** What calls nothing has a small room of its own. Sends more at once than fit in; gives one that was refused. */
async function askManyAtOnce(gateway: TestGateway, mode: Mode): Promise<Answer | undefined> {
  const raw = await pipelinedRequests(gateway.url, {
    lines: [
      `POST ${mode.path} HTTP/1.1`,
      ...Object.entries(await headersOf(mode)).map(([name, value]) => `${name}: ${value}`),
    ],
    body: bodyOf(mode, adaOf(mode)),
    times: 60,
  });
  const answers = raw
    .map(({ status, headers, body }) => ({ status, headers: new Headers(headers), text: body }))
    .map((answer) => (mode.tool ? ofTool(answer) : answer));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  return answers.find(({ status }) => status === 503);
}

describe.each(Object.entries(MODES))('%s', (_, mode) => {
  const start = (options: TestGatewayOptions = {}) =>
    startGateway(ROWS, {
      plugins: mode.plugins ?? [],
      batchLimit: mode.batch ? 2 : null,
      ...(mode.by && (mode.by === 'session' ? people.ofSessions : people.ofIssuer)),
      ...(mode.tool && { door: createMcp({ isSandbox: mode.by === undefined }).door }),
      ...(mode.isExport && { door: exportOf(mode, { concurrency: 1, queueWaitMs: 10 }) }),
      ...options,
    });

  it('comes, with the REST calls that it makes and no other', async () => {
    await using gateway = await start();

    const { status, headers, text } = await ask(gateway, mode, adaOf(mode));

    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: mode.type });
    expect(text).toContain(mode.calls ? 'Ada Lovelace' : mode.tool ? 'REST calls: 1' : '/users');
    expect(gateway.requests().some((line) => line.startsWith('GET /users'))).toBe(mode.calls);
  });

  it('repeats no token in an error', async () => {
    await using gateway = await start();

    const { text } = await ask(gateway, mode, mode.wrong ?? `${ADA} wrong: user(id: "${TOKEN}") { fullName }`);

    expect(text).toContain('[token]');
    expect(text).not.toContain(TOKEN);
    expect(text).toContain('BAD_USER_INPUT');
  });

  it.runIf(mode.isFeed)('repeats no token where it stands in the address', async () => {
    await using gateway = await start();

    const { text } = await ask(gateway, mode, TOKEN);

    expect(text).toContain('NOT_FOUND');
    expect(text).not.toContain(TOKEN);
    expect(gateway.requests()).toEqual([]);
  });

  it.runIf(!mode.isFeed)('repeats no token where the document is wrong', async () => {
    await using gateway = await start();

    const { text } = await ask(gateway, mode, NAME_TOKEN, { token: NAME_TOKEN });

    expect(text).toContain('[token]');
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(gateway.requests()).toEqual([]);
  });

  it('masks an error that was not foreseen, and logs it once, without the token', async () => {
    const lines: string[] = [];
    const { ended, observer } = recorder();
    const limit = breaking(50);
    await using gateway = await start({
      maxUpstreamCalls: limit.setting,
      ...(mode.isExport && { door: exportOf(mode, { maxCalls: limit.setting }) }),
      log: (line) => lines.push(line),
      observer,
    });
    // A document that is known was once run again after a fault.
    await ask(gateway, mode, adaOf(mode));
    gateway.requests();
    ended.length = 0;
    limit.break();

    const { status, text } = await ask(gateway, mode, adaOf(mode));

    expect(status).toBe(500);
    expect(text).toContain('"Unexpected error."');
    expect(text).toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('cannot use');
    expect(lines).toEqual([expect.stringMatching(/^unexpected error: TypeError: cannot use \[token\] < at /)]);
    expect(ended).toMatchObject([{ outcome: 'failed', status: 500, codes: ['INTERNAL_SERVER_ERROR'] }]);
    expect(gateway.requests()).toEqual([]);
  });

  it.runIf(mode.calls)('masks an error of one field, logs it, and calls nothing twice', async () => {
    const lines: string[] = [];
    const { ended, observer } = recorder();
    const timeout = breaking(5_000);
    await using gateway = await start({
      upstreamCallTimeoutMs: timeout.setting,
      log: (line) => lines.push(line),
      observer,
    });
    timeout.break();

    const { status, text } = await ask(gateway, mode, moreOf(mode));

    expect(status).toBe(mode.isExport ? 500 : 200);
    expect(text).toContain('"Unexpected error."');
    expect(text).not.toContain('cannot use');
    expect(text.includes('"__typename":"Query"')).toBe(!mode.isExport);
    expect(lines[0]).toMatch(/^unexpected error: TypeError: cannot use \[token\] < at /);
    expect(ended).toMatchObject([{ outcome: 'failed', codes: ['INTERNAL_SERVER_ERROR'] }]);
  });

  it.runIf(mode.calls)('is given up in silence where its client leaves', async () => {
    const lines: string[] = [];
    const { ended, observer } = recorder();
    await using gateway = await start({ log: (line) => lines.push(line), observer });
    gateway.sandbox.latency(5_000);
    const left = new AbortController();

    const answer = ask(gateway, mode, adaOf(mode), { signal: left.signal }).catch(() => 'none');
    await expect.poll(() => gateway.requests().length).toBeGreaterThan(0);
    left.abort();

    expect(await answer).toBe('none');
    await expect.poll(() => ended.map(({ outcome }) => outcome)).toEqual(['left']);
    await expect.poll(() => gateway.gateway.state.requests.underWay).toBe(0);
    expect(lines).toEqual([]);
  });

  it('is one operation of the log, under the id that the answer names', async () => {
    const { ended, observer } = recorder();
    await using gateway = await start({ observer });

    const { headers } = await ask(gateway, mode, adaOf(mode), { headers: { 'x-request-id': 'mine-1' } });

    await expect.poll(() => ended.length).toBe(1);
    expect(headers.get('x-request-id')).toBe('mine-1');
    expect(ended).toMatchObject([{ requestId: 'mine-1', name: 'Named', outcome: 'ok', status: 200, codes: [] }]);
    expect(ended[0]?.stats.calls).toBe(gateway.requests().length);
  });

  it('is counted by its outcome and by the codes of its errors', async () => {
    const metrics = createMetrics();
    await using gateway = await start({ observer: metrics.observer });

    const [refused, code] = mode.isFeed
      ? [mode.wrong ?? '', 'BAD_USER_INPUT']
      : ['nothing', 'GRAPHQL_VALIDATION_FAILED'];

    await ask(gateway, mode, adaOf(mode));
    await ask(gateway, mode, refused);

    const page = await metrics.registry.metrics();
    metrics.stop();
    expect(page).toContain('kantata_operations_total{outcome="ok"} 1');
    expect(page).toContain('kantata_operations_total{outcome="refused"} 1');
    expect(page).toContain(`kantata_operation_errors_total{code="${code}"} 1`);
  });

  it('is refused while there is no room, and takes none when it is done', async () => {
    await using gateway = await start({ maxInFlight: 1, maxQueued: 0, queueWaitMs: 10 });
    const refused = mode.calls ? await askBesideSlowOne(gateway, mode) : await askManyAtOnce(gateway, mode);

    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.text).toContain('OVERLOADED');
    expect((await ask(gateway, mode, adaOf(mode))).status).toBe(200);
    await expect.poll(() => gateway.gateway.state.requests.underWay).toBe(0);
  });

  it('is of a listed document alone, where the operator wants that', async () => {
    const listed = mode.document(adaOf(mode));
    const persistedManifest = new Map([[createHash('sha256').update(listed).digest('hex'), listed]]);
    await using gateway = await start({ persistedDocuments: 'only', persistedManifest });

    const refused = await ask(gateway, mode, moreOf(mode));

    expect(refused.status).toBe(400);
    expect(refused.text).toContain('PERSISTED_QUERY_REQUIRED');
    expect((await ask(gateway, mode, adaOf(mode))).status).toBe(200);
  });

  it.runIf(!mode.isFeed)('is not of a body that is too long', async () => {
    await using gateway = await start({ maxRequestBodyBytes: 1_000 });

    const refused = await ask(gateway, mode, adaOf(mode), { padding: ' '.repeat(1_000) });

    expect(refused.status).toBe(413);
    expect(refused.text).toContain('REQUEST_ENTITY_TOO_LARGE');
    expect((await ask(gateway, mode, adaOf(mode))).status).toBe(200);
  });

  it('comes within the time for an operation, though the API does not answer', async () => {
    await using gateway = await start({ operationTimeoutMs: 200 });
    gateway.sandbox.latency(10_000);
    const startMs = performance.now();

    const { status, text } = await ask(gateway, mode, adaOf(mode));

    expect(performance.now() - startMs).toBeLessThan(5_000);
    expect(status).toBe(mode.isExport ? 504 : 200);
    expect(text.includes('UPSTREAM_TIMEOUT')).toBe(mode.calls);
  });

  it('is not for a page of another site that has not asked', async () => {
    await using gateway = await start();

    const foreign: Record<string, string> = mode.isFeed
      ? { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
      : { 'content-type': 'text/plain', origin: 'https://else.example' };
    const refused = await ask(gateway, mode, adaOf(mode), { headers: foreign });

    expect(refused.status).toBe(403);
    expect(refused.text).toContain('CSRF_BLOCKED');
    expect(gateway.requests()).toEqual([]);
  });
});
