/**
 * What an operation will call, before it calls: the very same loading code, run against an API that
 * answers at once with stand-ins. A stand-in is an id that means "up to so many records"; every
 * column of its row leads to a stand-in of its own, so the walk goes wherever the real one can go.
 */
import { NO_PRINCIPAL } from '../upstream/principal.ts';
import type { ApiFacts, IsOwn } from './api-facts.ts';
import type { Call } from './call.ts';
import type { Choice, ChoiceNeed } from './choice.ts';
import { ASSUMED_FAN_OUT } from './fan-out.ts';
import { type Contingent, MAX_IDS, MAX_PAGE, type LoadRequest, type NestedStep } from './load-request.ts';
import { nestedIn } from './nested-call.ts';
import type { NestedArguments, NestedNeed } from './nested-need.ts';
import { Operation } from './operation.ts';
import type { SentCall } from './operation-options.ts';
import type { Requirements } from './requirements.ts';
import { isRead } from './row-reader.ts';
import { ownersOf, SimulatedApi, type Weight } from './simulated-api.ts';

export interface PredictedCall {
  readonly call: Call;
  readonly wave: number;
  /** The operation alone fixes this call: it will be sent, with exactly this request. */
  readonly certain: boolean;
  /** It would be certain, if a cache did not spare it, or some of its ids. */
  readonly spareable: boolean;
  readonly min: number;
  /** May be infinite. */
  readonly max: number;
  readonly likely: number;
}

/** How many calls there will be. */
export interface Forecast {
  readonly min: number;
  /** No run sends more calls than this; infinite where a to-many association of unknown size leads on. */
  readonly max: number;
  /** As `max`, with the sizes that associations are expected to have. */
  readonly likely: number;
}

export interface Prediction extends Forecast {
  readonly calls: readonly PredictedCall[];
  /** Those of them that bring pages which are only read, and have a limit of their own. */
  readonly pages: Forecast;
}

export interface PredictionOptions {
  /** Walks the operation, exactly as the real run does. */
  readonly run: (operation: Operation) => Promise<unknown>;
  /** Every need of the operation, to tell whether one may bring the records of another. */
  readonly allRequirements: readonly Requirements[];
  /** Whether waves wait for each other without bound; if not, demands that would share a call may miss it. */
  readonly aligned: boolean;
  /** Whether records by id may be kept from before. Default: no. */
  readonly cached?: boolean;
  /** What the API has shown of itself. */
  readonly facts: ApiFacts;
  /** The arguments of lists under records. Default: the operation has none. */
  readonly argumentsOf?: (need: NestedNeed) => NestedArguments;
  /** The arguments of fields that answer some records of an association. Default: the operation has none. */
  readonly choiceOf?: (need: ChoiceNeed) => Choice;
}

/** Foretells what the operation will call. Where it is open what rows tell by themselves, `max` covers both. */
export async function predict(options: PredictionOptions): Promise<Prediction> {
  const { facts, allRequirements } = options;
  const expected = await simulate(options, facts.isOwn, false);
  if (allRequirements.every(({ links }) => links.values().every(({ link }) => facts.isSure(link)))) return expected;
  // Some rows may tell and others not, so each way may be gone.
  const silent = await simulate(options, (link) => facts.isOwn(link) && facts.isSure(link), true);
  const telling = await simulate(options, (link) => facts.isOwn(link) || !facts.isSure(link), true);
  // Pages are bounded together, whatever their rows tell.
  const apart = expected.pages.max + othersOf(silent) + othersOf(telling);
  return { ...expected, max: Math.max(expected.max, apart) };
}

const othersOf = ({ max, pages }: Prediction) => max - pages.max;

const forecast = (calls: readonly PredictedCall[]): Forecast => {
  const sum = (read: (call: PredictedCall) => number) => calls.reduce((total, call) => total + read(call), 0);
  return { min: sum(({ min }) => min), max: sum(({ max }) => max), likely: sum(({ likely }) => likely) };
};

/**
 * Runs the operation against stand-ins whose rows tell what `isWritten` says.
 *
 * @param scattered some of the records may be known a wave earlier than others at the same place.
 */
async function simulate(
  { run, allRequirements, aligned, cached = false, facts, argumentsOf, choiceOf }: PredictionOptions,
  isWritten: IsOwn,
  scattered: boolean,
): Promise<Prediction> {
  const simulated = new SimulatedApi(isWritten, facts.sizes.of);
  const positions = new Map<string, number>();
  for (const { collection } of allRequirements) positions.set(collection.key, (positions.get(collection.key) ?? 0) + 1);
  const operation = new Operation({
    // Stand-ins belong to no principal.
    principal: NO_PRINCIPAL,
    // Nor do they show anything of the API.
    facts: facts.copy(),
    send: (_, sent) => Promise.resolve(simulated.answer(sent)),
    waitMs: 'unbounded',
    // Far above any limit that an operator may set, and low enough to end.
    maxCalls: () => 10_000,
    ...(argumentsOf && { argumentsOf }),
    ...(choiceOf && { choiceOf }),
    fewer: (collection, parent, id, first) => simulated.fewer(collection, parent, id, first),
    weigh: (id) => simulated.weight(id).most,
    mayBeKnownBefore: ({ collection }) => scattered || (positions.get(collection.key) ?? 0) > 1,
  });
  await run(operation);
  const calls = operation.sent.map((sent) => predicted(sent, simulated, aligned, cached));
  return { calls, ...forecast(calls), pages: forecast(calls.filter(({ call }) => isRead(call))) };
}

