/** Writes a schema down in the form that `src/schema/prepared.ts` reads, with `MAX_FIRST_SLOT` for the ceiling of `first`. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { fieldPlanOf } from '../../src/schema/field-plan.ts';
import { subgraphSdl } from '../../src/schema/federation.ts';
import { createSchema } from '../../src/schema/index.ts';
import {
  MAX_FIRST_SLOT,
  type PreparedField,
  type PreparedInput,
  type PreparedSchema,
  type PreparedType,
} from '../../src/schema/prepared.ts';
import { preparedPlan } from '../../src/schema/prepared-plan.ts';

/** The text of a prepared schema. */
export function prepareSchema({ federation }: { readonly federation: boolean }): string {
  const schema = createSchema({ maxFirst: MAX_FIRST_SLOT, federation });
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const prepared: PreparedSchema = {
    types: types.map(prepare),
    ...(federation && { sdl: subgraphSdl(schema) }),
  };
  return JSON.stringify(prepared);
}

const described = ({
  name,
  description,
}: {
  readonly name: string;
  readonly description?: string | null | undefined;
}) => ({
  name,
  ...(description != null && { description }),
});

function prepare(type: GraphQLNamedType): PreparedType {
  const head = described(type);
  if (isEnumType(type))
    return {
      ...head,
      kind: 'enum',
      values: byName(type.getValues(), ({ name, value, description, deprecationReason: deprecated }) => ({
        ...(description != null && { description }),
        ...(deprecated != null && { deprecated }),
        ...(value !== name && { value: value as string }),
      })),
    };
  if (isUnionType(type)) return { ...head, kind: 'union', types: type.getTypes().map(({ name }) => name) };
  if (isInputObjectType(type))
    return {
      ...head,
      kind: 'input',
      ...(type.isOneOf && { isOneOf: true }),
      fields: byName(Object.values(type.getFields()), input),
    };
  if (isObjectType(type) || isInterfaceType(type)) {
    const interfaces = type.getInterfaces().map(({ name }) => name);
    return {
      ...head,
      kind: isObjectType(type) ? 'object' : 'interface',
      ...(interfaces.length > 0 && { interfaces }),
      fields: byName(Object.values(type.getFields()), (field) => output(field, type.name)),
    };
  }
  return { ...head, kind: 'scalar' };
}

function output(field: GraphQLField<unknown, unknown>, type: string): PreparedField {
  const plan = fieldPlanOf(field);
  const { description, deprecationReason: deprecated, args } = field;
  return {
    type: String(field.type),
    ...(description != null && { description }),
    ...(deprecated != null && { deprecated }),
    ...(args.length > 0 && { args: byName(args, input) }),
    ...(plan && { plan: preparedPlan(plan, type) }),
  };
}

function input(one: GraphQLArgument | GraphQLInputField): PreparedInput {
  const { description, deprecationReason: deprecated, defaultValue } = one;
  return {
    type: String(one.type),
    ...(description != null && { description }),
    ...(deprecated != null && { deprecated }),
    ...(defaultValue !== undefined && { default: defaultValue }),
  };
}

const byName = <In extends { readonly name: string }, Out>(all: readonly In[], of: (one: In) => Out) =>
  Object.fromEntries(all.map((one) => [one.name, of(one)]));
