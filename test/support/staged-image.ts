/**
 * An image without a container: what a Dockerfile copies and runs, in folders. It shows that an image can be built of what
 * its build is given, and starts; not what the base image has, nor rights.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile, each on one line and without comments. */
export const instructionsOf = (dockerfile: string): Instruction[] =>
  dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      return { name, rest };
    });

/** Which files of the repository a build gets: all that `.dockerignore` lets through. */
export function buildContext(): (path: string) => boolean {
  const through = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  return (path) => through.some((entry) => path === entry || path.startsWith(`${entry}/`));
}

export interface StagedImage {
  /** Where the last stage's working directory is. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The dependencies that the last stage has of `npm ci`, by the lock file. */
  readonly dependencies: readonly string[];
  remove(): void;
}

interface Stage {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** What `npm ci` would install. */
  dependencies: readonly string[];
}

/**
 * Builds it. `npm ci` only says what it would install, which it does not without a lock file that fits; then the
 * dependencies of the repository stand in. Rejects when an instruction fails.
 */
export async function stageImage(dockerfile: string): Promise<StagedImage> {
  const home = mkdtempSync(join(tmpdir(), 'kantata-gateway-image-'));
  const stages = new Map<string, Stage>();
  const inContext = buildContext();
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  let stage: Stage | undefined;

  const runIn = async ({ folder, env }: Stage, command: string) =>
    promisify(execFile)('sh', ['-c', command], { cwd: folder, env: { ...process.env, ...env, PATH: path } });

  const install = async (into: Stage, command: string) => {
    const { stdout } = await runIn(into, `${command} --dry-run`);
    into.dependencies = [...stdout.matchAll(/^add (\S+) /gm)].map(([, name]) => name as string);
    symlinkSync(join(root, 'node_modules'), join(into.folder, 'node_modules'));
  };

  const copy = (into: Stage, words: readonly string[]) => {
    const [, from] = /^--from=(\S+)$/.exec(words[0] ?? '') ?? [];
    const sources = words.slice(from ? 1 : 0, -1);
    const target = words.at(-1) as string;
    const source = from ? stages.get(from) : undefined;
    for (const name of sources) {
      if (!source && !inContext(name)) throw new Error(`${name} is not given to the build`);
      const file = source ? join(source.folder, relative('/app', name)) : join(root, name);
      const copied = join(into.folder, target.endsWith('/') ? join(target, basename(name)) : target);
      mkdirSync(dirname(copied), { recursive: true });
      cpSync(file, copied, { recursive: true, verbatimSymlinks: true, filter: source ? () => true : isSource(file) });
      // What a build would install anew.
      if (name === 'explorer' || name === 'tools/bundle')
        symlinkSync(join(file, 'node_modules'), join(copied, 'node_modules'));
      if (source && name.endsWith('/node_modules')) into.dependencies = source.dependencies;
    }
  };

  for (const { name, rest } of instructionsOf(dockerfile)) {
    if (name === 'FROM') {
      const [, as = 'last'] = / AS (\S+)$/.exec(rest) ?? [];
      stage = { folder: join(home, as), env: {}, dependencies: [] };
      mkdirSync(stage.folder);
      stages.set(as, stage);
    } else if (!stage) continue;
    else if (name === 'COPY') copy(stage, rest.split(' '));
    else if (name === 'RUN') await (rest.startsWith('npm ci') ? install(stage, rest) : runIn(stage, rest));
    else if (name === 'ENV')
      Object.assign(stage.env, Object.fromEntries(rest.split(' ').map((pair) => pair.split('='))));
  }

  if (!stage) throw new Error('There is no stage.');
  return { ...stage, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Nothing that was installed or built inside of a folder is copied with it: `.dockerignore` keeps it from the build. */
const isSource = (from: string) => (path: string) =>
  path === from ||
  !relative(from, path)
    .split('/')
    .some((part) => part === 'node_modules' || part === 'dist');
