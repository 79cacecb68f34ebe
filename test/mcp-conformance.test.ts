/** The official conformance suite of MCP, run against `/mcp` in each revision that it knows. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMcp } from '../src/mcp/index.ts';
import { startCommand } from './support/command-line.ts';
import { startGateway } from './support/gateway.ts';
import { npmSkipped } from './support/npm.ts';
import { ownPackage } from './support/own-packages.ts';
import { SOMEBODY } from './support/token-watch.ts';

/**
 * Scenarios that call tools, prompts or resources by names of the suite's own, which only a server made for the suite has:
 * without them it reports a failure. All that they send is still checked against the protocol's schema.
 */
const OF_A_FIXTURE = /^(tools-call-|prompts-get-|resources-(read|templates-read)|elicitation-|input-required-result-)/;

/** Checks that cannot hold of a server that only reads and never asks its client, by scenario; and why. */
const NOT_OFFERED: Readonly<Record<string, readonly string[]>> = {
  // Arguments are not completed: `search` and `describe` are there for that.
  'completion-complete': ['completion-complete'],
  // The operator's log is no client's affair.
  'logging-set-level': ['logging-set-level'],
  // What can be read changes only with a new version.
  'resources-subscribe': ['resources-subscribe'],
  'resources-unsubscribe': ['resources-unsubscribe'],
  // Wants a tool whose input is a schema of the suite's own.
  'json-schema-2020-12': ['*'],
  // Wants a tool with headers for its arguments.
  'http-custom-header-server-validation': ['*'],
  // Each of these is tried with a tool of the suite's own.
  'server-stateless': [
    'sep-2575-server-rejects-undeclared-capability',
    'sep-2575-missing-capability-http-400',
    'sep-2575-http-server-no-independent-requests-on-stream',
    'sep-2575-server-no-log-without-loglevel',
  ],
};

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

const isExcused = (scenario: string, { id }: Check) =>
  id !== 'wire-schema-valid' &&
  (OF_A_FIXTURE.test(scenario) || (NOT_OFFERED[scenario] ?? []).some((one) => one === '*' || one === id));

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
            door: createMcp({ isSandbox: true }).door,
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
