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
 * Scenarios of what the specification leaves to a server, and this one does not offer: capabilities that it does not declare.
 * A scenario that is not listed has to pass, whatever it tries.
 */
const NOT_OFFERED: Readonly<Record<string, string>> = {
  // Capability `logging`; deprecated in 2026-07-28. The operator's log is no client's affair.
  'logging-set-level': 'logging',
  'tools-call-with-logging': 'logging',
  // Capability `resources.subscribe`. What can be read changes only with a new version.
  'resources-subscribe': 'subscribe',
  'resources-unsubscribe': 'subscribe',
  // A server may ask its client for a text of a model, an answer of the user, or its folders. This one only answers.
  'tools-call-sampling': 'asks',
  'tools-call-elicitation': 'asks',
  'elicitation-sep1034-defaults': 'asks',
  'elicitation-sep1330-enums': 'asks',
  'input-required-result-basic-list-roots': 'asks',
  'input-required-result-basic-sampling': 'asks',
  'input-required-result-capability-check': 'asks',
  'input-required-result-multi-round': 'asks',
  'input-required-result-multiple-input-requests': 'asks',
  'input-required-result-non-tool-request': 'asks',
  'input-required-result-request-state': 'asks',
  'input-required-result-tampered-state': 'asks',
};

/** The one check of a scenario that wants a tool which writes to its client's log. */
const OF_LOGGING = 'sep-2575-server-no-log-without-loglevel';

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

/** All that a scenario sends is checked against the schema of the protocol, whether it is offered or not. */
const isExcused = (scenario: string, { id }: Check) =>
  id !== 'wire-schema-valid' && (scenario in NOT_OFFERED || id === OF_LOGGING);

/** The door of `createMcp`, with the suite's tools, prompts and resources beside those of the gateway. */
const doorWithFixtures: Door = (parts) => {
  const maxTokens = 20_000;
  const tools = new Tools({ ...parts, examples: [], maxTokens });
  const serverFor = serverFactory({ ...parts, tools, maxTokens, saved: [] });
  return mcpRoutes(parts, (session) => addFixtures(serverFor(session)), null);
};

describe.skipIf(npmSkipped)(
  `the conformance suite of MCP${npmSkipped ? ': skipped, npm reaches no registry' : ''}`,
  () => {
    let suite = '';
    beforeAll(async () => {
      suite = await ownPackage('mcp-conformance');
    }, 120_000);

    it.each([
      [
        '2025-06-18',
        ['server-initialize', 'server-session-lifecycle', 'ping', 'tools-list', 'resources-list', 'prompts-list'],
      ],
      [
        '2025-11-25',
        ['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection'],
      ],
      [
        '2026-07-28',
        [
          'server-stateless',
          'tools-list',
          'resources-list',
          'prompts-list',
          'sep-2164-resource-not-found',
          'caching',
          'http-header-validation',
          'dns-rebinding-protection',
        ],
      ],
    ])('of revision %s finds nothing to complain about', { timeout: 180_000 }, async (revision, whole) => {
      const folder = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));
      try {
        const identity = { token: SOMEBODY, principal: 'someone', credential: null, cursorKey: SOMEBODY };
        await using gateway = await startGateway(
          {},
          {
            door: doorWithFixtures,
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
        const complaints = [...found].flatMap(([scenario, checks]) =>
          checks
            .filter((check) => check.status === 'FAILURE' && !isExcused(scenario, check))
            .map(({ id, errorMessage }) => `${scenario}: ${id}: ${errorMessage}`),
        );
        expect(complaints).toEqual([]);
        // And that is not because nothing was tried.
        expect([...found.keys()]).toEqual(expect.arrayContaining(whole));
        for (const scenario of whole)
          expect(found.get(scenario)?.some(({ status }) => status === 'SUCCESS' || status === 'INFO')).toBe(true);
        expect(gateway.requests()).toEqual([]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
