/** From a selection on records of one type to their plan, with what they need of the loaders. */
import type { FieldNode, GraphQLObjectType } from 'graphql';
import { argumentValues } from './graphql-versions.ts';
import type { Link } from '../loaders/collection.ts';
import type { Requirements } from '../loaders/requirements.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { FieldPlan } from '../schema/field-plan.ts';
import { narrowToCustomField } from '../schema/narrow.ts';
import { narrowingOf } from '../schema/association-fields.ts';
import type { Resource } from '../schema/resource.ts';
import type { Below, CollectedField } from './incremental/collect-fields.ts';
import type { NarrowedField, RecordField, RecordPlan, StructField, StructPlan } from './plan.ts';
import { chosenField, isChosen } from './plan-chosen.ts';
import { nestedField } from './plan-connection.ts';
import { type PlanContext, planned, type Variables } from './plan-context.ts';

/** How a position was reached, to see when an association leads straight back. */
interface Arrival {
  readonly link: Link;
  readonly from: Requirements;
}

/** The shape of records of one type, adding what they need to `need`. */
export function recordPlan(
  context: PlanContext,
  resource: Resource,
  below: Below,
  requirements: Requirements,
  path: string,
  arrival: Arrival | null,
): RecordPlan {
  requirements.paths.add(path);
  const type = context.type(resource.type);
  const selection = context.below(type, below, (field): RecordField => {
    const shape = planned(field);
    if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
    const { field: definition, meaning } = context.field(type, field);
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
          nested: nestedPlan(context, meaning, field),
        };
      case 'derived':
        requirements.row = true;
        return {
          ...shape,
          kind: 'derived',
          derived: meaning.derived,
          nested: nestedPlan(context, meaning.derived, field),
        };
      case 'keys':
        return keysField(context, resource, meaning.link, field, requirements);
      case 'association':
        return associationField(context, type, resource, meaning, field, requirements, `${path}.${field.key}`, arrival);
      case 'customField':
        return associationField(context, type, resource, meaning, field, requirements, `${path}.${field.key}`, arrival);
      case 'nested':
        return nestedField(context, meaning.list, definition, field, requirements, `${path}.${field.key}`);
      default:
        return { ...shape, kind: 'kantataId' };
    }
  });
  const idStandsInRow = Boolean(resource.endpoint?.scope && !resource.endpoint.single);
  const fields = shownAll(selection.fields);
  const namesOnly = fields.every(
    ({ kind }) => kind === 'typename' || kind === 'kantataId' || (kind === 'id' && !idStandsInRow),
  );
  return { ...selection, fields, resource, requirements, namesOnly };
}

/** The fields of a record, with a word at those that answer some records of an association where all its ids stand beside them. */
function shownAll(fields: readonly RecordField[]): readonly RecordField[] {
  const shown = new Set(fields.flatMap((field) => (field.kind === 'keys' ? field.link : [])));
  if (shown.size === 0) return fields;
  return fields.map((field) =>
    field.kind === 'to-many' && shown.has(field.link) ? { ...field, showsAll: true } : field,
  );
}

/** What is needed of the targets of one association, made where nothing was yet. */
export function linkRequirementsOf(resource: Resource, name: string, requirements: Requirements) {
  const link = resource.links.get(name) as Link;
  let linkRequirements = requirements.links.get(name);
  if (!linkRequirements)
    requirements.links.set(name, (linkRequirements = { link, targets: new Map(), back: new Set() }));
  requirements.row = true;
  return linkRequirements;
}

function keysField(
  context: PlanContext,
  resource: Resource,
  name: string,
  collected: CollectedField,
  requirements: Requirements,
): RecordField {
  const shape = planned(collected);
  const { link } = linkRequirementsOf(resource, name, requirements);
  if (link.kind === 'many') return { ...shape, kind: 'keys', link };
  if (link.kind === 'one') return { ...shape, kind: 'key', link };
  // The `{key, id}` itself is written only with the include, even where type and id are columns.
  requirements.refs.add(name);
  return { ...shape, kind: 'ref', link, nested: structPlan(context, context.type('RecordRef'), collected) };
}

