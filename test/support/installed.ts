/** Programs of the machine that some tests need: a browser, a Redis server, a balancer. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where servers live on Debian, though not on every user's `PATH`. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/** The path of the first program on the `PATH` that has one of the names; undefined where there is none. */
function find(names: readonly string[], { PATH = '' }: NodeJS.ProcessEnv = process.env): string | undefined {
  return [...PATH.split(delimiter), ...SYSTEM]
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);
}

/** A program that a machine may lack. */
export interface Program {
  /** True where the tests that need it are to be skipped: it is missing, and this is not continuous integration. */
  readonly skipped: boolean;
  /** Its path. Throws where it is missing, so that continuous integration fails instead of skipping. */
  path(): string;
}

const program = (what: string, names: readonly string[], named?: string): Program => {
  const found = (named && process.env[named]) || find(names);
  return {
    skipped: found === undefined && !process.env.CI,
    path() {
      if (found === undefined)
        throw new Error(`there is no ${what}: install it${named ? `, or name it in ${named}` : ''}`);
      return found;
    },
  };
};

export const chromiumProgram = program(
  'Chromium',
  ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  'CHROMIUM_PATH',
);
export const redisProgram = program('redis-server', ['redis-server', 'valkey-server']);
export const nginxProgram = program('nginx', ['nginx']);
export const prometheusProgram = program('prometheus', ['prometheus']);
export const promtoolProgram = program('promtool', ['promtool']);
