/** The log: what is in its lines, what is never in them, and what they cost. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLog } from '../src/observe/log.ts';
import type { LogLevel } from '../src/config/log-level.ts';
import { prettyLine } from '../src/observe/pretty.ts';
import { principalOf } from '../src/upstream/principal.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway } from './support/gateway.ts';

const ROWS = {
  users: [
    { id: '7', full_name: 'Ada Lovelace' },
    { id: '8', full_name: 'Grace Hopper' },
  ],
  workspace_resources: [{ id: '1', label: 'Lead', user_id: '7', created_at: '2026-01-01T00:00:00-08:00' }],
};

const TOKEN = 'cANARY-0123456789-abcdefgh';
const USERS = [
  { userId: '7', name: 'Ada Lovelace', token: TOKEN },
  { userId: '8', name: 'Grace Hopper', token: `${TOKEN}-of-another` },
];

/** A gateway whose log is kept: each line as it was written. */
async function startLogging(level: LogLevel) {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  const gateway = await startGateway(ROWS, {
    sandbox: { users: USERS },
    log: log.error,
    observer: log.observer,
  });
  return {
    gateway,
    lines,
    /** The lines as what they say. */
    entries: () => lines.map((line) => JSON.parse(line)),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

const SEATS = 'query Seats { workspaceResources(first: 2) { nodes { label user { fullName } } } }';

/** Lets what follows the answer come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('the log', () => {
  it('has one line for an operation, with what it cost', async () => {
    await using logging = await startLogging('info');

    await logging.gateway.query(SEATS, { headers: { 'x-request-id': 'from-the-router-1' } });
    await settled();

    const [entry, ...others] = logging.entries();
    expect(others).toEqual([]);
    expect(entry).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: 'operation',
      requestId: 'from-the-router-1',
      operation: 'Seats',
      principal: expect.stringMatching(/^[\w-]{12}$/),
      outcome: 'ok',
      status: 200,
      durationMs: expect.any(Number),
      waves: 1,
      calls: 1,
      predictedCalls: 1,
      shared: 0,
      failed: 0,
      retries: 0,
      rows: 2,
      records: 2,
      expectedRecords: 4,
      bytes: expect.any(Number),
    });
    expect(entry.bytes).toBeGreaterThan(100);
  });

  it('counts the waves and the calls of an operation that needs several', async () => {
    await using logging = await startLogging('info');

    await logging.gateway.query('{ user(id: 7) { fullName } workspaceResources(first: 2) { nodes { label } } }');
    await settled();

    expect(logging.entries()).toMatchObject([{ operation: null, waves: 1, calls: 2, rows: 2 }]);
  });

  it('has a line for a REST call that failed, with the name that the API gave to it', async () => {
    await using logging = await startLogging('info');
    logging.gateway.sandbox.fail({ match: '/users', status: 403, times: 1, headers: { 'x-request-id': 'api-1' } });

    await logging.gateway.query('{ user(id: 7) { fullName } }', { headers: { 'x-request-id': 'asked-1' } });
    await settled();

    const [call, operation] = logging.entries();
    expect(call).toMatchObject({
      level: 'info',
      msg: 'REST call failed',
      requestId: 'asked-1',
      endpoint: 'users',
      kind: 'forbidden',
      status: 403,
      apiRequestId: 'api-1',
    });
    expect(Object.keys(call).toSorted()).toEqual(
      ['apiRequestId', 'durationMs', 'endpoint', 'kind', 'level', 'msg', 'requestId', 'status', 'time'].toSorted(),
    );
    expect(operation).toMatchObject({ level: 'warn', outcome: 'partial', failed: 1, codes: ['FORBIDDEN'] });
  });

  it('says what kept a REST call from being answered, as the system calls it', async () => {
    await using logging = await startLogging('warn');
    logging.gateway.sandbox.fail({ match: '/users', cut: 'before' });

    await logging.gateway.query('{ user(id: 7) { fullName } }');
    await settled();

    expect(logging.entries()[0]).toMatchObject({ endpoint: 'users', kind: 'unavailable', code: 'UND_ERR_SOCKET' });
  });

  it('of level debug has a line for every REST call that was answered, with the name that the API gave to it', async () => {
    await using logging = await startLogging('debug');

    await logging.gateway.query(SEATS, { headers: { 'x-request-id': 'asked-1' } });
    await settled();

    const [call, ...others] = logging.entries();
    expect(others).toMatchObject([{ msg: 'operation' }]);
    expect(call).toEqual({
      level: 'debug',
      time: expect.any(String),
      msg: 'REST call',
      requestId: 'asked-1',
      endpoint: 'workspace_resources',
      status: 200,
      durationMs: expect.any(Number),
      retries: 0,
      rows: 2,
      bytes: expect.any(Number),
      shared: false,
      apiRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it.each([
    ['a document that cannot be read', '{', { outcome: 'refused', codes: ['GRAPHQL_PARSE_FAILED'] }],
    [
      'a field that there is not',
      '{ users { nothing } }',
      { outcome: 'refused', codes: ['GRAPHQL_VALIDATION_FAILED'] },
    ],
    ['a value that cannot be', 'query A { user(id: "x") { id } }', { operation: 'A', codes: ['BAD_USER_INPUT'] }],
  ])('tells of %s by the code of its error', async (_, query, told) => {
    await using logging = await startLogging('info');

    await logging.gateway.query(query);
    await settled();

    expect(logging.entries()).toMatchObject([{ calls: 0, ...told }]);
  });

  it('tells of a request that was refused before it was read', async () => {
    await using logging = await startLogging('info');

    await fetch(`${logging.gateway.url}/graphql`, { method: 'POST', body: '{}' });
    await settled();

    expect(logging.entries()).toMatchObject([
      { outcome: 'refused', status: 401, principal: null, operation: null, codes: ['UNAUTHENTICATED'] },
    ]);
  });

  it('tells of a client that left', async () => {
    await using logging = await startLogging('info');
    logging.gateway.sandbox.fail({ delayMs: 300 });
    const leaving = new AbortController();

    const asking = logging.gateway.query(SEATS, { signal: leaving.signal }).catch(() => null);
    setTimeout(() => leaving.abort(), 50);
    await asking;
    await expect.poll(() => logging.lines.length).toBe(1);

    expect(logging.entries()).toMatchObject([{ outcome: 'left', status: null, operation: 'Seats' }]);
  });

  it('tells of an operation that is answered in parts when its last part is sent', async () => {
    await using logging = await startLogging('info');

    const response = await fetch(`${logging.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        accept: 'multipart/mixed',
      },
      body: JSON.stringify({
        query: 'query Parts { user(id: 7) { id ... @defer { fullName } } workspaceResources(first: 1) { totalCount } }',
      }),
    });
    await response.text();
    await settled();

    expect(logging.entries()).toMatchObject([{ operation: 'Parts', outcome: 'ok', status: 200, calls: 2 }]);
  });

  it('is one line of a kilobyte at most, whatever a client calls its operation and its request', async () => {
    await using logging = await startLogging('info');
    const name = `a\nb\u001B[31m\u2028c${'x'.repeat(100_000)}`;

    await logging.gateway.query(SEATS, { operationName: name, headers: { 'x-request-id': 'no blanks in it' } });
    await settled();

    expect(logging.lines).toHaveLength(1);
    expect(logging.lines[0]).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|\n./u);
    expect(logging.lines[0]).not.toContain('\u001B');
    expect(logging.lines[0]?.length).toBeLessThan(1024);
    expect(logging.entries()[0].operation).toMatch(/^a b \[31m cx+$/);
    expect(logging.entries()[0].requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it('never holds a token, wherever a client puts it', async () => {
    await using logging = await startLogging('debug');
    const { gateway } = logging;
    gateway.sandbox.fail({ match: '/users', status: 422, body: { error_message: `not ${TOKEN}` }, times: 1 });

    await gateway.query('{ user(id: 7) { fullName } }', { operationName: TOKEN, headers: { 'x-request-id': TOKEN } });
    await gateway.query(`{ users(filter: { search: "${TOKEN}" }) { totalCount } }`);
    await gateway.query('query A($id: ID!) { user(id: $id) { id } }', { variables: { id: TOKEN } });
    await gateway.query(`{ ${TOKEN} }`);
    await settled();

    expect(logging.lines.length).toBeGreaterThanOrEqual(4);
    expect(logging.lines.join('')).not.toContain(TOKEN);
    expect(logging.lines.join('')).not.toContain('cANARY');
  });

  it('keeps request and principal together, however many are under way at once', async () => {
    await using logging = await startLogging('info');
    logging.gateway.sandbox.fail({ delayMs: 5 });
    const tokens = Array.from({ length: 20 }, (_, who) => `${TOKEN}-of-${who}`);

    await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        // The API knows none of them, so that there is a line of each failed call as well.
        logging.gateway.query('{ user(id: 7) { fullName } }', {
          token: tokens[at % 20] as string,
          headers: { 'x-request-id': `${at % 20}-${at}` },
        }),
      ),
    );
    await settled();

    const entries = logging.entries().filter(({ msg }) => msg === 'operation');
    const failed = logging.entries().filter(({ msg }) => msg === 'REST call failed');
    expect(entries).toHaveLength(200);
    expect(new Set(failed.map(({ requestId }) => requestId))).toEqual(
      new Set(entries.map(({ requestId }) => requestId)),
    );
    for (const { requestId, principal } of entries) {
      const [who] = (requestId as string).split('-');
      expect(principal).toBe(principalOf(tokens[Number(who)] as string).slice(0, 12));
    }
  });

  it.each([
    ['warn', 0],
    ['silent', 0],
  ] as const)('of level %s has no line for what went well', async (level, count) => {
    await using logging = await startLogging(level);

    await logging.gateway.query(SEATS);
    await settled();

    expect(logging.lines).toHaveLength(count);
  });

  it('that is silent watches nothing', () => {
    expect(createLog('silent', { write: () => {} }).observer).toBeUndefined();
  });

  it('sends the request id back, so that a client can name it', async () => {
    await using logging = await startLogging('warn');
    const ask = (headers: Record<string, string>) =>
      fetch(`${logging.gateway.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ user(id: 7) { id } }' }),
      });

    expect((await ask({ 'x-request-id': 'mine' })).headers.get('x-request-id')).toBe('mine');
    expect((await ask({})).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    // Also with a refusal, whoever asked.
    const refused = await ask({ 'x-request-id': 'mine', authorization: 'none' });
    expect([refused.status, refused.headers.get('x-request-id')]).toEqual([401, 'mine']);
  });

  it('of the command line goes to stderr, and is written out before the process ends', async () => {
    await using command = startCommand({ args: ['--sandbox'], env: { PORT: '0', LOG_LEVEL: 'info' } });
    await command.printed(/^Its answer:$/m);
    command.process.kill('SIGTERM');

    expect(await command.ended).toBe(0);

    const [line, ...others] = command.stderr().trim().split('\n');
    expect(others).toEqual([]);
    expect(JSON.parse(line as string)).toMatchObject({ msg: 'operation', status: 200 });
  });
});

describe('a line for a terminal', () => {
  it('shows the time, the level and what is not nothing', () => {
    const line = JSON.stringify({
      level: 'warn',
      time: '2026-11-22T03:04:05.678Z',
      requestId: 'r1',
      operation: null,
      failed: 0,
      codes: ['FORBIDDEN', 'RATE_LIMITED'],
      msg: 'operation',
    });

    expect(stripVTControlCharacters(prettyLine(line))).toBe(
      '03:04:05 warn  operation requestId=r1 codes=FORBIDDEN,RATE_LIMITED',
    );
  });
});
