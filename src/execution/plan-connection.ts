/** From a selection on a connection to its plan: rows as nodes and edges, a count, and where the page stands. */
import { type FieldNode, getNamedType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import type { Requirements } from '../loaders/requirements.ts';
import type { NestedList } from '../schema/nested-lists.ts';
import type { Resource } from '../schema/resource.ts';
import type { Below, CollectedField } from './incremental/collect-fields.ts';
import type { ConnectionField, EdgeField, PageInfoField, RecordField, RootField, Selection } from './plan.ts';
import { type PlanContext, planned } from './plan-context.ts';
import { recordPlan } from './plan-record.ts';

export function listField(
  context: PlanContext,
  type: GraphQLObjectType,
  resource: Resource,
  collected: CollectedField,
): RootField {
  const requirements = context.requirements(resource, collected.key);
  const connection = connectionPlan(context, type, resource, collected, requirements, collected.key);
  const rows = readsRows(connection);
  if (rows) requirements.row = true;
  return { ...planned(collected), kind: 'list', resource, connection, requirements, rows };
}

/** Whether rows of a connection are read, and not only counted. */
const readsRows = ({ fields }: Selection<ConnectionField>): boolean =>
  fields.some(({ kind }) => kind !== 'totalCount' && kind !== 'typename');

/** Whether anything tells if more rows follow. */
const asksForMore = ({ fields }: Selection<ConnectionField>): boolean =>
  fields.some((field) => field.kind === 'pageInfo' && field.pageInfo.fields.some(({ kind }) => kind === 'hasNextPage'));

/** Whether the answer shows that a page is not all there is. Where no rows are answered, nothing could be taken for all. */
const showsMore = (connection: Selection<ConnectionField>): boolean =>
  asksForMore(connection) ||
  connection.fields.some(({ kind }) => kind === 'totalCount') ||
  !connection.fields.some(({ kind }) => kind === 'nodes' || kind === 'edges');

/**
 * A list under records of one type. The same selection at the same place is one need, however often it is compiled.
 *
 * @param parent what is needed of the records.
 */
export function nestedField(
  context: PlanContext,
  list: NestedList,
  definition: GraphQLField<unknown, unknown>,
  collected: CollectedField,
  parent: Requirements,
  path: string,
): RecordField {
  const { resource } = list;
  const [node] = collected.nodes as [FieldNode];
  // A record that is not there has no list.
  parent.row = true;
  let need = parent.lists.get(node);
  if (!need) {
    const requirements = context.requirements(resource, path);
    const { param, several, by } = list;
    need = { requirements, parent: list.parent, param, several, by, path, rows: false, counts: false, more: false };
    parent.lists.set(node, need);
  }
  const type = getNamedType(definition.type) as GraphQLObjectType;
  const connection = connectionPlan(context, type, resource, collected, need.requirements, path);
  need.rows ||= readsRows(connection);
  need.counts ||= connection.fields.some(({ kind }) => kind === 'totalCount');
  need.more ||= asksForMore(connection);
  need.requirements.row ||= need.rows;
  context.nested.push({ need, list, node, definition, connection });
  return { ...planned(collected), kind: 'nested', need, resource, connection, showsMore: showsMore(connection) };
}

function connectionPlan(
  context: PlanContext,
  type: GraphQLObjectType,
  resource: Resource,
  collected: CollectedField,
  requirements: Requirements,
  key: string,
): Selection<ConnectionField> {
  return context.below(type, collected, (below): ConnectionField => {
    const shape = planned(below);
    if (below.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
    const { field, meaning } = context.field(type, below);
    const path = `${key}.${below.key}`;
    const node = (entries: Below) => recordPlan(context, resource, entries, requirements, path, null);
    const edge = (entries: Below) =>
      edgePlan(context, getNamedType(field.type) as GraphQLObjectType, resource, entries, requirements, path);
    switch (meaning.kind) {
      case 'nodes': {
        const entry = node(below);
        return { ...shape, kind: 'nodes', shape: entry, streamed: context.streamed(below, entry, node) };
      }
      case 'edges': {
        const entry = edge(below);
        return { ...shape, kind: 'edges', edge: entry, streamed: context.streamed(below, entry, edge) };
      }
      case 'pageInfo':
        return { ...shape, kind: 'pageInfo', pageInfo: pageInfoPlan(context, below) };
      case 'drifted':
        return { ...shape, kind: 'drifted' };
      default:
        return { ...shape, kind: 'totalCount' };
    }
  });
}

function edgePlan(
  context: PlanContext,
  type: GraphQLObjectType,
  resource: Resource,
  entries: Below,
  requirements: Requirements,
  path: string,
): Selection<EdgeField> {
  return context.below(type, entries, (field): EdgeField => {
    const shape = planned(field);
    if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
    return context.field(type, field).meaning.kind === 'node'
      ? {
          ...shape,
          kind: 'node',
          shape: recordPlan(context, resource, field, requirements, `${path}.${field.key}`, null),
        }
      : { ...shape, kind: 'cursor' };
  });
}

function pageInfoPlan(context: PlanContext, collected: CollectedField): Selection<PageInfoField> {
  const type = context.type('PageInfo');
  return context.below(type, collected, (field): PageInfoField => {
    const shape = planned(field);
    if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
    return { ...shape, kind: context.field(type, field).meaning.kind as PageInfoField['kind'] };
  });
}
