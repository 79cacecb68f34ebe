/** Runs the tests that are to find out a broken gateway, and reads what came of them. */
import { fileURLToPath } from 'node:url';
import { startCommand } from '../support/command-line.ts';
import type { FoundByTest } from './breakages.ts';

/** What stands for the name of a breakage where nothing is broken. */
export const WHOLE = 'whole';

export interface BrokenTest {
  /** The name of a breakage, or {@link WHOLE}. */
  readonly breakage: string;
  /** From the root of the project. */
  readonly file: string;
  /** With the names of the suites that it is in. */
  readonly name: string;
  /** `skipped` for all tests of the file that are not to find it out. */
  readonly state: string;
}

/** What came of the tests of these breakages. */
export async function runBroken(names: readonly string[]): Promise<readonly BrokenTest[]> {
  await using command = startCommand({
    script: fileURLToPath(new URL('break-tests.ts', import.meta.url)),
    args: names,
  });
  await command.ended;
  if (!command.stdout()) throw new Error(command.stderr());
  return JSON.parse(command.stdout());
}

/** How the test ended that is to find out a breakage: `failed`, and `passed` where nothing is broken. */
export function statesOf(
  tests: readonly BrokenTest[],
  breakage: string,
  { file, test }: FoundByTest,
): readonly string[] {
  const own = tests.filter((one) => one.breakage === breakage && one.file === file && one.name.includes(test));
  return [...new Set(own.map(({ state }) => state))];
}
