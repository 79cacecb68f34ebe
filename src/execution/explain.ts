/** The explanation of an operation: its REST calls in waves, before any of them is sent. */
import type { Call } from '../loaders/call.ts';
import type { LoadRequest, NestedStep } from '../loaders/load-request.ts';
import { nestedIn } from '../loaders/nested-call.ts';
import type { Requirements } from '../loaders/requirements.ts';
import { contingentOf, type PredictedCall, type Prediction } from '../loaders/prediction.ts';
import { type FurtherPages, furtherPages, isFurtherPage } from './summary/further-pages.ts';
import { forecastText } from './forecast-text.ts';
import type { ExplainedAssociation } from './explain-associations.ts';
import type { CallLimits } from './summary/call-limits.ts';
import { type RestRequest, urlOf } from '../upstream/rest-request.ts';

const COUNTED =
  'By `first` alone this operation would be refused. One row tells how many records there are; with few enough, it runs.';

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
    /** With an assumed size for associations of unknown size. Above the limit, the operation is refused. */
    readonly likely: number;
    /** The same in words: `1 to 3, at most 50`. */
    readonly forecast: string;
  };
  readonly limit: number;
  /** Records that the answer is expected to hold, counted at every place where they stand. */
  readonly expectedRecords: number;
  /** The associations to many of the operation, with the sizes that the estimate counts with. */
  readonly associations: readonly ExplainedAssociation[];
}

