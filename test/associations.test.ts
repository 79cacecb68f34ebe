/**
 * Every association of every declared type, fetched each way that the API has for it: beside its parent, in a
 * request of its own, or, where only its id is asked for, not at all.
 */
import type { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { camelCase } from '../src/schema/attribute.ts';
import { createSchema } from '../src/schema/index.ts';
import { type Association, linkName, type Resource, resources } from '../src/schema/resource.ts';
import { rootFieldNames } from '../src/schema/root-names.ts';
// oxlint-disable-next-line import/no-unassigned-import -- a type is declared by importing its file
import '../src/schema/types/index.ts';
import type { Link } from '../src/loaders/collection.ts';
import { type Dialect, dialectOf } from '../src/sandbox/dialect.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { isLong } from './support/long-form.ts';
import { type Beyond, beyondOf, markOf } from './support/mark.ts';
import { byIdLine, listLine, onlyLine, type Params, scopeArgument } from './support/request-line.ts';

/** The record that leads to others. */
const PARENT = '1';
/** Who asks, and whose everything is: his own expense reports are what a list of them holds. */
const CALLER = '11';
/** What the parent leads to: in an order that is no order of the ids. */
const ONE = '11';
const SEVERAL = ['13', '11', '12'];
const BY_NUMBER = SEVERAL.toSorted();
/** Not in any table. */
const GONE = '29';
/** In its table, and not for the caller to see. */
const HIDDEN = '28';

/** One association, to one type of its targets. */
interface Case {
  readonly parent: Resource;
  readonly field: string;
  readonly association: Association;
  readonly link: Link;
  readonly target: Resource;
}

/** Records of a type without a list are tested in `invoice-preferences.test.ts`. */
const all = [...resources.values()].filter(({ declaration }) => declaration.endpoint?.listed !== false);

const cases: readonly Case[] = all.flatMap((parent) =>
  [...parent.fields].flatMap(([field, association]) =>
    association.targets().map((target) => {
      const link = parent.links.get(linkName(field, association)) as Link;
      return { parent, field, association, link, target };
    }),
  ),
);

const titled = (some: readonly Case[]) =>
  some.map(
    (one) => [`${one.parent.type}.${one.field}${one.association.union ? ` -> ${one.target.type}` : ''}`, one] as const,
  );

const hasEndpoint = ({ parent }: Case) => parent.endpoint !== null;
const isListed = ({ association }: Case) => association.listing !== null;
const isMember = ({ parent }: Case) => parent.members.length > 0;
/** The API honours the include on a plain list. */
const comesWithList = ({ link }: Case) => link.includable && !link.onlyWithIds && !link.requires;
const isLoadable = ({ target }: Case) => target.endpoint !== null || target.members.length > 0;

const startOver = (words: string) =>
  startGateway(
    {},
    {
      sandbox: {
        dialect: dialectOf(words) as Dialect,
        users: [{ token: 'demo', userId: CALLER, name: 'Ada', sees: (_, { id }) => id !== HIDDEN }],
      },
    },
  );

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startOver('recorded');
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  for (const table of gateway.sandbox.tables.values()) table.clear();
  gateway.requests();
});

describe('an association that an include brings', () => {
  it.each(titled(cases.filter((one) => hasEndpoint(one) && comesWithList(one))))(
    'comes with the one request that lists its parent: %s',
    async (_, one) => {
      write(one);

      expect(await listed(one, marked(one))).toEqual(markedAnswer(one));
      expect(gateway.requests()).toEqual([
        listLine(one.parent, { per_page: '1', include: one.link.name }, scopeOf(one)),
      ]);
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.link.includable)))(
    'comes with the one request for its parent by id: %s',
    async (_, one) => {
      write(one);

      expect(await byId(one, marked(one))).toEqual(markedAnswer(one));
      expect(gateway.requests().toSorted()).toEqual(
        one.link.requires
          ? // Beside a further parameter, which may hide the parent itself: that is asked for without it as well.
            [parentLine(one), parentLine(one, { include: one.link.name, ...one.link.requires })].toSorted()
          : [parentLine(one, { include: one.link.name })],
      );
    },
  );

  it.each(
    titled(
      cases.filter(
        (one) =>
          hasEndpoint(one) && one.link.includable && one.target.endpoint === null && one.target.members.length === 0,
      ),
    ),
  )('is all that can be asked of a type without an endpoint: %s', async (_, { target }) => {
    const { data, errors } = await gateway.query(`{ node(id: "${target.type}:11") { id } }`);

    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('gives it only beside a record that leads to it'), path: ['node'] },
    ]);
    expect(gateway.requests()).toEqual([]);
  });
});

