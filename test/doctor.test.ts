/** `kantata-gateway doctor`: what it finds, what it costs, and what it keeps to itself. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config/config.ts';
import { type DoctorConfig, doctorHelp, loadDoctorConfig } from '../src/config/doctor-config.ts';
import { runDoctor } from '../src/doctor/command.ts';
import type { Examination } from '../src/doctor/examine.ts';
import { ApiFacts } from '../src/loaders/api-facts.ts';
import { shelfOfKey } from '../src/sandbox/catalogue.ts';
import { type Dialect, dialectOf, writesColumn } from '../src/sandbox/dialect.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/server.ts';
import { resources } from '../src/schema/resource.ts';
import { startCommand } from './support/command-line.ts';
import { freePort } from './support/free-port.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

interface Examined {
  readonly exit: number;
  readonly examination: Examination;
  readonly notes: readonly string[];
}

/** Examines an API on this machine. */
async function examined(url: string, token: string, args: readonly string[] = []): Promise<Examined> {
  const config: DoctorConfig = loadDoctorConfig({ KANTATA_API_URL: url, KANTATA_TOKEN: token }, ['--json', ...args]);
  const notes: string[] = [];
  let printed = '';
  const exit = await runDoctor(config, { print: (text) => (printed += text), note: (line) => notes.push(line) });
  return { exit, examination: JSON.parse(printed || 'null') as Examination, notes };
}

const differing = ({ findings }: Examination) =>
  findings.filter(({ verdict }) => verdict === 'differs').map(({ name }) => name);

const running: Sandbox[] = [];
afterAll(() => Promise.all(running.map((sandbox) => sandbox.close())));

async function sandboxOf(options: SandboxOptions & { readonly words?: string }): Promise<Sandbox> {
  const dialect = dialectOf(options.words ?? 'recorded') as Dialect;
  const sandbox = await startSandbox({ size: 1_000, ...options, dialect });
  running.push(sandbox);
  return sandbox;
}

type Body = { count: number; results: { key: string; id: string }[]; meta: object } & Record<string, unknown>;

const rowsIn = (body: Body, key: string) => Object.values((body[key] ?? {}) as Record<string, Record<string, unknown>>);

/** What an API does otherwise: to the parameters of a request, or to the answer. */
interface Habit {
  readonly params?: (params: URLSearchParams, path: string) => void;
  readonly body?: (body: Body, params: URLSearchParams, path: string) => void;
}

