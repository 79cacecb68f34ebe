/**
 * The schema from a prepared form, in place of `index.ts` where the gateway is bundled (`tools/bundle/command.ts`).
 *
 * The builder goes through every field of some four hundred types before the first can be used. Here a type is made of what
 * was written down when the gateway was built, and its fields are made when an operation first names it. What a field
 * means to the planner is found in the declarations, which are the same.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  GraphQLDirective,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  type GraphQLType,
  GraphQLUnionType,
  introspectionTypes,
  specifiedDirectives,
  specifiedScalarTypes,
} from 'graphql';
import { trustPlannable } from './check-schema.ts';
import { contact } from './contact-directive.ts';
import { withFieldPlan } from './field-plan.ts';
import type { SchemaOptions } from './index.ts';
import { answered } from './object-type.ts';
import { Plans, type PreparedPlan } from './prepared-plan.ts';
import { CalendarDate, DateTime, Json, SafeInt } from './scalars.ts';
// oxlint-disable-next-line import/no-unassigned-import -- it declares the types; that is its effect
import './types/index.ts';

/** An argument or a field of an input. */
export interface PreparedInput {
  /** As in the schema definition language: `[ID!]!`. */
  readonly type: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly deprecated?: string;
}

export interface PreparedField extends PreparedInput {
  readonly args?: Readonly<Record<string, PreparedInput>>;
  readonly plan?: PreparedPlan;
}

export interface PreparedValue {
  readonly description?: string;
  readonly deprecated?: string;
  /** Where it is not the name. */
  readonly value?: string;
}

interface Described {
  readonly name: string;
  readonly description?: string;
}

export type PreparedType = Described &
  (
    | { readonly kind: 'scalar' }
    | { readonly kind: 'enum'; readonly values: Readonly<Record<string, PreparedValue>> }
    | { readonly kind: 'union'; readonly types: readonly string[] }
    | { readonly kind: 'input'; readonly isOneOf?: boolean; readonly fields: Readonly<Record<string, PreparedInput>> }
    | {
        readonly kind: 'object' | 'interface';
        readonly interfaces?: readonly string[];
        readonly fields: Readonly<Record<string, PreparedField>>;
      }
  );

/** A schema, as `tools/schema/prepare.ts` writes it. */
export interface PreparedSchema {
  /** In the order of the schema's own map of types. */
  readonly types: readonly PreparedType[];
  /** Of a subgraph: what `_service` answers. */
  readonly sdl?: string;
}

/** Stands in the prepared texts for the ceiling of `first`, which is a setting. No other number in them is like it. */
export const MAX_FIRST_SLOT = 987_654_321;

/** Written beside the bundle. */
export const PREPARED_FILES = { whole: 'schema.json.gz', subgraph: 'subgraph.json.gz' } as const;

const made = new Map<string, GraphQLSchema>();

/** The same as `createSchema` of `index.ts`. Throws where the prepared form is missing. */
export function createSchema({ maxFirst = 2_000, federation = false }: SchemaOptions = {}): GraphQLSchema {
  const key = `${maxFirst} ${federation}`;
  let schema = made.get(key);
  if (!schema) {
    const file = federation ? PREPARED_FILES.subgraph : PREPARED_FILES.whole;
    schema = restoreSchema(gunzipSync(readFileSync(new URL(file, import.meta.url))).toString(), maxFirst);
    made.set(key, schema);
  }
  return schema;
}

/** The schema of a prepared text. It was checked before it was prepared, so it is not checked again. */
export function restoreSchema(text: string, maxFirst: number): GraphQLSchema {
  const prepared = JSON.parse(text.replaceAll(String(MAX_FIRST_SLOT), String(maxFirst))) as PreparedSchema;
  const { types } = new TypesMaker(prepared);
  const more = prepared.sdl === undefined ? [GraphQLDeferDirective, GraphQLStreamDirective] : [contact];
  const schema = withFieldsLater(
    types,
    () =>
      new GraphQLSchema({
        query: types.get('Query') as GraphQLObjectType,
        types: [...types.values(), ...introspectionTypes.toSorted(byName)],
        directives: [...specifiedDirectives, ...more].map(sorted).toSorted(byName),
        assumeValid: true,
      }),
  );
  trustPlannable(schema);
  return schema;
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);

