import { type Config, tracesUrlOf } from '../config/config.ts';
import { DEMO_TOKEN, firstConversation } from './demo.ts';
import type { DemoApi } from './demo-api.ts';
import { credentialsOf } from '../config/credentials.ts';
import { callersOf } from '../identity/from-config.ts';
import type { Listening } from '../http/listen.ts';

/** Addresses that mean this machine only, or all of its interfaces: `localhost` reaches both, and reads better. */
const reachedAsLocalhost = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/** Where a user on this machine finds the server, without a trailing slash. */
export const originOf = (host: string, port: number) => {
  if (reachedAsLocalhost.has(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

/** Prints where a gateway is and, over the sandbox, a first conversation with it. Rejects when that fails. */
export async function announce(
  config: Config,
  { origin, admin, demo }: { origin: string; admin: Listening | undefined; demo: DemoApi | null },
  print: (line: string) => void,
) {
  print(`GraphQL   ${origin}/graphql`);
  if (config.graphiql) print(`Explorer  ${origin}/graphql in a browser`);
  if (config.board) print(`Board     ${origin}/board in a browser`);
  if (config.mcp) print(`MCP       ${origin}/mcp`);
  print(`Health    ${origin}/health`);
  if (admin) print(`Metrics   ${originOf(config.adminHost, admin.port)}/metrics`);
  print(`REST API  ${demo ? `${demo.url}, the sandbox; token: ${DEMO_TOKEN}` : config.apiUrl}`);
  const [traces, callers] = [tracesUrlOf(config), callersOf(config)];
  if (traces !== null) print(`Traces    ${traces}`);
  print(`Accepts   ${credentialsOf(config).join(', ')} (CREDENTIALS)`);
  if (config.signInRedirectUri !== null) print(`Sign-in   ${new URL('login', config.signInRedirectUri).href}`);
  if (callers !== null) print(`Callers   ${callers}; the API is asked with the token of the gateway`);
  if (config.inboundUserClaim !== null)
    print(
      `Callers   anyone with a token of ${config.inboundIssuer}; the API is asked with the token that the user of its claim ${config.inboundUserClaim} signed in with`,
    );
  if (demo === null) return;
  for (const line of ['', ...(await firstConversation(`${origin}/graphql`))]) print(line);
}
