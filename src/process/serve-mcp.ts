/** Tools for an assistant on the standard input and output: one caller, whose token is in the environment. */
import type { Config } from '../config/config.ts';
import { createGateway } from '../http/gateway.ts';
import { serviceOf } from '../identity/from-config.ts';
import { standardError } from '../observe/destination.ts';
import { createLog } from '../observe/log.ts';
import { DEMO_TOKEN } from './demo.ts';
import { startDemoApi } from './demo-api.ts';
import { mcpOf } from './mcp-options.ts';
import { type Opened, orNothing } from './opened.ts';
import { callerIdOf } from '../identity/caller-id.ts';
import type { Identify, Identity } from '../identity/identity.ts';

/**
 * Serves until the client closes the standard input, and then calls `ended`. Rejects when it cannot, and then leaves
 * nothing running. Nothing but the protocol is written to the
 * standard output; the log goes to standard error.
 */
export const serveMcp = (config: Config, ended: () => void) =>
  orNothing((opened) => serveOpening(opened, config, ended));

async function serveOpening(opened: Opened, config: Config, ended: () => void) {
  const stderr = standardError(process.stderr, { shared: false });
  opened.add(() => stderr.flush());
  const log = createLog(config.logLevel, stderr);
  const sandbox = await startDemoApi(config);
  opened.add(() => sandbox?.close());
  const mcp = await mcpOf(config);
  // The owner of this process has the token of its environment: there is no other caller.
  const service = await serviceOf({ ...config, inboundSecret: null, inboundJwksUrl: null }, log);
  opened.add(() => service?.close());
  const identify: Identify = service?.options.identify ?? (() => demoIdentity);
  const gateway = createGateway({
    ...config,
    ...service?.options,
    identify,
    apiUrl: sandbox?.url ?? config.apiUrl,
    log: log.error,
    observer: log.observer,
    suggestions: !config.production,
    door: mcp.door,
  });
  opened.add(() => gateway.close());
  const server = mcp.stdio(() => identify({ headers: {}, rawHeaders: [] }));
  opened.add(() => server.close());
  process.stdin.once('end', ended);
  return { close: () => opened.close() };
}

const demoIdentity: Identity = {
  token: DEMO_TOKEN,
  principal: callerIdOf(DEMO_TOKEN),
  credential: null,
  cursorKey: DEMO_TOKEN,
};
