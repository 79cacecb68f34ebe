import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { settings } from '../src/config/settings.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { type Command, type CommandOptions, startCommand } from './support/command-line.ts';

/** Where a gateway that has been started listens. */
const originOf = async (command: Command) => (await command.printed(/^GraphQL +(http:\S+)\/graphql$/m))[1] as string;

/** A gateway that serves, on any free port. */
async function serving({ args = [], env = {} }: CommandOptions) {
  const command = startCommand({ args, env: { PORT: '0', ...env } });
  return { command, origin: await originOf(command) };
}

const ask = async (origin: string, query: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

const asksForPage = (origin: string) => fetch(`${origin}/graphql`, { headers: { accept: 'text/html' } });

const explains = (origin: string) =>
  fetch(`${origin}/explain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ users { totalCount } }' }),
  });

describe('kantata-gateway', () => {
  it('names every setting that is wrong and exits with 1, before it listens', async () => {
    const secret = 'cANARY-0123456789';
    await using command = startCommand({
      args: ['--max-first=none', '--no-such-flag', secret],
      env: { PORT: '4000x', KANTATA_API_URL: `http://${secret}@kantata.example`, GRAPHIQL: 'yes', WAVE_WAIT_MS: '-1' },
    });

    expect(await command.ended).toBe(1);

    expect(command.stdout()).toBe('');
    expect(command.stderr().trim().split('\n').toSorted()).toEqual([
      'kantata-gateway: --max-first must be a whole number from 1 to 100000',
      'kantata-gateway: --no-such-flag is not a known flag; see --help',
      'kantata-gateway: GRAPHIQL must be on or off',
      'kantata-gateway: KANTATA_API_URL must be an https URL (http only on a loopback host or UPSTREAM_PLAIN_HTTP), without credentials, query or fragment',
      'kantata-gateway: PORT must be a whole number from 0 to 65535',
      'kantata-gateway: WAVE_WAIT_MS must be unbounded, or a whole number of milliseconds from 0 to 2147483647',
      'kantata-gateway: argument 3 is not a flag; see --help',
    ]);
  });

  it('says that its port is taken, and exits with 1', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await using command = startCommand({ args: ['--sandbox'], env: { PORT: String(port) } });

    expect(await command.ended).toBe(1);

    expect(command.stderr()).toMatch(new RegExp(`^kantata-gateway: .*EADDRINUSE.*:${port}\n$`));
    server.close();
  });

  it('--help tells every setting with its default, whatever is wrong beside it', async () => {
    await using command = startCommand({ args: ['--help', '--no-such-flag'], env: { PORT: 'x' } });

    expect(await command.ended).toBe(0);

    expect(command.stderr()).toBe('');
    for (const { variable, description } of Object.values(settings)) {
      expect(command.stdout()).toContain(`  ${variable}  or  --${variable.toLowerCase().replaceAll('_', '-')}\n`);
      expect(command.stdout()).toContain(description);
    }
  });

  it('--check tells a configuration that is good, but for its secrets, exits with 0, and does not listen', async () => {
    const KANTATA_TOKEN = 'cANARY-token-0123456789';
    await using command = startCommand({
      args: ['--check', '--port=4100'],
      env: { MAX_FIRST: '200', KANTATA_TOKEN },
    });

    expect(await command.ended).toBe(0);

    const [verdict, , ...lines] = command.stdout().trim().split('\n');
    expect(verdict).toBe('The configuration is good.');
    expect(lines.map((line) => line.split(/ +/)[0])).toEqual(Object.values(settings).map(({ variable }) => variable));
    for (const line of [
      /^KANTATA_API_URL +default +https:\/\/api\.mavenlink\.com\/api\/v1$/,
      /^PORT +flag +4100$/,
      /^MAX_FIRST +environment +200$/,
      /^KANTATA_TOKEN +environment +\[secret\]$/,
      /^FEDERATION_SECRET +default +none$/,
    ])
      expect(lines.filter((text) => line.test(text))).toHaveLength(1);
    expect(command.stdout()).not.toContain('cANARY');
    expect(command.stderr()).toBe('');
  });

  it('--check names what is wrong, and exits with 1', async () => {
    const FEDERATION_SECRET_FILE = '/there/is/no/such/file';
    await using command = startCommand({ args: ['--check'], env: { PORT: 'x', FEDERATION_SECRET_FILE } });

    expect(await command.ended).toBe(1);

    expect(command.stdout()).toBe('');
    expect(command.stderr().trim().split('\n')).toEqual([
      'kantata-gateway: PORT must be a whole number from 0 to 65535',
      'kantata-gateway: FEDERATION_SECRET_FILE must be none, or the path of a file that can be read and holds what FEDERATION_SECRET accepts',
    ]);
  });

  it('--version tells the version of the package', async () => {
    await using command = startCommand({ args: ['--version'] });
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

    expect(await command.ended).toBe(0);

    expect(command.stdout()).toBe(`${version}\n`);
  });

  it('serves the API that it is told, with the token of each caller', async () => {
    await using api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
    const { command, origin } = await serving({ env: { KANTATA_API_URL: api.url } });
    await using _ = command;

    expect(await ask(origin, '{ user(id: 7) { fullName } }')).toMatchObject({
      status: 200,
      body: { data: { user: { fullName: 'Ada Lovelace' } } },
    });
    expect(api.requests.map(({ token }) => token)).toEqual(['demo']);
    expect(command.stdout().split('\n')).toEqual([
      `GraphQL   ${origin}/graphql`,
      `Explorer  ${origin}/graphql in a browser`,
      `Board     ${origin}/board in a browser`,
      `Health    ${origin}/health`,
      `REST API  ${api.url}`,
      'Accepts   token (CREDENTIALS)',
      '',
    ]);
  });

  it('reads a flag as it reads the variable', async () => {
    await using api = await startSandbox({ rows: {} });
    const { command, origin } = await serving({ args: [`--kantata-api-url=${api.url}`, '--graphiql', 'off'] });
    await using _ = command;

    expect(await ask(origin, '{ users { totalCount } }')).toMatchObject({
      body: { data: { users: { totalCount: 0 } } },
    });
    expect((await asksForPage(origin)).status).toBe(400);
  });
});

