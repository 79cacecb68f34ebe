/** Load generator, gateway and API, each in a process of its own: none of them takes the time of another. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';
import { type CommandOptions, startCommand } from '../support/command-line.ts';
import { createClient, type Outcome, type Question } from '../support/load.ts';
import type { Behaviour, Told, ToApi } from './api-process.ts';

interface RemoteApi extends AsyncDisposable {
  readonly url: string;
  behave(behaviour: Behaviour): Promise<void>;
  tell(): Promise<Told>;
}

/** Starts the echoing API as a process. */
export async function startApiProcess(behaviour: Behaviour): Promise<RemoteApi> {
  const child = fork(fileURLToPath(new URL('api-process.ts', import.meta.url)));
  const [url] = (await once(child, 'message')) as [string];
  // One after the other, so that each gets its own answer.
  let last: Promise<unknown> = Promise.resolve();
  const ask = <Reply>(message: ToApi): Promise<Reply> => {
    const asked = last.then(async () => {
      const reply = once(child, 'message');
      child.send(message);
      return ((await reply) as [Reply])[0];
    });
    last = asked;
    return asked;
  };
  await ask({ behave: behaviour });
  return {
    url,
    behave: async (changed) => void (await ask({ behave: changed })),
    tell: () => ask<Told>('tell'),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

export interface LoadProcesses extends AsyncDisposable {
  readonly api: RemoteApi;
  readonly url: string;
  ask(question: Question): Promise<Outcome>;
}

interface ProcessOptions {
  readonly api: Behaviour;
  /** Connections of the client; more questions than that wait in it. */
  readonly clients: number;
  /** What is not as it is by default. */
  readonly config?: Partial<Pick<Config, NumericSetting>>;
}

type NumericSetting = { [Key in keyof Config]: Config[Key] extends number ? Key : never }[keyof Config];

/** Settings as environment variables. */
export const environmentOf = (config: Partial<Pick<Config, NumericSetting>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [settings[name as NumericSetting].variable, String(value)]),
  );

/** The gateway as its operators run it, with its log on. */
export async function startGatewayProcess(apiUrl: string, options: Pick<CommandOptions, 'env' | 'execArgv' | 'ipc'>) {
  const command = startCommand({
    ...options,
    env: { PORT: '0', NODE_ENV: 'production', LOG_LEVEL: 'info', KANTATA_API_URL: apiUrl, ...options.env },
  });
  const [, url = ''] = await command.printed(/^GraphQL +(http:\S+)\/graphql$/m);
  return { command, url };
}

/** The gateway over the echoing API. */
export async function startLoadProcesses({
  api: behaviour,
  clients,
  config = {},
}: ProcessOptions): Promise<LoadProcesses> {
  const api = await startApiProcess(behaviour);
  const { command, url } = await startGatewayProcess(api.url, { env: environmentOf(config) });
  const client = createClient(url, clients);
  return {
    api,
    url,
    ask: client.ask,
    async [Symbol.asyncDispose]() {
      await client.close();
      await command[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
    },
  };
}
