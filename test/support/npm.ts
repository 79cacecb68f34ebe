/** Whether npm can install packages here. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const isReached = await promisify(execFile)('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000']).then(
  () => true,
  () => false,
);

/** True where the tests that need it are to be skipped: npm reaches no registry, and this is not continuous integration. */
export const npmSkipped = !isReached && !process.env.CI;