describe('an association whose records are asked for more than an include brings', () => {
  it.each(
    titled(cases.filter((one) => hasEndpoint(one) && comesWithList(one) && isLoadable(one) && beyondOf(one.target))),
  )('is fetched in a second request, and is no more included where its ids are known without: %s', async (_, one) => {
    write(one);
    const beyond = beyondOf(one.target) as Beyond;

    expect(await listed(one, marked(one, beyond))).toEqual(markedAnswer(one, beyond.empty));
    const [first, ...second] = gateway.requests();
    // Where a request holds one value of a mandatory parameter, the side-loaded row tells which.
    const included = !one.link.own || one.target.endpoint?.scope;
    expect(first).toBe(
      listLine(one.parent, { per_page: '1', ...(included && { include: one.link.name }) }, scopeOf(one)),
    );
    expect(second.toSorted()).toEqual(targetLines(one, beyond.params));
  });
});

describe('an association that no include brings', () => {
  it.each(titled(cases.filter((one) => hasEndpoint(one) && !one.link.includable && !isListed(one))))(
    'is fetched by its own id in a second request: %s',
    async (_, one) => {
      write(one);

      expect(await listed(one, marked(one))).toEqual(markedAnswer(one));
      expect(gateway.requests()).toEqual([listLine(one.parent, { per_page: '1' }, scopeOf(one)), ...targetLines(one)]);
    },
  );

  it.each(titled(cases.filter(isListed)))(
    'is fetched from the list of its own, by its owner, in a second request: %s',
    async (_, one) => {
      write(one);

      expect(await listed(one, marked(one))).toEqual(markedAnswer(one, {}, BY_NUMBER));
      expect(gateway.requests()).toEqual([
        listLine(one.parent, { per_page: '1' }, ''),
        listLine(
          one.target,
          { ...one.association.listing?.params, [one.association.listing?.by as string]: PARENT, per_page: '200' },
          one.parent.type,
        ),
      ]);
    },
  );
});

describe('an association that the API gives only for records asked for by id', () => {
  it.each(titled(cases.filter(({ link }) => link.onlyWithIds)))('costs a list one more request: %s', async (_, one) => {
    write(one);

    expect(await listed(one, marked(one))).toEqual(markedAnswer(one));
    expect(gateway.requests()).toEqual([
      listLine(one.parent, { per_page: '1' }, ''),
      onlyLine(one.parent, [PARENT], { include: one.link.name }),
    ]);
  });
});

describe('an association that the API gives only beside a further parameter', () => {
  const some = cases.filter(({ link }) => link.requires);

  it.each(titled(some))('costs a list one more request, which carries it: %s', async (_, one) => {
    write(one);

    expect(await listed(one, marked(one))).toEqual(markedAnswer(one));
    expect(gateway.requests()).toEqual([
      listLine(one.parent, { per_page: '1' }, ''),
      onlyLine(one.parent, [PARENT], { include: one.link.name, ...one.link.requires }),
    ]);
  });

  it.each(titled(some))(
    'is null where that parameter hides its parent, which is there all the same: %s',
    async (_, one) => {
      write(one);
      const nothing = { count: 0, results: [], [one.parent.key]: {}, [one.target.key]: {}, meta: {} };
      const param = Object.entries(one.link.requires as Params).map(([name, value]) => `${name}=${value}`)[0] as string;
      gateway.sandbox.fail({ match: param, status: 200, body: nothing });

      const { field: mark, read } = markOf(one.parent);
      const record = await parentById(one, `${mark} ${one.field} { kantataId }`);
      gateway.sandbox.reset();

      expect(record).toEqual({ [mark]: read(PARENT), [one.field]: null });
    },
  );

  it.each(titled(some))('travels apart from includes that need none: %s', async (_, one) => {
    write(one);
    const { selection, params, empty } = beyondOf(one.parent) as Beyond;

    expect(await parentById(one, `${one.field} { ${marked(one)} } ${selection}`)).toEqual({
      [one.field]: markedAnswer(one),
      ...empty,
    });
    expect(gateway.requests().toSorted()).toEqual(
      [
        onlyLine(one.parent, [PARENT], params),
        onlyLine(one.parent, [PARENT], { include: one.link.name, ...one.link.requires }),
      ].toSorted(),
    );
  });
});

