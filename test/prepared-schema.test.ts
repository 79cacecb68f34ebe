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
    const type = untouched.getType('User') as unknown as { _fields: unknown };

    expect(typeof type._fields).toBe('function');
    expect(fieldsOf(untouched.getType('User')).length).toBeGreaterThan(10);
    expect(typeof type._fields).toBe('object');
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
    for (const type of typesOf(built)) {
      const other = restored.getType(type.name);
      if (isEnumType(type) && isEnumType(other))
        expect(other.getValues().map(({ value }) => value)).toEqual(type.getValues().map(({ value }) => value));
      else if (isInputObjectType(type) && isInputObjectType(other)) expect(other.isOneOf).toBe(type.isOneOf);
      else if (isScalarType(type) && isScalarType(other) && type.name !== '_Any') {
        expect(other.parseValue).toBe(type.parseValue);
        expect(other.serialize).toBe(type.serialize);
      }
      for (const field of fieldsOf(type)) {
        const found = fieldsOf(other).find(({ name }) => name === field.name);
        expect(found?.args.map(({ defaultValue }) => defaultValue)).toEqual(
          field.args.map(({ defaultValue }) => defaultValue),
        );
        if (field.name !== '_service' && type.name !== '_Service') expect(found?.resolve).toBe(field.resolve);
      }
    }
  });
});
