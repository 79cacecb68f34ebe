/** A plan with its arguments read and checked: what the loaders are asked, whether to fetch or to foretell. */
import { type FieldNode, GraphQLError, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { argumentValues } from './graphql-versions.ts';
import type { Collection } from '../loaders/collection.ts';
import { after, FIRST, MAX_PAGE, type Place } from '../loaders/load-request.ts';
import type { Operation } from '../loaders/operation.ts';
import { isLoadable } from '../loaders/requirements.ts';
import { targetByTypeName } from '../loaders/record-store.ts';
import { truncate } from './truncate.ts';
import { kantataIdOf, parseGlobalId, shown } from '../schema/global-id.ts';
import { type ExternalResult, loadExternal } from './external-records.ts';
import { type ExternalField, type ExternalRequest, externalRequest, typesOf } from './external-request.ts';
import {
  type IntegrationsField,
  type IntegrationsRequest,
  type IntegrationsResult,
  loadIntegrations,
} from './integrations.ts';
import { type ListLimits, type ListRequest, listRequest } from './list-request.ts';
import { loadNotedList } from './list-notes.ts';
import type { Rows } from './page.ts';
import { globalIdOf } from './representation.ts';
import { type Sent, sendFilters } from '../schema/filter.ts';
import { type Resource, resources, type WholeList } from '../schema/resource.ts';
import { envelopeOf } from '../upstream/envelope.ts';
import type { ServiceNames } from './service-names.ts';
import type { Plan, RecordPlan, RootField } from './plan.ts';
import { loadSummary } from './summary/load.ts';
import { shared, summaryRequest, type SummaryRequest } from './summary/request.ts';
import { UnusableInput } from '../schema/unusable-input.ts';

/** One record that a root field names. */
export interface RecordRef {
  readonly resource: Resource;
  readonly shape: RecordPlan;
  readonly id: string;
  /** The value of the endpoint's mandatory parameter, where the id holds it. */
  readonly scope: string | null;
}

type IdField = Extract<RootField, { kind: 'one' | 'several' | 'entities' }>;

type SelfField = Extract<RootField, { kind: 'self' }>;
type WholeField = Extract<RootField, { kind: 'whole' }>;

/** Hears of the records that a root field brought, before what hangs on them is loaded. */
type IdsListener = (ids: readonly string[]) => void;

export type RootRequest =
  | { readonly kind: 'list'; readonly field: RootField; readonly list: ListRequest }
  | { readonly kind: 'self'; readonly field: SelfField; readonly come?: IdsListener }
  | {
      readonly kind: 'whole';
      readonly field: WholeField;
      readonly whole: WholeList;
      readonly params: Sent;
      readonly come?: IdsListener;
    }
  | SummaryRequest
  | { readonly kind: 'one'; readonly field: IdField; readonly wanted: RecordRef }
  | { readonly kind: 'several'; readonly field: IdField; readonly wanted: readonly RecordRef[] }
  | { readonly kind: 'external'; readonly field: ExternalField; readonly external: ExternalRequest }
  | { readonly kind: 'integrations'; readonly field: IntegrationsField; readonly integrations: IntegrationsRequest }
  /** A representation that names no record is an error in its place, and no other's. */
  | { readonly kind: 'entities'; readonly field: IdField; readonly wanted: readonly (RecordRef | Error)[] }
  | { readonly kind: 'refused'; readonly field: RootField; readonly error: unknown }
  /** Answered without the loaders. */
  | { readonly kind: 'local'; readonly field: RootField };

/** What a root field brought, beside what the record store has: rows, or ids. */
export type RootResult = Rows | readonly string[] | ExternalResult | IntegrationsResult | Error | null;

/** Reads the arguments of every root field. A field that cannot be asked is `refused`, and keeps its error to itself. */
export const readRequests = (
  plan: Plan,
  variables: Record<string, unknown>,
  cursorKey: string,
  limits: ListLimits,
): RootRequest[] =>
  shared(
    plan.roots.map((field): RootRequest => {
      try {
        return readRequest(plan.queryType, field, variables, cursorKey, limits);
      } catch (error) {
        return { kind: 'refused', field, error };
      }
    }),
    limits.summaryCalls,
  );

function readRequest(
  queryType: GraphQLObjectType,
  field: RootField,
  variables: Record<string, unknown>,
  cursorKey: string,
  limits: ListLimits,
): RootRequest {
  if (field.kind === 'typename' || field.kind === 'introspection') return { kind: 'local', field };
  const [node] = field.nodes;
  const definition = queryType.getFields()[node?.name.value as string];
  if (!node || !definition) throw new TypeError(`${field.key} is no field of the query type`);
  const args = argumentsOf(definition, node, variables);
  if (field.kind === 'self') return { kind: 'self', field };
  if (field.kind === 'whole') {
    const whole = field.resource.declaration.whole as WholeList;
    return { kind: 'whole', field, whole, params: sendFilters(whole.filters, args) };
  }
  if (field.kind === 'summary') return summaryRequest(field, args, limits);
  if (field.kind === 'list') return { kind: 'list', field, list: listRequest(field, args, cursorKey, limits) };
  if (field.kind === 'external') return { kind: 'external', field, external: externalRequest(field, args) };
  if (field.kind === 'integrations') {
    const names = args.subjectTypes as readonly string[] | null | undefined;
    return {
      kind: 'integrations',
      field,
      integrations: { types: typesOf(field.resource, names), isEveryType: names == null },
    };
  }
  if (field.kind === 'one') return { kind: 'one', field, wanted: recordRefOf(field, args.id as string, 'id') };
  if (field.kind === 'entities') return { kind: 'entities', field, wanted: entitiesOf(field, args.representations) };
  return { kind: 'several', field, wanted: (args.ids as string[]).map((id) => recordRefOf(field, id, 'ids')) };
}

/** Throws {@link UnusableInput} for what only the values of variables tell: a null where a default would have stood. */
export function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
) {
  try {
    return argumentValues(field, node, variables);
  } catch (error) {
    throw error instanceof GraphQLError ? new UnusableInput(truncate(error.message)) : error;
  }
}