describe('an association of a record that came beside another', () => {
  it.each(titled(cases.filter(({ parent }) => parent.endpoint === null && parent.members.length === 0)))(
    'is fetched by the id in its column: %s',
    async (_, one) => {
      const [holder, field] = holderOf(one.parent);
      write(one);
      put(holder.parent, PARENT, { [holder.link.field]: holder.association.kind === 'many' ? [PARENT] : PARENT });
      const { one: root } = rootFieldNames(holder.parent);

      const { data, errors } = await gateway.query(
        `{ ${root}(id: "1") { ${field} { kantataId ${one.field} { ${marked(one)} } } } }`,
      );

      expect(errors).toBeUndefined();
      const record = { kantataId: PARENT, [one.field]: markedAnswer(one) };
      expect(data).toEqual({ [root]: { [field]: holder.association.kind === 'many' ? [record] : record } });
      expect(gateway.requests()).toEqual([
        byIdLine(holder.parent, PARENT, { include: holder.link.name }),
        ...targetLines(one),
      ]);
    },
  );
});

describe('an association of a type that stands for others', () => {
  it.each(titled(cases.filter((one) => isMember(one))))(
    'comes with the requests for its parent, one for each type that it may be: %s',
    async (_, one) => {
      const [home] = one.parent.members;
      write({ ...one, parent: home as Resource });

      const { data, errors } = await gateway.query(
        `{ node(id: "${one.parent.type}:1") { ... on ${one.parent.type} { ${one.field} { ${marked(one)} } } } }`,
      );

      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: { [one.field]: markedAnswer(one) } });
      const params: Params = one.link.includable ? { include: one.link.name } : {};
      const requests = gateway.requests();
      expect(requests.slice(0, 2).toSorted()).toEqual(
        one.parent.members.map((member) => onlyLine(member, [PARENT], params)).toSorted(),
      );
      expect(requests.slice(2)).toEqual(one.link.includable ? [] : targetLines(one));
    },
  );
});

describe('an association of which only the id is asked for', () => {
  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.link.own && !needsRow(one))))(
    'costs nothing beside its parent: %s',
    async (_, one) => {
      write(one);

      expect(await listed(one, `... on ${one.target.type} { __typename id kantataId }`)).toEqual(
        each(one, (id) => ({ __typename: one.target.type, id: `${one.target.type}:${id}`, kantataId: id })),
      );
      expect(gateway.requests()).toEqual([listLine(one.parent, { per_page: '1' }, scopeOf(one))]);
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && !one.link.own && comesWithList(one))))(
    'costs the include that tells it, and no request of its own: %s',
    async (_, one) => {
      write(one);

      expect(await listed(one, `... on ${one.target.type} { kantataId }`)).toEqual(
        each(one, (id) => ({ kantataId: id })),
      );
      expect(gateway.requests()).toEqual([
        listLine(one.parent, { per_page: '1', include: one.link.name }, scopeOf(one)),
      ]);
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.association.kind !== 'polymorphic' && !isListed(one))))(
    'is told by the field for it as the API writes it: %s',
    async (_, one) => {
      write(one);

      expect(await parentById(one, idsField(one))).toEqual({
        [idsField(one)]: one.association.kind === 'many' ? SEVERAL : ONE,
      });
      expect(gateway.requests().slice(-1)).toEqual([
        parentLine(one, one.link.own ? {} : { include: one.link.name, ...one.link.requires }),
      ]);
    },
  );
});

