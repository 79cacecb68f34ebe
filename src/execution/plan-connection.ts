/** From a selection on a connection to its plan: rows as nodes and edges, a count, and where the page stands. */
import { getNamedType, type GraphQLObjectType } from 'graphql';
import type { Requirements } from '../loaders/requirements.ts';
import type { Resource } from '../schema/resource.ts';
import type { Below, CollectedField } from './incremental/collect-fields.ts';
import type { ConnectionField, EdgeField, PageInfoField, RootField, Selection } from './plan.ts';
import { type PlanContext, planned } from './plan-context.ts';
import { recordPlan } from './plan-record.ts';

export function listField(
  context: PlanContext,
  type: GraphQLObjectType,
  resource: Resource,
  collected: CollectedField,
): RootField {
  const { key } = collected;
  const requirements = context.requirements(resource, key);
  const connection = context.below(type, collected, (below): ConnectionField => {
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
  const rows = connection.fields.some(({ kind }) => kind !== 'totalCount' && kind !== 'typename');
  if (rows) requirements.row = true;
  return { ...planned(collected), kind: 'list', resource, connection, requirements, rows };
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
