/** Section 4: introspection. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { dataOf, gateway } from '../asking.ts';
import type { Rule } from '../rule.ts';

interface Type {
  readonly kind: string;
  readonly name: string | null;
  readonly [field: string]: unknown;
}

const ofType = `ofType { kind name ${'ofType { kind name '.repeat(4)}${'}'.repeat(4)} }`;
const DEEP = `kind name ${ofType}`;

/** Every type with every field of `__Type`. */
async function allTypes(): Promise<readonly Type[]> {
  const { __schema: schema } = await dataOf(`{ __schema { types {
    kind name description specifiedByURL isOneOf ofType { name }
    fields(includeDeprecated: true) { name type { ${DEEP} } args(includeDeprecated: true) { name type { ${DEEP} } } }
    interfaces { name kind } possibleTypes { name kind }
    enumValues(includeDeprecated: true) { name } inputFields(includeDeprecated: true) { name type { ${DEEP} } }
  } } }`);
  return schema.types;
}

const CLASSES = [
  'specifiedByURL',
  'fields',
  'interfaces',
  'possibleTypes',
  'enumValues',
  'inputFields',
  'ofType',
  'isOneOf',
];

/** Fields of `__Type` that are not null for a type of each kind; of all others they are null. */
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  SCALAR: [],
  OBJECT: ['fields', 'interfaces'],
  INTERFACE: ['fields', 'interfaces', 'possibleTypes'],
  UNION: ['possibleTypes'],
  ENUM: ['enumValues'],
  INPUT_OBJECT: ['inputFields', 'isOneOf'],
};

/** Names of all types that a type refers to. */
function referredTo(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referredTo);
  const { kind, name } = value as Type;
  const own = typeof kind === 'string' && typeof name === 'string' ? [name] : [];
  return [...own, ...Object.values(value).flatMap(referredTo)];
}

const ofKind = async (kind: string) => (await allTypes()).filter((type) => type.kind === kind);

/** What each type of a kind answers for the fields that a type of that kind has, and null for the others. */
async function hasFieldsOf(kind: string, least: number): Promise<void> {
  const types = await ofKind(kind);
  expect(types.length).toBeGreaterThanOrEqual(least);
  for (const type of types) {
    expect(type.name).toEqual(expect.any(String));
    const there = CLASSES.filter((field) => type[field] !== null);
    expect(there.filter((field) => field !== 'specifiedByURL')).toEqual(
      CLASSES.filter((field) => BY_KIND[kind]?.includes(field)),
    );
    if (kind !== 'SCALAR') expect(type.specifiedByURL).toBeNull();
  }
}

