/** The set-ups that docs/agents.md shows, step by step, as their users would run them. */
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import ownManifest from '../package.json' with { type: 'json' };
import { startSandbox } from '../src/sandbox/server.ts';
import inspectorPackage from './packages/mcp-inspector/package.json' with { type: 'json' };
import { blocksOf, fileOf } from './support/code-blocks.ts';
import { startCommand } from './support/command-line.ts';
import { assistantBy, assistantOverHttp } from './support/mcp.ts';
import { npmSkipped } from './support/npm.ts';
import { ownPackage } from './support/own-packages.ts';
import { ROWS, usersWith, WHO } from './support/service.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const text = readFileSync(new URL('../docs/agents.md', import.meta.url), 'utf8');
const blocks = blocksOf(text);
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const fileNamed = (file: string) => blocks.find((block) => fileOf(block) === file)?.text ?? '';

/** The command of the document that has this in it. */
const commandWith = (part: string) =>
  blocks.find(({ language, text: command }) => language === 'sh' && command.includes(part))?.text ?? '';

const own = `${ownManifest.name}@${ownManifest.version}`;
const inspector = `@modelcontextprotocol/inspector@${inspectorPackage.dependencies['@modelcontextprotocol/inspector']}`;

/** An `npx` that has fetched these packages, in these versions, and no others. */
const npx = (inspectorFolder: string) => `#!/bin/sh
case "$* " in
  "-y ${own} "*) shift 2; exec "${process.execPath}" "${main}" "$@" ;;
  "-y ${inspector} --cli "*) shift 3; exec "${process.execPath}" "${inspectorFolder}/clients/launcher/build/index.js" --cli --connect-timeout 120000 "$@" ;;
esac
echo "npx: not fetched: $*" >&2
exit 9
`;

/** A folder with the files of the document, and the environment of a shell in it. */
function machine(inspectorFolder = '') {
  const folder = temporaryFolder();
  const program = folder.write('npx', npx(inspectorFolder));
  chmodSync(program, 0o755);
  const cwd = dirname(program);
  folder.write('claude_desktop_config.json', fileNamed('claude_desktop_config.json'));
  const env = { PATH: [cwd, dirname(process.execPath), process.env.PATH].join(':'), HOME: cwd, LOG_LEVEL: 'silent' };
  return { cwd, env, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const MINUTES = 60_000;

describe('a desktop assistant', () => {
  it('is set up once its package is fetched', { timeout: 2 * MINUTES }, async () => {
    using empty = machine();

    const { stdout } = await promisify(execFile)('sh', ['-c', commandWith('--check')], empty);

    expect(stdout).toMatch(/^The configuration is good\.$/m);
  });

  it('starts the server of its file, and asks', { timeout: 2 * MINUTES }, async () => {
    using empty = machine();
    const { kantata } = JSON.parse(fileNamed('claude_desktop_config.json')).mcpServers;

    await using assistant = await assistantBy({ ...kantata, ...empty });

    const { value } = await assistant.call('ask', { operation: '{ workspaces { totalCount } }' });
    expect(value.data.workspaces.totalCount).toBeGreaterThan(0);
  });
});

describe('an IDE', () => {
  it('asks the gateway that is started for it, with its secret', { timeout: 2 * MINUTES }, async () => {
    const [KANTATA_TOKEN, SECRET] = ['cANARY-api-token-0123456789', 'cANARY-first-secret-0123456789'];
    const { type, url, headers } = JSON.parse(fileNamed('.vscode/mcp.json')).servers.kantata;
    const shown = commandWith('INBOUND_SECRET');
    const variables = [...shown.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value] as const);
    await using api = await startSandbox({ rows: ROWS, users: usersWith(KANTATA_TOKEN) });
    await using command = startCommand({
      args: ['--port=0'],
      env: {
        ...Object.fromEntries(variables),
        KANTATA_TOKEN,
        INBOUND_SECRET: SECRET,
        KANTATA_API_URL: api.url,
      },
    });
    const [, printed = ''] = await command.printed(/^MCP +(\S+)$/m);

    await using assistant = await assistantOverHttp(printed.replace(/\/mcp$/, ''), {}, SECRET);

    expect(variables).toEqual([
      ['MCP', 'on'],
      ['KANTATA_TOKEN', '...'],
      ['INBOUND_SECRET', '...'],
    ]);
    expect(shown).toContain(`npx -y ${own}\n`);
    expect({ type, path: new URL(url).pathname }).toEqual({ type: 'http', path: new URL(printed).pathname });
    expect(headers.Authorization).toMatch(/^Bearer /);
    const { value } = await assistant.call('ask', { operation: WHO });
    expect(value.data).toEqual({ user: { fullName: 'Ada Lovelace' } });
    expect(api.requests.map(({ token }) => token)).toEqual([KANTATA_TOKEN]);
  });
});

describe.skipIf(npmSkipped)(`the inspector${npmSkipped ? ': skipped, npm reaches no registry' : ''}`, () => {
  let folder = '';
  beforeAll(async () => {
    folder = await ownPackage('mcp-inspector');
  }, 5 * MINUTES);

  const inspect = async (command: string) => {
    using empty = machine(folder);
    return await promisify(execFile)('sh', ['-c', command], empty);
  };

  it('asks on the command line, by the file of the assistant', { timeout: 3 * MINUTES }, async () => {
    const { stdout } = await inspect(commandWith('tools/call'));

    const { structuredContent } = JSON.parse(/^\{[\s\S]*^\}/m.exec(stdout)?.[0] ?? '');
    expect(structuredContent.data.workspaces.totalCount).toBeGreaterThan(0);
  });

  it('finds nothing in the schemas of the tools that some clients do not take', { timeout: 3 * MINUTES }, async () => {
    const listing = commandWith('tools/call').replace(/--method[\s\S]*/, '--method tools/list --strict');

    const { stdout, stderr } = await inspect(listing);

    expect(stdout).toContain('"name": "ask"');
    expect(stderr).not.toMatch(/warning: tool|error: tool/i);
  });

  it('is started with the file of the assistant for its page', () => {
    expect(commandWith('--config').startsWith(`npx -y ${inspector} --config claude_desktop_config.json`)).toBe(true);
  });
});
