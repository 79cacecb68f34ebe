/** What of the API can be mirrored: the lists, what is kept of their rows, and how changes of each are noticed. */
import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { fieldPlanOf } from '../schema/field-plan.ts';
import type { Resource } from '../schema/resource.ts';
import { eventNameOf } from '../schema/types/subscribed-event.ts';

/** A column of a mirrored row. */
export interface MirroredColumn {
  readonly name: string;
  /** As SQLite has them; JSON for lists. */
  readonly type: 'TEXT' | 'INTEGER' | 'REAL' | 'JSON';
}

export interface Mirrored {
  /** The root field of the list. */
  readonly list: string;
  readonly resource: Resource;
  readonly columns: readonly MirroredColumn[];
  /** The list can be asked for what changed after a time. */
  readonly byTime: boolean;
  /** Kinds of event that say of a row that it was created, or changed. */
  readonly changed: readonly string[];
  /** The kind of event that says that a row was deleted; null where there is none. */
  readonly deleted: string | null;
}

/** Types of which the API records no event of a deletion. */
const NEVER_DELETED: ReadonlySet<string> = new Set([
  'Estimate',
  'ExpenseReportSubmission',
  'LineItemLock',
  'TimesheetSubmission',
]);

/** The lists that can be mirrored, by their names. Those that want an argument cannot. */
export function mirroredLists(schema: GraphQLSchema): ReadonlyMap<string, Mirrored> {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const events = eventSubjects(fields);
  return new Map(
    fields.flatMap((field) => {
      const plan = fieldPlanOf(field);
      if (plan?.kind !== 'list' || field.deprecationReason || field.args.some(isRequiredArgument)) return [];
      if (Object.values(plan.resource.declaration.endpoint?.filters ?? {}).some(({ required }) => required)) return [];
      return [[field.name, mirrored(field, plan.resource, events)] as const];
    }),
  );
}

function mirrored(field: GraphQLField<unknown, unknown>, resource: Resource, events: ReadonlySet<string>): Mirrored {
  const filters = resource.declaration.endpoint?.filters ?? {};
  const hasEvents = events.has(resource.type);
  const name = eventNameOf(resource.type);
  const byTime = filters.updatedAfter !== undefined && filters.updatedAfter.deprecated === null;
  return {
    list: field.name,
    resource,
    columns: columnsOf(rowType(field)),
    byTime,
    changed: hasEvents && !byTime ? [`${name}:created`, `${name}:updated`] : [],
    deleted: hasEvents && !NEVER_DELETED.has(resource.type) ? `${name}:deleted` : null,
  };
}

/** The types whose changes are events. */
function eventSubjects(fields: readonly GraphQLField<unknown, unknown>[]): ReadonlySet<string> {
  for (const field of fields) {
    const plan = fieldPlanOf(field);
    if (plan?.kind !== 'list' || plan.resource.type !== 'SubscribedEvent') continue;
    const subject = fieldPlanOf(rowType(field).getFields().subject as GraphQLField<unknown, unknown>);
    if (subject?.kind === 'association') return new Set(subject.association.targets().map(({ type }) => type));
  }
  return new Set();
}

const rowType = (list: GraphQLField<unknown, unknown>): GraphQLObjectType => {
  const nodes = (getNamedType(list.type) as GraphQLObjectType).getFields().nodes;
  return getNamedType(nodes?.type) as GraphQLObjectType;
};

/** Every value that comes with a row without a further call or parameter; the global id stands first. */
function columnsOf(type: GraphQLObjectType): readonly MirroredColumn[] {
  const fields = Object.values(type.getFields());
  return [...fields.filter(({ name }) => name === 'id'), ...fields.filter(({ name }) => name !== 'id')].flatMap(
    (field): MirroredColumn[] => {
      if (field.deprecationReason || field.args.some(isRequiredArgument)) return [];
      const plan = fieldPlanOf(field);
      const isOwn =
        plan?.kind === 'id' ||
        plan?.kind === 'kantataId' ||
        (plan?.kind === 'attribute' && !plan.attribute.optional) ||
        (plan?.kind === 'keys' && plan.association.own && plan.association.kind === 'one');
      const named = getNamedType(field.type);
      if (!isOwn || !isLeafType(named) || isObjectType(named)) return [];
      const isList = isListType(getNullableType(field.type));
      return [{ name: field.name, type: isList || named.name === 'JSON' ? 'JSON' : (TYPES[named.name] ?? 'TEXT') }];
    },
  );
}

const TYPES: Readonly<Record<string, MirroredColumn['type']>> = {
  Int: 'INTEGER',
  SafeInt: 'INTEGER',
  Boolean: 'INTEGER',
  Float: 'REAL',
};

/** The operation that reads a list, with the arguments of its root field as they stand in GraphQL. */
export const queryOf = ({ list, columns }: Pick<Mirrored, 'list' | 'columns'>, args: string): string =>
  `query Sync { ${list}${args === '' ? '' : `(${args})`} { nodes { ${columns.map(({ name }) => name).join(' ')} } } }`;
