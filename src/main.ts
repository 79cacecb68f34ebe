import { once } from 'node:events';
import { type Config, ConfigError, commandOf, describeConfig, helpText, loadConfig } from './config/config.ts';
import { errorLine } from './redact/error-line.ts';
import { version } from './config/version.ts';
import { keepInspectorShut } from './process/no-inspector.ts';
import { WORKER_VARIABLE } from './process/messages.ts';

const argv = process.argv.slice(2);
const command = commandOf(argv);

const complain = (lines: readonly string[]) => {
  for (const line of lines) console.error(`kantata-gateway: ${line}`);
  process.exitCode = 1;
};

/** Signals that come within this time of the first are the same one, on several ways. In milliseconds. */
const SAME_SIGNAL_MS = 500;

/**
 * A SIGTERM to `npm start` ends npm and the shell between npm and us, which does not pass it on: without this, the
 * gateway would go on, with its port taken and no one to stop it.
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

/** Runs a command that is no server: its exit status is what it returns, and 2 where it could not begin. */
async function runCommand(help: () => string, run: (rest: readonly string[]) => Promise<number>) {
  const rest = argv.slice(1);
  if (rest.includes('--help')) return console.log(help());
  let exitCode = 2;
  try {
    exitCode = await run(rest);
  } catch (error) {
    complain(error instanceof ConfigError ? error.problems : [errorLine(error, null)]);
  }
  process.exitCode = exitCode;
}

/** Takes lines for people, beside what a command writes. */
const note = (line: string) => console.error(`kantata-gateway: ${line}`);

/** Examines an account. Its progress goes to stderr, its findings to stdout, its exit status says what was found. */
async function doctor() {
  const { doctorHelp, loadDoctorConfig } = await import('./config/doctor-config.ts');
  await runCommand(doctorHelp, async (rest) => {
    const config = loadDoctorConfig(process.env, rest);
    const { runDoctor } = await import('./doctor/command.ts');
    return runDoctor(config, { print: (text) => process.stdout.write(text), note });
  });
}

/** Writes an export to a file. Its exit status says whether all rows are in it. */
async function exportFile() {
  const { exportHelp, loadExportConfig } = await import('./config/export-config.ts');
  await runCommand(exportHelp, async (rest) => {
    const config = loadExportConfig(process.env, rest);
    const { runExport } = await import('./process/run-export.ts');
    return runExport(config, {
      print: async (text) => {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      },
      say: (text) => void process.stderr.write(text),
      isTerminal: process.stderr.isTTY,
    });
  });
}

/** Mirrors lists of an account. Its exit status says whether the mirror is what the account is. */
async function mirror() {
  const { loadSyncConfig, syncHelp } = await import('./config/sync-config.ts');
  await runCommand(syncHelp, async (rest) => {
    const config = loadSyncConfig(process.env, rest);
    const { runSync } = await import('./process/run-sync.ts');
    return runSync(config, note);
  });
}

const print = (line: string) => console.log(line);

/** Starts what this process is to be: the gateway, one worker of it, or the primary of several. */
async function start(config: Config, role: string | undefined, stop: () => void) {
  if (command === 'mcp') return (await import('./process/serve-mcp.ts')).serveMcp(config, stop);
  if (role !== undefined) return (await import('./process/worker.ts')).serveAsWorker(config, role, stop);
  // Before anything runs that would have to be stopped again.
  const { checkGraphql } = await import('./schema/one-graphql.ts');
  checkGraphql();
  const { loadOptionalParts } = await import('./process/optional-parts.ts');
  await loadOptionalParts(config);
  if (config.workers === 1) return (await import('./process/serve.ts')).serve(config, print);
  const { serveByWorkers } = await import('./process/primary.ts');
  return serveByWorkers(config, print, {
    reload: () => loadConfig(process.env, argv),
    givenUp(line) {
      complain([line]);
      stop();
    },
  });
}

async function run(role: string | undefined) {
  const config = loadConfig(process.env, argv);
  if (config.production) keepInspectorShut();
  if (config.sandboxDialect === 'help') {
    console.log((await import('./sandbox/dialect.ts')).dialectHelp());
    return;
  }
  // Only now, so that help, version and complaints do not wait for the schema to be built.
  const starting = start(config, role, () => close());

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
  // meant as one. A later one is: its sender does not want to wait.
  const stop = () => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1);
    close();
  };
  // After an unexpected error, any state may be broken. Log it without its message, which may contain anything.
  let failed = false;
  const fail = (error: unknown) => {
    // Only the first, for a log that cannot be written to fails in turn.
    if (failed) return;
    failed = true;
    complain([errorLine(error, null)]);
    close();
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // From the start on: who supervises processes may change its mind at any time.
  if (role === undefined) {
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    stopWithNpm(close);
  } else {
    process.on('SIGTERM', close);
    // A terminal sends these to all processes; what follows of it is for the primary to say.
    for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  }
  await starting;
}

switch (command) {
  case 'help':
    console.log(helpText());
    break;
  case 'version':
    console.log(version());
    break;
  case 'check':
    check();
    break;
  case 'doctor':
    await doctor();
    break;
  case 'export':
    await exportFile();
    break;
  case 'sync':
    await mirror();
    break;
  case 'mcp':
  case 'serve': {
    const { [WORKER_VARIABLE]: role } = process.env;
    delete process.env[WORKER_VARIABLE];
    await run(role).catch((error: unknown) => {
      if (error instanceof ConfigError) complain(error.problems);
      else complain([error instanceof Error ? error.message : String(error)]);
      // The line to the primary would keep it.
      if (role !== undefined) process.exit();
    });
  }
}
