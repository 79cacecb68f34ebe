/**
 * `npm run changeset`: runs changesets with these arguments. It releases either a package or the packages of a
 * workspace, and ours is the root of one whose packages are private: while it runs, `package.json` names no workspaces.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const packageFile = new URL('package.json', root);
const command = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'));

const versionIn = (text: string) => (JSON.parse(text) as { version: string }).version;

/** Runs it in this terminal. Returns its exit code. */
export function changeset(args: readonly string[]): number {
  const before = readFileSync(packageFile, 'utf8');
  const { workspaces: _, ...withoutWorkspaces } = JSON.parse(before) as Record<string, unknown>;
  writeFileSync(packageFile, JSON.stringify(withoutWorkspaces, null, 2));
  try {
    return spawnSync(process.execPath, [command, ...args], { cwd: fileURLToPath(root), stdio: 'inherit' }).status ?? 1;
  } finally {
    const version = versionIn(readFileSync(packageFile, 'utf8'));
    writeFileSync(packageFile, before.replace(`"version": "${versionIn(before)}"`, `"version": "${version}"`));
  }
}

if (import.meta.main) process.exitCode = changeset(process.argv.slice(2));
