import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { SHARING_COMPILED } from './support/compiled.ts';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** What all tests have in common. */
export const common = {
  resolve: {
    // graphql ships ESM and CommonJS, and compares its classes by identity: a test that got one while a library
    // got the other would fail with "another module or realm". Node itself always loads this one.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    env: SHARING_COMPILED,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled for comes, or it does not; how soon is no question for a shared machine.
    expect: { poll: { timeout: 10_000 } },
  },
} satisfies TestProjectInlineConfiguration;

/** Specs that look at a clock, or at memory: they have the machine to themselves, one after another, after all others. */
const ALONE = [
  'answer-budget',
  'compression',
  'connections',
  'hostile-documents',
  'hostile-run',
  'overload',
  'ready',
  'rolling-restart',
  'shutdown',
  'slow-readers',
  'strangers',
  'summary-memory',
  'upstream-bodies',
  'upstream-policies',
  'upstream-time',
  'workers',
].map((name) => `test/${name}.test.ts`);

/** Specs that start processes or browsers and wait for them, with time enough: two at a time as well. */
const WITH_PROCESSES = [
  'canary',
  'codegen',
  'command-line',
  'compatibility',
  'demo-supergraph',
  'deploy',
  'docs',
  'doctor',
  'example-*',
  'explorer*',
  'export-command',
  'federation-routers',
  'graphql-over-http',
  'isolation',
  'log',
  'mcp-conformance',
  'mcp-consent',
  'mcp-docs',
  'mcp-identity',
  'metrics',
  'package',
  'prometheus',
  'redis',
  'release',
  'service-token',
  'sign-in-breakages',
  'sign-in-browser',
  'sign-in-redis',
  'sync',
  'traces-export',
].map((name) => `test/${name}.test.ts`);

/** Of single functions. They leave nothing behind, so all share the modules that one of them has loaded. */
const OF_FUNCTIONS = ['test/unit/*.test.ts'];
/** Those of them that look at a clock, at files that change, or at npm. */
const TIMED = ['chunked-stringify', 'listen', 'packages', 'watched-file'].map((name) => `test/unit/${name}.test.ts`);

const project = (name: string, groupOrder: number, test: TestProjectInlineConfiguration['test']) => ({
  ...common,
  test: { ...common.test, name, sequence: { groupOrder }, ...test },
});

/**
 * They wait for processes and browsers, or measure time and memory, on a machine that others may use as well. A fault fails
 * twice. `.ci/summary.mjs` names whatever passed the second time, so that it is looked at.
 */
const retry = process.env.CI ? 1 : 0;

export default defineConfig({
  root: common.root,
  test: {
    globalSetup: ['test/support/set-up.ts'],
    projects: [
      project('of functions', 0, { include: OF_FUNCTIONS, exclude: TIMED, maxWorkers: 2, isolate: false }),
      // Whatever is in neither list computes. Like functions, it leaves nothing behind in the modules that it has loaded: to load
      // them for each file takes as long as half of the tests.
      project('beside others', 0, {
        include: ['test/*.test.ts'],
        exclude: [...configDefaults.exclude, ...ALONE, ...WITH_PROCESSES],
        maxWorkers: 2,
        isolate: false,
      }),
      project('with processes', 1, { include: WITH_PROCESSES, maxWorkers: 2, retry }),
      project('alone', 2, { include: [...ALONE, ...TIMED], maxWorkers: 1, retry }),
    ],
  },
});