/** @param counts what is called to count lists before it is decided whether the operation runs; null for nothing. */
export function explain(
  { calls, min, max, likely, pages }: Prediction,
  size: Pick<Explanation, 'expectedRecords' | 'associations'>,
  { calls: limit }: CallLimits,
  counts: Prediction | null = null,
): Explanation {
  const waves = new Map<number, ExplainedCall[]>();
  const add = (at: number, call: ExplainedCall) => {
    const wave = waves.get(at) ?? [];
    waves.set(at, wave);
    wave.push(call);
  };
  for (const predicted of counts?.calls ?? []) add(predicted.wave, { ...explainCall(predicted, limit), why: COUNTED });
  // After a count, the operation may be refused.
  const certainty = (call: ExplainedCall): ExplainedCall => (counts ? { ...call, certain: false, min: 0 } : call);
  for (const predicted of calls)
    if (!isFurtherPage(predicted)) add(predicted.wave, certainty(explainCall(predicted, limit)));
  for (const further of furtherPages(calls)) add(further.wave, explainPages(further));
  const totals = {
    min: counts ? counts.min : min,
    likely: likely + (counts?.likely ?? 0),
    max: Math.min(max - pages.max + (counts?.max ?? 0), limit) + pages.max,
  };
  return {
    waves: [...waves].toSorted(([one], [other]) => one - other).map(([wave, list]) => ({ wave, calls: list })),
    totals: { ...totals, forecast: forecastText(totals) },
    limit: limit + pages.max,
    ...size,
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
        ? urlOf(call.restRequest)
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

/** The further pages of a summary's list, which differ in their number alone, as one kind of call. */
function explainPages({ call, from, count }: FurtherPages): ExplainedCall {
  const pages = count === 1 ? String(from) : `{${from} to ${from + count - 1}}`;
  const query = { ...call.restRequest.params, page: pages };
  return {
    method: 'GET',
    path: call.restRequest.path,
    query,
    url: `${call.restRequest.path}?${Object.keys(query)
      .toSorted()
      .map((name) => `${name}=${query[name as keyof typeof query]}`)
      .join('&')}`,
    certain: false,
    min: 0,
    max: count,
    serves: servedBy(call),
    why: 'A summary reads every page. A page holds at most 200 rows; the first one tells how many more there are.',
  };
}

/** The question in a reader's words: stand-ins are replaced by what they stand for. */
function named(call: Call): RestRequest {
  const { collection, restRequest } = call;
  const nested = nestedIn(call);
  const meant = (name: string): string =>
    name === 'only' ? `ids of ${collection.type}` : name === nested?.param ? idsOf(nested) : name;
  const params = Object.fromEntries(
    Object.entries(restRequest.params).map(([name, value]) => {
      if (!value.includes('~')) return [name, value];
      const known = value.split(',').filter((id) => !id.startsWith('~'));
      return [name, [...known, `{${meant(name)}}`].join(',')];
    }),
  );
  return { path: restRequest.path, params };
}

const idsOf = ({ parent, step, several }: NestedStep): string =>
  several && (step === 'together' || step === 'again' || step === 'rest')
    ? `ids of ${parent.type}`
    : `id of ${parent.type}`;

function servedBy({ collection, loadRequests, include }: Call): string[] {
  const paths = new Set<string>();
  const add = (requirements: Requirements) => {
    for (const path of requirements.paths) paths.add(path);
    for (const linkRequirements of requirements.links.values()) {
      if (!include.has(linkRequirements.link.name)) continue;
      for (const target of linkRequirements.targets.values()) for (const path of target.paths) paths.add(path);
    }
  };
  for (const loadRequest of loadRequests) {
    if (loadRequest.kind === 'list') {
      if (loadRequest.requirements) add(loadRequest.requirements);
      else paths.add(loadRequest.path);
    } else if (loadRequest.requirements.collection !== collection && loadRequest.via)
      for (const path of loadRequest.requirements.paths) paths.add(path);
    else add(loadRequest.requirements);
  }
  return [...paths].toSorted();
}

function reasonFor(call: Call, certain: boolean): string {
  const [first] = call.loadRequests;
  const contingent = contingentOf(call);
  if (contingent) return contingent.why;
  if (call.kind === 'list') {
    if (first?.kind === 'list' && first.place)
      return call.collection.endpoint
        ? 'The operation asks for the record that is the caller.'
        : 'The operation asks for this list, which the API answers whole.';
    const nested = nestedIn(call);
    if (nested) return nestedReason(nested, first?.kind === 'list' ? first.path : '', certain);
    if (first?.kind === 'list' && !first.window) return 'Only the number of rows is selected, so one row is asked for.';
    return certain
      ? 'The operation asks for this list.'
      : 'A page holds at most 200 rows; the first one tells how many more there are.';
  }
  if (certain) return 'The operation names these records by id.';
  return (
    [...call.loadRequests].map((loadRequest) => becauseOf(loadRequest, call)).find((reason) => reason !== null) ??
    'Their ids become known in the wave before.'
  );
}

/** Why lists under records take this call: together or one by one, and what decides it. */
function nestedReason(
  { step, parent: { type }, param, several, isPassed, by }: NestedStep,
  path: string,
  certain: boolean,
) {
  const each = `each ${type} takes a call`;
  switch (step) {
    case 'together':
      return `${path}: the API takes several ids in ${param}, and each row names its ${type} by ${by}. So one list for all of them is asked for, in the order wanted, and its rows are divided.`;
    case 'again':
      return `${path}: the same page with the include of ${by}, if its rows do not name their ${type} without it.`;
    case 'rest':
      return `${path}: where that page does not reach every ${type}, its further pages, or a call for each ${type} that lacks rows, whichever is fewer.`;
    case 'page':
      return 'A page holds at most 200 rows; the first one tells how many more there are.';
    default:
      if (isPassed) return `${path}: a cursor belongs to the list of one ${type}, which is asked for alone.`;
      if (certain) return `${path}: the operation asks for the list of this ${type}.`;
      if (!several) return `${path}: the API takes one ${param} at a time, so ${each}.`;
      if (by === null) return `${path}: rows do not name their ${type}, so that they could not be divided: ${each}.`;
      return `${path}: there is one ${type}, so its list is asked for alone.`;
  }
}

function becauseOf(loadRequest: LoadRequest, { collection }: Call): string | null {
  if (loadRequest.kind === 'list') return null;
  const { requirements, via } = loadRequest;
  const place = [...requirements.paths][0] ?? '';
  if (via && via.requirements.collection === collection && requirements.collection !== collection)
    return `${place}: fetching the ${collection.type} records once more with this include costs less than asking for each type on its own.`;
  const bare = [
    ...requirements.optional,
    ...[...requirements.links.values()].flatMap(({ link }) => (link.own || link.listing ? [] : [link.name])),
  ];
  return bare.length > 0
    ? `${place}: ${bare.join(', ')} cannot come beside another record, so these ${collection.type} records are fetched in their own right.`
    : `${place}: the ids become known in the wave before, and no include of it brings these ${collection.type} records.`;
}
