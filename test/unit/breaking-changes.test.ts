import { describe, expect, it } from 'vitest';
import { breakingChanges, unannounced } from '../../tools/schema/breaking-changes.ts';

const before = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  type Query { project(id: ID!): Project }
  type Project @key(fields: "id") @key(fields: "kantataId") { id: ID! kantataId: ID! title: String price: Money }
  type Money @shareable { cents: Int }
  extend type Query { projects(first: Int! = 10, page: Page): Int }
  input Page { size: Int! = 10 after: String = "a" }
`;

const subjects = async (after: string) => (await breakingChanges(before, after)).map(({ subject }) => subject);

describe('breakingChanges', () => {
  it('finds none where nothing has changed, or something has been added', async () => {
    expect(await subjects(before)).toEqual([]);
    expect(await subjects(before.replace('title: String', 'title: String "New." dueDate: String'))).toEqual([]);
    expect(await subjects(before.replace('@shareable {', '@shareable @key(fields: "cents") {'))).toEqual([]);
  });

  it('finds none where a default changes, or goes from what may be null', async () => {
    expect(await subjects(before.replace('first: Int! = 10', 'first: Int! = 20'))).toEqual([]);
    expect(await subjects(before.replace('first: Int! = 10', 'first: Int = 10'))).toEqual([]);
    expect(await subjects(before.replace('after: String = "a"', 'after: String'))).toEqual([]);
  });

  it('finds none where a key resolves that did not', async () => {
    const unresolved = before.replace('@key(fields: "id")', '@key(fields: "id", resolvable: false)');
    expect(await breakingChanges(unresolved, before)).toEqual([]);
  });

  it.each([
    ['a field that is gone', 'title: String', '', 'Project.title'],
    ['a field of another type', 'title: String', 'title: Int', 'Project.title'],
    ['an argument that must be given', 'project(id: ID!)', 'project(id: ID!, year: Int!)', 'Query.project.year'],
    ['a key that is gone', '@key(fields: "kantataId")', '', 'Project @key(fields: "kantataId")'],
    [
      'a key that no longer resolves',
      '@key(fields: "id")',
      '@key(fields: "id", resolvable: false)',
      'Project @key(fields: "id")',
    ],
    ['an argument that has lost its default', 'first: Int! = 10', 'first: Int!', 'Query.projects.first'],
    ['an input field that has lost its default', 'size: Int! = 10', 'size: Int!', 'Page.size'],
    ['a type that is no longer shared', '@shareable {', '{', 'Money @shareable'],
  ])('finds %s', async (_, old, current, subject) => {
    expect(await subjects(before.replace(old, current))).toEqual([subject]);
  });
});

describe('unannounced', () => {
  it('leaves out what a line names between backticks', async () => {
    const changes = await breakingChanges(before, before.replace('title: String', '').replace('@shareable {', '{'));

    expect(unannounced(changes, 'Nothing about Project.title here.').map(({ subject }) => subject)).toEqual([
      'Project.title',
      'Money @shareable',
    ]);
    expect(unannounced(changes, '- `Project.title`: ask for `name`.\n- `Money @shareable`: define your own.')).toEqual(
      [],
    );
  });
});
