import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
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
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled for comes, or it does not; how soon is no question for a shared machine.
    expect: { poll: { timeout: 10_000 } },
  },
} satisfies TestProjectInlineConfiguration;

/**
 * Specs that neither look at a clock, nor start a process or a browser: two at a time. All others have the machine to
 * themselves, one after another.
 */
const BESIDE_OTHERS = [
  'associations',
  'by-id*',
  'cache*',
  'connections',
  'contract',
  'custom-fields',
  'docs-associations',
  'exact-values',
  'examples',
  'externally-referenced',
  'federation-entities',
  'federation-schema',
  'filters',
  'hidden',
  'incremental-random',
  'invoice-preferences',
  'layers',
  'me',
  'odd-answers',
  'orders',
  'paging',
  'parameter*',
  'planner*',
  'random-answers',
  'rate-card-sets',
  'references-across-types',
  'resources',
  'sandbox-*',
  'schema',
  'subjects',
  'whole-lists',
  'words-agree',
].map((name) => `test/${name}.test.ts`);

const project = (name: string, groupOrder: number, test: TestProjectInlineConfiguration['test']) => ({
  ...common,
  test: { ...common.test, name, sequence: { groupOrder }, ...test },
});

export default defineConfig({
  root: common.root,
  test: {
    globalSetup: ['test/support/set-up.ts'],
    projects: [
      project('beside others', 0, { include: BESIDE_OTHERS, maxWorkers: 2 }),
      project('alone', 1, {
        include: ['test/**/*.test.ts'],
        exclude: [...configDefaults.exclude, ...BESIDE_OTHERS],
        maxWorkers: 1,
      }),
    ],
  },
});