function predicted(
  { call, wave }: SentCall,
  simulated: SimulatedApi,
  aligned: boolean,
  cached: boolean,
): PredictedCall {
  const contingent = contingentOf(call);
  if (contingent) return { call, wave, certain: false, spareable: false, min: 0, max: contingent.most, likely: 0 };
  // What the operation fixes by itself.
  const fixed = wave === 1;
  const spareable = fixed && cached && call.kind !== 'list';
  const certain = fixed && !spareable;
  const nested = nestedIn(call);
  if (nested) return predictedNested(call, wave, nested, simulated, aligned);
  const owners = ownersOf(call);
  const total = (read: (weight: Weight) => number) => call.ids.reduce((sum, id) => sum + read(simulated.weight(id)), 0);
  const count = (read: (weight: Weight) => number) =>
    owners
      ? Math.ceil(simulated.likelyListed(call) / MAX_PAGE)
      : call.kind === 'list'
        ? 1
        : call.kind === 'single'
          ? total(read)
          : batches(call, (id) => read(simulated.weight(id)), aligned);
  return {
    call,
    wave,
    certain,
    spareable,
    min: certain ? 1 : 0,
    // The number of records of an owner, and of their pages, is unknown.
    max: owners ? Number.POSITIVE_INFINITY : fixed ? 1 : count(({ most }) => most),
    // What is likely to go together is taken to do so.
    likely: fixed
      ? 1
      : call.kind === 'ids'
        ? Math.ceil(total(({ likely }) => likely) / MAX_IDS)
        : call.kind === 'single'
          ? call.ids.reduce((sum, id) => sum + simulated.likelyPlaces(id), 0)
          : count(({ likely }) => likely),
  };
}

/** Why a call may be made though it is not expected; null where something else needs it as well. */
export const contingentOf = ({ loadRequests }: Call): Contingent | null => {
  let found: Contingent | null = null;
  for (const loadRequest of loadRequests) {
    if (loadRequest.kind !== 'list' || !loadRequest.contingent) return null;
    found ??= loadRequest.contingent;
  }
  return found;
};

/** A call for a list under records: how many there are of it depends on how many records those are. */
function predictedNested(
  call: Call,
  wave: number,
  nested: NestedStep,
  simulated: SimulatedApi,
  aligned: boolean,
): PredictedCall {
  const certain = wave === 1;
  const { most, likely } = simulated.weightOf(nested);
  const together = Math.ceil(likely / MAX_IDS);
  const mostTogether = batches({ ...call, ids: nested.parents }, (id) => simulated.weight(id).most, aligned);
  const likelyPages = Math.ceil((likely * ASSUMED_FAN_OUT) / MAX_PAGE);
  const counts: Readonly<Record<NestedStep['step'], readonly [max: number, likely: number]>> = {
    together: [mostTogether, together],
    again: [mostTogether, 0],
    one: [most, likely],
    page: [most, most === 1 ? 1 : 0],
    rest: [most * nested.pages, Math.min(likely * nested.pages, Math.max(0, likelyPages - together))],
  };
  const [max, expected] = certain ? [1, 1] : counts[nested.step];
  return { call, wave, certain, spareable: false, min: certain ? 1 : 0, max, likely: expected };
}

/** Upper bound of the calls that one predicted batch becomes, when its ids may be spread over several waves. */
function batches({ ids, loadRequests }: Call, weigh: (id: string) => number, aligned: boolean): number {
  const demands = [...loadRequests];
  const isTogether = aligned && !demands.some(({ depth }) => depth.isLoose);
  const groups = isTogether
    ? [{ some: ids, waves: wavesOf(demands) }]
    : demands.flatMap((demand) => apartIn(demand).map((some) => ({ some, waves: wavesOf([demand]) })));
  return groups.reduce((calls, { some, waves }) => {
    const weight = some.reduce((sum, id) => sum + weigh(id), 0);
    return calls + Math.min(weight, Math.floor((weight + (MAX_IDS - 1) * waves) / MAX_IDS));
  }, 0);
}

/** The ids of a demand that are sure to become known at once. Records that want a list come from many places. */
const apartIn = (demand: LoadRequest): readonly (readonly string[])[] =>
  demand.kind === 'ids' ? [demand.ids] : (demand.nested?.parents ?? []).map((id) => [id]);

/** In how many different waves some of the demands may arise. */
function wavesOf(loadRequests: readonly LoadRequest[]): number {
  const waves = new Set<number>();
  for (const { depth } of loadRequests) for (let wave = depth.earliest; wave <= depth.latest; wave++) waves.add(wave);
  return waves.size;
}