/** The sandbox with a habit of another API. */
async function withHabit(sandbox: Sandbox, { params: changed, body: change }: Habit) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', sandbox.url);
    const asked = new URLSearchParams(url.searchParams);
    changed?.(url.searchParams, url.pathname);
    const relay = async () => {
      const answer = await fetch(url, { headers: { authorization: request.headers.authorization ?? '' } });
      const body = (await answer.json()) as Body;
      change?.(body, asked, url.pathname);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    relay().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const assumptions = new ApiFacts(resources.values()).assumptions();

/** The associations that this dialect does not write as they are declared, by the rows of the account themselves. */
function writtenOtherwise(sandbox: Sandbox, dialect: Dialect): string[] {
  return assumptions
    .filter(({ collection, link }) => {
      const shelves = [collection, ...collection.members].map(({ key }) => shelfOfKey(key)).filter((one) => !!one);
      const rows = shelves.flatMap((shelf) =>
        [...(sandbox.tables.get(shelf.key)?.values() ?? [])].map((row) => ({ shelf, row })),
      );
      if (rows.length === 0) return false;
      if (link.kind === 'polymorphic') return dialect.reading === 'always-ref';
      return link.own && rows.some(({ shelf, row }) => !writesColumn(dialect, shelf, row, link));
    })
    .map(({ name }) => `association ${name}`);
}

/** The associations that rows of an answer do not write as they are declared, beside those that it includes. */
const seenOtherwise = (body: Body, params: URLSearchParams, path: string) =>
  assumptions
    .filter(({ collection, link, declared }) =>
      rowsIn(body, collection.key).some((row) => {
        const isOwn = path.endsWith(`/${collection.key}`) && body.results.some(({ id }) => id === row.id);
        if (isOwn && params.get('include')?.split(',').includes(link.name)) return false;
        return (row[link.field] !== undefined) !== (declared === 'always');
      }),
    )
    .map(({ name }) => `association ${name}`);

describe('over each dialect of the sandbox, it finds every difference and nothing else:', () => {
  it.each([
    { words: 'recorded', exit: 0, otherwise: [] },
    { words: 'contract', exit: 0, otherwise: [] },
    { words: 'always-ref', exit: 0, otherwise: ['references.key'] },
    { words: 'mixed', exit: 0, otherwise: ['forms.dates', 'forms.ids', 'forms.offsets'] },
    { words: 'count-above', exit: 1, otherwise: ['counts'] },
    { words: 'count-below', exit: 1, otherwise: ['counts'] },
    { words: 'count-absent', exit: 1, otherwise: ['counts'] },
    { words: 'long-pages', exit: 0, otherwise: ['pages.size'] },
    { words: 'stale-search', exit: 1, otherwise: ['search.count'] },
    { words: 'short-pages', exit: 0, otherwise: ['pages.largest'] },
    { words: 'no-offsets', exit: 0, otherwise: ['pages.offset'] },
    { words: 'no-meta', exit: 0, otherwise: [] },
    { words: 'short-pages,no-meta,no-offsets', exit: 0, otherwise: ['pages.largest', 'pages.offset'] },
    { words: 'count-above,no-meta', exit: 1, otherwise: ['counts'] },
    {
      words: 'contract,mixed,long-pages',
      exit: 0,
      otherwise: ['forms.dates', 'forms.ids', 'forms.offsets', 'pages.size'],
    },
  ])('$words', async ({ words, exit: status, otherwise }) => {
    const sandbox = await sandboxOf({ words });

    const { exit, examination } = await examined(sandbox.url, 'demo');

    const expected = [...otherwise, ...writtenOtherwise(sandbox, dialectOf(words) as Dialect)];
    expect(differing(examination).toSorted()).toEqual(expected.toSorted());
    expect(exit).toBe(status);
    expect(sandbox.requests).toHaveLength(examination.calls.made);
    expect(examination.calls.made).toBeLessThanOrEqual(60);
    expect(new Set(sandbox.requests.map(({ method, status: answered }) => `${method} ${answered}`))).toEqual(
      new Set(['GET 200']),
    );
    expect([...sandbox.warnings]).toEqual([]);
  });

  it('sparse: by the rows that it was given', async () => {
    const sandbox = await sandboxOf({ words: 'sparse' });
    const otherwise = new Set<string>();
    const body: Habit['body'] = (...answer) => {
      for (const name of seenOtherwise(...answer)) otherwise.add(name);
    };
    await using api = await withHabit(sandbox, { body });

    const { exit, examination } = await examined(api.url, 'demo');

    expect(differing(examination).toSorted()).toEqual([...otherwise].toSorted());
    expect(otherwise.size).toBeGreaterThan(100);
    expect(exit).toBe(0);
  });

  it('leaves hardly an assumption of the made-up account unseen, and reads no list whose reading writes', async () => {
    const sandbox = await sandboxOf({});

    const { examination } = await examined(sandbox.url, 'demo');

    const unseen = examination.findings.filter(({ verdict }) => verdict === 'unseen').map(({ name }) => name);
    expect(unseen.filter((name) => !name.startsWith('association '))).toEqual([]);
    expect(unseen.length).toBeLessThan(10);
    expect(examination.types.filter(({ rows }) => rows > 0).length).toBeGreaterThan(70);
    expect(sandbox.requests.filter(({ path }) => path === '/rate_card_sets')).toEqual([]);
  });
});

describe('its budget of calls', () => {
  it.each([1, 7, 20])('is kept: %i', async (calls) => {
    const sandbox = await sandboxOf({});

    const { examination, notes } = await examined(sandbox.url, 'demo', [`--calls=${calls}`]);

    expect(sandbox.requests).toHaveLength(calls);
    expect(examination.calls).toEqual({ made: calls, budget: calls, endedBecause: null });
    expect(differing(examination)).toEqual([]);
    expect(notes[0]).toBe(
      `asks an API at another address at most ${calls} times, one call at a time, and changes nothing`,
    );
    expect(notes.slice(1)).toEqual(
      sandbox.requests.map(({ path }, at) => `${at + 1} of at most ${calls}: GET ${path}`),
    );
  });
});

describe('each assumption is found broken where it is:', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await sandboxOf({ size: 6_000 });
  });

  let turn = 0;
  const habits: readonly { readonly name: string; readonly exit: number; readonly habit: Habit }[] = [
    {
      name: 'pages.largest',
      exit: 0,
      habit: {
        params: (params) => Number(params.get('per_page')) > 100 && params.set('per_page', '100'),
      },
    },
    {
      name: 'pages.stable',
      exit: 1,
      habit: {
        body(body, params) {
          if (params.has('order') && turn++ % 2 === 1) body.results = body.results.toReversed();
        },
      },
    },
    {
      name: 'pages.joined',
      exit: 1,
      habit: { params: (params) => params.delete('page') },
    },
    {
      name: 'pages.offset',
      exit: 0,
      habit: { params: (params) => ['limit', 'offset'].map((name) => params.delete(name)) },
    },
    {
      name: 'only.unpaged',
      exit: 1,
      habit: {
        params: (params) => params.has('only') && params.set('only', params.get('only')?.split(',', 20).join() ?? ''),
      },
    },
    {
      name: 'defaults.hide',
      exit: 0,
      habit: {
        params: (params) => params.has('only') && !params.has('search') && params.set('apply_default_filters', 'false'),
      },
    },
    {
      name: 'defaults.lifted',
      exit: 1,
      habit: { params: (params) => params.delete('apply_default_filters') },
    },
    {
      name: 'search.only',
      exit: 0,
      habit: { params: (params) => params.has('only') && params.delete('search') },
    },
    {
      name: 'references.status',
      exit: 1,
      habit: { params: (params) => params.delete('status') },
    },
    {
      name: 'includes.written',
      exit: 1,
      habit: {
        body(body) {
          for (const row of rowsIn(body, 'external_references')) delete row.subject_ref;
        },
      },
    },
    {
      name: 'words',
      exit: 1,
      habit: {
        body(body) {
          for (const row of rowsIn(body, 'stories')) row.story_type = 'saga';
        },
      },
    },
  ];

  it.each(habits)('$name', async ({ name, exit: status, habit }) => {
    await using api = await withHabit(sandbox, habit);

    const { exit, examination } = await examined(api.url, 'demo');

    expect(differing(examination)).toContain(name);
    expect(differing(examination).filter((other) => other !== name)).toEqual([]);
    expect(exit).toBe(status);
  });
});

