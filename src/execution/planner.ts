/**
 * From an operation to its plan: what to load ({@link Requirements}) and what to answer (`plan.ts`). There is one plan
 * for an answer as a whole and in parts: which part a field comes in is a note on the field.
 */
import { GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type FieldNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { argumentValues, asPassedOn } from './graphql-versions.ts';
import type { Link } from '../loaders/collection.ts';
import { createRequirements, type Requirements } from '../loaders/requirements.ts';
import type { Attribute } from '../schema/attribute.ts';
import { type FieldPlan, fieldPlanOf } from '../schema/field-plan.ts';
import { narrowToCustomField } from '../schema/narrow.ts';
import { narrowingOf } from '../schema/object-type.ts';
import { type Resource, resources } from '../schema/resource.ts';
import {
  type Below,
  type CollectedField,
  type CollectedFields,
  FieldCollector,
  ofEntries,
} from './incremental/collect-fields.ts';
import type {
  ConnectionField,
  EdgeField,
  NarrowedField,
  PageInfoField,
  Plan,
  PlannedField,
  RecordField,
  RecordPlan,
  RootField,
  Selection,
  Streamed,
  StructField,
  StructPlan,
} from './plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Tells of a collection whether more than one need is about it. The needs grow with the types that `node` meets. */
function sharedAmong(allRequirements: readonly Requirements[]): (key: string) => boolean {
  const positions = new Map<string, number>();
  let counted = 0;
  return (wanted) => {
    for (; counted < allRequirements.length; counted++) {
      const { collection } = allRequirements[counted] as Requirements;
      for (const { key } of [collection, ...collection.members]) positions.set(key, (positions.get(key) ?? 0) + 1);
    }
    return (positions.get(wanted) ?? 0) > 1;
  };
}

/** How a position was reached, to see when an association leads straight back. */
interface Arrival {
  readonly link: Link;
  readonly from: Requirements;
}

/** Makes one plan. */
export class Planner {
  readonly #schema: GraphQLSchema;
  readonly #collector: FieldCollector;
  readonly #variables: Variables;
  readonly #allRequirements: Requirements[] = [];
  readonly #narrowed: NarrowedField[] = [];
  readonly #initialCounts: (number | string)[] = [];

  #fieldCount = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = asPassedOn(variables);
    this.#collector = new FieldCollector(schema, document, this.#variables);
  }

  plan(operation: OperationDefinitionNode): Plan {
    const queryType = this.#schema.getQueryType() as GraphQLObjectType;
    const collected = this.#collector.roots(queryType, operation.selectionSet);
    const { fields, defers } = this.#selection(collected, (field) => this.#root(queryType, field));
    return {
      queryType,
      roots: fields,
      defers,
      initialCounts: this.#initialCounts,
      allRequirements: this.#allRequirements,
      narrowed: this.#narrowed,
      fieldCount: () => this.#fieldCount,
      isShared: sharedAmong(this.#allRequirements),
    };
  }

  /** What is selected below a field of an object of this type, each field compiled. */
  #below<Field extends PlannedField>(
    type: GraphQLObjectType,
    field: Below,
    compile: (field: CollectedField) => Field,
  ): Selection<Field> {
    return this.#selection(this.#collector.below(type, field), compile);
  }

  #selection<Field extends PlannedField>(
    { fields, defers }: CollectedFields,
    compile: (field: CollectedField) => Field,
  ): Selection<Field> {
    this.#fieldCount += fields.length;
    const isSplit = defers.length > 0 || fields.some(({ held }) => held !== null);
    return { fields: fields.map(compile), defers, isSplit };
  }

  /** What `@stream` says of a field; null where it says nothing, or is switched off. */
  #streamed<Entry>(field: CollectedField, entry: Entry, compile: (entries: Below) => Entry): Streamed<Entry> | null {
    const [node] = field.nodes;
    const stream = node && getDirectiveValues(GraphQLStreamDirective, node, this.#variables);
    if (!stream || stream.if === false) return null;
    const directive = node.directives?.find(({ name }) => name.value === GraphQLStreamDirective.name);
    const count = directive?.arguments?.find(({ name }) => name.value === 'initialCount')?.value;
    // A plan is kept for other values of its variables.
    const initialCount =
      count?.kind === Kind.VARIABLE ? count.name.value : ((stream.initialCount as number | null) ?? 0);
    this.#initialCounts.push(initialCount);
    return {
      initialCount,
      label: typeof stream.label === 'string' ? stream.label : undefined,
      entry: field.usages.size === 0 ? entry : compile(ofEntries(field)),
    };
  }

  #field(type: GraphQLObjectType, { nodes: [first] }: CollectedField) {
    const field = type.getFields()[(first as FieldNode).name.value];
    const meaning = field && fieldPlanOf(field);
    if (!field || !meaning) throw new TypeError(`${type.name}.${first?.name.value} means nothing to the planner`);
    return { field, meaning };
  }

  #type(name: string): GraphQLObjectType {
    const type = this.#schema.getType(name);
    if (!isObjectType(type)) throw new TypeError(`${name} is no object type`);
    return type;
  }

  #requirements(resource: Resource, path: string): Requirements {
    const requirements = createRequirements(resource);
    requirements.paths.add(path);
    this.#allRequirements.push(requirements);
    return requirements;
  }

  #root(queryType: GraphQLObjectType, collected: CollectedField): RootField {
    const name = collected.nodes[0]?.name.value as string;
    if (name === '__typename') return { ...planned(collected), kind: 'typename' };
    if (name === '__schema' || name === '__type') return { ...planned(collected), kind: 'introspection' };
    const { field, meaning } = this.#field(queryType, collected);
    if (meaning.kind === 'list')
      return this.#list(getNamedType(field.type) as GraphQLObjectType, meaning.resource, collected);
    if (meaning.kind === 'service') return { ...planned(collected), kind: 'introspection' };
    if (meaning.kind === 'entities') return this.#byId({ kind: 'entities', resource: null }, collected);
    if (meaning.kind === 'self' || meaning.kind === 'whole' || meaning.kind === 'summary')
      return this.#atOnePath(meaning, collected);
    if (meaning.kind !== 'one' && meaning.kind !== 'several') throw new TypeError(`${name} is no root field`);
    return this.#byId(meaning, collected);
  }

  /** Records that a path of their own answers, the caller's or a list as a whole, and summaries, which are one record. */
  #atOnePath(
    meaning: Extract<FieldPlan, { kind: 'self' | 'whole' | 'summary' }>,
    collected: CollectedField,
  ): RootField {
    const { key } = collected;
    const requirements = this.#requirements(meaning.resource, key);
    requirements.row = true;
    const shapeOf = (below: Below) => this.#record(meaning.resource, below, requirements, key, null);
    const shape = shapeOf(collected);
    if (meaning.kind !== 'whole') return { ...planned(collected), ...meaning, shape };
    return { ...planned(collected), ...meaning, shape, streamed: this.#streamed(collected, shape, shapeOf) };
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
          if (!own) requirements.set(type, (own = this.#requirements(target, key)));
          own.row = true;
          shapes.set(type, (shape = this.#record(target, below, own, key, null)));
        }
        return shape;
      };
    };
    const shapes = shapesOf(collected);
    if (resource) shapes(resource.type);
    const streamed = kind === 'one' ? null : this.#streamed(collected, shapes, shapesOf);
    return { ...planned(collected), kind, resource, shapes, streamed };
  }

  #list(type: GraphQLObjectType, resource: Resource, collected: CollectedField): RootField {
    const { key } = collected;
    const requirements = this.#requirements(resource, key);
    const connection = this.#below(type, collected, (below): ConnectionField => {
      const shape = planned(below);
      if (below.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      const { field, meaning } = this.#field(type, below);
      const path = `${key}.${below.key}`;
      const node = (entries: Below) => this.#record(resource, entries, requirements, path, null);
      const edge = (entries: Below) =>
        this.#edge(getNamedType(field.type) as GraphQLObjectType, resource, entries, requirements, path);
      switch (meaning.kind) {
        case 'nodes': {
          const entry = node(below);
          return { ...shape, kind: 'nodes', shape: entry, streamed: this.#streamed(below, entry, node) };
        }
        case 'edges': {
          const entry = edge(below);
          return { ...shape, kind: 'edges', edge: entry, streamed: this.#streamed(below, entry, edge) };
        }
        case 'pageInfo':
          return { ...shape, kind: 'pageInfo', pageInfo: this.#pageInfo(below) };
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

  #edge(
    type: GraphQLObjectType,
    resource: Resource,
    entries: Below,
    requirements: Requirements,
    path: string,
  ): Selection<EdgeField> {
    return this.#below(type, entries, (field): EdgeField => {
      const shape = planned(field);
      if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      return this.#field(type, field).meaning.kind === 'node'
        ? {
            ...shape,
            kind: 'node',
            shape: this.#record(resource, field, requirements, `${path}.${field.key}`, null),
          }
        : { ...shape, kind: 'cursor' };
    });
  }

  #pageInfo(collected: CollectedField): Selection<PageInfoField> {
    const type = this.#type('PageInfo');
    return this.#below(type, collected, (field): PageInfoField => {
      const shape = planned(field);
      if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      return { ...shape, kind: this.#field(type, field).meaning.kind as PageInfoField['kind'] };
    });
  }

  /** The shape of records of one type, adding what they need to `need`. */
  #record(
    resource: Resource,
    below: Below,
    requirements: Requirements,
    path: string,
    arrival: Arrival | null,
  ): RecordPlan {
    requirements.paths.add(path);
    const type = this.#type(resource.type);
    const selection = this.#below(type, below, (field): RecordField => {
      const shape = planned(field);
      if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      const { meaning } = this.#field(type, field);
      switch (meaning.kind) {
        case 'id':
          // Its middle part stands in the row.
          if (resource.endpoint?.scope && !resource.endpoint.single) requirements.row = true;
          return { ...shape, kind: 'id' };
        case 'attribute':
          requirements.row = true;
          if (meaning.attribute.optional) requirements.optional.add(meaning.wire);
          return {
            ...shape,
            kind: 'attribute',
            wire: meaning.wire,
            attribute: meaning.attribute,
            nested: this.#nested(meaning, field),
          };
        case 'derived':
          requirements.row = true;
          return {
            ...shape,
            kind: 'derived',
            derived: meaning.derived,
            nested: this.#nested(meaning.derived, field),
          };
        case 'keys':
          return this.#keys(resource, meaning.link, field, requirements);
        case 'association':
          return this.#association(type, resource, meaning, field, requirements, `${path}.${field.key}`, arrival);
        case 'customField':
          return this.#association(type, resource, meaning, field, requirements, `${path}.${field.key}`, arrival);
        default:
          return { ...shape, kind: 'kantataId' };
      }
    });
    const idStandsInRow = Boolean(resource.endpoint?.scope && !resource.endpoint.single);
    const namesOnly = selection.fields.every(
      ({ kind }) => kind === 'typename' || kind === 'kantataId' || (kind === 'id' && !idStandsInRow),
    );
    return { ...selection, resource, requirements, namesOnly };
  }

  #linkRequirements(resource: Resource, name: string, requirements: Requirements) {
    const link = resource.links.get(name) as Link;
    let linkRequirements = requirements.links.get(name);
    if (!linkRequirements)
      requirements.links.set(name, (linkRequirements = { link, targets: new Map(), back: new Set() }));
    requirements.row = true;
    return linkRequirements;
  }

  #keys(resource: Resource, name: string, collected: CollectedField, requirements: Requirements): RecordField {
    const shape = planned(collected);
    const { link } = this.#linkRequirements(resource, name, requirements);
    if (link.kind === 'many') return { ...shape, kind: 'keys', link };
    if (link.kind === 'one') return { ...shape, kind: 'key', link };
    // The `{key, id}` itself is written only with the include, even where type and id are columns.
    requirements.refs.add(name);
    return { ...shape, kind: 'ref', link, nested: this.#struct(this.#type('RecordRef'), collected) };
  }

  #association(
    type: GraphQLObjectType,
    resource: Resource,
    meaning: Extract<FieldPlan, { kind: 'association' | 'customField' }>,
    collected: CollectedField,
    requirements: Requirements,
    path: string,
    arrival: Arrival | null,
  ): RecordField {
    const shape = planned(collected);
    const { link, targets, back: known } = this.#linkRequirements(resource, meaning.link, requirements);
    const shapeOf = (target: Resource, below: Below = collected): RecordPlan => {
      const back = arrival && link.inverseOf === arrival.link.name && arrival.from.collection === target;
      if (back) known.add(target);
      let targetNeed = back ? arrival.from : targets.get(target);
      if (!targetNeed) targetNeed = this.#requirements(target, path);
      targets.set(target, targetNeed);
      return this.#record(target, below, targetNeed, path, { link, from: requirements });
    };
    if (link.kind === 'many') {
      const only = link.targets[0] as Resource;
      const target = shapeOf(only);
      const first = meaning.kind === 'customField';
      const streamed = first ? null : this.#streamed(collected, target, (below) => shapeOf(only, below));
      const narrowing = first ? narrowToCustomField : narrowingOf(meaning.association);
      const [node] = shape.nodes as readonly [FieldNode];
      const definition = type.getFields()[node.name.value];
      if (!narrowing || !definition || (!first && (node.arguments ?? []).length === 0))
        return { ...shape, kind: 'to-many', link, target, narrow: null, first, streamed };
      // The arguments look at columns of the targets.
      target.requirements.row = true;
      // To compare a value's custom field is to read the id of an association, which its row may not tell by itself.
      if (first && (node.arguments ?? []).some(({ name }) => name.value === 'id'))
        this.#linkRequirements(target.resource, 'custom_field', target.requirements);
      const narrow = (variables: Variables) => narrowing.keep(argumentValues(definition, node, variables));
      const field: NarrowedField = { ...shape, kind: 'to-many', link, target, narrow, first, streamed };
      this.#narrowed.push(field);
      return field;
    }
    return {
      ...shape,
      kind: 'to-one',
      link,
      targets: new Map(link.targets.map((target) => [target.type, shapeOf(target as Resource)])),
    };
  }

  #nested({ attribute }: { readonly attribute: Attribute }, field: CollectedField): StructPlan | null {
    let { type } = attribute;
    while (type.kind === 'list') type = type.of;
    return type.kind === 'struct' ? this.#struct(this.#type(type.name), field) : null;
  }

  #struct(type: GraphQLObjectType, collected: CollectedField): StructPlan {
    const selection = this.#below(type, collected, (field): StructField => {
      const shape = planned(field);
      if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      const { meaning } = this.#field(type, field);
      if (meaning.kind !== 'attribute') throw new TypeError(`${type.name}.${field.key} is no attribute`);
      const { wire, attribute } = meaning;
      return { ...shape, kind: 'attribute', wire, attribute, nested: this.#nested(meaning, field) };
    });
    return { ...selection, name: type.name };
  }
}

/** What a plan keeps of a collected field. */
const planned = ({ key, nodes, held, usages }: CollectedField): PlannedField => ({ key, nodes, held, usages });