const entitiesOf = (field: IdField, representations: unknown): (RecordRef | Error)[] =>
  (representations as unknown[]).map((representation, index) => {
    const label = `representations[${index}]`;
    try {
      return recordRefOf(field, globalIdOf(representation, label), label);
    } catch (error) {
      return error as Error;
    }
  });

/** The records that a root field names, in its order; none of a field that names none. */
export const recordRefsOf = (request: RootRequest): readonly RecordRef[] => {
  if (request.kind === 'one') return [request.wanted];
  if (request.kind === 'several') return request.wanted;
  return request.kind === 'entities'
    ? request.wanted.flatMap((wanted) => (wanted instanceof Error ? [] : [wanted]))
    : [];
};

/** Reads one id of a root field. Throws {@link UnusableInput}. */
function recordRefOf({ resource, shapes }: IdField, value: string, label: string): RecordRef {
  const global = parseGlobalId(value);
  if (!resource && !global)
    throw new UnusableInput(`${label}: ${shown(value)} is no global id. They look like "Workspace:42".`);
  const type = resource ?? resources.get(global?.type ?? '');
  if (!type) throw new UnusableInput(`${label}: ${shown(value)} names a type that this API does not have.`);
  if (!isLoadable(type))
    throw new UnusableInput(
      `${label}: a ${type.type} cannot be asked for by id; the API gives it only ${type.declaration.whole ? 'in a list of all' : 'beside a record that leads to it'}.`,
    );
  const { endpoint } = type;
  const scoped = endpoint?.scope && !endpoint.single;
  if (!scoped && global?.scope)
    throw new UnusableInput(`${label}: ${shown(value)} is no global id. They look like "${type.type}:42".`);
  const id = global?.type === type.type ? global.kantataId : kantataIdOf(value, type.type, label);
  return {
    resource: type,
    shape: shapes(type.type),
    id,
    scope: scoped ? scopeOf(type, global?.scope ?? null, label) : null,
  };
}

/** The subject's type in the id of a record whose endpoint wants it. */
function scopeOf(resource: Resource, scope: string | null, label: string): string {
  const targets: readonly Collection[] =
    [...resource.links.values()].find(({ kind }) => kind === 'polymorphic')?.targets ?? [];
  const target = scope === null ? null : targetByTypeName(targets, scope);
  if (target) return target.type;
  throw new UnusableInput(
    `${label}: the API cannot be asked for a ${resource.type} without the type of its subject. Use its global id, such as "${resource.type}:${targets[0]?.type ?? 'Story'}:42".`,
  );
}