describe('an association to records of which nothing but the ids is known', () => {
  const some = all.flatMap((parent) =>
    [...parent.fields].flatMap(([field, association]) =>
      association.targets().length > 0 ? [] : [[`${parent.type}.${field}`, parent, field, association] as const],
    ),
  );

  it.each(some)('is told by their ids: %s', async (_, parent, field, association) => {
    const link = parent.links.get(linkName(field, association)) as Link;
    put(parent, PARENT, { user_id: CALLER, [link.field]: SEVERAL });
    const { list, one } = rootFieldNames(parent);
    const ids = camelCase(link.field);

    const page = await gateway.query(`{ ${list}(first: 1) { nodes { ${ids} } } }`);
    expect(page.errors).toBeUndefined();
    expect(page.data).toEqual({ [list]: { nodes: [{ [ids]: SEVERAL }] } });
    expect(gateway.requests()).toEqual(
      link.onlyWithIds
        ? [listLine(parent, { per_page: '1' }, ''), onlyLine(parent, [PARENT], { include: link.name })]
        : [listLine(parent, { per_page: '1', include: link.name }, '')],
    );

    const record = await gateway.query(`{ ${one}(id: "1") { ${ids} } }`);
    expect(record.data).toEqual({ [one]: { [ids]: SEVERAL } });
    expect(gateway.requests()).toEqual([onlyLine(parent, [PARENT], { include: link.name })]);
  });
});

describe('an association to a record that is gone or hidden', () => {
  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.link.includable && one.association.kind !== 'many')))(
    'is null, without an error and without a further request: %s',
    async (_, one) => {
      for (const missing of [GONE, HIDDEN]) {
        write(one, missing);

        expect(await byId(one, marked(one))).toBeNull();
        expect(gateway.requests()).toHaveLength(1);
      }
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && !one.link.includable && one.association.kind !== 'many')))(
    'is null without an error, once it has been asked for: %s',
    async (_, one) => {
      for (const missing of [GONE, HIDDEN]) {
        write(one, missing);

        expect(await byId(one, marked(one))).toBeNull();
        expect(gateway.requests()).toEqual([parentLine(one), ...targetLines(one, {}, [missing])]);
      }
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.association.kind === 'many' && !isListed(one))))(
    'leaves it out, and keeps the others in the order of the API: %s',
    async (_, one) => {
      write(one, [HIDDEN, '13', GONE, '11']);

      expect(await byId(one, marked(one))).toEqual([markedRecord(one, '13'), markedRecord(one, '11')]);
    },
  );

  it.each(
    titled(
      cases.filter(
        (one) =>
          hasEndpoint(one) &&
          comesWithList(one) &&
          isLoadable(one) &&
          one.association.kind === 'many' &&
          beyondOf(one.target),
      ),
    ),
  )('leaves it out where its records are fetched in a second request, too: %s', async (_, one) => {
    write(one, [HIDDEN, '13', GONE, '11']);
    const beyond = beyondOf(one.target) as Beyond;

    expect(await byId(one, marked(one, beyond))).toEqual([
      { ...markedRecord(one, '13'), ...beyond.empty },
      { ...markedRecord(one, '11'), ...beyond.empty },
    ]);
  });
});

describe('of a record that is gone or hidden, the id', () => {
  const schema = createSchema();
  /** Whether the field says that its selection decides if the record is looked for. */
  const saysSo = ({ parent, field }: Case) => {
    const { description } = (schema.getType(parent.type) as GraphQLObjectType).getFields()[field] ?? {};
    return description?.includes('does not check whether the record exists or is visible');
  };
  const idOf = async (one: Case) => {
    const answer = await byId(one, `... on ${one.target.type} { kantataId }`);
    return [answer ?? []].flat();
  };

  it.each(titled(cases.filter((one) => hasEndpoint(one) && one.link.own && !needsRow(one))))(
    'is told where nothing else is selected, as the field says: %s',
    async (_, one) => {
      for (const missing of [GONE, HIDDEN]) {
        write(one, one.association.kind === 'many' ? [missing] : missing);

        expect(await idOf(one)).toEqual([{ kantataId: missing }]);
        expect(gateway.requests()).toHaveLength(1);
      }
      expect(saysSo(one)).toBe(true);
    },
  );

  it.each(titled(cases.filter((one) => hasEndpoint(one) && !one.link.own && comesWithList(one))))(
    'is told no more than the record, where the field says nothing of it: %s',
    async (_, one) => {
      for (const missing of [GONE, HIDDEN]) {
        write(one, one.association.kind === 'many' ? [missing] : missing);

        expect(await idOf(one)).toEqual([]);
      }
      expect(saysSo(one)).toBe(false);
    },
  );
});

