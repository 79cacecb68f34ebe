import { readFileSync } from 'node:fs';
import { ConfigError, commandOf, helpText, loadConfig } from './config.ts';

const argv = process.argv.slice(2);

const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version as string;

const complain = (lines: readonly string[]) => {
  for (const line of lines) console.error(`kantata-gateway: ${line}`);
  process.exitCode = 1;
};

/**
 * A SIGTERM to `npm start` ends npm and the shell between npm and us, which does not pass it on: without this, the
 * gateway would go on, with its port taken and nobody to stop it.
 */
function stopWithNpm(stop: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && stop(), 250).unref();
}

async function run() {
  const config = loadConfig(process.env, argv);
  // Only now, so that help, version and complaints do not wait for the schema to be built.
  const starting = import('./serve.ts').then(({ serve }) => serve(config, (line) => console.log(line)));

  let closing: Promise<void> | undefined;
  // Both signals stay handled: npm passes on the Ctrl-C that the terminal has sent already, and a second one that
  // nobody handles would cut off what is being answered.
  const stop = () => {
    closing ??= starting
      .then((server) => server.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          complain([String(error)]);
          process.exit(1);
        },
      );
  };
  // From the start on: who supervises processes may change its mind at any time.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  stopWithNpm(stop);
  await starting;
}

switch (commandOf(argv)) {
  case 'help':
    console.log(helpText());
    break;
  case 'version':
    console.log(version());
    break;
  case 'serve':
    await run().catch((error: unknown) => {
      if (error instanceof ConfigError) complain(error.problems);
      else complain([error instanceof Error ? error.message : String(error)]);
    });
}