/**
 * Loads all that the requests want. Never rejects: a root field that failed as a whole has its error
 * for a result, and the record store has what failed below it.
 *
 * @param names of integrations that the caller has seen; it learns more. Null in a prediction.
 */
export const runRequests = async (
  requests: readonly RootRequest[],
  operation: Operation,
  names: ServiceNames | null = null,
): Promise<RootResult[]> => {
  const results = await Promise.all(
    requests.map(async (request): Promise<RootResult> => {
      try {
        if (request.kind === 'list') return await loadNotedList(request.list, operation, names);
        if (request.kind === 'self') return await loadSelf(request, operation);
        if (request.kind === 'external') return await loadExternal(request.field, request.external, operation);
        if (request.kind === 'integrations')
          return await loadIntegrations(request.field, request.integrations, operation);
        if (request.kind === 'whole') return await loadWhole(request, operation);
        if (request.kind === 'summary') return await loadSummary(request, operation);
        if (request.kind === 'refused') return request.error as Error;
        await load(recordRefsOf(request), operation);
        return null;
      } catch (error) {
        return error as Error;
      }
    }),
  );
  await operation.rest();
  names?.learn(operation.store);
  return results;
};

/** Loads the record that is the caller: its id, or none where the API names none. */
const loadSelf = ({ field, come }: Extract<RootRequest, { kind: 'self' }>, operation: Operation) => {
  const { path = '', reveal = {} } = field.resource.endpoint ?? {};
  return loadAt({ path: `${path}/${field.word}` }, { field, come }, reveal, 1, operation);
};

/** Loads a list that the API always answers whole: the ids of its rows. */
const loadWhole = ({ field, whole, params, come }: Extract<RootRequest, { kind: 'whole' }>, operation: Operation) =>
  params === 'nothing' ? [] : loadAt(wholePlace(field.resource, whole), { field, come }, params, MAX_PAGE, operation);

const wholePlace = ({ key }: Resource, { path = `/${key}`, rows }: WholeList): Place => {
  if (!rows) return { path };
  const read = (body: unknown) => {
    const all = rows(body);
    return all && envelopeOf(key, all);
  };
  return { path, read };
};

/** Loads what a path answers at once, and all that hangs on it. */
async function loadAt(
  place: Place,
  { field, come }: { readonly field: SelfField | WholeField; readonly come?: IdsListener | undefined },
  params: Readonly<Record<string, string>>,
  limit: number,
  operation: Operation,
): Promise<readonly string[]> {
  const {
    resource,
    shape: { requirements },
    key,
  } = field;
  const { ids } = await operation.list({
    kind: 'list',
    collection: resource,
    params,
    place,
    window: { offset: 0, limit },
    requirements,
    only: null,
    continues: false,
    owners: null,
    path: key,
    depth: FIRST,
  });
  come?.(ids);
  await operation.settle(requirements, ids, after(FIRST));
  return ids;
}

function load(wanted: readonly RecordRef[], operation: Operation): Promise<unknown> {
  return Promise.all(
    grouped(wanted).map(({ shape, scope, ids }) => operation.settle(shape.requirements, ids, FIRST, scope)),
  );
}

/** Records of one type that are asked for by the same value of its endpoint's mandatory parameter. */
export interface RecordRefGroup {
  readonly resource: Resource;
  readonly shape: RecordPlan;
  readonly scope: string | null;
  readonly ids: string[];
}

/** The records by type and scope; mostly there is one group of all. */
export function grouped(wanted: readonly RecordRef[]): readonly RecordRefGroup[] {
  const groups: RecordRefGroup[] = [];
  let group: RecordRefGroup | undefined;
  for (const { resource, shape, id, scope } of wanted) {
    if (group?.resource !== resource || group.scope !== scope) {
      group = groups.find((other) => other.resource === resource && other.scope === scope);
      if (!group) groups.push((group = { resource, shape, scope, ids: [] }));
    }
    group.ids.push(id);
  }
  return groups;
}
