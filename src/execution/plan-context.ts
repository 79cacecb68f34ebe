/** What the parts of the planner have in common: one document, its variables, and what has been planned of it so far. */
import { GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type FieldNode,
  getDirectiveValues,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
} from 'graphql';
import { asPassedOn } from './graphql-versions.ts';
import { createRequirements, type Requirements } from '../loaders/requirements.ts';
import { fieldPlanOf } from '../schema/field-plan.ts';
import type { Resource } from '../schema/resource.ts';
import {
  type Below,
  type CollectedField,
  type CollectedFields,
  FieldCollector,
  ofEntries,
} from './incremental/collect-fields.ts';
import type { ChosenField, NarrowedField, NestedField, PlannedField, Selection, Streamed } from './plan.ts';

export type Variables = Readonly<Record<string, unknown>>;

export class PlanContext {
  readonly schema: GraphQLSchema;
  readonly collector: FieldCollector;
  readonly allRequirements: Requirements[] = [];
  readonly narrowed: NarrowedField[] = [];
  readonly chosen: ChosenField[] = [];
  readonly nested: NestedField[] = [];
  readonly initialCounts: (number | string)[] = [];
  readonly #variables: Variables;
  readonly #rowsOnly = new Set<Requirements>();
  #fieldCount = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.schema = schema;
    this.#variables = asPassedOn(variables);
    this.collector = new FieldCollector(schema, document, this.#variables);
  }

  /** How many fields have been planned. */
  get fieldCount(): number {
    return this.#fieldCount;
  }

  /** What is selected below a field of an object of this type, each field compiled. */
  below<Field extends PlannedField>(
    type: GraphQLObjectType,
    field: Below,
    compile: (field: CollectedField) => Field,
  ): Selection<Field> {
    return this.selection(this.collector.below(type, field), compile);
  }

  /** Fields that were selected of one object, each compiled. */
  selection<Field extends PlannedField>(
    { fields, defers }: CollectedFields,
    compile: (field: CollectedField) => Field,
  ): Selection<Field> {
    this.#fieldCount += fields.length;
    const isSplit = defers.length > 0 || fields.some(({ held }) => held !== null);
    return { fields: fields.map(compile), defers, isSplit };
  }

  /** What `@stream` says of a field; null where it says nothing, or is switched off. */
  streamed<Entry>(field: CollectedField, entry: Entry, compile: (entries: Below) => Entry): Streamed<Entry> | null {
    const [node] = field.nodes;
    const stream = node && getDirectiveValues(GraphQLStreamDirective, node, this.#variables);
    if (!stream || stream.if === false) return null;
    const directive = node.directives?.find(({ name }) => name.value === GraphQLStreamDirective.name);
    const count = directive?.arguments?.find(({ name }) => name.value === 'initialCount')?.value;
    // A plan is kept for other values of its variables.
    const initialCount =
      count?.kind === Kind.VARIABLE ? count.name.value : ((stream.initialCount as number | null) ?? 0);
    this.initialCounts.push(initialCount);
    return {
      initialCount,
      label: typeof stream.label === 'string' ? stream.label : undefined,
      entry: field.usages.size === 0 ? entry : compile(ofEntries(field)),
    };
  }

  /** The field that was selected, and what it means. */
  field(type: GraphQLObjectType, { nodes: [first] }: CollectedField) {
    const field = type.getFields()[(first as FieldNode).name.value];
    const meaning = field && fieldPlanOf(field);
    if (!field || !meaning) throw new TypeError(`${type.name}.${first?.name.value} means nothing to the planner`);
    return { field, meaning };
  }

  /** The object type of that name. */
  type(name: string): GraphQLObjectType {
    const type = this.schema.getType(name);
    if (!isObjectType(type)) throw new TypeError(`${name} is no object type`);
    return type;
  }

  /** New needs of no more than the rows of records, for whatever else is wanted of some of them. */
  rowsOnly(resource: Resource): Requirements {
    const requirements = createRequirements(resource);
    this.#rowsOnly.add(requirements);
    return requirements;
  }

  /** Has needs count that so far were of rows alone: now more may be wanted of each. */
  count(requirements: Requirements): void {
    if (this.#rowsOnly.delete(requirements)) this.allRequirements.push(requirements);
  }

  /** New needs of records of one type at one place. */
  requirements(resource: Resource, path: string): Requirements {
    const requirements = createRequirements(resource);
    requirements.paths.add(path);
    this.allRequirements.push(requirements);
    return requirements;
  }
}

/** What a plan keeps of a collected field. */
export const planned = ({ key, nodes, held, usages }: CollectedField): PlannedField => ({ key, nodes, held, usages });
