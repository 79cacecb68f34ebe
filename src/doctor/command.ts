/** `kantata-gateway doctor`: examines an account and says what it found. */
import { writeFileSync } from 'node:fs';
import type { DoctorConfig } from '../config/doctor-config.ts';
import { version } from '../config/version.ts';
import { createUpstream } from '../upstream/client.ts';
import { networkOf } from '../upstream/network-settings.ts';
import { examine } from './examine.ts';
import { isBroken, reportJson, reportText, type Versions } from './report.ts';
import { CannotExamine } from './session.ts';

/** All assumptions that answers depend on hold, one does not, or the API could not be examined to the end. */
export type DoctorExit = 0 | 1 | 2;

interface Output {
  /** Takes what was found. */
  readonly print: (text: string) => void;
  /** Takes lines about its progress, and why it could not go on. */
  readonly note: (line: string) => void;
}

const OFFICIAL_HOST = 'api.mavenlink.com';

/** The host of another API may be a secret of its owner, so the report does not name it. */
const apiName = (url: string) => (new URL(url).host === OFFICIAL_HOST ? OFFICIAL_HOST : 'an API at another address');

/** Runs the command, with the sandbox where the configuration says so. Returns the exit status. */
export async function runDoctor(config: DoctorConfig, output: Output): Promise<DoctorExit> {
  if (!config.sandbox)
    return examined(config, { url: config.apiUrl, token: config.token, api: apiName(config.apiUrl) }, output);
  // Not even loaded for a real account.
  const { startBySettings, UnknownDialect } = await import('../sandbox/start-by-settings.ts');
  if (config.sandboxDialect === 'help') {
    const { dialectHelp } = await import('../sandbox/dialect.ts');
    output.print(`${dialectHelp()}\n`);
    return 0;
  }
  try {
    await using sandbox = await startBySettings(config);
    const [user] = sandbox.users;
    const api = `the sandbox, dialect ${config.sandboxDialect}`;
    return await examined(config, { url: sandbox.url, token: user?.token ?? '', api }, output);
  } catch (error) {
    if (!(error instanceof UnknownDialect)) throw error;
    output.note(error.message);
    return 2;
  }
}

interface Target {
  readonly url: string;
  readonly token: string;
  readonly api: string;
}

async function examined(config: DoctorConfig, { url, token, api }: Target, output: Output): Promise<DoctorExit> {
  const { calls } = config;
  await using upstream = createUpstream({
    url,
    callTimeoutMs: config.callTimeoutMs,
    maxBodyBytes: config.maxBodyBytes,
    connections: 1,
    ...networkOf(config),
  });
  output.note(`asks ${api} at most ${calls} times, one call at a time, and changes nothing`);
  const progress = (call: number, path: string) => output.note(`${call} of at most ${calls}: GET ${path}`);
  try {
    const { examination, facts } = await examine({ upstream, token, calls, progress });
    const versions: Versions = { gateway: version(), node: process.versions.node, api };
    const json = reportJson(versions, examination);
    output.print(config.json ? json : reportText(versions, examination));
    const files: [string | null, string][] = [
      [config.report, json],
      [config.writeFacts, facts.save(config.sandbox ? 'sandbox' : url)],
    ];
    const written = files.every(([path, text]) => path === null || isWritten(path, text, output));
    if (!written) return 2;
    if (examination.findings.some(isBroken)) return 1;
    // What was not seen is not known to hold.
    return examination.calls.endedBecause === null ? 0 : 2;
  } catch (error) {
    if (!(error instanceof CannotExamine)) throw error;
    output.note(error.message);
    return 2;
  }
}

function isWritten(path: string, text: string, { note }: Output): boolean {
  try {
    writeFileSync(path, text, { mode: 0o644 });
    note(`wrote ${path}`);
    return true;
  } catch (error) {
    note(`cannot write ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    return false;
  }
}
