/** Asks the person at the client before an operation that is likely to take many REST calls. */
import { createHash, createHmac } from 'node:crypto';
import {
  createRequestStateCodec,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { forecastText } from '../execution/forecast-text.ts';
import type { Price } from './modes.ts';
import type { Session } from './operations.ts';
import { type Asking, type AskLimits, failed, type ToolAnswer, type Tools } from './tools.ts';

/** What the person was asked. The client brings it back with the answer. */
interface Question {
  /** A digest of the operation and its variables: the answer holds for nothing else. */
  readonly operation: string;
  /** What the operation may take at most, as the person has read it. */
  readonly maxCalls: number;
}

/** Seals what a client keeps between two requests, for one caller. Any process of the gateway can open it again. */
export async function stateOf<T>(session: Session): Promise<RequestStateCodec<T>> {
  const { token, principal } = await session.identify();
  const key = createHmac('sha256', token).update(`state of ${principal}`).digest();
  return createRequestStateCodec<T>({ key });
}

/** A caller at the moment of a request. */
export interface Present {
  readonly session: Session;
  readonly context: ServerContext;
  /** The client can show a form to the person. */
  readonly canBeAsked: boolean;
}

const FORM = {
  type: 'object' as const,
  properties: { run: { type: 'boolean' as const, title: 'Run it', default: true } },
  required: ['run'],
};

/** The `ask` of all tools, with a person before it where it costs much. */
export class Consent {
  readonly #tools: Tools;
  readonly #above: number;

  /** @param above REST calls that an operation may take without a question. */
  constructor(tools: Tools, above: number) {
    this.#tools = tools;
    this.#above = above;
  }

  /** Runs an operation, or asks the person first. Makes no more calls than they have agreed to, or `above` without them. */
  async ask(present: Present, asking: Asking, limits: AskLimits): Promise<ToolAnswer | InputRequiredResult> {
    const { session } = present;
    const priced = await this.#tools.price(session, asking);
    if (priced.isError) return priced;
    const { calls } = priced.value as unknown as Price;
    const { maxCalls = Infinity } = limits;
    const run = (most: number) => this.#tools.ask(session, asking, { ...limits, maxCalls: Math.min(maxCalls, most) });
    // Above the assistant's own limit it is refused, whatever a person says.
    if (calls.likely > maxCalls || !this.#isCostly(calls, limits)) return run(this.#above);

    const { mcpReq } = present.context;
    const operation = digestOf(asking);
    const before = mcpReq.requestState<Question>();
    const answer = inputResponse(mcpReq.inputResponses, 'consent');
    if (before?.operation === operation && answer.kind === 'elicit')
      return answer.action === 'accept' && answer.content?.run === true ? run(before.maxCalls) : failed([NOT_AGREED]);
    const takes = forecastText(calls);
    if (!present.canBeAsked)
      return failed([
        `REST calls: ${takes}. Above ${this.#above} the person has to agree, and this client cannot ask them. Ask for fewer rows, or less of each.`,
      ]);
    const question: Question = { operation, maxCalls: Math.max(calls.likely, calls.max ?? 0) };
    const message = `This question takes REST calls of your Kantata account: ${takes}. Run it?`;
    return inputRequired({
      inputRequests: { consent: inputRequired.elicit({ message, requestedSchema: FORM }) },
      requestState: await (await stateOf<Question>(session)).mint(question),
    });
  }

  /** It is likely to take more, or it may, and the assistant wants to go as far. */
  #isCostly({ likely, max }: Price['calls'], { maxCalls = 0 }: AskLimits): boolean {
    return likely > this.#above || Math.min(maxCalls, max) > this.#above;
  }
}

const NOT_AGREED = 'The person did not agree to its REST calls. Nothing was called. Ask for less, or ask them.';

const digestOf = ({ operation, variables = {} }: Asking) =>
  createHash('sha256')
    .update(JSON.stringify([operation, variables]))
    .digest('base64url');
