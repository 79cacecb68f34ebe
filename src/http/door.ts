/** What a part of the gateway with paths of its own is given, so that its operations go through the pipeline as all do. */
import type { GraphQLSchema } from 'graphql';
import type { Documents } from '../execution/document.ts';
import type { Identify } from '../identity/identity.ts';
import type { Admission } from './admission.ts';
import type { GatewayRequest, GatewayResponse } from './exchange.ts';
import type { Endpoint } from './pipeline.ts';
import type { Route } from './router.ts';

export interface DoorParts {
  readonly schema: GraphQLSchema;
  /** Reads documents as the pipeline does: within the same limits, with the same errors. */
  readonly documents: Documents;
  readonly identify: Identify;
  /** The same without sessions, for clients that are no browsers: a cookie would come by itself. */
  readonly identifyByHeader: Identify;
  /** Whether the gateway says itself who may ask. If not, callers bring tokens of the API. */
  readonly isService: boolean;
  /** Has the pipeline answer an operation. Rejects with `ClientGone` where there is no client left, and otherwise never. */
  readonly answer: (request: GatewayRequest, endpoint: Endpoint) => Promise<GatewayResponse>;
  readonly corsOrigins: readonly string[];
  readonly maxRequestBodyBytes: number;
  readonly log: (line: string) => void;
  /** Has the state of the gateway say how many exports are worked on. */
  readonly countExports: (load: () => Admission['load']) => void;
}

/** Makes routes by their paths. */
export type Door = (parts: DoorParts) => ReadonlyMap<string, Route>;

/** Several of them as one. */
export const doorOf =
  (doors: readonly Door[]): Door =>
  (parts) =>
    new Map(doors.flatMap((door) => [...door(parts)]));
