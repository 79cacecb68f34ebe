/** An MCP server of one caller, by the official package: the tools, the guide, the glossary and the types. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  isInputRequiredResult,
  McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { version } from '../config/version.ts';
import { secretsOf } from '../http/finish.ts';
import { ClientGone } from '../http/graphql-request.ts';
import { errorLine } from '../redact/error-line.ts';
import { Consent, stateOf } from './consent.ts';
import { describe } from './describe.ts';
import { glossary } from './glossary.ts';
import type { Session } from './operations.ts';
import type { SavedOperation } from './saved-operations.ts';
import { rootsOf } from './search-index.ts';
import { ARGUMENTS, DESCRIPTIONS, GUIDE, INSTRUCTIONS } from './texts.ts';
import { type Asking, type AskLimits, MIN_TOKENS, type ToolAnswer, type Tools } from './tools.ts';
import type { DoorParts } from '../http/door.ts';

export interface ServerOptions extends Pick<DoorParts, 'schema' | 'log'> {
  readonly tools: Tools;
  readonly saved: readonly SavedOperation[];
  readonly maxTokens: number;
  /** The person at the client has to agree to more REST calls than these. Default: nobody is asked. */
  readonly consentAbove?: number | null;
}

/** Reading changes nothing, and the same question may be put again. What it reads is the account's alone. */
const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** What an argument of a tool may be, made once for all servers. */
function inputsOf(maxTokens: number) {
  const operation = z.string().describe(ARGUMENTS.operation);
  // Said in words of the schema: a schema of values without a word looks to clients as if it had been lost.
  const anything = z.record(z.string(), z.unknown()).meta({ additionalProperties: true });
  const variables = anything.optional().describe(ARGUMENTS.variables);
  const tokens = z.int().min(MIN_TOKENS).max(maxTokens).optional().describe(ARGUMENTS.maxTokens);
  const calls = z.int().min(0).optional().describe(ARGUMENTS.maxCalls);
  return {
    search: z.strictObject({ words: z.string().max(500).describe(ARGUMENTS.words) }),
    describe: z.strictObject({ name: z.string().max(200).describe(ARGUMENTS.name) }),
    price: z.strictObject({ operation, variables }),
    ask: z.strictObject({ operation, variables, maxCalls: calls, maxTokens: tokens }),
    guide: z.strictObject({ question: z.string().optional() }),
  };
}

/** Makes servers. One is made for every request over HTTP, so what they have in common is made before. */
export function serverFactory(options: ServerOptions): (session: Session) => McpServer {
  const inputs = inputsOf(options.maxTokens);
  const types = [...rootsOf(options.schema).keys()].toSorted();
  const info = { name: 'kantata-graphql-gateway', title: 'Kantata OX, read-only', version: version() };
  return (session) => {
    // A server that serves many requests has the caller of each beside it.
    const sessionOf = ({ http }: ServerContext) => (http?.authInfo?.extra?.session as Session | undefined) ?? session;
    const server = new McpServer(info, {
      instructions: INSTRUCTIONS,
      capabilities: UNCHANGING,
      cacheHints: CACHE_HINTS,
      requestState: { verify: async (state, context) => (await stateOf(sessionOf(context))).verify(state, context) },
    });
    addTools(server, options, sessionOf, inputs);
    addReading(server, options.schema, { types, guide: inputs.guide });
    return server;
  };
}

/** What is listed changes only with a new version, so that no client has to listen for a change. */
const UNCHANGING = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
} as const;

/** How long a client may keep what is listed, in milliseconds. */
const KEPT_MS = 5 * 60 * 1_000;

const LISTS = [
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
] as const;

const CACHE_HINTS = Object.fromEntries(
  LISTS.map((method) => [method, { ttlMs: KEPT_MS, cacheScope: 'private' as const }]),
);

type Inputs = ReturnType<typeof inputsOf>;

