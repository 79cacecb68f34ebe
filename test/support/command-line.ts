/** The command line as its users run it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { fileURLToPath } from 'node:url';
import { SHARING_COMPILED } from './compiled.ts';
import { CANARY } from './token-watch.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Command extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the whole output once it matches; rejects with all that was printed when the process ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or the name of the signal that ended it. */
  ended: Promise<number | string | null>;
}

export interface CommandOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: `src/main.ts`. */
  readonly script?: string;
  /** A file descriptor that takes what it prints on stderr, in place of `stderr()`. */
  readonly stderr?: number;
  /** Flags of Node itself. */
  readonly execArgv?: readonly string[];
  /** Whether it can be sent messages. Default: no. */
  readonly ipc?: boolean;
}

/** Starts the gateway with these settings and no others but silence, whatever the environment of the tests holds. */
export function startCommand({
  args = [],
  env = {},
  script = main,
  stderr: file,
  execArgv = [],
  ipc = false,
}: CommandOptions = {}): Command {
  const child = spawn(process.execPath, [...execArgv, script, ...args], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'silent', ...SHARING_COMPILED, ...env },
    stdio: ['ignore', 'pipe', file ?? 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  if (!child.stdout) throw new Error('it has no output');
  const { stdout: output } = child;
  let stdout = '';
  let stderr = '';
  output.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // `close` and not `exit`: only then everything that it printed is here.
  const ended = once(child, 'close').then(([code, signal]) => (code as number | null) ?? (signal as string));

  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(stdout);
          if (found) resolve(found);
        };
        output.on('data', look);
        void ended.then((code) => reject(new Error(`ended with ${code}, and had printed:\n${stdout}\n${stderr}`)));
        look();
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      if (script === main && (stdout + stderr).includes(CANARY)) throw new Error('the gateway has printed a token');
    },
  };
}
