/** Lists as Relay connections (GraphQL Cursor Connections Specification), with `nodes` and `totalCount`. */
import { withFieldPlan } from './field-plan.ts';
import { answered, type FieldBuilder, type TypeRef, type TypeRegistry } from './object-type.ts';
import type { Resource } from './resource.ts';

export const pageInfoType = (types: TypeRegistry): TypeRef =>
  types.once('PageInfo', null, () =>
    types.builder.objectRef<object>('PageInfo').implement({
      description: 'Position of a page in its list.',
      shareable: true,
      fields: (t) => ({
        hasNextPage: t.field({
          type: 'Boolean',
          nullable: false,
          description: 'Whether there are rows after this page.',
          ...withFieldPlan({ kind: 'hasNextPage' }),
          resolve: answered,
        }),
        hasPreviousPage: t.field({
          type: 'Boolean',
          nullable: false,
          description: 'Whether there are rows before this page.',
          ...withFieldPlan({ kind: 'hasPreviousPage' }),
          resolve: answered,
        }),
        startCursor: t.field({
          type: 'String',
          description: 'Cursor of the first row; null on an empty page.',
          ...withFieldPlan({ kind: 'startCursor' }),
          resolve: answered,
        }),
        endCursor: t.field({
          type: 'String',
          description: 'Cursor of the last row, for `after` of the next page; null on an empty page.',
          ...withFieldPlan({ kind: 'endCursor' }),
          resolve: answered,
        }),
      }),
    }),
  );

/** The edge type of a resource. */
const edgeType = (types: TypeRegistry, resource: Resource, node: TypeRef): TypeRef => {
  const { type } = resource;
  return types.once(`${type}Edge`, resource, () =>
    types.builder.objectRef<object>(`${type}Edge`).implement({
      description: `An edge of a list: one ${type} and its cursor.`,
      fields: (t) => ({
        cursor: t.field({
          type: 'String',
          nullable: false,
          description: 'Opaque cursor of this row for `after`, valid for this list and this user.',
          ...withFieldPlan({ kind: 'cursor' }),
          resolve: answered,
        }),
        node: t.field({
          type: node,
          description: `The ${type}. Null, with an error, when the API listed the record without sending it.`,
          ...withFieldPlan({ kind: 'node' }),
          resolve: answered,
        }),
      }),
    }),
  );
};

/** What a page holds: its records, bare and with their cursors. */
const recordFields = (t: FieldBuilder, node: TypeRef, edge: TypeRef) => ({
  nodes: t.field({
    type: [node],
    nullable: { list: false, items: true },
    description: 'The records of this page, in order.',
    ...withFieldPlan({ kind: 'nodes' }),
    resolve: answered,
  }),
  edges: t.field({
    type: [edge],
    nullable: false,
    description: 'The records of this page with their cursors.',
    ...withFieldPlan({ kind: 'edges' }),
    resolve: answered,
  }),
});

/** What is known of the list as a whole, and where in it the page is. */
const listFields = (t: FieldBuilder, types: TypeRegistry) => ({
  pageInfo: t.field({
    type: pageInfoType(types),
    nullable: false,
    description: 'Position of this page in the list.',
    ...withFieldPlan({ kind: 'pageInfo' }),
    resolve: answered,
  }),
  drifted: t.field({
    type: 'Boolean',
    nullable: false,
    description:
      'Whether rows changed while the pages of this list were read. Some rows may then be missing; none is repeated. Always false up to 200 rows, which are one request.',
    ...withFieldPlan({ kind: 'drifted' }),
    resolve: answered,
  }),
  totalCount: t.field({
    type: 'Int',
    nullable: true,
    description:
      'Number of matching records, as the API counts them. The count may include deleted or hidden records, so page by `hasNextPage`. Null, with an error, when the API sends no count. Selected alone it takes one request for one row; with other fields it takes none.',
    ...withFieldPlan({ kind: 'totalCount' }),
    resolve: answered,
  }),
});

/** The connection type of a resource, and its edge type. */
export const connectionType = (types: TypeRegistry, resource: Resource): TypeRef => {
  const node = types.objectType(resource);
  const edge = edgeType(types, resource, node);
  return types.once(`${resource.type}Connection`, resource, () =>
    types.builder.objectRef<object>(`${resource.type}Connection`).implement({
      description: `One page of a list of ${resource.type} records.`,
      fields: (t) => ({ ...recordFields(t, node, edge), ...listFields(t, types) }),
    }),
  );
};
