import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Attribute, camelCase, type Enumeration, type ValueType } from '../src/schema/attribute.ts';
import { createSchema } from '../src/schema/index.ts';
import { fieldPlanOf } from '../src/schema/field-plan.ts';
import { type Association, type EndpointDeclaration, type Resource, resources } from '../src/schema/resource.ts';
import { orderValueName } from '../src/schema/list-arguments.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const all = [...resources.values()];
const named = (types: readonly Resource[]) => types.map((resource) => [resource.type, resource] as const);

describe('the schema', () => {
  const schema = createSchema();

  it('is the one in schema.graphql', () => {
    const printed = printSchema(lexicographicSortSchema(schema));
    expect(
      printed.trim() === read('schema.graphql').trim(),
      'schema.graphql is not what the sources say: run `npm run schema`',
    ).toBe(true);
  });

  it('describes every type, field, argument, input field, enum value and directive', () => {
    const described = describables(schema);

    expect(described.length).toBeGreaterThan(2_000);
    expect(described.filter(([, description]) => !description?.trim()).map(([coordinate]) => coordinate)).toEqual([]);
  });

  it('has no field that means nothing to the planner', () => {
    const meaningless = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__')
        ? Object.values(type.getFields())
            .filter((field) => !fieldPlanOf(field))
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    expect(meaningless).toEqual([]);
  });

  it('lets no failed call take more than its own field: whatever a further call may bring can be null', () => {
    const strict = [...resources.values()].flatMap((resource) => {
      const type = schema.getType(resource.type);
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields()).flatMap((field) => {
        const meaning = fieldPlanOf(field);
        const further = meaning && meaning.kind !== 'id' && meaning.kind !== 'kantataId';
        return further && isNonNullType(field.type) ? [`${resource.type}.${field.name}: ${meaning.kind}`] : [];
      });
    });
    const roots = Object.values(schema.getQueryType()?.getFields() ?? {});

    expect(strict).toEqual([]);
    expect(roots.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  it('changes nothing: it has no mutation, and no subscription', () => {
    expect(schema.getMutationType()).toBeUndefined();
    expect(schema.getSubscriptionType()).toBeUndefined();
  });
});

describe('a declaration', () => {
  const schema = createSchema();

  it.each(named(all))('of %s is a type with a field for each attribute, of the declared kind', (_, resource) => {
    const type = objectType(schema, resource.type);

    expect(type.description).toBe(resource.description);
    expect(type.getInterfaces().map(({ name }) => name)).toContain('Node');
    expect(fieldTypes(type)).toMatchObject({
      id: 'ID!',
      kantataId: 'ID!',
      ...Object.fromEntries([...resource.attributes].map(([name, { type }]) => [name, graphqlName(type)])),
    });
    for (const [name, { description }] of resource.attributes)
      expect(type.getFields()[name]?.description).toContain(description);
  });

  it.each(named(all.filter(({ fields }) => fields.size > 0)))(
    'of %s has for each association the records that it leads to, or at least their ids',
    (_, resource) => {
      const fields = fieldTypes(objectType(schema, resource.type));

      for (const [name, association] of resource.fields)
        expect(fields).toMatchObject(associationTypes(name, association));
    },
  );

  it('of a type that the API has no list of gives the two root fields for ids', () => {
    const unlisted = all.filter(({ declaration }) => declaration.endpoint?.listed === false);
    const query = schema.getQueryType()?.getFields() ?? {};

    expect(unlisted.map(({ type }) => type)).toEqual(['WorkspaceInvoicePreference']);
    expect(query.workspaceInvoicePreferences).toBeUndefined();
    expect(String(query.workspaceInvoicePreference?.type)).toBe('WorkspaceInvoicePreference');
    expect(String(query.workspaceInvoicePreferencesById?.type)).toBe('[WorkspaceInvoicePreference]');
  });

  it('begins, where it has root fields, each of them with its area', () => {
    const areas = ['Projects', 'People', 'Time', 'Money', 'Sync', 'Custom fields', 'Surveys', 'Settings'];
    const query = Object.values(schema.getQueryType()?.getFields() ?? {});
    const strange = query.filter(
      ({ name, description }) =>
        name !== 'node' && name !== 'nodes' && !areas.some((area) => description?.startsWith(`${area}: `)),
    );

    expect(strange.map(({ name }) => name)).toEqual([]);
  });

  it.each(named(all.filter(({ declaration }) => declaration.endpoint && declaration.endpoint.listed !== false)))(
    'of %s gives three root fields, and every filter and order of its endpoint',
    (_, resource) => {
      const { list, one, several } = rootFieldNames(resource);
      const query = schema.getQueryType()?.getFields() ?? {};
      const { filters, orders } = resource.declaration.endpoint as EndpointDeclaration;
      const names = (required: boolean) =>
        Object.keys(filters)
          .filter((name) => filters[name]?.required === required)
          .toSorted();

      expect([list, one, several].map((name) => String(query[name]?.type))).toEqual([
        `${resource.type}Connection`,
        resource.type,
        `[${resource.type}]`,
      ]);
      const args = Object.fromEntries((query[list]?.args ?? []).map(({ name, type }) => [name, type]));
      expect(Object.keys(args)).toEqual(expect.arrayContaining([...names(true), 'first', 'after', 'offset']));
      const filter = args.filter;
      expect(isInputObjectType(filter) ? Object.keys(filter.getFields()).toSorted() : []).toEqual(names(false));
      const order = args.orderBy;
      expect(
        isEnumType(order) ? Object.fromEntries(order.getValues().map(({ name, value }) => [name, value])) : {},
      ).toEqual(Object.fromEntries(orders.map((value) => [orderValueName(value), value])));
    },
  );

  it('of an enumeration is an enum with every one of its values', () => {
    const enumerations = new Set(all.flatMap(enumerationsOf));

    expect(enumerations.size).toBeGreaterThan(20);
    for (const { name, description, values } of enumerations) {
      const type = schema.getType(name);
      expect(type?.description).toBe(description);
      expect(
        isEnumType(type)
          ? Object.fromEntries(type.getValues().map(({ name, description }) => [name, description]))
          : null,
      ).toEqual(Object.fromEntries(values.map(({ name, description }) => [name, description])));
    }
  });

  it('of an object within records is a type with all its fields', () => {
    const structs = all.flatMap(({ attributes }) => [...attributes.values()]).flatMap(({ type }) => structsOf(type));

    expect(structs.length).toBeGreaterThan(5);
    for (const { name, fields } of structs)
      expect(fieldTypes(objectType(schema, name))).toEqual(
        Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, graphqlName(type)])),
      );
  });

  it('stands in a file of its own, which the one list of types names', () => {
    const files = readdirSync(new URL('src/schema/types', root)).filter((file) => file !== 'index.ts');
    const imported = [...read('src/schema/types/index.ts').matchAll(/^import '\.\/(.+)';$/gm)].map(([, file]) => file);

    expect(new Set(imported)).toEqual(new Set(files));
    expect(imported).toHaveLength(files.length);
    for (const file of files)
      expect(
        [...read(`src/schema/types/${file}`).matchAll(/(?:^|= )resource\('(\w+)'/gm)].map(([, type]) => type),
      ).toEqual([file.replace(/\.ts$/, '').replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())]);
    expect(resources.size).toBe(files.length);
  });
});

