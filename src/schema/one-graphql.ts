/**
 * Holds that the copy of graphql that the gateway has is of a version that is tested. All parts of the gateway have the same
 * copy: what else takes schemas is in the package's own files.
 */
import { version } from 'graphql';

/** From, and below: versions that the tests install. The peer range in package.json says the same. */
const TESTED = [
  { major: 16, minor: 11 },
  { major: 17, minor: 1 },
] as const;

export const TESTED_RANGE = TESTED.map(({ major, minor }) => `^${major}.${minor}.0`).join(' || ');

/** Whether a version is one of those that are tested. */
export const isTested = (text: string): boolean => {
  const [own = 0, minor = 0] = text.split('.').map(Number);
  return TESTED.some((from) => own === from.major && minor >= from.minor);
};

/**
 * @throws {Error} that says which version is installed, and what to do, where it is not one of those that are tested.
 */
export function checkGraphql(): void {
  if (!isTested(version))
    throw new Error(
      `graphql ${version} is installed, and this package works with ${TESTED_RANGE}. Install one of these: npm install graphql@16`,
    );
}
