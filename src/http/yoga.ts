/**
 * From a checked GraphQL request to its HTTP answer, by GraphQL Yoga: parsing and validation with their caches,
 * our executor in place of graphql-js', masking, status codes and serialising by GraphQL over HTTP.
 */
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { AnswerType } from './accept.ts';
import type { PartsFormat } from '../execution/incremental/payload.ts';
import { timeSliced } from '../execution/time-sliced.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { chunkedStringify } from './chunked-stringify.ts';
import { operationOf, parseDocument, validateDocument } from '../execution/document.ts';
import type { Caller, Executor } from '../execution/execute.ts';
import { Refused } from '../execution/refused.ts';
import { secretsOf, redactErrors } from './redact-errors.ts';
import { errorLine } from '../redact/error-line.ts';

/** What is asked, by whom, and how it is to be answered. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly answerType: AnswerType;
  readonly request: GraphQLRequest;
  readonly caller: Caller;
}

/** An HTTP answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface YogaOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  /** Whether a misspelt name is told which one may have been meant. */
  readonly suggestions: boolean;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  /** Where a line about an error that nobody foresaw goes. */
  readonly log: (line: string) => void;
}

/** What every hook finds beside Yoga's own context. */
interface Context {
  readonly asked: Asked;
  /** What the operation answered, data among it. Yoga would write it at once, however long that takes. */
  readonly outcome: { answer: ExecutionResult | null };
}

/** What Yoga reads of a request: its method, its `Accept`, and that it is for GraphQL. */
const URL_OF_GRAPHQL = 'http://gateway/graphql';

/**
 * Answers, in parts, an operation that asks for it; `null` for one that cannot run, whose refusal the
 * ordinary way tells.
 */
export async function answerInParts(
  { schema, executor, ...rules }: YogaOptions,
  { request, caller }: Asked,
  format: PartsFormat,
) {
  const { query, variables, operationName } = request;
  try {
    const document = parseDocument(query);
    if (validateDocument(schema, document, rules).length > 0) return null;
    return await executor.executeInParts({ document, variables, operationName }, caller, format);
  } catch (error) {
    if (error instanceof Refused || error instanceof GraphQLError) return null;
    throw error;
  }
}

/**
 * Answers GraphQL requests. Never rejects.
 *
 * What a front end sends all day takes the short way: a document that the long way has found good is executed and
 * written with nothing in between, which halves the processor time of small operations. Every new document and
 * every mistake goes the long way, so nothing is decided twice.
 */
export function createAnswering(options: YogaOptions): (asked: Asked) => Promise<Answered> {
  const good = goodDocuments();
  const run = runner(options);
  const yoga = createYoga<Context>({
    schema: options.schema,
    graphqlEndpoint: '/graphql',
    // Ours is answered before Yoga is asked. This one would take every URL that ends so.
    healthCheckEndpoint: ' ',
    landingPage: false,
    graphiql: false,
    batching: false,
    cors: false,
    logging: false,
    maxRequestBodySize: false,
    // It counts its documents, and a thousand large ones take gigabytes.
    parserAndValidationCache: false,
    maskedErrors: { maskError: masking(options.log) },
    plugins: [alreadyRead, documents(options, good), planned(run, good, options), refused],
  });

  const shortWay = async (document: DocumentNode, { request, answerType, caller }: Asked): Promise<Answered | null> => {
    const { variables, operationName } = request;
    const result = await run({ document, variables, operationName }, caller).catch(() => null);
    // A refusal has called nothing, and has a status of its own: it may as well be made the long way. So may a fault of our own.
    if (!result || !('data' in result)) return null;
    return written(result, answerType);
  };

  const longWay = async (asked: Asked): Promise<Answered> => {
    const request = new yoga.fetchAPI.Request(URL_OF_GRAPHQL, {
      method: asked.method,
      headers: { accept: asked.answerType },
    });
    const outcome: Context['outcome'] = { answer: null };
    const response = await yoga.handleRequest(request, { asked, outcome });
    if (outcome.answer && response.status === 200) return written(outcome.answer, asked.answerType);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };

  return async (asked) => {
    const document = good.get(asked.request.query);
    return (document && (await shortWay(document, asked))) ?? longWay(asked);
  };
}

/** The HTTP answer of an operation that ran. */
export async function written(answer: ExecutionResult, answerType: AnswerType): Promise<Answered> {
  const text = timeSliced(chunkedStringify(answer));
  return { status: 200, headers: CONTENT_TYPE[answerType], body: text instanceof Promise ? await text : text };
}

const CONTENT_TYPE = {
  'application/json': { 'content-type': 'application/json; charset=utf-8' },
  'application/graphql-response+json': { 'content-type': 'application/graphql-response+json; charset=utf-8' },
} as const satisfies Record<AnswerType, object>;