export const introspection: readonly Rule[] = [
  {
    section: '4.1',
    level: 'MUST',
    asks: '`__typename` answers the name of the object type at hand, wherever selections stand.',
    check: async () => {
      expect(
        await dataOf(
          '{ __typename users(first: 1) { __typename nodes { __typename } } node(id: "User:7") { a: __typename } }',
        ),
      ).toEqual({
        __typename: 'Query',
        users: { __typename: 'UserConnection', nodes: [{ __typename: 'User' }] },
        node: { a: 'User' },
      });
    },
  },
  {
    section: '4.2',
    level: 'MUST',
    asks: '`__schema` and `__type` are fields of the type for queries, and of no other; an unknown type is null.',
    check: async () => {
      expect(await dataOf('{ __type(name: "User") { name kind } nothing: __type(name: "Nothing") { name } }')).toEqual({
        __type: { name: 'User', kind: 'OBJECT' },
        nothing: null,
      });
      const { errors } = await gateway.query('{ user(id: 7) { __schema { types { name } } } }');
      expect(errors?.[0]?.message).toContain('Cannot query field "__schema"');
    },
  },
  {
    section: '4.2',
    level: 'SHOULD',
    asks: 'Lists of introspection have a stable order, that of the text of the schema.',
    check: async () => {
      const names = async () => (await allTypes()).map(({ name }) => name);
      expect(await names()).toEqual(await names());
      const { __type: type } = await dataOf('{ __type(name: "PageInfo") { fields { name } } }');
      const text = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8');
      const [, body = ''] = /^type PageInfo \{\n([^]*?)^\}/m.exec(text) ?? [];
      const order = [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
      expect(order.length).toBeGreaterThan(2);
      expect(type.fields.map(({ name }: { name: string }) => name)).toEqual(order);
    },
  },
  {
    section: '4.2.1',
    level: 'MUST',
    asks: '`types` has every type that any other refers to, those of introspection among them.',
    check: async () => {
      const types = await allTypes();
      const names = new Set(types.map(({ name }) => name));
      expect(names.size).toBe(types.length);
      const { __schema: schema } = await dataOf(`{ __schema { directives { args { type { ${DEEP} } } } } }`);
      const referred = new Set(referredTo([types, schema]));
      expect(referred.size).toBeGreaterThan(300);
      expect([...referred].filter((name) => !names.has(name))).toEqual([]);
      expect([...names]).toEqual(expect.arrayContaining(['__Schema', '__Type', '__Directive', 'Query']));
    },
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'A scalar has a name, and all fields of other kinds are null.',
    check: () => hasFieldsOf('SCALAR', 9),
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'An object has fields and interfaces, be these none, and all fields of other kinds are null.',
    check: async () => {
      await hasFieldsOf('OBJECT', 100);
      const [connection] = (await ofKind('OBJECT')).filter(({ name }) => name === 'UserConnection');
      expect(connection?.interfaces).toEqual([]);
    },
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'An interface has fields, interfaces and the objects that implement it; a union has objects.',
    check: async () => {
      await hasFieldsOf('INTERFACE', 2);
      await hasFieldsOf('UNION', 5);
      const all = await allTypes();
      for (const type of all.filter(({ possibleTypes }) => possibleTypes)) {
        const possible = type.possibleTypes as Type[];
        expect(possible.length).toBeGreaterThan(0);
        expect(possible.filter(({ kind }) => kind !== 'OBJECT')).toEqual([]);
      }
    },
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'An enum has values of unique names, at least one.',
    check: async () => {
      await hasFieldsOf('ENUM', 50);
      for (const { enumValues } of await ofKind('ENUM')) {
        const names = (enumValues as { name: string }[]).map(({ name }) => name);
        expect(names.length).toBeGreaterThan(0);
        expect(new Set(names).size).toBe(names.length);
      }
    },
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'An input object has input fields, and says whether it is one of `@oneOf`.',
    check: async () => {
      await hasFieldsOf('INPUT_OBJECT', 50);
      const oneOf = (await ofKind('INPUT_OBJECT')).filter(({ isOneOf }) => isOneOf).map(({ name }) => name);
      expect(oneOf).toEqual(['CustomFieldFilter']);
    },
  },
  {
    section: '4.2.2',
    level: 'MUST',
    asks: 'Lists and non-null types have no name and one inner type, and non-null wraps no other non-null.',
    check: async () => {
      const { __type: type } = await dataOf(
        `{ __type(name: "Query") { fields { name args { type { ${CLASSES.map((field) => (field === 'ofType' ? ofType : field === 'specifiedByURL' || field === 'isOneOf' ? field : `${field} { name }`)).join(' ')} kind name } } } } }`,
      );
      const { args } = type.fields.find(({ name }: { name: string }) => name === 'usersById');
      expect(args[0].type).toMatchObject({
        kind: 'NON_NULL',
        name: null,
        fields: null,
        interfaces: null,
        possibleTypes: null,
        enumValues: null,
        inputFields: null,
        specifiedByURL: null,
        isOneOf: null,
        ofType: { kind: 'LIST', name: null, ofType: { kind: 'NON_NULL', ofType: { kind: 'SCALAR', name: 'ID' } } },
      });
      expect(JSON.stringify(await allTypes())).not.toMatch(/"NON_NULL","name":null,"ofType":\{"kind":"NON_NULL"/);
    },
  },
  {
    section: '4.2.2 to 4.2.5',
    level: 'MUST',
    asks: 'What is deprecated is listed where it is asked for, and says so with a reason.',
    check: async () => {
      const asked = (more: string) =>
        dataOf(`{ f: __type(name: "RecordRef") { fields${more} { name isDeprecated deprecationReason } }
          i: __type(name: "UserFilter") { inputFields${more} { name isDeprecated deprecationReason } } }`);
      const all = await asked('(includeDeprecated: true)');
      const current = await asked('');
      for (const [listed, shown, name] of [
        [all.f.fields, current.f.fields, 'id'],
        [all.i.inputFields, current.i.inputFields, 'belongingToOrgs'],
      ]) {
        expect(listed).toContainEqual({ name, isDeprecated: true, deprecationReason: expect.stringContaining('Use ') });
        expect(shown).toEqual(listed.filter(({ isDeprecated }: { isDeprecated: boolean }) => !isDeprecated));
        expect(shown).toContainEqual(expect.objectContaining({ isDeprecated: false, deprecationReason: null }));
      }
    },
  },
  {
    section: '4.2.4',
    level: 'MUST',
    asks: 'A default value is told as a literal of the language, and null where there is none.',
    check: async () => {
      const { __type: type } = await dataOf(
        '{ __type(name: "HolidayCalendar") { fields { name args { name defaultValue type { name } } } } }',
      );
      const { args } = type.fields.find(({ name }: { name: string }) => name === 'holidayCalendarAssociations');
      expect(args).toContainEqual({
        name: 'first',
        defaultValue: expect.stringMatching(/^\d+$/),
        type: { name: 'Int' },
      });
      expect(args.some(({ defaultValue }: { defaultValue: unknown }) => defaultValue === null)).toBe(true);
    },
  },
  {
    section: '4.2.6',
    level: 'MUST',
    asks: 'A directive has a name, locations, arguments, and says whether it may be repeated.',
    check: async () => {
      const { __schema: schema } = await dataOf(
        `{ __schema { directives { name isRepeatable locations args { name type { ${DEEP} } } } } }`,
      );
      expect(schema.directives).toContainEqual({
        name: 'skip',
        isRepeatable: false,
        locations: expect.arrayContaining(['FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT']),
        args: [{ name: 'if', type: expect.objectContaining({ kind: 'NON_NULL' }) }],
      });
    },
  },
];
