/** Other people's programs: each folder here is one, which is tried with the packed package and real packages from npm. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Beside the files of every folder. */
const COMMON = ['client.mjs', 'gateway.mjs'];

/** Where npx brings the package, in place of an installation. */
const BY_NPX = ['mcp', 'npx'];

/** What `client.mjs` prints where all is well. */
const ANSWER =
  /"users":\{"nodes":\[\{"id":"[^"]+","fullName":"[^"]+"\}\]\},"__schema":\{"queryType":\{"name":"Query"\}\}/;

/** What `show` prints of it, for a client. */
const READ = /^read: \[\{"id":"[^"]+","fullName":"Ada Lovelace"\}\]$/m;

/** The longest that one may take, packages and all, in milliseconds. */
const TIMEOUT_MS = 240_000;

export interface Trial {
  readonly name: string;
  /** What it is tried with: names and exact versions. */
  readonly packages: Readonly<Record<string, string>>;
  /** What the gateway says at start in place of working; null where it is to work. */
  readonly refused: string | null;
  /** Null where the query was answered, or refused as it should be; otherwise what was printed. */
  readonly problem: string | null;
}

/** Names of all folders. */
export async function programs(): Promise<string[]> {
  const entries = await readdir(here, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

const npm = async (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) => {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const options = { cwd, env: { ...process.env, ...env, PATH, CI: '1', NO_COLOR: '1' }, timeout: TIMEOUT_MS };
  const { npm_execpath: script } = process.env;
  return script
    ? run(process.execPath, [script, ...args], options)
    : run('npm', args, { ...options, shell: process.platform === 'win32' });
};

/** Packs the package as it is published. Resolves with the path of the tarball, which is the caller's to remove. */
export async function pack(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-pack-'));
  await npm(['pack', '--pack-destination', folder], root);
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  return join(folder, tarball);
}

/** Tries one program in an empty folder, which is gone afterwards. */
export async function attempt(name: string, tarball: string): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'kantata-gateway-with-'));
  const { dependencies, refused = null } = JSON.parse(await readFile(join(here, name, 'package.json'), 'utf8'));
  try {
    await cp(join(here, name), folder, { recursive: true });
    for (const file of COMMON) await cp(join(here, file), join(folder, file));
    const installed = BY_NPX.includes(name) ? [] : [tarball];
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...installed], folder);
    const { stdout, stderr } = await npm(['run', 'try'], folder, {
      PACKAGE: tarball,
      SERVER_JSON: join(root, 'server.json'),
    });
    const isAnswered = refused === null && (ANSWER.test(stdout) || READ.test(stdout));
    return { name, packages: dependencies, refused, problem: isAnswered ? null : `${stdout}\n${stderr}` };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string };
    const isRefused = refused !== null && (stdout + stderr).includes(refused);
    return {
      name,
      packages: dependencies,
      refused,
      problem: isRefused ? null : `${stdout}\n${stderr}`.trim() || message,
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const PAGE = join(root, 'docs', 'compatibility.md');
const MARKS = ['<!-- compatibility -->', '<!-- end -->'] as const;

const packagesOf = ({ packages, name }: Trial) =>
  Object.entries(packages)
    .map(([one, version]) => `${one} ${version}`)
    .join(', ') || (name === 'npx' ? 'npm itself' : '');

const outcomeOf = ({ problem, refused }: Trial) => {
  if (problem !== null) return '**does not work**';
  return refused === null ? 'works' : `says at start: ${refused}`;
};

const HEAD = ['| Program | With | |', '| --- | --- | --- |'];

const rowOf = (trial: Trial): string => {
  const folder = `[${trial.name}](../test/compatibility/${trial.name})`;
  return `| ${folder} | ${packagesOf(trial)} | ${outcomeOf(trial)} |`;
};

/** One row for each trial. */
export const tableOf = (trials: readonly Trial[]): string => [...HEAD, ...trials.map(rowOf)].join('\n');

/** Puts the rows of these programs into the page. Those of others stay, as long as there are such programs. */
export async function writeTable(trials: readonly Trial[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [from, to] = MARKS.map((mark) => page.indexOf(mark)) as [number, number];
  const rows = new Map(trials.map((trial) => [trial.name, rowOf(trial)]));
  for (const [row, name = ''] of page.slice(from, to).matchAll(/^\| \[([^\]]+)\].*$/gm))
    if (!rows.has(name)) rows.set(name, row);
  const names = (await programs()).filter((name) => rows.has(name)).toSorted();
  const table = [...HEAD, ...names.map((name) => rows.get(name))].join('\n');
  await writeFile(PAGE, `${page.slice(0, from + MARKS[0].length)}\n\n${table}\n\n${page.slice(to)}`);
}
