/** How the explorer reads answers and writes operations: the parts without a browser. */
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { monthBefore, TILES } from '../../explorer/src/board/tiles.ts';
import { dataTypeOf } from '../../explorer/src/data-type.ts';
import { defaultFieldNames, operationFor } from '../../explorer/src/default-fields.ts';
import { headersIn, withoutSecrets } from '../../explorer/src/headers.ts';
import { nextPageOf, withPage } from '../../explorer/src/next-page.ts';
import { createSearch, groupsOf } from '../../explorer/src/search.ts';
import { editFor } from '../../explorer/src/smaller.ts';
import { curlOf, fetchOf } from '../../explorer/src/snippets.ts';
import { csvOf, footOf, sorted, tableOf, tsvOf } from '../../explorer/src/table.ts';
import { createSchema } from '../../src/schema/index.ts';

const schema = createSchema({ maxFirst: 2_000, federation: false });

describe('tableOf', () => {
  it('has a row for each record and a column for each path, with lists joined', () => {
    const table = tableOf({
      totalCount: 2,
      nodes: [
        { id: '1', user: { fullName: 'Ada', role: null }, skills: [{ name: 'A' }, { name: 'B' }], tags: ['x', 'y'] },
        { id: '2', user: null, skills: [], tags: null },
      ],
    });

    expect(table.columns.map(({ path }) => path)).toEqual(['id', 'user.fullName', 'user.role', 'skills.name', 'tags']);
    expect(table.rows).toEqual([
      ['1', 'Ada', null, 'A; B', 'x; y'],
      ['2', null, null, null, null],
    ]);
  });

  it('has the records of edges, of plain lists, and of one object', () => {
    expect(tableOf({ edges: [{ node: { a: 1 } }, { node: null }] }).rows).toEqual([[1], [null]]);
    expect(tableOf([{ a: 1 }, null]).rows).toEqual([[1], [null]]);
    expect(tableOf({ a: { b: 1 } })).toEqual({ columns: [{ path: 'a.b', isNumeric: true }], rows: [[1]] });
    expect(tableOf({ nodes: [] })).toEqual({ columns: [], rows: [] });
  });

  it('sums numbers without the rest that floating point leaves, and counts the others', () => {
    const table = tableOf([
      { hours: 0.1, name: 'a' },
      { hours: 0.2, name: 'a' },
      { hours: null, name: 'b' },
    ]);

    expect(footOf(table, 0)).toEqual({ count: 2, distinct: 2, sum: 0.3 });
    expect(footOf(table, 1)).toEqual({ count: 3, distinct: 2, sum: null });
  });

  it('sorts numbers as numbers, text as people do, and leaves what is empty last', () => {
    const { rows } = tableOf([{ a: 10 }, { a: null }, { a: 9 }, { a: 100 }]);
    const texts = tableOf([{ a: 'Task 10' }, { a: 'Task 9' }]).rows;

    expect(sorted(rows, { column: 0, direction: 'ascending' })).toEqual([[9], [10], [100], [null]]);
    expect(sorted(rows, { column: 0, direction: 'descending' })).toEqual([[100], [10], [9], [null]]);
    expect(sorted(texts, { column: 0, direction: 'ascending' })).toEqual([['Task 9'], ['Task 10']]);
    expect(sorted(rows, null)).toBe(rows);
  });

  it('is written for sheets with quotes where a cell needs them, by RFC 4180', () => {
    const table = tableOf([{ a: 'one, "two"', b: 'three\nfour', c: null, d: true, e: ' ' }]);

    expect(csvOf(table)).toBe('\uFEFFa,b,c,d,e\r\n"one, ""two""","three\nfour",,true," "\r\n');
    expect(tsvOf(table)).toBe('a\tb\tc\td\te\n"one, ""two"""\t"three\nfour"\t\ttrue\t ');
  });
});