describe('what it cannot examine is said in one line, with exit status 2:', () => {
  const token = 'cANARY-doctor-0123456789';

  it.each([
    {
      title: 'a wrong token',
      options: async () => ({ url: (await sandboxOf({})).url }),
      says: 'Kantata rejected the token for GET /users/me: it is missing, expired or revoked. Send a valid token.',
    },
    {
      title: 'a dead host',
      options: async () => ({ url: `http://127.0.0.1:${await freePort()}/api/v1` }),
      says: 'Kantata could not be reached for GET /users/me: retry later, and check KANTATA_API_URL if this is new. (ECONNREFUSED)',
    },
    {
      title: 'a wrong path',
      options: async () => ({
        url: (await sandboxOf({ users: [{ token, userId: '1', name: 'Ada' }] })).url.replace('/v1', '/v2'),
      }),
      says: 'Kantata has no list at GET /users/me for this account: check KANTATA_API_URL, which should end in /api/v1.',
    },
    {
      title: 'another server',
      options: async () => {
        const sandbox = await sandboxOf({});
        sandbox.fail({ garbage: 'html' });
        return { url: sandbox.url };
      },
      says: "Kantata's answer to GET /users/me is unusable: it is an HTML page. Retry, and report it if it persists. KANTATA_API_URL may name another server.",
    },
    {
      title: 'a slow API',
      options: async () => {
        const sandbox = await sandboxOf({});
        sandbox.latency(5_000);
        return { url: sandbox.url, UPSTREAM_CALL_TIMEOUT_MS: '200' };
      },
      says: 'Kantata did not answer GET /users/me within 200 ms: request less data, or retry later.',
    },
  ])('$title', async ({ options, says }) => {
    const { url, ...env } = await options();
    await using command = startCommand({
      args: ['doctor'],
      env: { KANTATA_API_URL: url, KANTATA_TOKEN: token, ...env },
    });

    expect(await command.ended).toBe(2);

    expect(command.stdout()).toBe('');
    expect(command.stderr().trim().split('\n')).toEqual([
      'kantata-gateway: asks an API at another address at most 60 times, one call at a time, and changes nothing',
      'kantata-gateway: 1 of at most 60: GET /users/me',
      `kantata-gateway: ${says}`,
    ]);
  });

  it('no token, and flags that are none', async () => {
    await using command = startCommand({ args: ['doctor', '--calls=0', '--fix'] });

    expect(await command.ended).toBe(2);

    expect(command.stderr().trim().split('\n').toSorted()).toEqual([
      'kantata-gateway: --calls must be a whole number from 1 to 500',
      'kantata-gateway: --fix is not a known flag; see --help',
    ]);
    expect(() => loadDoctorConfig({}, [])).toThrow(ConfigError);
    expect(() => loadDoctorConfig({}, [])).toThrow('doctor needs a token: set KANTATA_TOKEN or KANTATA_TOKEN_FILE');
  });
});

