/**
 * Sessions over HTTP, for clients of revisions before 2026-07-28 that can show a form: their answer comes in a request of its
 * own, which has to find the one that waits for it. Everyone else is answered without a session.
 */
import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  isLegacyRequest,
  type McpHandlerRequestOptions,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';

const HEADER = 'mcp-session-id';

/** Sessions that are open at once. One takes some 25 kB. */
const MAX_SESSIONS = 1_000;

/** After this time without a request a session may be closed, in milliseconds. A client whose session is gone opens another. */
const IDLE_MS = 30 * 60_000;

interface Kept {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  /** Who has opened it: nobody else may use it. */
  readonly caller: string;
  readonly usedMs: number;
}

export interface SessionOptions {
  readonly serverFor: (options: McpHandlerRequestOptions) => McpServer;
  /** Answers what has no session. */
  readonly without: (request: Request, options: McpHandlerRequestOptions) => Promise<Response>;
  /** Default: 1,000. */
  readonly most?: number;
}

export class Sessions {
  readonly #options: SessionOptions;
  /** The one that was not used for longest comes first. */
  readonly #kept = new Map<string, Kept>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** How many are open. */
  get size(): number {
    return this.#kept.size;
  }

  /** Answers a request of the caller that `authInfo` names. */
  async fetch(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const { parsedBody, authInfo } = options;
    if (!(await isLegacyRequest(request, parsedBody))) return this.#options.without(request, options);
    const caller = authInfo?.clientId ?? '';
    const id = request.headers.get(HEADER);
    if (id === null)
      return opensOne(parsedBody) ? this.#open(request, options) : this.#options.without(request, options);
    const kept = this.#kept.get(id);
    if (!kept || kept.caller !== caller) return notFound();
    // Nothing is sent but in answer to a request, so that there is no stream to open.
    if (request.method === 'GET') return this.#options.without(request, options);
    this.#kept.delete(id);
    this.#kept.set(id, { ...kept, usedMs: Date.now() });
    return kept.transport.handleRequest(request, options);
  }

  async #open(request: Request, options: McpHandlerRequestOptions): Promise<Response> {
    const caller = options.authInfo?.clientId ?? '';
    this.#makeRoom(caller);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessionclosed: (id) => void this.#kept.delete(id),
      onsessioninitialized: (id) => void this.#kept.set(id, { transport, caller, usedMs: Date.now() }),
    });
    const server = this.#options.serverFor(options);
    await server.connect(transport);
    return transport.handleRequest(request, options);
  }

  /** Closes those that are idle, and where there are too many still, one of this caller's or else the oldest. */
  #makeRoom(caller: string): void {
    const { most = MAX_SESSIONS } = this.#options;
    const since = Date.now() - IDLE_MS;
    const close = (id: string, { transport }: Kept) => {
      this.#kept.delete(id);
      void transport.close();
    };
    for (const [id, kept] of this.#kept) if (kept.usedMs < since) close(id, kept);
    if (this.#kept.size < most) return;
    const all = [...this.#kept];
    const oldest = all.find(([, kept]) => kept.caller === caller) ?? all[0];
    if (oldest) close(...oldest);
  }
}

/** As the official package words it. */
const notFound = () =>
  Response.json({ jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null }, { status: 404 });

/** A client that begins, and can be asked something. */
const opensOne = (message: unknown) =>
  isInitializeRequest(message) && message.params.capabilities.elicitation !== undefined;
