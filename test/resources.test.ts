import { describe, expect, it } from 'vitest';
import { type Attribute, snakeCase, type ValueType, wireName } from '../src/schema/attribute.ts';
import { type Association, linkName, type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import type { Reply, TestGateway } from './support/gateway.ts';
import { type SampleRow, sampleRows, spoiledRows } from './support/samples.ts';
import { shareGateway } from './support/shared-gateway.ts';

/** Lists that are always whole, and their records, are tested in `whole-lists.test.ts`. */
const all = [...resources.values()].filter(({ declaration }) => !declaration.whole);
const withEndpoint = all.filter(({ endpoint }) => endpoint !== null);
/** Of one, the API gives each record by its path, and no list. */
const listed = withEndpoint.filter(({ declaration }) => declaration.endpoint?.listed !== false);
const named = (types: readonly Resource[]) => types.map((resource) => [resource.type, resource] as const);

const shared = shareGateway({ maxUpstreamCalls: 1_000, maxErrors: 1_000 });

describe('a declared resource', () => {
  it.each(named(all))(
    '%s: every attribute comes through as the kind of value that it is declared as',
    async (_, resource) => {
      const rows = sampleRows(resource);
      const source = sourceOf(resource, rows);

      const { records, errors } = await source.ask(attributesOf(resource));

      expect(errors).toBeUndefined();
      expect(records).toEqual(rows.map(({ read }) => read));
    },
  );

  it.each(named(all))(
    '%s: a value that cannot be read is one error at its path, and loses nothing else',
    async (_, resource) => {
      const rows = spoiledRows(resource);
      const source = sourceOf(resource, rows);

      const { records, errors } = await source.ask(attributesOf(resource));

      expect(records).toEqual(rows.map(({ read }) => read));
      expect(errors).toEqual(
        rows.map(({ path }, index) => ({
          message: expect.stringMatching(/^The API sent a value that is not /),
          path: [...source.pathOf(index), ...path],
          locations: expect.any(Array),
          extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
        })),
      );
    },
  );

  it.each(named(all))(
    '%s: attributes that the API leaves out, for want of rights, are null without an error',
    async (_, resource) => {
      const bare = { row: { id: '1', ...scopeColumn(resource) }, read: {} };
      const source = sourceOf(resource, [bare]);

      const { records, errors } = await source.ask(attributesOf(resource, (name) => !isScope(resource, name)));

      const names = [...resource.attributes.keys()].filter((name) => !isScope(resource, name));
      expect(errors).toBeUndefined();
      expect(records).toEqual([{ kantataId: '1', ...Object.fromEntries(names.map((name) => [name, null])) }]);
    },
  );
});

describe('a declared resource with an endpoint', () => {
  it.each(named(listed))(
    '%s: is listed with one request, which asks for no optional field unasked',
    async (_, resource) => {
      const gateway = shared.over({ [resource.key]: [listedRow(resource)] });
      const { list } = rootFieldNames(resource);

      const { data, errors } = await gateway.query(
        `{ ${list}(first: 1${listArguments(resource)}) { totalCount nodes { ${attributesOf(resource, (_, { optional }) => !optional)} } } }`,
      );

      expect(errors).toBeUndefined();
      expect(data[list]).toMatchObject({ totalCount: 1, nodes: [{ kantataId: '1' }] });
      expect(gateway.requests()).toEqual([line(resource, { per_page: '1', ...scopeParams(resource) })]);
    },
  );

  it.each(named(listed.filter((resource) => optionalsOf(resource).length > 0)))(
    '%s: asks for exactly the optional fields that are selected',
    async (_, resource) => {
      const gateway = shared.over({ [resource.key]: [listedRow(resource)] });
      const { list, several } = rootFieldNames(resource);
      const selections = [...optionalsOf(resource).map((attribute) => [attribute]), optionalsOf(resource)];

      for (const attributes of selections) {
        const fields = attributes.map(([name, { type }]) => `${name} ${nested(type)}`).join(' ');
        const wireNames = attributes
          .map(([name, attribute]) => wireName(name, attribute))
          .toSorted()
          .join();
        const { errors } = await gateway.query(
          `{ ${list}(first: 1${listArguments(resource)}) { nodes { kantataId ${fields} } } }`,
        );

        expect(errors).toBeUndefined();
        expect(gateway.requests()).toEqual([
          line(resource, { per_page: '1', optional_fields: wireNames, ...scopeParams(resource) }),
        ]);

        await gateway.query(
          `{ ${several}(ids: ["${globalId(resource, listedRow(resource))}"]) { kantataId ${fields} } }`,
        );
        const [byId, ...more] = gateway.requests();
        expect(more).toEqual([]);
        expect(new URLSearchParams(byId?.split('?')[1]).get('optional_fields')).toBe(wireNames);
      }
    },
  );

  it.each(named(withEndpoint.filter(({ endpoint }) => !endpoint?.scope)))(
    '%s: is asked for by id with whatever lifts what the endpoint hides',
    async (_, resource) => {
      const gateway = shared.over({});

      const { data } = await gateway.query(
        `{ ${rootFieldNames(resource).one}(id: "${resource.type}:7") { kantataId } }`,
      );

      expect(data).toEqual({ [rootFieldNames(resource).one]: null });
      expect(gateway.requests()).toEqual([
        line(resource, { ...resource.endpoint?.reveal, apply_default_filters: 'false', only: '7' }),
      ]);
    },
  );
});

/** A gateway over rows of one type, and the shortest way to ask for all of them in order. */
interface Source {
  /** The answer's records, in the order of the rows. */
  ask(selection: string): Promise<{ records: unknown[]; errors: Reply['errors'] }>;
  /** Where in the answer the record of a row stands. */
  pathOf(index: number): (string | number)[];
}

/** Rows of a type that has an endpoint, or stands for rows of types that have one, are asked for by id; of any other, beside a parent. */
function sourceOf(resource: Resource, samples: readonly SampleRow[]): Source {
  const rows = samples.map(({ row }) => row);
  if (resource.endpoint || resource.members.length > 0) {
    // Rows of a type that stands for others live with these, some here and some there.
    const homes = resource.members.length > 0 ? resource.members : [resource];
    const gateway = shared.over(
      Object.fromEntries(homes.map(({ key }, home) => [key, rows.filter((_, index) => index % homes.length === home)])),
    );
    const ids = rows.map((row) => globalId(resource, row));
    return source(
      gateway,
      (selection) => `nodes(ids: ${JSON.stringify(ids)}) { ... on ${resource.type} { ${selection} } }`,
      ['nodes', ROW],
    );
  }
  const { parent, field, association } = parentOf(resource);
  const column = [...parent.links.values()].find(({ name }) => name === linkName(field, association))?.field as string;
  const many = association.kind === 'many';
  const gateway = shared.over({
    [resource.key]: rows,
    [parent.key]: rows.map(({ id }) => ({ id, [column]: many ? [id] : id })),
  });
  const root = rootFieldNames(parent).several;
  return source(
    gateway,
    (selection) => `${root}(ids: ${JSON.stringify(rows.map(({ id }) => id))}) { ${field} { ${selection} } }`,
    [root, ROW, field, ...(many ? [0] : [])],
  );
}

/** Stands in a path for the number of the row. */
const ROW = Symbol('row');

function source(
  gateway: TestGateway,
  query: (selection: string) => string,
  path: readonly (string | number | typeof ROW)[],
): Source {
  const pathOf = (index: number) => path.map((key) => (key === ROW ? index : key));
  const at = (data: unknown, keys: readonly (string | number)[]): unknown =>
    keys.reduce((value, key) => (value as Record<string | number, unknown> | null)?.[key], data);
  return {
    pathOf,
    async ask(selection) {
      const { data, errors } = await gateway.query(`{ ${query(selection)} }`);
      const rows = at(data, path.slice(0, path.indexOf(ROW)) as string[]) as unknown[];
      return { records: rows.map((_, index) => at(data, pathOf(index))), errors };
    },
  };
}

/** A type with an endpoint of its own that leads to this one. */
function parentOf(resource: Resource): { parent: Resource; field: string; association: Association } {
  for (const parent of withEndpoint)
    for (const [field, association] of parent.fields)
      if (association.includable && association.kind !== 'polymorphic' && association.targets().includes(resource))
        return { parent, field, association };
  throw new Error(`Nothing leads to a ${resource.type}.`);
}

/** The selection of attributes, `kantataId` first. */
const attributesOf = (
  resource: Resource,
  wanted: (name: string, attribute: Attribute) => boolean = () => true,
): string =>
  [
    'kantataId',
    ...[...resource.attributes]
      .filter(([name, attribute]) => wanted(name, attribute))
      .map(([name, { type }]) => `${name} ${nested(type)}`),
  ].join(' ');

const nested = (type: ValueType): string =>
  type.kind === 'list'
    ? nested(type.of)
    : type.kind === 'struct'
      ? `{ ${Object.entries(type.fields)
          .map(([name, { type }]) => `${name} ${nested(type)}`)
          .join(' ')} }`
      : '';

const optionalsOf = (resource: Resource) => [...resource.attributes].filter(([, { optional }]) => optional);

/** What a list of the type cannot be asked for without: parameter -> value. */
const scopeParams = ({ endpoint }: Resource): Record<string, string> =>
  endpoint?.scope ? { [endpoint.scope.param]: endpoint.scope.param === 'subject_type' ? 'Story' : '7' } : {};

/** The same as arguments. */
const listArguments = ({ endpoint }: Resource): string =>
  endpoint?.scope
    ? endpoint.scope.param === 'subject_type'
      ? ', subjectType: STORY'
      : `, ${endpoint.scope.param.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}: "7"`
    : '';

const isScope = ({ endpoint }: Resource, name: string) => endpoint?.scope?.field === snakeCase(name);

/** The column of a row by which its endpoint must be asked. */
const scopeColumn = (resource: Resource): Record<string, unknown> =>
  resource.endpoint?.scope ? { [resource.endpoint.scope.field]: Object.values(scopeParams(resource))[0] } : {};

/** A row that its endpoint lists by default: of a user, and of the user who asks. */
const listedRow = (resource: Resource): Readonly<Record<string, unknown>> => ({
  id: '1',
  user_id: '1',
  ...scopeColumn(resource),
});

const globalId = ({ type, endpoint }: Resource, row: Readonly<Record<string, unknown>>) =>
  endpoint?.scope && !endpoint.single
    ? `${type}:${String(row[endpoint.scope.field])}:${String(row.id)}`
    : `${type}:${String(row.id)}`;

const line = ({ endpoint }: Resource, params: Readonly<Record<string, string>>) =>
  `GET ${endpoint?.path}?${Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&')}`;
