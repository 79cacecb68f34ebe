/** One of the example pages, with a gateway of its own over the demo's account. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../src/config/config.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/server.ts';
import { createGateway } from '../src/http/gateway.ts';
import { loadSignIn } from '../src/identity/load-sign-in.ts';
import { serveLocally } from './supergraph/serve-locally.ts';
import type * as viteOfWeb from './web/vite.ts';

/** The same of each page. */
type Vite = typeof viteOfWeb;

export type FrontEndName = 'web' | 'relay';

type Settings = Readonly<Record<string, string>>;

interface Origins {
  readonly page: string;
  readonly gateway: string;
}

export interface FrontEndOptions {
  readonly name: FrontEndName;
  /** `sources`: as they stand, and anew whenever they change. `built`: as one would publish it. */
  readonly serve: 'sources' | 'built';
  /** Where the page is; 0 for any free port. The gateway takes a free one. */
  readonly port: number;
  /** Settings of the gateway, beside those that the example needs. They may be told where it and the page are. */
  readonly settings?: Settings | ((at: Origins) => Settings | Promise<Settings>);
  /** People sign in, as the settings say, and the page has no token. Default: it asks with one. */
  readonly signIn?: boolean;
}

export interface FrontEnd extends AsyncDisposable {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  readonly graphqlUrl: string;
  /** The REST API behind the gateway, with the account that is looked at. */
  readonly sandbox: Sandbox;
}

/** Large enough that five kinds of record have some hundred references. In rows. */
const ACCOUNT_SIZE = '8000';

const HOST = '127.0.0.1';

const originOf = ({ address, port }: AddressInfo) => `http://${address}:${port}`;

/**
 * Starts all of it, the gateway configured as its user would: it answers the page, whose address is in `CORS_ORIGINS`,
 * and no other. `dispose` stops everything.
 */
export async function startFrontEnd({
  name,
  serve,
  port,
  settings = {},
  signIn = false,
}: FrontEndOptions): Promise<FrontEnd> {
  const parts = new AsyncDisposableStack();
  try {
    // The page holds the address of the gateway, and the gateway that of the page: it listens first, and answers later.
    let answer = (_request: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(503).end();
    };
    const listening = parts.use(await serveLocally((request, response) => answer(request, response)));
    const graphqlUrl = `${listening.origin}/graphql`;

    const page = await servePage(name, serve, port, {
      VITE_GRAPHQL_URL: graphqlUrl,
      VITE_PERSISTED_DOCUMENTS: typeof settings === 'object' && settings.PERSISTED_DOCUMENTS === 'only' ? 'on' : 'off',
      VITE_SIGN_IN: signIn ? 'on' : 'off',
    });
    parts.defer(() => page.close());

    const own =
      typeof settings === 'function' ? await settings({ page: page.origin, gateway: listening.origin }) : settings;
    const config = loadConfig({ SANDBOX_SIZE: ACCOUNT_SIZE, CORS_ORIGINS: page.origin, HOST, ...own }, []);
    const signingIn = await loadSignIn(config, null, { info: console.error, error: console.error });
    parts.defer(() => signingIn?.close());
    const sandbox = parts.use(await startSandbox({ seed: config.sandboxSeed, size: config.sandboxSize }));
    const gateway = createGateway({ ...config, ...signingIn?.options, apiUrl: sandbox.url });
    parts.defer(() => gateway.close());
    answer = gateway.handler;

    const running = parts.move();
    return {
      url: `${page.origin}/`,
      graphqlUrl,
      sandbox,
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function servePage(
  name: FrontEndName,
  serve: FrontEndOptions['serve'],
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  // Each page has packages of its own.
  const { build, createServer, preview } = (await import(`./${name}/vite.ts`)) as Vite;
  const common = {
    root: fileURLToPath(new URL(`${name}/`, import.meta.url)),
    configLoader: 'native' as const,
    logLevel: 'warn' as const,
    clearScreen: false,
    define: Object.fromEntries(
      Object.entries(variables).map(([variable, value]) => [`import.meta.env.${variable}`, JSON.stringify(value)]),
    ),
  };
  if (serve === 'sources') {
    const server = await createServer({ ...common, server: { host: HOST, port } });
    await server.listen();
    return { origin: originOf(server.httpServer?.address() as AddressInfo), close: () => server.close() };
  }

  const outDir = await mkdtemp(join(tmpdir(), `kantata-gateway-${name}-`));
  try {
    await build({ ...common, build: { outDir, emptyOutDir: true, reportCompressedSize: false } });
    const server = await preview({ ...common, build: { outDir }, preview: { host: HOST, port } });
    return {
      origin: originOf(server.httpServer.address() as AddressInfo),
      async close() {
        await server.close();
        await rm(outDir, { recursive: true });
      },
    };
  } catch (error) {
    await rm(outDir, { recursive: true });
    throw error;
  }
}
