/** Runs the tests that are to find out a broken gateway, and reads what came of them. */
import { fileURLToPath } from 'node:url';
import { startCommand } from '../support/command-line.ts';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What the verbose reporter prints of all of a set. */
export async function runBroken(set: 'isolation' | 'sign-in'): Promise<string> {
  await using command = startCommand({
    script: pathOf('../node_modules/vitest/vitest.mjs'),
    args: ['run', `--config=${pathOf('break-vitest.config.ts')}`, '--reporter=verbose'],
    env: { NO_COLOR: '1', BREAKAGES: set },
  });
  await command.ended;
  return command.stdout();
}

const quoted = (text: string) => text.replaceAll(/[|/.*+?()[\]{}\\^$]/g, String.raw`\$&`);

/** A line of the reporter about the test that is to find out a breakage: `×` for one that failed. */
export const lineOf = (sign: string, project: string, { file, test }: { file: string; test: string }) =>
  new RegExp(`${sign} ${quoted(`|${project}| ${file} > `)}[^\n]*${quoted(test)}`);
