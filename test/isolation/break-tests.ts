/**
 * Runs the tests that are to find out a broken gateway: each over one that is broken, and over the gateway as it is. Its
 * arguments are the names of breakages. Prints what came of each test as JSON.
 */
import { fileURLToPath } from 'node:url';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { createVitest, type TestSpecification } from 'vitest/node';
import { common } from '../vitest.config.ts';
import { type Breakage, breakages, broken } from './breakages.ts';
import { type BrokenTest, WHOLE } from './run-broken.ts';
import { signInBreakages } from './sign-in-breakages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const names = new Set(process.argv.slice(2));
const found = [...breakages, ...signInBreakages].flatMap(({ name, changes, foundBy }) =>
  names.has(name) && 'test' in foundBy ? [{ name, changes, ...foundBy }] : [],
);

const project = (name: string, { changes }: Pick<Breakage, 'changes'>): TestProjectInlineConfiguration => {
  const isBroken = (id: string) => changes.some(({ file }) => id.endsWith(`/src/${file}`));
  return {
    ...common,
    root,
    plugins: [
      {
        name: 'break',
        enforce: 'pre',
        transform: (text, url) => broken({ changes }, url, () => text),
        // Transformed files are shared, and found again by their text on the disk: that is not what is run of a broken one.
        configureVitest: ({ defineCacheKeyGenerator }) =>
          defineCacheKeyGenerator(({ id }) => (isBroken(id) ? false : undefined)),
      },
    ],
    test: { ...common.test, name },
  };
};

const vitest = await createVitest('test', {
  config: false,
  root,
  watch: false,
  reporters: [{}],
  maxWorkers: 2,
  projects: [project(WHOLE, { changes: [] }), ...found.map((breakage) => project(breakage.name, breakage))],
});

const quoted = (text: string) => text.replaceAll(/[|/.*+?()[\]{}\\^$]/g, String.raw`\$&`);

/** These tests of a file and no other. */
function specification(name: string, file: string, tests: readonly string[]): TestSpecification {
  const project = vitest.projects.find((one) => one.name === name);
  if (!project) throw new Error(`there is no project called "${name}"`);
  return project.createSpecification(`${root}${file}`, { testNamePattern: new RegExp(tests.map(quoted).join('|')) });
}

const byFile = Map.groupBy(found, ({ file }) => file);
const { testModules } = await vitest.runTestSpecifications([
  ...[...byFile].map(([file, all]) =>
    specification(
      WHOLE,
      file,
      all.map(({ test }) => test),
    ),
  ),
  ...found.map(({ name, file, test }) => specification(name, file, [test])),
]);
const tests = testModules.flatMap((module): BrokenTest[] =>
  [...module.children.allTests()].map((test) => ({
    breakage: module.project.name,
    file: module.relativeModuleId,
    name: test.fullName,
    state: test.result().state,
  })),
);
await vitest.close();
console.log(JSON.stringify(tests));
