/**
 * From an operation to its plan: what to load ({@link Requirements}) and what to answer (`plan.ts`). There is one plan
 * for an answer as a whole and in parts: which part a field comes in is a note on the field.
 */
import {
  type DocumentNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Link } from '../loaders/collection.ts';
import type { Requirements } from '../loaders/requirements.ts';
import type { FieldPlan } from '../schema/field-plan.ts';
import { type Resource, resources } from '../schema/resource.ts';
import type { Below, CollectedField } from './incremental/collect-fields.ts';
import type { Plan, RecordPlan, RootField } from './plan.ts';
import { listField } from './plan-connection.ts';
import { PlanContext, planned, type Variables } from './plan-context.ts';
import { linkRequirementsOf, recordPlan, structPlan } from './plan-record.ts';

/**
 * Whether more than one place of an operation is about a collection, or one and an include that is made for ids alone. The
 * needs grow with the types that `node` meets.
 */
function sharedAmong(allRequirements: readonly Requirements[]): Plan['isShared'] {
  const positions = new Map<string, number>();
  /** Associations of which only ids are selected: where rows do not tell those, an include brings the records with them. */
  const idsOnly = new Map<string, Link[]>();
  let counted = 0;
  const count = ({ collection, links }: Requirements) => {
    for (const { key } of [collection, ...collection.members]) positions.set(key, (positions.get(key) ?? 0) + 1);
    for (const { link, targets } of links.values())
      for (const target of link.targets)
        if (link.includable && !targets.has(target))
          idsOnly.set(target.key, [...(idsOnly.get(target.key) ?? []), link]);
  };
  return (wanted, isOwn) => {
    for (; counted < allRequirements.length; counted++) count(allRequirements[counted] as Requirements);
    const places = positions.get(wanted) ?? 0;
    return places > 1 || (places === 1 && (idsOnly.get(wanted)?.some((link) => !isOwn(link)) ?? false));
  };
}

/** Makes one plan. */
export class Planner {
  readonly #context: PlanContext;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#context = new PlanContext(schema, document, variables);
  }

  plan(operation: OperationDefinitionNode): Plan {
    const queryType = this.#context.schema.getQueryType() as GraphQLObjectType;
    const collected = this.#context.collector.roots(queryType, operation.selectionSet);
    const { fields, defers } = this.#context.selection(collected, (field) => this.#root(queryType, field));
    return {
      queryType,
      roots: fields,
      defers,
      initialCounts: this.#context.initialCounts,
      allRequirements: this.#context.allRequirements,
      narrowed: this.#context.narrowed,
      chosen: this.#context.chosen,
      nested: this.#context.nested,
      fieldCount: () => this.#context.fieldCount,
      isShared: sharedAmong(this.#context.allRequirements),
    };
  }

  #root(queryType: GraphQLObjectType, collected: CollectedField): RootField {
    const name = collected.nodes[0]?.name.value as string;
    if (name === '__typename') return { ...planned(collected), kind: 'typename' };
    if (name === '__schema' || name === '__type') return { ...planned(collected), kind: 'introspection' };
    const { field, meaning } = this.#context.field(queryType, collected);
    if (meaning.kind === 'list')
      return listField(this.#context, getNamedType(field.type) as GraphQLObjectType, meaning.resource, collected);
    if (meaning.kind === 'service') return { ...planned(collected), kind: 'introspection' };
    if (meaning.kind === 'entities') return this.#byId({ kind: 'entities', resource: null }, collected);
    if (meaning.kind === 'self' || meaning.kind === 'whole' || meaning.kind === 'summary')
      return this.#atOnePath(meaning, collected);
    if (meaning.kind === 'external') return this.#external(meaning, collected);
    if (meaning.kind === 'integrations') {
      const row = structPlan(this.#context, this.#context.type(getNamedType(field.type).name), collected);
      return { ...planned(collected), ...meaning, row };
    }
    if (meaning.kind !== 'one' && meaning.kind !== 'several') throw new TypeError(`${name} is no root field`);
    return this.#byId(meaning, collected);
  }

  /** Records that a path of their own answers, the caller's or a list as a whole, and summaries, which are one record. */
  #atOnePath(
    meaning: Extract<FieldPlan, { kind: 'self' | 'whole' | 'summary' }>,
    collected: CollectedField,
  ): RootField {
    const { key } = collected;
    const requirements = this.#context.requirements(meaning.resource, key);
    requirements.row = true;
    const shapeOf = (below: Below) => recordPlan(this.#context, meaning.resource, below, requirements, key, null);
    const shape = shapeOf(collected);
    if (meaning.kind !== 'whole') return { ...planned(collected), ...meaning, shape };
    return { ...planned(collected), ...meaning, shape, streamed: this.#context.streamed(collected, shape, shapeOf) };
  }

  /** Records by their ids in another system: references lead to them, as their association does. */
  #external(meaning: Extract<FieldPlan, { kind: 'external' }>, collected: CollectedField): RootField {
    const { key } = collected;
    const requirements = this.#context.requirements(meaning.resource, key);
    const { link, targets } = linkRequirementsOf(meaning.resource, 'subject', requirements);
    const shapesOf = (below: Below) =>
      new Map(
        link.targets.map((target) => {
          let own = targets.get(target);
          if (!own) targets.set(target, (own = this.#context.requirements(target as Resource, key)));
          // Whether it is there at all is asked as well.
          own.row = true;
          const arrival = { link, from: requirements };
          return [target.type, recordPlan(this.#context, target as Resource, below, own, key, arrival)];
        }),
      );
    const shapes = shapesOf(collected);
    const streamed = meaning.several ? this.#context.streamed(collected, shapes, shapesOf) : null;
    return { ...planned(collected), ...meaning, requirements, shapes, streamed };
  }

  #byId(
    { kind, resource }: Extract<FieldPlan, { kind: 'one' | 'several' }> | { kind: 'entities'; resource: null },
    collected: CollectedField,
  ): RootField {
    const { key } = collected;
    const requirements = new Map<string, Requirements>();
    // Which types `node` will have to answer, its ids tell when it runs.
    const shapesOf = (below: Below) => {
      const shapes = new Map<string, RecordPlan>();
      return (type: string) => {
        let shape = shapes.get(type);
        if (!shape) {
          const target = resources.get(type) as Resource;
          let own = requirements.get(type);
          if (!own) requirements.set(type, (own = this.#context.requirements(target, key)));
          own.row = true;
          shapes.set(type, (shape = recordPlan(this.#context, target, below, own, key, null)));
        }
        return shape;
      };
    };
    const whole = shapesOf(collected);
    const streamed = kind === 'one' ? null : this.#context.streamed(collected, whole, shapesOf);
    // Both at once: what an entry that comes by itself wants has to be known before anything is loaded.
    const shapes = (type: string) => {
      streamed?.entry(type);
      return whole(type);
    };
    if (resource) shapes(resource.type);
    return { ...planned(collected), kind, resource, shapes, streamed };
  }
}
