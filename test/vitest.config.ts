import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHARING_COMPILED } from './support/compiled.ts';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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
  'introspection-kept',
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
].map((name) => `test/${name}.test.ts`);

/**
 * Specs that start processes or browsers and wait for them, with time enough. A third of their time they wait, so three at a
 * time keep two processors busy.
 */
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
  'workers',
].map((name) => `test/${name}.test.ts`);

/** Those that take longest. They begin first, so that none is left over when the others have ended. */
const LONGEST = [
  'example-web',
  'isolation',
  'explorer',
  'workers',
  'explorer-answers',
  'sign-in-browser',
  'package',
  'example-web-sign-in',
  'compatibility',
  'codegen',
  'deploy',
  'redis',
  'planner',
  'guarantees',
  'associations',
];

/** Vitest's own order goes by the last run, and without one, as in continuous integration, by the length of the files. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = new Map(LONGEST.map((name, at) => [join(common.root, `test/${name}.test.ts`), at]));
    const rankOf = ({ moduleId }: TestSpecification) => rank.get(moduleId) ?? LONGEST.length;
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const usual = await super.sort([...files]);
    return usual.toSorted((one, other) => groupOf(one) - groupOf(other) || rankOf(one) - rankOf(other));
  }
}

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
    sequence: { sequencer: LongestFirst },
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
      project('with processes', 1, { include: WITH_PROCESSES, maxWorkers: 3, retry }),
      project('alone', 2, { include: [...ALONE, ...TIMED], maxWorkers: 1, retry }),
    ],
  },
});