function associationField(
  context: PlanContext,
  type: GraphQLObjectType,
  resource: Resource,
  meaning: Extract<FieldPlan, { kind: 'association' | 'customField' }>,
  collected: CollectedField,
  requirements: Requirements,
  path: string,
  arrival: Arrival | null,
): RecordField {
  const linkRequirements = linkRequirementsOf(resource, meaning.link, requirements);
  const { link, targets, back: known } = linkRequirements;
  if (meaning.kind === 'association' && isChosen(collected))
    return chosenField(context, type, linkRequirements, meaning, collected, requirements, path);
  const shapeOf = (target: Resource, below: Below = collected): RecordPlan => {
    const back = arrival && link.inverseOf === arrival.link.name && arrival.from.collection === target;
    if (back) known.add(target);
    let targetNeed = back ? arrival.from : targets.get(target);
    if (!targetNeed) targetNeed = context.requirements(target, path);
    context.count(targetNeed);
    targets.set(target, targetNeed);
    return recordPlan(context, target, below, targetNeed, path, { link, from: requirements });
  };
  if (link.kind === 'many') return manyField(context, type, link, meaning, collected, shapeOf);
  return {
    ...planned(collected),
    kind: 'to-one',
    link,
    targets: new Map(link.targets.map((target) => [target.type, shapeOf(target as Resource)])),
  };
}

/** All records of an association, or those that further arguments leave; of a custom field the one. */
function manyField(
  context: PlanContext,
  type: GraphQLObjectType,
  link: Link,
  meaning: Extract<FieldPlan, { kind: 'association' | 'customField' }>,
  collected: CollectedField,
  shapeOf: (target: Resource, below?: Below) => RecordPlan,
): RecordField {
  const only = link.targets[0] as Resource;
  const target = shapeOf(only);
  const first = meaning.kind === 'customField';
  const streamed = first ? null : context.streamed(collected, target, (below) => shapeOf(only, below));
  const plain = {
    ...planned(collected),
    kind: 'to-many',
    link,
    target,
    choice: null,
    showsAll: false,
    first,
    streamed,
  } as const;
  const narrowing = first ? narrowToCustomField : narrowingOf(meaning.association);
  const [node] = plain.nodes as readonly [FieldNode];
  const definition = type.getFields()[node.name.value];
  if (!narrowing || !definition || (!first && (node.arguments ?? []).length === 0))
    return { ...plain, narrow: null, nameIn: null };
  // The arguments look at columns of the targets.
  target.requirements.row = true;
  // To compare a value's custom field is to read the id of an association, which its row may not tell by itself.
  if (first && (node.arguments ?? []).some(({ name }) => name.value === 'id'))
    linkRequirementsOf(target.resource, 'custom_field', target.requirements);
  const narrow = (variables: Variables) => narrowing.keep(argumentValues(definition, node, variables));
  const nameIn = (variables: Variables) => narrowing.nameIn(argumentValues(definition, node, variables));
  const field: NarrowedField = { ...plain, narrow, nameIn };
  context.narrowed.push(field);
  return field;
}

function nestedPlan(
  context: PlanContext,
  { attribute }: { readonly attribute: Attribute },
  field: CollectedField,
): StructPlan | null {
  let { type } = attribute;
  while (type.kind === 'list') type = type.of;
  return type.kind === 'struct' ? structPlan(context, context.type(type.name), field) : null;
}

/** The plan of a value object. */
export function structPlan(context: PlanContext, type: GraphQLObjectType, collected: CollectedField): StructPlan {
  const selection = context.below(type, collected, (field): StructField => {
    const shape = planned(field);
    if (field.nodes[0]?.name.value === '__typename') return { ...shape, kind: 'typename' };
    const { meaning } = context.field(type, field);
    if (meaning.kind !== 'attribute') throw new TypeError(`${type.name}.${field.key} is no attribute`);
    const { wire, attribute } = meaning;
    return { ...shape, kind: 'attribute', wire, attribute, nested: nestedPlan(context, meaning, field) };
  });
  return { ...selection, name: type.name };
}
