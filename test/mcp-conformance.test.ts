/** The official conformance suite of MCP, run against `/mcp` in each revision that it knows. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Door } from '../src/http/door.ts';
import { mcpRoutes } from '../src/mcp/http-door.ts';
import { serverFactory } from '../src/mcp/server.ts';
import { Tools } from '../src/mcp/tools.ts';
import { addFixtures } from './mcp/suite-fixtures.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway } from './support/gateway.ts';
import { npmSkipped } from './support/npm.ts';
import { ownPackage } from './support/own-packages.ts';
import { SOMEBODY } from './support/token-watch.ts';

/**
 * Without a session, an older client over HTTP has no way to send the answer to a question, and is asked none. In every other
 * run, and so in all revisions, nothing is excused.
 */
const NEED_SESSIONS: readonly string[] = [
  'tools-call-sampling',
  'tools-call-elicitation',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
];

/** What the suite recommends or could not try, with the reason why it is as it is. Such checks are no failures. */
const REMARKS: Readonly<Record<string, string>> = {
  'server-sse-priming-event': 'streams are not resumed: a client asks again, for all tools only read',
  'server-sse-retry-field': 'streams are not resumed',
  'server-sse-polling-session': 'there are no sessions here',
  'server-sse-multiple-streams-session': 'there are no sessions here',
  'server-sends-prompts-list-changed-on-subscription': 'prompts change with a new version only',
  'server-sends-tools-list-changed-on-subscription': 'tools change with a new version only',
};

/** All that a scenario sends is checked against the schema of the protocol, whatever comes of it. */
const SCHEMA = 'wire-schema-valid';

const TRIED: ReadonlySet<string> = new Set(['SUCCESS', 'INFO', 'WARNING']);

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

/** What each scenario found. */
async function results(folder: string): Promise<Map<string, readonly Check[]>> {
  const found = new Map<string, readonly Check[]>();
  for (const name of await readdir(folder)) {
    const [, scenario = ''] = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(name) ?? [];
    found.set(scenario, JSON.parse(await readFile(join(folder, name, 'checks.json'), 'utf8')) as Check[]);
  }
  return found;
}

/** The door of `createMcp`, with the suite's tools, prompts and resources beside those of the gateway. */
const doorWithFixtures =
  (keepsSessions: boolean): Door =>
  (parts) => {
    const maxTokens = 20_000;
    const tools = new Tools({ ...parts, examples: [], maxTokens });
    const serverFor = serverFactory({ ...parts, tools, maxTokens, saved: [] });
    return mcpRoutes(parts, (session) => addFixtures(serverFor(session), session), {
      protectedBy: null,
      keepsSessions,
    });
  };

describe.skipIf(npmSkipped)(
  `the conformance suite of MCP${npmSkipped ? ': skipped, npm reaches no registry' : ''}`,
  () => {
    let suite = '';
    beforeAll(async () => {
      suite = await ownPackage('mcp-conformance');
    }, 120_000);

    /** Every scenario for servers of this revision. */
    const scenariosOf = async (revision: string) => {
      await using command = startCommand({ script: join(suite, 'dist/index.js'), args: ['list', '--server'] });
      await command.ended;
      return [...command.stdout().matchAll(/^ +- (\S+) \[(.*)\]$/gm)].flatMap(([, name = '', revisions = '']) =>
        revisions.split(',').includes(revision) ? name : [],
      );
    };

    it.each([
      ['2025-06-18', 'with sessions', true],
      ['2025-06-18', 'without', false],
      ['2025-11-25', 'with sessions', true],
      ['2025-11-25', 'without', false],
      // Has no sessions.
      ['2026-07-28', 'as it is', false],
    ])('of revision %s passes, %s', { timeout: 240_000 }, async (revision, _, keepsSessions) => {
      const folder = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));
      try {
        const identity = { token: SOMEBODY, principal: 'someone', credential: null, cursorKey: SOMEBODY };
        await using gateway = await startGateway(
          {},
          {
            door: doorWithFixtures(keepsSessions),
            host: '127.0.0.1',
            // The suite sends no token.
            identify: () => identity as never,
          },
        );
        await using command = startCommand({
          script: join(suite, 'dist/index.js'),
          args: [
            'server',
            `--url=${gateway.url}/mcp`,
            `--spec-version=${revision}`,
            '--suite=all',
            `--output-dir=${folder}`,
          ],
        });
        await command.ended;

        const found = await results(folder);
        const all = [...found].flatMap(([scenario, checks]) => checks.map((check) => ({ scenario, ...check })));
        const scenarios = await scenariosOf(revision);
        const isAsked = keepsSessions || revision === '2026-07-28';
        const failing = new Set(isAsked ? [] : NEED_SESSIONS.filter((name) => scenarios.includes(name)));
        const complaints = all
          .filter(({ scenario, id, status }) => status === 'FAILURE' && (id === SCHEMA || !failing.has(scenario)))
          .map(({ scenario, id, errorMessage }) => `${scenario}: ${id}: ${errorMessage}`);
        expect(complaints).toEqual([]);
        expect(new Set(all.flatMap(({ scenario, status }) => (status === 'FAILURE' ? scenario : [])))).toEqual(failing);
        const remarks = all.flatMap(({ id, status }) => (['WARNING', 'SKIPPED'].includes(status) ? id : []));
        expect(remarks.filter((id) => !(id.replace(/^sep-\d+-/, '') in REMARKS))).toEqual([]);
        // And that is not because nothing was tried.
        expect(scenarios.length).toBeGreaterThan(25);
        expect([...found.keys()].toSorted()).toEqual(scenarios.toSorted());
        const tried = new Set(all.flatMap(({ scenario, status }) => (TRIED.has(status) ? scenario : [])));
        expect(scenarios.filter((scenario) => !tried.has(scenario) && !failing.has(scenario))).toEqual([]);
        expect(gateway.requests()).toEqual([]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