/** The client of a request can show a form to the person. */
function canBeAsked(server: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: { readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined = mcpReq.envelope;
  const { elicitation } = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities() ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}

function addTools(
  server: McpServer,
  { tools, saved, log, consentAbove = null }: ServerOptions,
  sessionOf: (context: ServerContext) => Session,
  inputs: Inputs,
): void {
  const consent = consentAbove === null ? null : new Consent(tools, consentAbove);
  type Answered = ToolAnswer | InputRequiredResult;
  const answered = async (context: ServerContext, run: (session: Session) => Answered | Promise<Answered>) => {
    const session = sessionOf(context);
    try {
      const answer = await run(session);
      if (isInputRequiredResult(answer)) return answer;
      const { text, value, isError } = answer;
      return { content: [{ type: 'text' as const, text }], structuredContent: value, isError };
    } catch (error) {
      // The package would pass on the message as it is. Of a caller who has left, nothing went wrong.
      if (!(error instanceof ClientGone)) log(errorLine(error, secretsOf(await session.identify())));
      return { content: [{ type: 'text' as const, text: 'Unexpected error.' }], isError: true };
    }
  };
  const ask = (context: ServerContext, asking: Asking, limits: AskLimits) =>
    answered(context, (session) =>
      consent
        ? consent.ask({ session, context, canBeAsked: canBeAsked(server, context) }, asking, limits)
        : tools.ask(session, asking, limits),
    );

  server.registerTool(
    'search',
    { description: DESCRIPTIONS.search, annotations: READ_ONLY, inputSchema: inputs.search },
    ({ words }, context) => answered(context, () => tools.search(words)),
  );
  server.registerTool(
    'describe',
    { description: DESCRIPTIONS.describe, annotations: READ_ONLY, inputSchema: inputs.describe },
    ({ name }, context) => answered(context, () => tools.describe(name)),
  );
  server.registerTool(
    'price',
    { description: DESCRIPTIONS.price, annotations: READ_ONLY, inputSchema: inputs.price },
    (asking, context) => answered(context, (session) => tools.price(session, asking)),
  );
  server.registerTool(
    'ask',
    { description: DESCRIPTIONS.ask, annotations: READ_ONLY, inputSchema: inputs.ask },
    ({ maxCalls, maxTokens: most, ...asking }, context) => ask(context, asking, { maxCalls, maxTokens: most }),
  );
  for (const { name, description, input, output, text } of saved)
    server.registerTool(
      name,
      { description, annotations: READ_ONLY, inputSchema: input, outputSchema: output },
      (given: unknown, context) => ask(context, { operation: text, variables: given as Record<string, unknown> }, {}),
    );
}

/** What an assistant may read: the guide as a prompt too, the glossary, and each type. */
function addReading(
  server: McpServer,
  schema: ServerOptions['schema'],
  { types, guide }: { readonly types: readonly string[]; readonly guide: Inputs['guide'] },
): void {
  const text = (uri: URL, content: string) => ({
    contents: [{ uri: uri.href, mimeType: 'text/markdown', text: content }],
  });
  server.registerPrompt(
    'guide',
    {
      description: 'How to answer a question with this gateway',
      argsSchema: guide,
    },
    ({ question }) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'text', text: question ? `${GUIDE}\n\nThe question: ${question}` : GUIDE },
        },
      ],
    }),
  );
  server.registerResource(
    'guide',
    'kantata://guide',
    { description: 'How to ask this gateway well', mimeType: 'text/markdown' },
    (uri) => text(uri, GUIDE),
  );
  server.registerResource(
    'glossary',
    'kantata://glossary',
    { description: 'Words of the business, and what the API calls them', mimeType: 'text/markdown' },
    (uri) => text(uri, glossary(schema)),
  );
  server.registerResource(
    'type',
    new ResourceTemplate('kantata://types/{name}', {
      list: () => ({ resources: types.map((name) => ({ name, uri: `kantata://types/${name}` })) }),
      complete: { name: (begun) => types.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase())) },
    }),
    { description: 'A type as compact SDL', mimeType: 'text/markdown' },
    (uri, { name }) => text(uri, describe(schema, String(name)).text),
  );
}
