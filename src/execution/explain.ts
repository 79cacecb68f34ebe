/** The explanation of an operation: its REST calls in waves, before any of them is sent. */
import type { Call } from '../loaders/call.ts';
import type { Demand } from '../loaders/demand.ts';
import type { Need } from '../loaders/need.ts';
import type { PredictedCall, Prediction } from '../loaders/prediction.ts';
import { type Question, urlOf } from '../upstream/question.ts';

/** One REST call, or one kind of call that the data may ask for, as `POST /explain` tells it. */
export interface ExplainedCall {
  readonly method: 'GET';
  readonly path: string;
  /** What is not known yet stands in braces: `{ids of User}`. */
  readonly query: Readonly<Record<string, string>>;
  readonly url: string;
  /** It will be sent, exactly as it stands here. */
  readonly certain: boolean;
  readonly min: number;
  readonly max: number;
  /** The parts of the operation that its answer serves. */
  readonly serves: readonly string[];
  readonly why: string;
}

export interface Explanation {
  readonly waves: readonly { readonly wave: number; readonly calls: readonly ExplainedCall[] }[];
  readonly totals: {
    readonly min: number;
    /** No run makes more calls: the operation is refused above the limit, and stopped at it. */
    readonly max: number;
    /** With an assumed size for associations whose size nobody knows. Above the limit, the operation is refused. */
    readonly likely: number;
  };
  readonly limit: number;
}

export function explain({ calls, min, max, likely }: Prediction, limit: number): Explanation {
  const waves = new Map<number, ExplainedCall[]>();
  for (const predicted of calls) {
    const wave = waves.get(predicted.wave) ?? [];
    waves.set(predicted.wave, wave);
    wave.push(explainCall(predicted, limit));
  }
  return {
    waves: [...waves].toSorted(([one], [other]) => one - other).map(([wave, list]) => ({ wave, calls: list })),
    totals: { min, max: Math.min(max, limit), likely },
    limit,
  };
}

function explainCall({ call, certain, spareable, min, max }: PredictedCall, limit: number): ExplainedCall {
  const { path, params } = named(call);
  const shownPath = path.replaceAll(/~\d+/g, `{id of ${call.collection.type}}`);
  return {
    method: 'GET',
    path: shownPath,
    query: params,
    url:
      certain || spareable
        ? urlOf(call.question)
        : `${shownPath}?${Object.keys(params)
            .toSorted()
            .map((name) => `${name}=${params[name]}`)
            .join('&')}`,
    certain,
    min,
    max: Math.min(max, limit),
    serves: servedBy(call),
    why: spareable
      ? `${reasonFor(call, true)} Those that are kept from before are left out.`
      : reasonFor(call, certain),
  };
}

/** The question in a reader's words: stand-ins are replaced by what they stand for. */
function named({ collection, question }: Call): Question {
  const params = Object.fromEntries(
    Object.entries(question.params).map(([name, value]) => {
      if (!value.includes('~')) return [name, value];
      const known = value.split(',').filter((id) => !id.startsWith('~'));
      return [name, [...known, `{${name === 'only' ? `ids of ${collection.type}` : name}}`].join(',')];
    }),
  );
  return { path: question.path, params };
}

function servedBy({ collection, demands, include }: Call): string[] {
  const paths = new Set<string>();
  const add = (need: Need) => {
    for (const path of need.paths) paths.add(path);
    for (const linkNeed of need.links.values()) {
      if (!include.has(linkNeed.link.name)) continue;
      for (const target of linkNeed.targets.values()) for (const path of target.paths) paths.add(path);
    }
  };
  for (const demand of demands) {
    if (demand.kind === 'list') {
      if (demand.need) add(demand.need);
      else paths.add(demand.path);
    } else if (demand.need.collection !== collection && demand.via)
      for (const path of demand.need.paths) paths.add(path);
    else add(demand.need);
  }
  return [...paths].toSorted();
}

function reasonFor(call: Call, certain: boolean): string {
  const [first] = call.demands;
  if (call.kind === 'list') {
    if (first?.kind === 'list' && first.place)
      return call.collection.endpoint
        ? 'The operation asks for the record that is the caller.'
        : 'The operation asks for this list, which the API answers whole.';
    if (first?.kind === 'list' && !first.window) return 'Only the number of rows is selected, so one row is asked for.';
    return certain
      ? 'The operation asks for this list.'
      : 'A page holds at most 200 rows; the first one tells how many more there are.';
  }
  if (certain) return 'The operation names these records by id.';
  return (
    [...call.demands].map((demand) => becauseOf(demand, call)).find((reason) => reason !== null) ??
    'Their ids become known in the wave before.'
  );
}

function becauseOf(demand: Demand, { collection }: Call): string | null {
  if (demand.kind === 'list') return null;
  const { need, via } = demand;
  const place = [...need.paths][0] ?? '';
  if (via && via.need.collection === collection && need.collection !== collection)
    return `${place}: fetching the ${collection.type} records once more with this include costs less than asking for each type on its own.`;
  const bare = [
    ...need.optional,
    ...[...need.links.values()].flatMap(({ link }) => (link.own || link.listing ? [] : [link.name])),
  ];
  return bare.length > 0
    ? `${place}: ${bare.join(', ')} cannot come beside another record, so these ${collection.type} records are fetched in their own right.`
    : `${place}: the ids become known in the wave before, and no include of it brings these ${collection.type} records.`;
}
