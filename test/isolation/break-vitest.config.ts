/**
 * Tests that are to find out a broken gateway: each over the gateway as it is, and over one that is broken. `BREAKAGES=sign-in`:
 * those of sign-in.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { common } from '../vitest.config.ts';
import { type Breakage, breakages, broken } from './breakages.ts';
import { signInBreakages } from './sign-in-breakages.ts';

const set: readonly Breakage[] = process.env.BREAKAGES === 'sign-in' ? signInBreakages : breakages;
const found = set.flatMap(({ foundBy, ...breakage }) => ('file' in foundBy ? [{ ...breakage, foundBy }] : []));

const project = (name: string, include: string[], breakage?: Breakage): TestProjectInlineConfiguration => ({
  ...common,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: breakage
    ? [{ name: 'break', enforce: 'pre', transform: (text, url) => broken(breakage, url, () => text) }]
    : [],
  test: {
    ...common.test,
    name,
    include,
    // What is kept of a file for the next run is found again by its text, which is not what is run here.
    fsModuleCache: false,
  },
});

export default defineConfig({
  test: {
    testNamePattern: found.map(({ foundBy }) => foundBy.test).join('|'),
    projects: [
      project('whole', [...new Set(found.map(({ foundBy }) => foundBy.file))]),
      ...found.map((breakage) => project(breakage.name, [breakage.foundBy.file], breakage)),
    ],
  },
});
