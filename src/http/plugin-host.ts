/**
 * Runs operations with plugins of GraphQL Yoga and Envelop around them. Yoga calls their hooks; what they wrap is the
 * pipeline's own: its documents, its executor, its writers.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Documents } from '../execution/document.ts';
import type { Executor } from '../execution/executor.ts';
import { refusalsIn } from '../execution/refused.ts';
import { type GatewayResponse, isStream } from './exchange.ts';
import { finishFor, secretsOf } from './finish.ts';
import type { GatewayPlugin } from './gateway-plugin.ts';
import type { CheckedOperation, Perform } from './pipeline.ts';
import type { Mode, Writing } from './writers/mode.ts';
import { whole } from './writers/whole.ts';

export interface PluginHostOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly executor: Executor;
  readonly plugins: readonly GatewayPlugin[];
  readonly log: (line: string) => void;
}

/** What every hook finds beside Yoga's own context. */
interface Context {
  readonly operation: CheckedOperation;
}

/** The path has been matched by the gateway, whatever stands before it. */
const ANY_PATH = '*';

/**
 * Runs operations with plugins. Throws at once for a plugin that changes the schema: operations are planned by what the
 * gateway's own schema says of each field.
 */
export function performWithPlugins({ schema, documents, executor, plugins, log }: PluginHostOptions): Perform {
  const yoga = createYoga<Context>({
    schema,
    graphqlEndpoint: ANY_PATH,
    healthCheckEndpoint: ' ',
    landingPage: false,
    graphiql: false,
    batching: false,
    cors: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: false,
    // The documents of the gateway are kept already.
    parserAndValidationCache: false,
    // All errors are masked where they are written.
    maskedErrors: false,
    fetchAPI: { Request, Response, Headers, ReadableStream },
    plugins: [
      sameSchema(schema),
      requestAsRead,
      operationsBy(documents, executor),
      ...(plugins as readonly Plugin[]),
      writing(log),
    ],
  });
  checkSchema(schema, yoga.getEnveloped({}).schema as GraphQLSchema);
  return async (operation) => {
    const { method = 'POST', url = '/', headers, rawHeaders } = operation.request;
    const request = new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
      method,
      headers: headersOf(rawHeaders),
    });
    return toGatewayResponse(await yoga.fetch(request, { operation }));
  };
}

const checkSchema = (own: GraphQLSchema, current: GraphQLSchema): void => {
  if (current !== own)
    throw new TypeError(
      'A plugin of the gateway changes the schema, by a transform or a directive of its own. Operations are planned by the declarations of the gateway: change the schema in a gateway of several subgraphs in front of it.',
    );
};

const sameSchema = (own: GraphQLSchema): Plugin => ({
  onSchemaChange: ({ schema }) => checkSchema(own, schema as GraphQLSchema),
});

const headersOf = (rawHeaders: readonly string[]) =>
  Array.from({ length: rawHeaders.length / 2 }, (_, at): [string, string] => [
    rawHeaders[2 * at] as string,
    rawHeaders[2 * at + 1] as string,
  ]);

/** Gives Yoga the request as it has been read and checked. */
const requestAsRead: Plugin<object, Context> = {
  onRequestParse({ serverContext, setRequestParser }) {
    const { query, variables, operationName, extensions } = serverContext.operation.asked;
    setRequestParser(() => ({
      query,
      ...(variables && { variables }),
      ...(operationName && { operationName }),
      ...(extensions && { extensions }),
    }));
  },
};

/** Reads, checks and runs operations as the gateway does without plugins. */
const operationsBy = (documents: Documents, executor: Executor): Plugin<Context> => ({
  onParse({ context, setParseFn }) {
    const { request, asked, mayKeep } = (context as unknown as Context).operation;
    const isGet = request.method === 'GET';
    const { operationName } = asked;
    setParseFn((source) => documents.parse({ query: String(source), operationName, isGet, mayKeep }));
  },
  onValidate({ setValidationFn }) {
    setValidationFn((schema: GraphQLSchema, document: DocumentNode, rules: readonly ValidationRule[] = []) => {
      const errors = documents.validate(document);
      if (errors.length > 0) return errors;
      // Those that plugins have added.
      const more = rules.filter((rule) => !specifiedRules.includes(rule));
      return more.length > 0 ? validate(schema, document, more) : [];
    });
  },
  onExecute({ args, setExecuteFn }) {
    const { caller, mode } = (args.contextValue as unknown as Context).operation;
    setExecuteFn(async ({ document, variableValues, operationName }) => {
      try {
        const { schema } = args;
        return await mode.run(executor, { schema, document, variableValues, operationName, contextValue: { caller } });
      } catch (error) {
        const errors = refusalsIn(error);
        if (errors) return { errors };
        throw error;
      }
    });
  },
});

/** Writes results as the gateway does without plugins, once every plugin has seen them. */
const writing = (log: (line: string) => void): Plugin<object, Context> => ({
  onResultProcess(processing) {
    const { caller, answerType, mode } = processing.serverContext.operation;
    const how = { answerType, finish: finishFor(caller, log), secrets: secretsOf(caller), signal: caller.signal };
    processing.setResultProcessor(
      async (result) =>
        toResponse(
          Symbol.asyncIterator in result
            ? await mode.write(result, how)
            : await writeWhole(result as ExecutionResult, mode, how),
        ),
      answerType,
    );
  },
});

/** What plugins of Yoga leave in a result for the HTTP answer alone. */
interface HttpOfResult {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

async function writeWhole(result: ExecutionResult, mode: Mode, how: Writing): Promise<GatewayResponse> {
  const write = (plain: ExecutionResult) =>
    'data' in plain || !plain.errors?.length
      ? whole.write(plain, how)
      : mode.refuse(how.finish(plain.errors), how.answerType);
  const { http, ...extensions } = result.extensions ?? {};
  if (http === undefined) return write(result);
  const { extensions: _, ...rest } = result;
  const hasMore = Object.keys(extensions).length > 0;
  const written = await write(hasMore ? { ...rest, extensions } : rest);
  const { status = written.status, headers } = http as HttpOfResult;
  return { ...written, status, headers: { ...written.headers, ...headers } };
}

/** The types of what is written while it comes: answers in parts, exports, and feeds. */
const IN_PARTS =
  /^(multipart\/mixed|text\/event-stream|text\/csv|application\/(x-ndjson|jsonl|json;.*odata\.streaming=true))\b/;

function toResponse({ status, headers, body }: GatewayResponse): Response {
  if (!isStream(body)) return new Response(body as string | null, { status, headers });
  const texts = body[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    async cancel() {
      await texts.return?.();
    },
  });
  return new Response(stream, { status, headers });
}

async function toGatewayResponse(response: Response): Promise<GatewayResponse> {
  const { status, body } = response;
  const headers = Object.fromEntries(response.headers);
  const isInParts = IN_PARTS.test(headers['content-type'] ?? '');
  return { status, headers, body: isInParts && body ? textsOf(body) : await response.text() };
}

/** The parts of a stream as texts. */
function textsOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const texts = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>);
  return { [Symbol.asyncIterator]: () => texts.values() };
}
