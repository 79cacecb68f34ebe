/** The arguments of a list field: filter, order and page, at the root and under records. */
import { enumValueName } from './attribute.ts';
import { OrderByCustomField } from './custom-field-input.ts';
import type { Filter, FilterType, InputShape } from './filter.ts';
import type { TypeRef, TypeRegistry } from './object-type.ts';
import type { EndpointDeclaration, Resource } from './resource.ts';

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

/** The enum of the orders that a list of the type has. */
export const orderType = (types: TypeRegistry, resource: Resource): TypeRef =>
  types.once(`${resource.type}Order`, resource, () =>
    types.builder.enumType(`${resource.type}Order`, {
      description: `Sort orders for a list of ${resource.type} records.`,
      values: Object.fromEntries(
        (resource.declaration.endpoint?.orders ?? []).map((order) => [
          orderValueName(order),
          { value: order, description: describeOrder(order) },
        ]),
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

export const argument = (types: TypeRegistry, t: ArgBuilder, filter: Filter) => {
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

/** How many values a mandatory parameter has, where that is known. */
const everyOf = ({ type }: Filter) => (type.kind === 'enum' ? `: ${type.values.length}` : '');

/** A mandatory parameter: one argument, or the two ways to give it. */
const requiredArguments = (types: TypeRegistry, t: ArgBuilder, name: string, filter: Filter): [string, TypeRef][] => {
  if (!filter.several) return [[name, argument(types, t, filter)]];
  const type = filterType(types, filter);
  return [
    [
      name,
      t.arg({
        type,
        description: `${filter.description} Give at most one of \`${name}\` and \`${filter.several}\`; without either, all are asked for, one request each${everyOf(filter)}.`,
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

/**
 * Which rows of a list: its filter, where it has one.
 *
 * @param description what it says of itself.
 */
export const filterArgument = (
  types: TypeRegistry,
  t: ArgBuilder,
  resource: Resource,
  endpoint: EndpointDeclaration,
  description: string,
): Record<string, TypeRef> =>
  Object.values(endpoint.filters).some(({ required }) => !required)
    ? { filter: t.arg({ type: filterInput(types, resource, endpoint), description }) }
    : {};

/** The arguments that choose the rows of a list at the root: its mandatory parameters, and its filter. */
export const filterArguments = (
  types: TypeRegistry,
  t: ArgBuilder,
  resource: Resource,
  endpoint: EndpointDeclaration,
): Record<string, TypeRef> => ({
  ...Object.fromEntries(
    Object.entries(endpoint.filters)
      .filter(([, { required }]) => required)
      .flatMap(([name, filter]) => requiredArguments(types, t, name, filter)),
  ),
  ...filterArgument(types, t, resource, endpoint, 'Filter. Default: all records that the token may see.'),
});

/** In which order a list has its rows, and how many are wanted. */
export function pageArguments(
  types: TypeRegistry,
  t: ArgBuilder,
  resource: Resource,
  endpoint: EndpointDeclaration,
  maxFirst: number,
): Record<string, TypeRef> {
  return {
    ...(endpoint.orders.length > 0 && {
      orderBy: t.arg({
        type: orderType(types, resource),
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
  };
}
