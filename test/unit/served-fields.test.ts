import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { callsFor, fieldAt, operationAt, placedFields } from '../../explorer/src/served-fields.ts';

const placedIn = (query: string, offset = 0) => {
  const document = parse(query);
  const operation = operationAt(document, offset);
  return operation ? placedFields(document, operation) : [];
};

describe('placedFields', () => {
  it('tells the response keys that lead to each field, and where its name is written', () => {
    const query = '{ people: users { nodes { fullName } } }';

    expect(placedIn(query).map(({ path, from, to }) => [path, query.slice(from, to)])).toEqual([
      ['people', 'people: users'],
      ['people.nodes', 'nodes'],
      ['people.nodes.fullName', 'fullName'],
    ]);
  });

  it('goes through fragments, once for each place where one is spread', () => {
    const query = 'fragment F on User { id ...F } { a: user(id: 1) { ...F } b: user(id: 2) { ... on User { ...F } } }';

    expect(placedIn(query).map(({ path }) => path)).toEqual(['a', 'a.id', 'b', 'b.id']);
  });
});

describe('fieldAt', () => {
  const query = '{ users { nodes { fullName role { name } } } }';
  const at = (text: string) => fieldAt(placedIn(query), query.indexOf(text) + 1)?.path;

  it('is the innermost field, by its name or by what is selected of it', () => {
    expect([at('users'), at('fullName'), at('name')]).toEqual([
      'users',
      'users.nodes.fullName',
      'users.nodes.role.name',
    ]);
    expect(at(' role')).toBe('users.nodes.role');
  });

  it('is none outside of all', () => {
    expect(fieldAt(placedIn(query), 0)).toBeUndefined();
  });
});

describe('operationAt', () => {
  const query = 'query A { a }\nfragment F on T { f }\nquery B { b }\n';
  const nameAt = (offset: number) => operationAt(parse(query), offset)?.name?.value;

  it('is the one that the cursor is in, or else the last one before it, or else the first one', () => {
    expect([nameAt(3), nameAt(query.indexOf('B')), nameAt(query.indexOf('f }')), nameAt(query.length)]).toEqual([
      'A',
      'B',
      'A',
      'B',
    ]);
    expect(operationAt(parse('\n\nquery C { c }'), 0)?.name?.value).toBe('C');
  });
});

describe('callsFor', () => {
  const calls = [
    { serves: ['users', 'users.nodes'] },
    { serves: ['users.nodes.role'] },
    { serves: ['users.nodes.role'] },
  ];

  it('is those that serve a field, or else the nearest field above it', () => {
    expect(callsFor('users.nodes.role', calls)).toEqual([1, 2]);
    expect(callsFor('users.nodes.role.name', calls)).toEqual([1, 2]);
    expect(callsFor('users.totalCount', calls)).toEqual([0]);
    expect(callsFor('other', calls)).toEqual([]);
  });
});
