/** Exports of this process's own: without HTTP, but through the same pipeline as all others. */
import { ClientSignal } from '../http/client-signal.ts';
import type { Door, DoorParts } from '../http/door.ts';
import { type GatewayRequest, isStream } from '../http/exchange.ts';
import { Admission } from '../http/admission.ts';
import type { GraphQLRequest } from '../http/graphql-request.ts';
import type { Identity } from '../identity/identity.ts';
import { exportMode, type ExportOptions } from './export-mode.ts';

/** An export that could not begin. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
  /** Their codes, as errors of operations have them. */
  readonly codes: readonly string[];

  constructor(errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]) {
    super(errors.map(({ message }) => message).join(' '));
    this.codes = errors.map(({ extensions }) => extensions?.code ?? '');
  }
}

export interface LocalExports {
  /** For the option `door` of `createGateway`. It has no path. */
  readonly door: Door;
  /**
   * Runs an export; what is read of it is its text. Ends with a `BrokenOff` where it does not come to its end. Rejects
   * with {@link ExportRefused} where it cannot begin.
   */
  run(
    asked: Pick<GraphQLRequest, 'query' | 'variables' | 'operationName'>,
    options: ExportOptions,
    identify: () => Identity | Promise<Identity>,
  ): Promise<AsyncIterable<string | Uint8Array>>;
}

/** One export at a time is what a command runs. */
const ALONE = { maxInFlight: 4, maxQueued: 4, maxWaitMs: 60_000 };

export function localExports(): LocalExports {
  const admission = new Admission(ALONE);
  let answer: DoorParts['answer'] | undefined;
  return {
    door(parts) {
      ({ answer } = parts);
      return new Map();
    },
    async run({ query, variables, operationName }, options, identify) {
      if (!answer) throw new TypeError('These exports are in no gateway yet: give `door` to `createGateway` first.');
      const headers = { 'content-type': 'application/json' };
      const request: GatewayRequest = {
        method: 'POST',
        url: '/export',
        headers,
        rawHeaders: Object.entries(headers).flat(),
        signal: new ClientSignal(),
        readBody: async () => ({
          parsed: { query, ...(variables && { variables }), ...(operationName && { operationName }) },
        }),
      };
      const { body } = await answer(request, {
        identify,
        runs: true,
        admission,
        answerType: () => 'application/json',
        mode: () => exportMode(options),
      });
      if (isStream(body)) return body;
      const { errors } = JSON.parse(body?.toString() ?? '{"errors":[]}') as { errors: [] };
      throw new ExportRefused(errors);
    },
  };
}