/** Arguments and locations by name, as everything of a schema is. */
function sorted(directive: GraphQLDirective): GraphQLDirective {
  const { args, locations, ...config } = directive.toConfig();
  const entries = Object.entries(args).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return new GraphQLDirective({ ...config, locations: locations.toSorted(), args: Object.fromEntries(entries) });
}

/**
 * Calls `make` with types that have no fields yet, because a schema goes through all fields to find the types that they
 * name, and here it is given all types.
 */
function withFieldsLater(types: ReadonlyMap<string, GraphQLNamedType>, make: () => GraphQLSchema): GraphQLSchema {
  const holders = [...types.values()].filter((type) => 'getFields' in type);
  for (const type of holders) Object.defineProperty(type, 'getFields', { value: () => ({}), configurable: true });
  try {
    return make();
  } finally {
    // That of its class is back.
    for (const type of holders) Reflect.deleteProperty(type, 'getFields');
  }
}

const OWN_SCALARS: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [...specifiedScalarTypes, DateTime, CalendarDate, SafeInt, Json].map((scalar) => [scalar.name, scalar]),
);

const typenameOf = (value: unknown) => (value as { __typename: string }).__typename;

/** Makes the types of a prepared schema, which name each other. */
class TypesMaker {
  /** All types, by name, in the order in which they were prepared. */
  readonly types = new Map<string, GraphQLNamedType>();
  readonly #plans = new Plans();
  readonly #sdl: string | undefined;

  constructor({ types, sdl }: PreparedSchema) {
    this.#sdl = sdl;
    for (const type of types) this.types.set(type.name, this.#restored(type));
  }

  #named(name: string) {
    return this.types.get(name) as never;
  }

  #restored(type: PreparedType): GraphQLNamedType {
    const { name, description } = type;
    switch (type.kind) {
      case 'scalar':
        return OWN_SCALARS.get(name) ?? new GraphQLScalarType({ name, description, serialize: (value) => value });
      case 'enum':
        return new GraphQLEnumType({ name, description, values: mapValues(type.values, valueOf) });
      case 'union':
        return new GraphQLUnionType({
          name,
          description,
          types: () => type.types.map((one) => this.#named(one)),
          resolveType: typenameOf,
        });
      case 'input':
        return new GraphQLInputObjectType({
          name,
          description,
          ...(type.isOneOf && { isOneOf: true }),
          fields: () => mapValues(type.fields, (field) => this.#input(field)),
        });
      case 'interface':
        return new GraphQLInterfaceType({
          ...this.#output(type),
          resolveType: typenameOf,
        });
      case 'object':
        return new GraphQLObjectType(this.#output(type));
    }
  }

  #output({ name, description, interfaces = [], fields }: PreparedType & { kind: 'object' | 'interface' }) {
    return {
      name,
      description,
      interfaces: () => interfaces.map((one) => this.#named(one)),
      fields: () => mapValues(fields, (field, fieldName) => this.#field(field, name, fieldName)),
    };
  }

  #field(field: PreparedField, type: string, name: string): GraphQLFieldConfig<unknown, unknown> {
    const { args, plan, description, deprecated } = field;
    return {
      type: this.#type(field.type) as GraphQLOutputType,
      description,
      deprecationReason: deprecated,
      ...(args && { args: mapValues(args, (arg) => this.#input(arg)) }),
      ...(plan && withFieldPlan(this.#plans.of(plan, type, name))),
      resolve: plan?.[0] === 'service' ? () => ({}) : type === '_Service' ? () => this.#sdl : answered,
    };
  }

  #input({ type, description, deprecated, default: defaultValue }: PreparedInput): GraphQLInputFieldConfig {
    return {
      type: this.#type(type) as GraphQLInputType,
      description,
      deprecationReason: deprecated,
      ...(defaultValue !== undefined && { defaultValue }),
    };
  }

  #type(text: string): GraphQLType {
    if (text.endsWith('!')) return new GraphQLNonNull(this.#type(text.slice(0, -1)) as never);
    if (text.startsWith('[')) return new GraphQLList(this.#type(text.slice(1, -1)));
    return this.#named(text);
  }
}

const valueOf = ({ description, deprecated, value }: PreparedValue, name: string) => ({
  value: value ?? name,
  description,
  deprecationReason: deprecated,
});

const mapValues = <In, Out>(object: Readonly<Record<string, In>>, of: (value: In, key: string) => Out) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, of(value, key)]));