describe('the next page', () => {
  const query = `query Q($first: Int!, $role: Int!, $after: String) {
    hours: timeEntries(first: $first, after: $after) { ...Page }
    roles(first: $role) { nodes { ...Role } }
  }
  fragment Page on TimeEntryConnection { pageInfo { endCursor } nodes { id user { ...Person } } }
  fragment Person on User { fullName }
  fragment Role on Role { name }`;

  it('asks for one list, with what it needs and nothing else', () => {
    const next = nextPageOf(query, 'Q', 'hours', 'abc "1"');

    expect(next?.variables).toEqual(new Set(['first']));
    expect(validate(schema, parse(next?.query ?? ''))).toEqual([]);
    expect(next?.query).toContain('hours: timeEntries(first: $first, after: "abc \\"1\\"")');
    expect(next?.query).not.toContain('roles');
  });

  it('is found where a fragment of the root has the list, and not where there is none', () => {
    const inFragment = 'query { ...Root } fragment Root on Query { roles(first: 1) { nodes { name } } }';

    expect(validate(schema, parse(nextPageOf(inFragment, null, 'roles', 'x')?.query ?? ''))).toEqual([]);
    expect(nextPageOf(inFragment, null, 'users', 'x')).toBeNull();
  });

  it('joins what is there', () => {
    expect(
      withPage(
        { totalCount: 3, nodes: [1], pageInfo: { endCursor: 'a' } },
        { nodes: [2], pageInfo: { endCursor: 'b' } },
      ),
    ).toEqual({ totalCount: 3, nodes: [1, 2], pageInfo: { endCursor: 'b' } });
  });
});

describe('editFor', () => {
  const edited = (query: string, path: readonly string[], first = 7) => {
    const edit = editFor(query, undefined, { first, path });
    return edit && 'text' in edit ? query.slice(0, edit.from) + edit.text + query.slice(edit.to) : edit;
  };

  it.each([
    ['{ users(first: 900) { nodes { id } } }', ['users'], '{ users(first: 7) { nodes { id } } }'],
    ['{ users { nodes { id } } }', ['users'], '{ users(first: 7) { nodes { id } } }'],
    ['{ users(offset: 1) { nodes { id } } }', ['users'], '{ users(first: 7, offset: 1) { nodes { id } } }'],
    ['{ all: users(first: 9) { id } users { id } }', ['all'], '{ all: users(first: 7) { id } users { id } }'],
    [
      '{ workspaces { nodes { posts(first: 50) { id } } } }',
      ['workspaces', 'posts'],
      '{ workspaces { nodes { posts(first: 7) { id } } } }',
    ],
    ['{ me { id } users(first: 50) { id } }', [], '{ me { id } users(first: 7) { id } }'],
  ])('writes it into %s', (query, path, expected) => {
    expect(edited(query, path)).toBe(expected);
  });

  it('sets the variable that says how many', () => {
    expect(edited('query($n: Int) { users(first: $n) { nodes { id } } }', ['users'])).toEqual({
      variable: 'n',
      value: 7,
    });
  });

  it.each([
    ['{ users(first: 9) { id } }', ['roles']],
    ['{ users(', ['users']],
  ])('has nothing to offer for %s', (query, path) => {
    expect(edited(query, path)).toBeNull();
  });
});

describe('default fields', () => {
  it.each([
    ['WorkspaceConnection', ['nodes']],
    ['Workspace', ['id', 'title']],
    ['User', ['id', 'fullName']],
    ['PageInfo', ['hasNextPage', 'endCursor']],
    ['ExternalReferenceSubject', []],
  ])('of %s', (name, expected) => {
    expect(defaultFieldNames(schema.getType(name) as never)).toEqual(expected);
  });

  it('make an operation of each list that can be asked', () => {
    const roots = groupsOf(schema).flatMap((group) => group.roots);

    expect(roots.length).toBeGreaterThan(50);
    for (const root of roots) {
      const query = operationFor(root);
      expect([query, validate(schema, parse(query)).map(({ message }) => message)]).toEqual([query, []]);
    }
  });
});

describe('search', () => {
  const find = createSearch(schema, []);

  it.each([
    ['hours', 'timeEntries'],
    ['project hours', 'timeEntries'],
    ['seats', 'workspaceResources'],
    ['tasks', 'stories'],
    ['projects', 'workspaces'],
    ['sync', 'externalReferences'],
    ['vacation', 'timeOffEntries'],
  ])('finds by %j the list %s among the first', (words, expected) => {
    const names = find(words)
      .slice(0, 8)
      .map(({ name }) => name);
    expect(names).toContain(expected);
  });

  it('finds nothing by words that nobody has', () => {
    expect(find('xyzzy')).toEqual([]);
    expect(find('the of')).toEqual([]);
  });
});