describe('what goes wrong on the way', () => {
  it('a list that the token may not read is named, and the rest is examined', async () => {
    const sandbox = await sandboxOf({});
    sandbox.fail({ match: 'GET /invoices', status: 403 });

    const { exit, examination } = await examined(sandbox.url, 'demo');

    expect(new Set(examination.refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(
      new Set([JSON.stringify({ path: '/invoices', kind: 'forbidden', status: 403 })]),
    );
    expect(differing(examination)).toEqual([]);
    expect(exit).toBe(0);
  });

  it('a rate limit is waited for as it asks, and told', async () => {
    const sandbox = await sandboxOf({});
    sandbox.fail({ match: 'GET /users/me', status: 429, headers: { 'retry-after': '1' }, times: 1 });

    const { exit, examination } = await examined(sandbox.url, 'demo');

    expect(examination.rateLimits).toEqual({ met: 1, namedWait: 1, longestWaitMs: 1_000 });
    expect(sandbox.requests).toHaveLength(examination.calls.made);
    expect(exit).toBe(0);
  });

  it('limits that are waited out one by one do not end it, however many they are', async () => {
    const sandbox = await sandboxOf({});
    await examined(sandbox.url, 'demo');
    const paths = [...new Set(sandbox.requests.map(({ path }) => path))].slice(0, 8);
    for (const path of paths)
      sandbox.fail({
        match: new RegExp(`^GET ${path}(\\?|$)`),
        status: 429,
        headers: { 'retry-after': '0' },
        times: 1,
      });

    const { exit, examination } = await examined(sandbox.url, 'demo');

    expect(examination.rateLimits.met).toBeGreaterThan(4);
    expect(examination.calls.endedBecause).toBeNull();
    expect(exit).toBe(0);
  });

  it('one that asks for too long a wait ends it, with status 2 and what was seen until then', async () => {
    const sandbox = await sandboxOf({});
    sandbox.fail({ match: 'include=', status: 429, headers: { 'retry-after': '600' } });

    const { exit, examination } = await examined(sandbox.url, 'demo');

    expect(examination.calls).toEqual({
      made: 2,
      budget: 60,
      endedBecause: 'the API limits how often it may be called',
    });
    expect(examination.rateLimits.longestWaitMs).toBe(60_000);
    expect(exit).toBe(2);
  });
});

describe('its report', () => {
  const CANARY = 'cANARYvalue';
  const id = '987650001';
  /** An account whose every text is to stay where it is, with keys and words that the schema does not know. */
  const rows = {
    users: [{ id, full_name: CANARY, headline: CANARY, shoe_size: CANARY, [`${CANARY} key`]: 1 }],
    workspaces: [{ id: '987650002', title: CANARY, creator_id: id, status: { message: CANARY } }],
    stories: [{ id: '987650003', title: CANARY, workspace_id: '987650002', story_type: CANARY, description: CANARY }],
  };
  const token = 'cANARY-doctor-0123456789';

  it('names keys, words and types, and nothing of any record: neither value nor id nor token', async () => {
    using folder = temporaryFolder();
    const [report, facts] = [folder.write('report.json', ''), folder.write('facts.json', '')];
    const sandbox = await sandboxOf({ rows, users: [{ token, userId: id, name: CANARY }] });
    const args = ['doctor', `--report=${report}`, `--write-facts=${facts}`];
    await using command = startCommand({ args, env: { KANTATA_API_URL: sandbox.url, KANTATA_TOKEN: token } });

    expect(await command.ended).toBe(1);

    const shareable = command.stdout() + readFileSync(report, 'utf8');
    for (const said of [shareable, command.stderr(), readFileSync(facts, 'utf8')]) {
      expect(said.match(/.*cANARY.*/i)).toBeNull();
      expect(said.match(/.*98765000.*/)).toBeNull();
    }
    expect(shareable.match(/.*127\.0\.0\.1.*/)).toBeNull();
    expect(command.stdout()).toContain('Other words in stories.story_type.');
    expect(command.stdout()).toContain('User has keys that the schema lacks: shoe_size\n');
    expect(command.stdout()).toMatch(/User never had: .*email_address/);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      format: 1,
      versions: { node: expect.any(String) },
    });
  });

  it('is written as facts that a gateway begins with', async () => {
    using folder = temporaryFolder();
    const path = folder.write('facts.json', '');
    await using command = startCommand({
      args: ['doctor', '--sandbox', '--sandbox-dialect=contract', `--write-facts=${path}`],
    });

    expect(await command.ended).toBe(0);

    const facts = new ApiFacts(resources.values());
    expect(facts.restore(readFileSync(path, 'utf8'), 'sandbox')).toBe(true);
    const shown = new Map(facts.assumptions().map((one) => [one.name, one.shown]));
    expect(shown.get('workspace_resources.user')).toBe('never');
    expect(shown.get('stories.workspace')).toBe('never');
  });

  it('has what pages show among those facts', async () => {
    using folder = temporaryFolder();
    const path = folder.write('facts.json', '');
    const dialect = '--sandbox-dialect=short-pages,no-offsets';
    await using command = startCommand({ args: ['doctor', '--sandbox', dialect, `--write-facts=${path}`] });

    expect(await command.ended).toBe(0);

    const { pages } = JSON.parse(readFileSync(path, 'utf8')) as { pages: { sizes: object; offsets: object } };
    const [key = ''] = Object.keys(pages.sizes);
    expect(pages).toEqual({ sizes: { [key]: 50 }, offsets: { [key]: 'never' } });
  });

  it('a file that cannot be written is said, with status 2', async () => {
    await using command = startCommand({
      args: ['doctor', '--sandbox', '--report=/there/is/no/such/folder/report.json'],
    });

    expect(await command.ended).toBe(2);

    expect(command.stderr()).toContain('kantata-gateway: cannot write /there/is/no/such/folder/report.json (ENOENT)\n');
    expect(existsSync('/there/is/no/such/folder')).toBe(false);
  });
});

