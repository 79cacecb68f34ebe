/** The four tools. What they answer is text for a model, and the same as a value for a program. */
import type { GraphQLSchema } from 'graphql';
import type { DoorParts } from '../http/door.ts';
import { describe } from './describe.ts';
import type { Example } from './examples.ts';
import { forecastText } from '../execution/forecast-text.ts';
import { type AskExtensions, createModes, type Price, tokensForErrors } from './modes.ts';
import { type Outcome, runOperation, type Session } from './operations.ts';
import { fitting, inWords, problemsIn, withPathText } from './problems.ts';
import { SearchIndex } from './search-index.ts';
import { DATA_NOTE } from './texts.ts';

export interface ToolAnswer {
  readonly text: string;
  readonly value: Record<string, unknown>;
  readonly isError: boolean;
}

/** An operation as a tool gets it. */
export interface Asking {
  readonly operation: string;
  readonly variables?: Record<string, unknown> | undefined;
}

export interface AskLimits {
  readonly maxCalls?: number | undefined;
  readonly maxTokens?: number | undefined;
}

export interface ToolsOptions extends Pick<DoorParts, 'schema' | 'answer'> {
  readonly examples: readonly Example[];
  /** The most tokens that one answer may have, whatever is asked for. */
  readonly maxTokens: number;
}

/** Below this, there is no room for a cursor and an error. */
export const MIN_TOKENS = 200;
const DEFAULT_TOKENS = 4_000;
const SEARCH_TOKENS = 700;

/** The tools of one gateway, for all its callers. */
export class Tools {
  readonly #schema: GraphQLSchema;
  readonly #answer: DoorParts['answer'];
  readonly #index: SearchIndex;
  readonly #modes: ReturnType<typeof createModes>;
  readonly #maxTokens: number;

  constructor({ schema, answer, examples, maxTokens }: ToolsOptions) {
    this.#schema = schema;
    this.#answer = answer;
    this.#index = new SearchIndex(schema, examples);
    this.#modes = createModes(schema);
    this.#maxTokens = maxTokens;
  }

  search(words: string): ToolAnswer {
    const results = this.#index.find(words, SEARCH_TOKENS);
    if (results.length === 0)
      return failed(['Nothing is called so. Try other words of the business, such as project, task, hours, invoice.']);
    const text = results.map(({ kind, name, text: line }) => `${kind} ${name}: ${line}`).join('\n');
    return { text, value: { results }, isError: false };
  }

  describe(name: string): ToolAnswer {
    const { known, text } = describe(this.#schema, name);
    return known ? { text, value: { sdl: text }, isError: false } : failed([text]);
  }

  /** What an operation costs, or what is wrong with it. Nothing is called. */
  async price(session: Session, { operation, variables }: Asking): Promise<ToolAnswer> {
    const outcome = await this.#run(session, { query: operation, variables }, { mode: this.#modes.price });
    const problems = problemsIn(outcome);
    if (problems.length > 0) return refused(outcome);
    const { calls, rows, tokens, costliest } = outcome.body as Price;
    const size = `about ${rows} rows and ${tokens} tokens, if its lists are full`;
    const text = `REST calls: ${forecastText(calls)}, most for \`${costliest}\`. Answer: ${size}.`;
    return { text, value: { calls, rows, tokens }, isError: false };
  }

  /** Runs an operation. Its answer has no more than `maxTokens`, and makes no more than `maxCalls`. */
  async ask(session: Session, { operation, variables }: Asking, limits: AskLimits): Promise<ToolAnswer> {
    const maxTokens = Math.min(limits.maxTokens ?? DEFAULT_TOKENS, this.#maxTokens);
    const mode = this.#modes.ask(maxTokens);
    const outcome = await this.#run(session, { query: operation, variables }, { mode, maxCalls: limits.maxCalls });
    const { data, extensions } = outcome.body as { data?: unknown; extensions?: AskExtensions };
    if (!extensions || !('data' in (outcome.body as object))) return refused(outcome, maxTokens);
    const { calls, repeated, more, shortened } = extensions;
    const { shown, omitted, left } = fitting(problemsIn(outcome), tokensForErrors(maxTokens));
    const warnings = fitting(extensions.warnings.map(withPathText), left);
    const value = {
      note: DATA_NOTE,
      data,
      ...(more.length > 0 && { more }),
      ...(shortened !== null && { shortened }),
      ...(shown.length > 0 && { errors: shown }),
      ...(omitted > 0 && { furtherErrors: omitted }),
      ...(warnings.shown.length > 0 && { warnings: warnings.shown }),
      ...(warnings.omitted > 0 && { furtherWarnings: warnings.omitted }),
      calls,
      ...(repeated > 0 && { repeated }),
    };
    return { text: JSON.stringify(value), value, isError: false };
  }

  #run(session: Session, asked: Parameters<typeof runOperation>[2], how: Parameters<typeof runOperation>[3]) {
    return runOperation(this.#answer, session, asked, how);
  }
}

export const failed = (lines: readonly string[]): ToolAnswer => ({
  text: lines.join('\n'),
  value: { errors: lines.map((message) => ({ message })) },
  isError: true,
});

const TOKENS_OF_REFUSAL = 1_000;

/** The errors of an operation that did not run. */
function refused(outcome: Outcome, maxTokens = TOKENS_OF_REFUSAL): ToolAnswer {
  const { status, retryAfterSeconds } = outcome;
  // Once as a value, and for a model as text.
  const { shown, omitted } = fitting(problemsIn(outcome), Math.min(maxTokens, TOKENS_OF_REFUSAL) - 40);
  const text = [...shown.map(inWords), ...(omitted > 0 ? [`And ${omitted} more.`] : [])].join('\n');
  const value = { errors: shown, status, ...(retryAfterSeconds !== null && { retryAfterSeconds }) };
  return { text, value, isError: true };
}