describe('code to take along', () => {
  const asked = {
    url: 'http://localhost:4000/graphql',
    query: '{ users { nodes { fullName } } }',
    variables: { name: "it's" },
    operationName: null,
    headers: 'X-Team: a b\nX-Api-Key: hidden\nnot a header',
    token: null,
  };

  it('has no secret in it, and quotes what a shell would read', () => {
    const code = curlOf(asked);

    expect(code).toContain('"Authorization: Bearer $KANTATA_TOKEN"');
    expect(code).toContain(String.raw`it'\''s`);
    expect(code).toContain("-H 'X-Team: a b'");
    expect(code).toContain('"X-Api-Key: $X_API_KEY"');
    expect(code + fetchOf(asked)).not.toContain('hidden');
  });

  it('has the token for who asks for it', () => {
    expect(curlOf({ ...asked, token: 'mine' })).toContain("'Authorization: Bearer mine'");
    expect(fetchOf({ ...asked, token: 'mine' })).toContain('authorization: "Bearer mine"');
  });

  it('reads the headers that a request can have, and forgets secrets', () => {
    expect(headersIn('X-A: 1\n X-B :  2 \nX-C: é\n: 3\nX-D:')).toEqual({ 'X-A': '1', 'X-B': '2' });
    expect(withoutSecrets('X-A: 1\nCookie: me=1')).toBe('X-A: 1\nCookie:');
  });
});

describe('dataTypeOf', () => {
  const small = buildSchema(`
    type Query { people(first: Int): [Person] one: Thing! }
    union Thing = Person | Place
    type Person { name: String! kind: Kind! tags: [String!]! }
    type Place { at: DateTime raw: JSON }
    enum Kind { CLIENT STAFF }
    scalar DateTime
    scalar JSON
  `);

  it('is what the operation selects, with its nulls, lists and fragments', () => {
    const document =
      parse(`{ all: people { ...P kind } one { __typename ... on Person { ...P } ... on Place { at raw } } }
      fragment P on Person { name tags }`);
    const [operation] = document.definitions;

    expect(dataTypeOf(small, document, operation as never)).toBe(`{
  readonly all: readonly ({
    readonly name: string;
    readonly tags: readonly (string)[];
    readonly kind: 'CLIENT' | 'STAFF';
  } | null)[] | null;
  readonly one: {
    readonly __typename: string;
    readonly name: string;
    readonly tags: readonly (string)[];
  } | {
    readonly __typename: string;
    readonly at: string | null;
    readonly raw: unknown | null;
  };
}`);
  });
});

describe('the board', () => {
  it.each(TILES.map((tile) => [tile.title, tile] as const))('asks for %s in a way that the schema knows', (_, tile) => {
    const { query } = tile.question('2026-06');

    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
  });

  it('names months across years, and the days in them', () => {
    expect(monthBefore('2026-01', 2)).toBe('2025-11');
    expect(TILES.find(({ isMonthly }) => isMonthly)?.question('2024-02').variables).toMatchObject({
      first: { from: '2023-12-01', to: '2023-12-31' },
      third: { from: '2024-02-01', to: '2024-02-29' },
    });
  });

  it('shows hours of people that one may not see, and none as no rows', () => {
    const hours = TILES.find(({ isMonthly }) => isMonthly);
    const data = {
      first: { totalCount: 1, nodes: [{ timeInMinutes: 90, userId: '1', user: { fullName: 'Ada' } }] },
      second: { totalCount: 2, nodes: [{ timeInMinutes: 30, userId: '1', user: { fullName: 'Ada' } }, null] },
      third: { totalCount: 9, nodes: [{ timeInMinutes: 20, userId: '2', user: null }] },
    };

    expect(hours?.table(data, '2026-06').rows).toEqual([
      ['Ada', 1.5, 0.5, 0, 2],
      ['Somebody you may not see', 0, 0, 0.33, 0.33],
    ]);
    expect(hours?.coverage(data)).toContainEqual({ read: 1, total: 9 });
    expect(hours?.table(null, '2026-06').rows).toEqual([]);
  });
});