it('--help is given by itself and mentioned in that of the gateway', async () => {
  await using own = startCommand({ args: ['doctor', '--help'] });
  await using whole = startCommand({ args: ['--help'] });

  expect([await own.ended, await whole.ended]).toEqual([0, 0]);

  expect(own.stdout()).toBe(`${doctorHelp()}\n`);
  for (const flag of [
    '--calls',
    '--json',
    '--report',
    '--write-facts',
    '--sandbox',
    'SANDBOX_DIALECT',
    'KANTATA_TOKEN_FILE',
  ])
    expect(own.stdout()).toContain(flag);
  expect(whole.stdout()).toContain('kantata-gateway doctor');
});

it('its page shows what it says of the sandbox', async () => {
  const page = new URL('../docs/doctor.md', import.meta.url);
  const text = readFileSync(page, 'utf8');
  const args = /npm start -- (doctor --sandbox .*)/.exec(text)?.[1]?.split(' ') ?? [];
  await using command = startCommand({ args });

  expect(await command.ended).toBe(1);

  const said = command
    .stdout()
    .replace(/^kantata-gateway \S+ on Node \S+,/, 'kantata-gateway … on Node …,')
    .replace(/took .* ms\./, 'took … ms.');
  const written = text.replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${said}\`\`\``);
  await expect(written).toMatchFileSnapshot(fileURLToPath(page));
});
