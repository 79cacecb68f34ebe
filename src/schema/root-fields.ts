/** The root fields: a list, one record and several records of every type with an endpoint; `node` and `nodes`. */
import { camelCase, enumValueName } from './attribute.ts';
import { connectionType } from './connection.ts';
import { OrderByCustomField } from './custom-field-input.ts';
import { KANTATA_TAG } from './federation-tag.ts';
import type { Filter, FilterType, InputShape } from './filter.ts';
import { withFieldPlan } from './field-plan.ts';
import { answered, type TypeRef, type TypeRegistry } from './object-type.ts';
import { type EndpointDeclaration, type Resource, singular } from './resource.ts';

/** `created_at:desc` -> `CREATED_AT_DESC`. */
export const orderValueName = (order: string) => enumValueName(order);

const describeOrder = (order: string) => {
  if (order === 'search')
    return 'By relevance to `search`, best match first. Without `search`, the API may ignore this order.';
  const [name, direction] = order.split(':') as [string, string?];
  const how =
    direction === 'desc'
      ? ', descending'
      : direction === 'asc'
        ? ', ascending'
        : ', in the direction that the API chooses';
  return `By \`${name}\`${how}. Ties are ordered by id.`;
};

const orderType = (types: TypeRegistry, resource: Resource, { orders }: EndpointDeclaration): TypeRef =>
  types.once(`${resource.type}Order`, resource, () =>
    types.builder.enumType(`${resource.type}Order`, {
      description: `Sort orders for a list of ${resource.type} records.`,
      values: Object.fromEntries(
        orders.map((order) => [orderValueName(order), { value: order, description: describeOrder(order) }]),
      ),
    }),
  );

// oxlint-disable-next-line no-explicit-any
type ArgBuilder = any;

const valueType = (types: TypeRegistry, type: FilterType): TypeRef =>
  type.kind === 'scalar' ? type.name : type.kind === 'enum' ? types.enumType(type) : inputType(types, type);

/** The input object that a filter takes, made once for all filters that take it. */
const inputType = (types: TypeRegistry, shape: InputShape): TypeRef =>
  types.once(shape.name, shape, () =>
    types.builder.inputType(shape.name, {
      description: shape.description,
      ...(shape.isOneOf && { isOneOf: true }),
      fields: (t: ArgBuilder) =>
        Object.fromEntries(
          Object.entries(shape.fields).map(([name, { type, list, required, description }]) => [
            name,
            t.field({
              type: list ? [valueType(types, type)] : valueType(types, type),
              required: required ?? false,
              description,
            }),
          ]),
        ),
    }),
  );

const filterType = (types: TypeRegistry, { type, list }: Filter): TypeRef => {
  const ref = valueType(types, type);
  return list ? [ref] : ref;
};

const argument = (types: TypeRegistry, t: ArgBuilder, filter: Filter) => {
  const options = {
    type: filterType(types, filter),
    required: filter.required,
    description: filter.description,
    ...(filter.deprecated && { deprecationReason: filter.deprecated }),
  };
  return typeof t.arg === 'function' ? t.arg(options) : t.field(options);
};

/** `CustomFieldFilter` is what filters *by* custom fields; the filter of the list *of* them has another name. */
const filterName = ({ type }: Resource) => (type === 'CustomField' ? 'CustomFieldListFilter' : `${type}Filter`);

/** A mandatory parameter: one argument, or the two ways to give it. */
const requiredArguments = (types: TypeRegistry, t: ArgBuilder, name: string, filter: Filter): [string, TypeRef][] => {
  if (!filter.several) return [[name, argument(types, t, filter)]];
  const type = filterType(types, filter);
  return [
    [
      name,
      t.arg({
        type,
        description: `${filter.description} Exactly one of \`${name}\` and \`${filter.several}\` must be given.`,
      }),
    ],
    [
      filter.several,
      t.arg({
        type: [type],
        description: `Several values of \`${name}\`. One request each, in parallel, merged into one ordered list.`,
      }),
    ],
  ];
};

function filterInput(types: TypeRegistry, resource: Resource, { filters }: EndpointDeclaration): TypeRef {
  return types.once(filterName(resource), resource, () =>
    types.builder.inputType(filterName(resource), {
      description: `Filters a list of ${resource.type} records. All fields must match; null is ignored.`,
      fields: (t) =>
        Object.fromEntries(
          Object.entries(filters)
            .filter(([, filter]) => !filter.required)
            .map(([name, filter]) => [name, argument(types, t, filter)]),
        ),
    }),
  );
}

/** The arguments that choose the rows of a list: its mandatory parameters, and its filter. */
export function filterArguments(
  types: TypeRegistry,
  t: ArgBuilder,
  resource: Resource,
  endpoint: EndpointDeclaration,
): Record<string, TypeRef> {
  const filters = Object.entries(endpoint.filters);
  return {
    ...Object.fromEntries(
      filters
        .filter(([, { required }]) => required)
        .flatMap(([name, filter]) => requiredArguments(types, t, name, filter)),
    ),
    ...(filters.some(([, { required }]) => !required) && {
      filter: t.arg({
        type: filterInput(types, resource, endpoint),
        description: 'Filter. Default: all records that the token may see.',
      }),
    }),
  };
}

/** The three root fields of a resource: `timeEntries`, `timeEntry`, `timeEntriesById`. */
export const rootFieldNames = (resource: Resource) => ({
  list: camelCase(resource.key),
  one: camelCase(singular(resource.key)),
  several: `${camelCase(resource.key)}ById`,
});

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
        ...(endpoint.orders.length > 0 && {
          orderBy: t.arg({
            type: orderType(types, resource, endpoint),
            description: endpoint.defaultOrder
              ? `Order. Default: \`${orderValueName(endpoint.defaultOrder)}\`.`
              : 'Order. Default: as the API returns them.',
          }),
        }),
        ...(endpoint.orderByCustomField && {
          orderByCustomField: t.arg({
            type: inputType(types, OrderByCustomField),
            description:
              'Sort by the values of a custom field, instead of `orderBy`. The API documents this order, but may silently use its default order.',
          }),
        }),
        first: t.arg.int({
          defaultValue: 20,
          description: `Maximum number of records, 1 to ${maxFirst}. Each 200 records cost one request.`,
        }),
        after: t.arg.string({ description: 'Return the records after this cursor of the same list.' }),
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

/** The plural that people use for its records. */
export const calledOf = ({ key, declaration: { called } }: Resource) => called ?? key.replaceAll('_', ' ');

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
