/** The root fields: a list, one record and several records of every type with an endpoint; `node` and `nodes`. */
import { connectionType } from './connection.ts';
import { KANTATA_TAG } from './federation-tag.ts';
import { withFieldPlan } from './field-plan.ts';
import { argument, filterArguments, pageArguments } from './list-arguments.ts';
import { answered, type TypeRef, type TypeRegistry } from './object-type.ts';
import type { EndpointDeclaration, Resource } from './resource.ts';
import { calledOf, rootFieldNames } from './root-names.ts';

/** Adds the list of a resource: a connection. */
function addListField(types: TypeRegistry, resource: Resource, endpoint: EndpointDeclaration, maxFirst: number): void {
  const { builder } = types;
  const names = rootFieldNames(resource);
  builder.queryField(names.list, (t) =>
    t.field({
      type: connectionType(types, resource),
      description: `${areaOf(resource)}List ${calledOf(resource)} (${resource.type}), from the REST endpoint \`${resource.key}\`. One request for each 200 records, with their selected associations.${warningOf(resource)}`,
      args: {
        ...filterArguments(types, t, resource, endpoint),
        ...pageArguments(types, t, resource, endpoint, maxFirst),
        offset: t.arg.int({ description: 'Number of records to skip. Cannot be combined with `after`.' }),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'list', resource }),
      resolve: answered,
    }),
  );
}

/** Adds the root fields of a resource with an endpoint. */
export function addRootFields(types: TypeRegistry, resource: Resource, { maxFirst }: { maxFirst: number }): void {
  const { endpoint } = resource.declaration;
  if (!endpoint) return;
  const { builder } = types;
  const names = rootFieldNames(resource);
  const listed = endpoint.listed ?? true;
  if (listed) addListField(types, resource, endpoint, maxFirst);
  builder.queryField(names.one, (t) =>
    t.field({
      type: types.objectType(resource),
      description: `${areaOf(resource)}Get one ${resource.type} by id, also when lists hide it by default. Null when it does not exist or the token may not see it. ${listed ? 'Several ids in one operation share a request.' : 'One request.'}${warningOf(resource)}`,
      args: { id: t.arg.id({ required: true, description: idDescription(resource) }) },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'one', resource }),
      resolve: answered,
    }),
  );
  builder.queryField(names.several, (t) =>
    t.field({
      type: [types.objectType(resource)],
      nullable: { list: true, items: true },
      description: `${areaOf(resource)}Get ${resource.type} records by id, in the order of the ids. Null for each that does not exist or the token may not see. ${listed ? 'One request for each 150 ids.' : 'One request for each id: the API has no list of them.'}${warningOf(resource)}`,
      args: {
        ids: t.arg.idList({
          required: true,
          description: `${idDescription(resource)} Ids may repeat.`,
        }),
      },
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'several', resource }),
      resolve: answered,
    }),
  );
}

/** The prefix of the descriptions of its root fields. */
export const areaOf = ({ declaration: { area } }: Resource) => (area ? `${area}: ` : '');

/** A warning about an endpoint, for the description of its fields. */
const warningOf = ({ declaration: { endpoint } }: Resource) => (endpoint?.writes ? ` ${endpoint.writes}` : '');

/** Adds the root field of a list that the API always answers whole: a plain list, because there are no pages. */
export function addWholeField(types: TypeRegistry, resource: Resource): void {
  const { whole } = resource.declaration;
  if (!whole) return;
  const filters = Object.entries(whole.filters);
  types.builder.queryField(rootFieldNames(resource).list, (t) =>
    t.field({
      type: [types.objectType(resource)],
      nullable: { list: true, items: true },
      description: `${areaOf(resource)}List all ${calledOf(resource)} (${resource.type}) in one request. The API has neither pages nor access by id for them.`,
      args: Object.fromEntries(filters.map(([name, filter]) => [name, argument(types, t, filter)])),
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'whole', resource }),
      resolve: answered,
    }),
  );
}

/** Adds the root field of the record that is the caller, where the type has one. */
export function addSelfField(types: TypeRegistry, resource: Resource): void {
  const { self: word } = resource.declaration;
  if (!word) return;
  types.builder.queryField(word, (t) =>
    t.field({
      type: types.objectType(resource),
      description: `${areaOf(resource)}The ${resource.type} that the API token belongs to: the caller, unless the gateway sends a token of its own. One request, shared with other selections of this record.`,
      tag: KANTATA_TAG,
      ...withFieldPlan({ kind: 'self', resource, word }),
      resolve: answered,
    }),
  );
}

const idDescription = ({ type, endpoint }: Resource) =>
  endpoint?.scope && !endpoint.single
    ? `Global id such as \`${type}:Story:42\`: the API needs the type in the middle.`
    : `Global id such as \`${type}:42\`, or a Kantata id.`;

/** Adds `node` and `nodes`. */
export function addNodeFields(types: TypeRegistry, node: TypeRef): void {
  types.builder.queryField('node', (t) =>
    t.field({
      type: node,
      description:
        'Get one record of any type by its global id. Null when it does not exist or the token may not see it.',
      args: { id: t.arg.id({ required: true, description: 'A global id: the field `id` of any record.' }) },
      ...withFieldPlan({ kind: 'one', resource: null }),
      resolve: answered,
    }),
  );
  types.builder.queryField('nodes', (t) =>
    t.field({
      type: [node],
      nullable: { list: true, items: true },
      description:
        'Get records of any types by their global ids, in the order of the ids. Null for each that does not exist or the token may not see. One request for each type and 150 ids.',
      args: { ids: t.arg.idList({ required: true, description: 'Global ids of any types.' }) },
      ...withFieldPlan({ kind: 'several', resource: null }),
      resolve: answered,
    }),
  );
}