const DIALECTS = ['contract', 'sparse', 'always-ref'];

describe.each(DIALECTS)('an association over an API that speaks %s', (words) => {
  let recorded: TestGateway;
  beforeAll(async () => {
    recorded = gateway;
    gateway = await startOver(words);
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = recorded;
  });

  /** In the short form, each association meets one of the dialects. */
  const some = cases
    .filter((one) => hasEndpoint(one))
    .filter((_, at) => isLong || at % DIALECTS.length === DIALECTS.indexOf(words));

  it.each(titled(some.filter((one) => !isListed(one))))(
    'is answered, and its ids are, for one call more at most: %s',
    async (_, one) => {
      write(one);
      const isPlain = one.association.kind !== 'polymorphic';

      const record = await parentById(one, `${one.field} { ${marked(one)} } ${isPlain ? idsField(one) : ''}`);
      expect(record).toEqual({
        [one.field]: markedAnswer(one),
        ...(isPlain && { [idsField(one)]: one.association.kind === 'many' ? SEVERAL : ONE }),
      });
      // The parent, its targets where no include brings them, and the parent once more for what was not in its row.
      expect(gateway.requests().length).toBeLessThanOrEqual(3);
    },
  );

  // Of several types of targets, the first stands for all.
  const single = some.filter(
    ({ association, target }) => association.kind !== 'many' && target === association.targets()[0],
  );

  it.each(titled(single))('is null without an error where its record is gone or hidden: %s', async (_, one) => {
    for (const missing of [GONE, HIDDEN]) {
      write(one, missing);

      expect(await byId(one, marked(one))).toBeNull();
      expect(gateway.requests().length).toBeLessThanOrEqual(3);
    }
  });
});

/** A row in a table; of a type that stands for others, in that of the first of them. */
function put(resource: Resource, id: string, columns: Readonly<Record<string, unknown>>) {
  const { column, write } = markOf(resource);
  const home = resource.members[0] ?? resource;
  gateway.sandbox.tables.get(home.key)?.set(id, { id, [column]: write(id), ...columns });
}

/** Writes the parent and what it leads to: all of them, or `ids` in their place. */
function write(one: Case, ids: string | readonly string[] = one.association.kind === 'many' ? SEVERAL : ONE) {
  const { parent, target } = one;
  for (const table of gateway.sandbox.tables.values()) table.clear();
  for (const id of [...SEVERAL, HIDDEN])
    put(target, id, {
      user_id: CALLER,
      ...scopeColumn(target, targetScope(one)),
      ...(isListed(one) && { [one.association.listing?.column as string]: Number(PARENT) }),
    });
  put(parent, PARENT, {
    user_id: CALLER,
    ...scopeColumn(parent, scopeOf(one)),
    ...(one.link.idsIn && { type: 'multi', value: [ids].flat().map(Number) }),
    ...pointer(one, ids),
  });
}

/** The columns by which the parent leads to a target. */
function pointer({ link, target }: Case, ids: string | readonly string[]): Record<string, unknown> {
  if (link.kind !== 'polymorphic') return { [link.field]: ids };
  return link.typeField && link.idField
    ? { [link.typeField]: nameOf(target, link), [link.idField]: Number(ids) }
    : { [link.field]: { key: target.key, id: ids } };
}

const scopeColumn = ({ endpoint }: Resource, value: string) =>
  endpoint?.scope ? { [endpoint.scope.field]: value } : {};

/** The mandatory parameter of a parent's endpoint: what its target is, or where it belongs. */
const scopeOf = ({ parent, link, target }: Case): string =>
  parent.endpoint?.scope?.param === 'subject_type' ? (link.idField ? nameOf(target, link) : 'Story') : ONE;