describe('kantata-gateway --sandbox', () => {
  it('prints a first query with its answer, which is what the printed command gets', async () => {
    const { command } = await serving({ args: ['--sandbox'] });
    await using _ = command;
    const [, query = '', line = '', answer = ''] = await command.printed(
      /A first query:\n\n([\s\S]*?)\n\nThe same from a shell:\n\n(curl .+)\n\nIts answer:\n\n(\{[\s\S]*\n\})\n/,
    );

    expect(query).toBe((await readFile(new URL('../examples/first-query.graphql', import.meta.url), 'utf8')).trim());
    const { url, headers, body } = await readByShell(line);
    const response = await fetch(url, { method: 'POST', headers, body });
    const shown = JSON.parse(answer);
    expect(shown.data.workspaceResources.nodes.length).toBeGreaterThan(0);
    expect(shown).not.toHaveProperty('errors');
    expect(await response.json()).toEqual(shown);
  });

  it('has the explorer with the users of the demo, and explains', async () => {
    const { command, origin } = await serving({ args: ['--sandbox'] });
    await using _ = command;

    const page = await (await asksForPage(origin)).text();
    expect(page).toContain('"token":"demo"');
    expect(page).toContain('"token":"demo-client"');
    expect(await (await explains(origin)).json()).toMatchObject({ totals: { likely: 1 } });
    expect(await ask(origin, '{ users { totalCount } }', { 'x-upstream-trace': '1' })).toMatchObject({
      body: { extensions: { upstream: { total: 1 } } },
    });
  });

  it('has none of that with GRAPHIQL=off, BOARD=off and EXPLAIN=off', async () => {
    const env = { GRAPHIQL: 'off', BOARD: 'off', EXPLAIN: 'off' };
    const { command, origin } = await serving({ args: ['--sandbox'], env });
    await using _ = command;

    await hasNoToolsForDevelopers(origin);
    expect(command.stdout()).not.toMatch(/Explorer|Board/);
  });

  it('has none of that in production, where it also makes no suggestions', async () => {
    const { command, origin } = await serving({ args: ['--sandbox'], env: { NODE_ENV: 'production' } });
    await using _ = command;

    await hasNoToolsForDevelopers(origin);
    expect(JSON.stringify(await ask(origin, '{ userz { totalCount } }'))).not.toContain('Did you mean');
  });

  it('has it in production where it is switched on', async () => {
    const { command, origin } = await serving({
      args: ['--sandbox'],
      env: { NODE_ENV: 'production', GRAPHIQL: 'on', EXPLAIN: 'on' },
    });
    await using _ = command;

    expect((await asksForPage(origin)).status).toBe(200);
    expect((await explains(origin)).status).toBe(200);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 at once on %s when nothing is under way', async (signal) => {
    const { command } = await serving({ args: ['--sandbox'] });
    await using _ = command;
    await command.printed(/Its answer/);

    const start = performance.now();
    command.process.kill(signal);

    expect(await command.ended).toBe(0);
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(command.stderr()).toBe('');
  });
});

describe('SIGTERM', () => {
  it('ends with 0 also where the demo has only begun', async () => {
    const { command } = await serving({ args: ['--sandbox'] });
    await using _ = command;

    command.process.kill('SIGTERM');

    expect(await command.ended).toBe(0);
  });

  it('lets what is under way be answered, takes nothing new, and ends with 0', async () => {
    await using api = await startSandbox({ rows: { users: [{ id: '7', full_name: 'Ada Lovelace' }] } });
    const { command, origin } = await serving({ env: { KANTATA_API_URL: api.url } });
    await using _ = command;
    api.latency(700);

    const answer = ask(origin, '{ user(id: 7) { fullName } }');
    while (api.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    command.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));

    await expect(fetch(`${origin}/health`)).rejects.toThrow('fetch failed');
    const { status, headers, body } = await answer;
    expect({ status, body }).toEqual({ status: 200, body: { data: { user: { fullName: 'Ada Lovelace' } } } });
    expect(headers.get('connection')).toBe('close');
    expect(await command.ended).toBe(0);
  });
});

async function hasNoToolsForDevelopers(origin: string) {
  const page = await asksForPage(origin);
  expect(page.status).toBe(400);
  expect(page.headers.get('content-type')).toContain('application/json');
  expect((await explains(origin)).status).toBe(404);
  expect((await fetch(`${origin}/board`)).status).toBe(404);
  const { status, body } = await ask(origin, '{ users { totalCount } }', { 'x-upstream-trace': '1' });
  expect(status).toBe(200);
  expect(body).not.toHaveProperty('extensions');
}

/** Has a shell split the words of a `curl` line, and reads from them what curl would send. */
async function readByShell(line: string) {
  const { stdout } = await promisify(execFile)('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`]);
  const [url = '', ...words] = stdout.split('\0').slice(0, -1);
  const headers = new Headers();
  let body = '';
  for (let at = 0; at < words.length; at += 2) {
    const value = words[at + 1] as string;
    if (words[at] === '-H') headers.set(value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1).trim());
    else if (words[at] === '-d') body = value;
    else throw new Error(`curl ${words[at]} is not known here`);
  }
  return { url, headers, body };
}
