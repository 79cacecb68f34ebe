import { ConfigError, commandOf, describeConfig, helpText, loadConfig } from './config.ts';
import { unexpectedLine } from './unexpected.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);

const complain = (lines: readonly string[]) => {
  for (const line of lines) console.error(`kantata-gateway: ${line}`);
  process.exitCode = 1;
};

/** Signals that come within this time of the first are the same one, on several ways. In milliseconds. */
const SAME_SIGNAL_MS = 500;

/**
 * A SIGTERM to `npm start` ends npm and the shell between npm and us, which does not pass it on: without this, the
 * gateway would go on, with its port taken and nobody to stop it.
 */
function stopWithNpm(stop: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && stop(), 250).unref();
}

function check() {
  try {
    const lines = describeConfig(process.env, argv);
    console.log(['The configuration is good.', '', ...lines].join('\n'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.problems);
  }
}

async function run() {
  const config = loadConfig(process.env, argv);
  // Only now, so that help, version and complaints do not wait for the schema to be built.
  const starting = import('./serve.ts').then(({ serve }) => serve(config, (line) => console.log(line)));

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= starting
      .then((server) => server.close())
      .then(
        () => process.exit(),
        (error: unknown) => {
          complain([error instanceof Error ? error.message : String(error)]);
          process.exit(1);
        },
      );
  };

  let askedAt: number | undefined;
  // Both signals stay handled: npm passes on the Ctrl-C that the terminal has sent already, and that second one is not
  // meant as one. One that comes later is: whoever sends it does not want to wait.
  const stop = () => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1);
    close();
  };
  // What nobody foresaw may have left anything in any state. Without its message, in which anything may stand.
  let failed = false;
  const fail = (error: unknown) => {
    // Only the first, for a log that cannot be written to fails in turn.
    if (failed) return;
    failed = true;
    complain([unexpectedLine(error, null)]);
    close();
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // From the start on: who supervises processes may change its mind at any time.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  stopWithNpm(close);
  await starting;
}

switch (commandOf(argv)) {
  case 'help':
    console.log(helpText());
    break;
  case 'version':
    console.log(version());
    break;
  case 'check':
    check();
    break;
  case 'serve':
    await run().catch((error: unknown) => {
      if (error instanceof ConfigError) complain(error.problems);
      else complain([error instanceof Error ? error.message : String(error)]);
    });
}