/** That of a target's endpoint: what its subject is, or where it belongs. */
const targetScope = ({ parent, target }: Case): string =>
  target.endpoint?.scope?.param === 'subject_type'
    ? target.type === 'CustomFieldValue' && parent.type === 'WorkspaceResource'
      ? 'Resource'
      : parent.type
    : ONE;

/** What a column calls a type: values of custom fields have another name for a workspace resource. */
const nameOf = ({ type }: Resource, { inverseOf }: Link) =>
  type === 'WorkspaceResource' && inverseOf === 'custom_field_values' ? 'Resource' : type;

const globalId = (one: Case) =>
  one.parent.endpoint?.scope && !one.parent.endpoint.single
    ? `${one.parent.type}:${scopeOf(one)}:1`
    : `${one.parent.type}:1`;

/** A record that is asked for by its mark. */
const marked = ({ target }: Case, beyond?: Beyond) =>
  `... on ${target.type} { kantataId ${markOf(target).field} ${beyond?.selection ?? ''} }`;

const markedRecord = ({ target }: Case, id: string) => ({
  kantataId: id,
  [markOf(target).field]: markOf(target).read(id),
});

const each = <T>({ association }: Case, record: (id: string) => T, ids = SEVERAL): T | T[] =>
  association.kind === 'many' ? ids.map(record) : record(ONE);

const markedAnswer = (one: Case, more: object = {}, ids = SEVERAL) =>
  each(one, (id) => ({ ...markedRecord(one, id), ...more }), ids);

const idsField = ({ link }: Case) => camelCase(link.field);

/** Whether even the id of a target takes its row, which says where it belongs. */
const needsRow = ({ target: { endpoint } }: Case) => Boolean(endpoint?.scope && !endpoint.single);

/** The parent, listed. */
async function listedParent({ parent, ...one }: Case, selection: string): Promise<Record<string, unknown>> {
  const { list } = rootFieldNames(parent);
  const scope = scopeArgument(parent, scopeOf({ parent, ...one }));
  const { data, errors } = await gateway.query(`{ ${list}(first: 1 ${scope}) { nodes { ${selection} } } }`);
  expect(errors).toBeUndefined();
  return data[list].nodes[0];
}

/** The parent, asked for by its id. */
async function parentById(one: Case, selection: string): Promise<Record<string, unknown>> {
  const { one: root } = rootFieldNames(one.parent);
  const { data, errors } = await gateway.query(`{ ${root}(id: "${globalId(one)}") { ${selection} } }`);
  expect(errors).toBeUndefined();
  return data[root];
}

/** The association of the parent, listed. */
const listed = async (one: Case, selection: string) =>
  (await listedParent(one, `${one.field} { ${selection} }`))[one.field];

/** The association of the parent, asked for by its id. */
const byId = async (one: Case, selection: string) =>
  (await parentById(one, `${one.field} { ${selection} }`))[one.field];

const parentLine = (one: Case, params: Params = {}) => byIdLine(one.parent, PARENT, params, scopeOf(one));

/** The requests for the targets by their ids. */
function targetLines(
  one: Case,
  params: Params = {},
  ids = one.association.kind === 'many' ? BY_NUMBER : [ONE],
): string[] {
  const { target } = one;
  if (target.members.length > 0) return target.members.map((member) => onlyLine(member, ids, params)).toSorted();
  // The row of a record that came with its parent tells where to ask; one that is known by its id alone has its path.
  const cameAlong = hasEndpoint(one) && one.link.includable;
  return target.endpoint?.scope && !cameAlong
    ? ids.map((id) => byIdLine(target, id, params))
    : [onlyLine(target, ids, params, targetScope(one))];
}

/** An association that leads from a type with an endpoint to records of this one, which has none. */
function holderOf(resource: Resource): [holder: Case, field: string] {
  const holder = cases.find(
    (one) =>
      hasEndpoint(one) && one.target === resource && one.association.kind !== 'polymorphic' && one.link.includable,
  );
  if (!holder) throw new Error(`Nothing leads to a ${resource.type}.`);
  return [holder, holder.field];
}
