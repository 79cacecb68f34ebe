/** Starts the parties of a benchmark, each in a process of its own, and talks to them. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Recording } from './proxy.ts';

export type ContenderName = 'gateway' | 'before' | 'plain' | 'proxy' | 'peer' | 'upstream';

/** What a party can be told. It answers each with its {@link Usage}. */
export type Command =
  | { readonly usage: true }
  | { readonly latencyMs: number }
  | { readonly play: Recording }
  /** Starts a profile; the answer to `profileTo` comes once it is written to that file. */
  | { readonly profile: true }
  | { readonly profileTo: string };

/** Of a process, since it started. */
export interface Usage {
  readonly cpuMicroseconds: number;
  /** Memory that it holds now. */
  readonly rssBytes: number;
}

export interface Contender extends Disposable {
  readonly name: ContenderName;
  readonly pid: number;
  /** `http://127.0.0.1:12345` */
  readonly url: string;
  tell(command: Command): Promise<Usage>;
}

const answerOf = <Answer>(child: ChildProcess, name: string) =>
  new Promise<Answer>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${name} ended with code ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    });
  });

/**
 * Starts a party and resolves once it listens.
 *
 * @param apiUrl base of the REST API; none for the upstream itself.
 * @param folder of `before`: another checkout of this repository
 */
export async function startContender(name: ContenderName, apiUrl?: string, folder?: string): Promise<Contender> {
  const args = [name, ...(apiUrl ? [apiUrl] : []), ...(folder ? [folder] : [])];
  const child = fork(new URL('contender.ts', import.meta.url), args, {
    // As `npm start` does, for all of them alike.
    execArgv: ['--max-semi-space-size=64'],
  });
  const { url } = await answerOf<{ url: string }>(child, name);
  return {
    name,
    pid: child.pid as number,
    url,
    async tell(command) {
      const answer = answerOf<{ usage: Usage }>(child, name);
      child.send(command);
      return (await answer).usage;
    },
    [Symbol.dispose]() {
      child.kill('SIGKILL');
    },
  };
}

/** Starts the upstream; `apiUrl` is what a gateway is configured with. */
export async function startUpstream() {
  const upstream = await startContender('upstream');
  return { upstream, apiUrl: `${upstream.url}/api/v1` };
}