/** A syntax tree, with its plan, takes a hundred times the memory of its text: some 20 MB for all of them. */
const MAX_REMEMBERED_CHARACTERS = 200_000;
/** Longer documents are not what a client sends again and again. */
const MAX_REMEMBERED_DOCUMENT = 20_000;

/** What even the shortest document takes with its plan, as so many characters: some 12 KB were measured. */
const DOCUMENT_OVERHEAD = 500;

/** Documents that were parsed, found valid, and run, by their text. */
const goodDocuments = () =>
  new LRUCache<string, DocumentNode>({
    maxSize: MAX_REMEMBERED_CHARACTERS,
    maxEntrySize: MAX_REMEMBERED_DOCUMENT + DOCUMENT_OVERHEAD,
    sizeCalculation: (_, text) => text.length + DOCUMENT_OVERHEAD,
  });

type GoodDocuments = ReturnType<typeof goodDocuments>;

/** Gives Yoga the request as it has been read and checked. */
const alreadyRead: Plugin<object, Context> = {
  onRequestParse({ serverContext, setRequestParser }) {
    const { query, variables, operationName, extensions } = serverContext.asked.request;
    setRequestParser(() => ({
      query,
      ...(variables && { variables }),
      ...(operationName && { operationName }),
      ...(extensions && { extensions }),
    }));
  },
};

/** Parses and validates within our limits, and with our codes; what is known to be good, not again. */
const documents = (rules: YogaOptions, good: GoodDocuments): Plugin<Context> => ({
  onParse({ context, setParseFn, setParsedDocument }) {
    const { query, operationName } = (context as Context).asked.request;
    const known = good.get(query);
    if (known) setParsedDocument(known);
    else setParseFn(parseDocument);
    return ({ result }) => {
      // Yoga is about to look for the operation, and would not say why there is none.
      if (isDocument(result)) operationOf(result, operationName);
    };
  },
  onValidate({ context, params: { documentAST }, setResult, setValidationFn }) {
    const { query } = (context as Context).asked.request;
    if (good.get(query) === documentAST) setResult([]);
    else setValidationFn((schema, document) => validateDocument(schema, document, rules));
  },
});

/** Counts the errors of what was refused before it ran, and has them tell no token. */
const refused: Plugin<object, Context> = {
  onResultProcess(processing) {
    const { result, serverContext } = processing;
    if (!('errors' in result) || !result.errors) return;
    const { caller } = serverContext.asked;
    caller.stats?.errorsFound(result.errors);
    processing.setResult({ ...result, errors: redactErrors(result.errors, secretsOf(caller)) });
  },
};

const isDocument = (result: DocumentNode | Error | null): result is DocumentNode =>
  result !== null && !(result instanceof Error);

/** Has Yoga run operations by the plan. */
const planned = (run: Executor['execute'], good: GoodDocuments, { log }: YogaOptions): Plugin<Context> => ({
  onExecute({ args, setExecuteFn }) {
    const { asked, outcome } = args.contextValue as Context;
    const { request, caller } = asked;
    good.set(request.query, args.document);
    setExecuteFn(async ({ document, operationName, variableValues }) => {
      try {
        const result = await run({ document, operationName, variables: variableValues }, caller);
        if (!('data' in result)) return result;
        outcome.answer = result;
        return { data: null };
      } catch (error) {
        log(errorLine(error, secretsOf(caller)));
        return { errors: [masked(null)] };
      }
    });
  },
});

/** Runs operations, and logs and hides what failed in a field without having been foreseen. */
const runner =
  ({ executor, log }: YogaOptions): Executor['execute'] =>
  async (request, caller) => {
    const result = await executor.execute(request, caller);
    if (!result.errors) return result;
    caller.stats?.errorsFound(result.errors);
    const [first, ...others] = result.errors.flatMap(({ originalError }) => originalError ?? []);
    if (!first) return { ...result, errors: redactErrors(result.errors, secretsOf(caller)) };
    log(`${errorLine(first, secretsOf(caller))}${others.length > 0 ? ` and ${others.length} more` : ''}`);
    return { ...result, errors: result.errors.map((error) => (error.originalError ? masked(error) : error)) };
  };

/** An error of which a client learns where it happened and nothing else. */
const masked = (error: GraphQLError | null) =>
  new GraphQLError('Unexpected error.', {
    ...(error && { nodes: error.nodes, path: error.path }),
    // Without a place it is all there is to say: Yoga takes this for status 500, and takes it out.
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(!error?.path && { unexpected: true }) },
  });

/** For what goes wrong outside the executor. Yoga's own would show the error itself where `NODE_ENV` is `development`. */
const masking = (log: (line: string) => void) => (error: unknown) => {
  if (error instanceof GraphQLError && !error.originalError) return error;
  log(errorLine(error, null));
  return masked(error instanceof GraphQLError ? error : null);
};
