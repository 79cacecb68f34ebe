/** What an operation is given to load with. */
import type { RestResponse } from '../upstream/send.ts';
import type { Principal } from '../upstream/principal.ts';
import type { RestRequest } from '../upstream/rest-request.ts';
import type { ApiDrift } from './api-drift.ts';
import type { ApiFacts } from './api-facts.ts';
import type { Call } from './call.ts';
import type { Choice, ChoiceNeed } from './choice.ts';
import type { Fewer } from './chosen-records.ts';
import type { Collection } from './collection.ts';
import type { NestedArguments, NestedNeed } from './nested-need.ts';
import type { OwnRecords } from './record-cache.ts';
import type { Requirements } from './requirements.ts';
import type { Weigh } from './wanted.ts';

/** One REST call of an operation, with the wave that it belongs to. */
export interface SentCall {
  readonly call: Call;
  readonly wave: number;
}

export interface OperationOptions {
  /** In whose name it asks, and whose records its store holds. */
  readonly principal: Principal;
  /** What the API has shown of itself; it learns more from each answer. */
  readonly facts: ApiFacts;
  /** Notes names sent by the API that the schema does not know. Default: not noted. */
  readonly drift?: ApiDrift | undefined;
  /** Sends one call. Rejects with the error that belongs to it. */
  readonly send: (restRequest: RestRequest, sent: SentCall) => Promise<RestResponse>;
  /**
   * How long a demand may wait, in milliseconds, for calls of the wave before to come back, so that
   * what they lead to can travel with it. `unbounded` waits for all of them.
   */
  readonly waitMs: number | 'unbounded';
  /** How many calls the operation may send by now. Past it, demands fail with {@link CallBudgetExceeded}. */
  readonly maxCalls: () => number;
  /**
   * Whether records of a type are wanted at several places of the operation, so that what one place
   * learns of them may spare another a call. Without it every type is taken to be.
   */
  readonly isShared?: (collection: Collection) => boolean;
  /** The arguments of lists under records. Default: the operation has none. */
  readonly argumentsOf?: (need: NestedNeed) => NestedArguments;
  /** The arguments of fields that answer some records of an association. Default: the operation has none. */
  readonly choiceOf?: (need: ChoiceNeed) => Choice;
  /** For predictions, whose ids stand for several records. */
  readonly weigh?: Weigh;
  /** For predictions: stands for the chosen among the records that `id` means, of those that `parent` means. */
  readonly fewer?: Fewer;
  /** For predictions: whether records that a need loads may have come by another way already. */
  readonly mayBeKnownBefore?: (requirements: Requirements) => boolean;
  /** What is kept of the caller's records from one operation to the next. Default: nothing is. */
  readonly records?: OwnRecords | undefined;
  /** Called for each wave with the number of awaited records found in the cache, and not found. */
  readonly recalled?: (lookup: { readonly hits: number; readonly misses: number }) => void;
  /** Called whenever something has come, or will not come. Default: nothing is called. */
  readonly changed?: () => void;
}
