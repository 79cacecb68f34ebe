/** The gateway's tools for assistants, by the Model Context Protocol: over HTTP at `/mcp`, and on stdio. */
import { serveStdio, type StdioServerHandle } from '@modelcontextprotocol/server/stdio';
import type { Door, DoorParts } from '../http/door.ts';
import { ClientSignal } from '../http/client-signal.ts';
import type { Identity } from '../identity/identity.ts';
import { type Example, EXAMPLES_FOLDER, readExamples } from './examples.ts';
import { mcpRoutes, type ProtectedResource } from './http-door.ts';
import { saveOperations } from './saved-operations.ts';
import type { McpServer } from '@modelcontextprotocol/server';
import type { Session } from './operations.ts';
import { serverFactory } from './server.ts';
import { Tools } from './tools.ts';

export interface McpOptions {
  /** Operations that become tools of their own. Default: none. */
  readonly operations?: readonly Example[];
  /** The most tokens that one answer may have. Default: 20,000. */
  readonly maxTokens?: number;
  /** Whose tokens open `/mcp`, for clients that look for it. Default: nothing is said of it. */
  readonly protectedBy?: ProtectedResource | null;
  /** The person at the client has to agree to more REST calls than these; by a form, where the client can show one. Default: nobody is asked. */
  readonly consentAbove?: number | null;
  /** Older clients that can show a form have a session over HTTP, in this process, by which they are asked. Default: no. */
  readonly keepsSessions?: boolean;
  /** Callers may bring tokens of the API, because it is the sandbox. The protocol forbids that of a real one. Default: no. */
  readonly isSandbox?: boolean;
}

const DEFAULT_MAX_TOKENS = 20_000;

export interface Mcp {
  /** For the option `door` of `createGateway`. Throws for a saved operation that is not valid, and in a gateway whose callers bring their own tokens. */
  readonly door: Door;
  /** The same on the standard input and output of this process, for one caller. The door has to be in a gateway already. */
  stdio(identify: () => Identity | Promise<Identity>): StdioServerHandle;
}

/** Makes the tools for one gateway. Throws where the examples of the package cannot be read. */
export function createMcp(options: McpOptions): Mcp {
  const { operations = [], maxTokens = DEFAULT_MAX_TOKENS, protectedBy = null, isSandbox = false } = options;
  const { consentAbove = null, keepsSessions = false } = options;
  const examples = readExamples(EXAMPLES_FOLDER);
  let made: ((session: Session) => McpServer) | undefined;
  const factoryFor = ({ schema, documents, answer, log }: DoorParts) =>
    serverFactory({
      schema,
      log,
      maxTokens,
      consentAbove,
      tools: new Tools({ schema, answer, examples, maxTokens }),
      saved: saveOperations({ schema, documents }, operations),
    });
  return {
    door(parts) {
      if (!parts.isService && !isSandbox)
        throw new TypeError(
          'MCP needs a gateway that says itself who may ask, by `identify`: the protocol forbids passing on the tokens of clients.',
        );
      made = factoryFor(parts);
      return mcpRoutes(parts, made, { protectedBy, keepsSessions });
    },
    stdio(identify) {
      if (!made) throw new TypeError('These tools are in no gateway yet: give `door` to `createGateway` first.');
      const serverFor = made;
      const signal = new ClientSignal();
      const session = { identify, head: { headers: {} }, signal };
      return serveStdio(() => serverFor(session), { onerror: () => {}, maxSubscriptions: 0 });
    },
  };
}
