import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  introspectionFromSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { createSchema } from '../src/schema/index.ts';
import { restoreSchema } from '../src/schema/prepared.ts';
import { prepareSchema } from '../tools/schema/prepare.ts';

const typesOf = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

const fieldsOf = (type: GraphQLNamedType | undefined): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

describe.each([
  { federation: false, maxFirst: 2_000 },
  { federation: false, maxFirst: 50 },
  { federation: true, maxFirst: 2_000 },
])('the prepared schema, with %j', ({ federation, maxFirst }) => {
  const built = createSchema({ federation, maxFirst });
  const restored = restoreSchema(prepareSchema({ federation }), maxFirst);

  it('makes no fields before an operation names their type', () => {
    const untouched = restoreSchema(prepareSchema({ federation }), maxFirst);
    // What graphql-js keeps of a type: what makes the fields, and then the fields.
    const kept = () => typeof Reflect.get(untouched.getType('User') ?? {}, '_fields');

    expect(kept()).toBe('function');
    expect(fieldsOf(untouched.getType('User')).length).toBeGreaterThan(10);
    expect(kept()).toBe('object');
  });

  it('is the one that the declarations make, to the order of everything in it', () => {
    expect(printSchema(restored)).toBe(printSchema(built));
    expect(JSON.stringify(introspectionFromSchema(restored))).toBe(JSON.stringify(introspectionFromSchema(built)));
    expect(Object.keys(restored.getTypeMap())).toEqual(Object.keys(built.getTypeMap()));
  });

  it('means the same to the planner: every plan names the same declarations', () => {
    let plans = 0;
    for (const type of typesOf(built))
      for (const field of fieldsOf(type)) {
        const other = fieldsOf(restored.getType(type.name)).find(({ name }) => name === field.name);
        const plan = fieldPlanOf(field) as Record<string, unknown> | undefined;
        const found = other && (fieldPlanOf(other) as Record<string, unknown> | undefined);
        expect(Object.keys(found ?? {}), `${type.name}.${field.name}`).toEqual(Object.keys(plan ?? {}));
        for (const [key, value] of Object.entries(plan ?? {}))
          expect(Object.is(found?.[key], value), `${type.name}.${field.name}: ${key}`).toBe(true);
        plans++;
      }

    expect(plans).toBeGreaterThan(2_000);
  });

  it('reads arguments and writes values as the one that the declarations make', () => {
    // `_Any` and `_Service` are Federation's: each schema makes its own.
    const types = typesOf(built).filter(({ name }) => name !== '_Any' && name !== '_Service');

    for (const type of types)
      expect(conversionsOf(restored.getType(type.name)), `of ${type.name}`).toEqual(conversionsOf(type));
  });
});

/** Everything of a type that turns values into others. */
function conversionsOf(type: GraphQLNamedType | undefined): unknown {
  if (isEnumType(type)) return type.getValues().map(({ name, value }) => [name, value]);
  if (isScalarType(type)) return [type.parseValue, type.parseLiteral, type.serialize];
  if (isInputObjectType(type))
    return [type.isOneOf, ...Object.values(type.getFields()).map(({ name, defaultValue }) => [name, defaultValue])];
  return fieldsOf(type).map(({ name, resolve, args }) => [
    name,
    name === '_service' ? null : resolve,
    args.map((argument) => [argument.name, argument.defaultValue]),
  ]);
}
