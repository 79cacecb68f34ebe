/**
 * From an operation to its plan: what to load ({@link Requirements}) and what to answer (`shape.ts`).
 *
 * Field collection (fragments, aliases, repeated fields, `@skip`/`@include`, type conditions) is
 * graphql-tools' `collectFields`, which follows the specification (GraphQL, section 6.3.2).
 */
import { collectFields, collectSubFields, type FieldsAndPatches, GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
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
import type {
  ConnectionField,
  EdgeField,
  NarrowedField,
  PageInfoField,
  Plan,
  RecordField,
  RecordPlan,
  RootField,
  Streamed,
  StructField,
  StructPlan,
} from './plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Which part of an operation with `@defer` is planned: all of it at once, what comes first, or what
 * follows, with what has been deferred set apart. Without `@defer` there is no difference.
 */
export type PlanPart = 'whole' | 'first' | 'rest';

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

/** Collected fields with the deferred ones among them. */
function undeferred({ fields, patches }: FieldsAndPatches): Map<string, FieldNode[]> {
  if (patches.length === 0) return fields;
  const all = new Map(fields);
  for (const patch of patches)
    for (const [key, nodes] of patch.fields) all.set(key, [...(all.get(key) ?? []), ...nodes]);
  return all;
}

/** How a position was reached, to see when an association leads straight back. */
interface Arrival {
  readonly link: Link;
  readonly from: Requirements;
}

/** Makes one plan. */
export class Planner {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  readonly #allRequirements: Requirements[] = [];
  readonly #narrowed: NarrowedField[] = [];

  readonly #part: PlanPart;
  #fieldCount = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables, part: PlanPart) {
    this.#part = part;
    this.#schema = schema;
    this.#variables = asPassedOn(variables);
    this.#fragments = Object.fromEntries(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  plan(operation: OperationDefinitionNode): Plan {
    const queryType = this.#schema.getQueryType() as GraphQLObjectType;
    const collected = collectFields(this.#schema, this.#fragments, this.#variables, queryType, operation.selectionSet);
    const { fields, deferred } = this.#apart(collected, (key, nodes) => this.#root(queryType, key, nodes));
    return {
      queryType,
      roots: fields,
      deferred,
      allRequirements: this.#allRequirements,
      narrowed: this.#narrowed,
      fieldCount: () => this.#fieldCount,
      isShared: sharedAmong(this.#allRequirements),
    };
  }

  #subFields(type: GraphQLObjectType, nodes: FieldNode[]): [key: string, nodes: FieldNode[]][] {
    const fields = undeferred(collectSubFields(this.#schema, this.#fragments, this.#variables, type, nodes));
    this.#fieldCount += fields.size;
    return [...fields];
  }

  /** Collected fields as this part of the plan has them: deferred ones among the others, left out, or set apart. */
  #apart<Field>(collected: FieldsAndPatches, shape: (key: string, nodes: FieldNode[]) => Field) {
    const shapes = (fields: Map<string, FieldNode[]>) => {
      this.#fieldCount += fields.size;
      return [...fields].map(([key, nodes]) => shape(key, nodes));
    };
    if (this.#part === 'whole') return { fields: shapes(undeferred(collected)), deferred: [] };
    return {
      fields: shapes(collected.fields),
      deferred:
        this.#part === 'first' ? [] : collected.patches.map(({ label, fields }) => ({ label, fields: shapes(fields) })),
    };
  }

  /** What `@stream` says of a field; null where it says nothing, or is switched off. */
  #streamed([node]: readonly FieldNode[]): Streamed | null {
    if (this.#part === 'whole' || !node) return null;
    const stream = getDirectiveValues(GraphQLStreamDirective, node, this.#variables);
    if (!stream || stream.if === false) return null;
    return {
      initialCount: Math.max(0, (stream.initialCount as number) ?? 0),
      label: stream.label as string | undefined,
    };
  }

  #field(type: GraphQLObjectType, [first]: readonly FieldNode[]) {
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

  #root(queryType: GraphQLObjectType, key: string, nodes: FieldNode[]): RootField {
    const name = nodes[0]?.name.value as string;
    if (name === '__typename') return { key, nodes, kind: 'typename' };
    if (name === '__schema' || name === '__type') return { key, nodes, kind: 'introspection' };
    const { field, meaning } = this.#field(queryType, nodes);
    if (meaning.kind === 'list')
      return this.#list(getNamedType(field.type) as GraphQLObjectType, meaning.resource, key, nodes);
    if (meaning.kind === 'service') return { key, nodes, kind: 'introspection' };
    if (meaning.kind === 'entities') return this.#byId({ kind: 'entities', resource: null }, key, nodes);
    if (meaning.kind === 'self' || meaning.kind === 'whole') {
      const requirements = this.#requirements(meaning.resource, key);
      requirements.row = true;
      return { key, nodes, ...meaning, shape: this.#record(meaning.resource, nodes, requirements, key, null) };
    }
    if (meaning.kind !== 'one' && meaning.kind !== 'several') throw new TypeError(`${name} is no root field`);
    return this.#byId(meaning, key, nodes);
  }

  #byId(
    { kind, resource }: Extract<FieldPlan, { kind: 'one' | 'several' }> | { kind: 'entities'; resource: null },
    key: string,
    nodes: FieldNode[],
  ): RootField {
    const shapes = new Map<string, RecordPlan>();
    // Which types `node` will have to answer, its ids tell when it runs.
    const shapeOf = (type: string) => {
      let shape = shapes.get(type);
      if (!shape) {
        const requirements = this.#requirements(resources.get(type) as Resource, key);
        requirements.row = true;
        shapes.set(type, (shape = this.#record(resources.get(type) as Resource, nodes, requirements, key, null)));
      }
      return shape;
    };
    if (resource) shapeOf(resource.type);
    return { key, nodes, kind, resource, shapes: shapeOf };
  }

  #list(type: GraphQLObjectType, resource: Resource, key: string, nodes: FieldNode[]): RootField {
    const requirements = this.#requirements(resource, key);
    const fields = this.#subFields(type, nodes).map(([fieldKey, fieldNodes]): ConnectionField => {
      const shape = { key: fieldKey, nodes: fieldNodes };
      if (fieldNodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      const { field, meaning } = this.#field(type, fieldNodes);
      const path = `${key}.${fieldKey}`;
      switch (meaning.kind) {
        case 'nodes':
          return {
            ...shape,
            kind: 'nodes',
            shape: this.#record(resource, fieldNodes, requirements, path, null),
            streamed: this.#streamed(fieldNodes),
          };
        case 'edges':
          return {
            ...shape,
            kind: 'edges',
            fields: this.#edge(getNamedType(field.type) as GraphQLObjectType, resource, fieldNodes, requirements, path),
            streamed: this.#streamed(fieldNodes),
          };
        case 'pageInfo':
          return { ...shape, kind: 'pageInfo', fields: this.#pageInfo(fieldNodes) };
        case 'drifted':
          return { ...shape, kind: 'drifted' };
        default:
          return { ...shape, kind: 'totalCount' };
      }
    });
    const rows = fields.some(({ kind }) => kind !== 'totalCount' && kind !== 'typename');
    if (rows) requirements.row = true;
    return { key, nodes, kind: 'list', resource, fields, requirements, rows };
  }

  #edge(
    type: GraphQLObjectType,
    resource: Resource,
    nodes: FieldNode[],
    requirements: Requirements,
    path: string,
  ): EdgeField[] {
    return this.#subFields(type, nodes).map(([key, fieldNodes]): EdgeField => {
      const name = fieldNodes[0]?.name.value;
      if (name === '__typename') return { key, nodes: fieldNodes, kind: 'typename' };
      const { meaning } = this.#field(type, fieldNodes);
      return meaning.kind === 'node'
        ? {
            key,
            nodes: fieldNodes,
            kind: 'node',
            shape: this.#record(resource, fieldNodes, requirements, `${path}.${key}`, null),
          }
        : { key, nodes: fieldNodes, kind: 'cursor' };
    });
  }

  #pageInfo(nodes: FieldNode[]): PageInfoField[] {
    const type = this.#type('PageInfo');
    return this.#subFields(type, nodes).map(([key, fieldNodes]): PageInfoField => {
      if (fieldNodes[0]?.name.value === '__typename') return { key, nodes: fieldNodes, kind: 'typename' };
      return { key, nodes: fieldNodes, kind: this.#field(type, fieldNodes).meaning.kind as PageInfoField['kind'] };
    });
  }

  /** The shape of records of one type, adding what they need to `need`. */
  #record(
    resource: Resource,
    nodes: FieldNode[],
    requirements: Requirements,
    path: string,
    arrival: Arrival | null,
  ): RecordPlan {
    requirements.paths.add(path);
    const type = this.#type(resource.type);
    const collected = collectSubFields(this.#schema, this.#fragments, this.#variables, type, nodes);
    const { fields, deferred } = this.#apart(collected, (key, fieldNodes): RecordField => {
      const shape = { key, nodes: fieldNodes };
      if (fieldNodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
      const { meaning } = this.#field(type, fieldNodes);
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
            nested: this.#nested(meaning, fieldNodes),
          };
        case 'derived':
          requirements.row = true;
          return {
            ...shape,
            kind: 'derived',
            derived: meaning.derived,
            nested: this.#nested(meaning.derived, fieldNodes),
          };
        case 'keys':
          return this.#keys(resource, meaning.link, shape, requirements);
        case 'association':
          return this.#association(type, resource, meaning, shape, requirements, `${path}.${key}`, arrival);
        case 'customField':
          return this.#association(type, resource, meaning, shape, requirements, `${path}.${key}`, arrival);
        default:
          return { ...shape, kind: 'kantataId' };
      }
    });
    const idStandsInRow = Boolean(resource.endpoint?.scope && !resource.endpoint.single);
    const namesOnly = fields.every(
      ({ kind }) => kind === 'typename' || kind === 'kantataId' || (kind === 'id' && !idStandsInRow),
    );
    return { resource, requirements, fields, deferred, namesOnly };
  }

  #linkRequirements(resource: Resource, name: string, requirements: Requirements) {
    const link = resource.links.get(name) as Link;
    let linkRequirements = requirements.links.get(name);
    if (!linkRequirements)
      requirements.links.set(name, (linkRequirements = { link, targets: new Map(), back: new Set() }));
    requirements.row = true;
    return linkRequirements;
  }

  #keys(
    resource: Resource,
    name: string,
    shape: { key: string; nodes: FieldNode[] },
    requirements: Requirements,
  ): RecordField {
    const { link } = this.#linkRequirements(resource, name, requirements);
    if (link.kind === 'many') return { ...shape, kind: 'keys', link };
    if (link.kind === 'one') return { ...shape, kind: 'key', link };
    // The `{key, id}` itself is written only with the include, even where type and id are columns.
    requirements.refs.add(name);
    return { ...shape, kind: 'ref', link, nested: this.#struct(this.#type('RecordRef'), shape.nodes) };
  }

  #association(
    type: GraphQLObjectType,
    resource: Resource,
    meaning: Extract<FieldPlan, { kind: 'association' | 'customField' }>,
    shape: { key: string; nodes: FieldNode[] },
    requirements: Requirements,
    path: string,
    arrival: Arrival | null,
  ): RecordField {
    const { link, targets, back: known } = this.#linkRequirements(resource, meaning.link, requirements);
    const shapeOf = (target: Resource): RecordPlan => {
      const back = arrival && link.inverseOf === arrival.link.name && arrival.from.collection === target;
      if (back) known.add(target);
      let targetNeed = back ? arrival.from : targets.get(target);
      if (!targetNeed) targetNeed = this.#requirements(target, path);
      targets.set(target, targetNeed);
      return this.#record(target, shape.nodes, targetNeed, path, { link, from: requirements });
    };
    if (link.kind === 'many') {
      const target = shapeOf(link.targets[0] as Resource);
      const first = meaning.kind === 'customField';
      const narrowing = first ? narrowToCustomField : narrowingOf(meaning.association);
      const [node] = shape.nodes as [FieldNode];
      const definition = type.getFields()[node.name.value];
      if (!narrowing || !definition || (!first && (node.arguments ?? []).length === 0))
        return { ...shape, kind: 'to-many', link, target, narrow: null, first };
      // The arguments look at columns of the targets.
      target.requirements.row = true;
      // To compare a value's custom field is to read the id of an association, which its row may not tell by itself.
      if (first && (node.arguments ?? []).some(({ name }) => name.value === 'id'))
        this.#linkRequirements(target.resource, 'custom_field', target.requirements);
      const narrow = (variables: Variables) => narrowing.keep(argumentValues(definition, node, variables));
      const field: NarrowedField = { ...shape, kind: 'to-many', link, target, narrow, first };
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

  #nested({ attribute }: { readonly attribute: Attribute }, nodes: FieldNode[]): StructPlan | null {
    let { type } = attribute;
    while (type.kind === 'list') type = type.of;
    return type.kind === 'struct' ? this.#struct(this.#type(type.name), nodes) : null;
  }

  #struct(type: GraphQLObjectType, nodes: FieldNode[]): StructPlan {
    const fields = this.#subFields(type, nodes).map(([key, fieldNodes]): StructField => {
      if (fieldNodes[0]?.name.value === '__typename') return { key, nodes: fieldNodes, kind: 'typename' };
      const { meaning } = this.#field(type, fieldNodes);
      if (meaning.kind !== 'attribute') throw new TypeError(`${type.name}.${key} is no attribute`);
      return {
        key,
        nodes: fieldNodes,
        kind: 'attribute',
        wire: meaning.wire,
        attribute: meaning.attribute,
        nested: this.#nested(meaning, fieldNodes),
      };
    });
    return { name: type.name, fields };
  }
}