/** Every part of a schema that can have a description, by its schema coordinate. */
const describables = (schema: GraphQLSchema): [coordinate: string, description: string | null | undefined][] => [
  ...Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type): [string, string | null | undefined][] => [[type.name, type.description], ...partsOf(type)]),
  ...schema
    .getDirectives()
    .flatMap(({ name, description, args }): [string, string | null | undefined][] => [
      [`@${name}`, description],
      ...args.map((argument): [string, string | null | undefined] => [
        `@${name}(${argument.name}:)`,
        argument.description,
      ]),
    ]),
];

function partsOf(type: GraphQLNamedType): [string, string | null | undefined][] {
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description]);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, description }) => [`${type.name}.${name}`, description]);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(
    ({ name, description, args }): [string, string | null | undefined][] => [
      [`${type.name}.${name}`, description],
      ...args.map((argument): [string, string | null | undefined] => [
        `${type.name}.${name}(${argument.name}:)`,
        argument.description,
      ]),
    ],
  );
}

function objectType(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type of the schema.`);
  return type;
}

const fieldTypes = (type: ReturnType<typeof objectType>) =>
  Object.fromEntries(Object.values(type.getFields()).map(({ name, type }) => [name, String(type)]));

const graphqlName = (type: ValueType): string => (type.kind === 'list' ? `[${graphqlName(type.of)}]` : type.name);

/** The fields of an association: records where their type is declared, and what the row says of them. */
function associationTypes(name: string, { kind, targets, union, field, wire, includable }: Association) {
  const [target] = targets();
  const link = camelCase(wire ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  if (kind === 'polymorphic') return { [name]: union, ...(includable && { [`${link}Ref`]: 'RecordRef' }) };
  if (kind === 'one') return { [name]: target?.type, [field ? camelCase(field) : `${link}Id`]: 'ID' };
  return target ? { [name]: `[${target.type}!]` } : {};
}

const enumerationsOf = ({ attributes, declaration }: Resource): Enumeration[] => [
  ...[...attributes.values()].flatMap(({ type }) => enumerationsIn(type)),
  ...Object.values(declaration.endpoint?.filters ?? {}).flatMap(({ type }) => (type.kind === 'enum' ? [type] : [])),
];

function enumerationsIn(type: ValueType): Enumeration[] {
  if (type.kind === 'enum') return [type];
  if (type.kind === 'list') return enumerationsIn(type.of);
  return type.kind === 'struct' ? fieldsIn(type).flatMap(({ type }) => enumerationsIn(type)) : [];
}

type Struct = Extract<ValueType, { kind: 'struct' }>;

const fieldsIn = ({ fields }: Struct): Attribute[] => Object.values(fields);

function structsOf(type: ValueType): Struct[] {
  if (type.kind === 'list') return structsOf(type.of);
  return type.kind === 'struct' ? [type, ...fieldsIn(type).flatMap(({ type }) => structsOf(type))] : [];
}
