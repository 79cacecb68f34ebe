/** What is compared with the peer: from a record alone to rows of rows. */
import type { Tables } from '../../src/sandbox/row.ts';
import type { Shape } from '../shapes.ts';

/** The seven shapes over an account: their ids are those of its rows. */
export function peerShapes(tables: Tables): Shape[] {
  const ids = [...(tables.get('workspace_resources')?.values() ?? [])]
    .filter(({ user_id }) => user_id)
    .map(({ id }) => Number(id))
    .toSorted((one, other) => one - other)
    .map(String);
  const shape = (name: string, query: string, variables: Shape['variables'] = {}): Shape => ({
    name,
    query,
    variables,
  });
  const aliases = ids
    .slice(0, 50)
    .map((id, at) => `r${at}: workspaceResource(id: "${id}") { id displayLabel fullName }`);
  return [
    shape(
      '20 scalars',
      '{ workspaceResources(first: 20) { nodes { id displayLabel fullName roleName workspaceTitle createdAt updatedAt } } }',
    ),
    shape(
      '20 with three',
      `{ workspaceResources(first: 20) { nodes { id displayLabel updatedAt
          user { id fullName emailAddress } role { id name } workspace { id title currency dueDate } } } }`,
    ),
    shape(
      '200 with five',
      `{ workspaceResources(first: 200) { nodes { id displayLabel updatedAt
          user { id fullName emailAddress } role { id name } workspace { id title currency dueDate }
          participation { id role } externalReferences { id serviceName serviceModelRef status } } } }`,
    ),
    shape(
      '100 subjects',
      `{ externalReferences(subjectType: WORKSPACE_RESOURCE, first: 100) { nodes { id serviceName serviceModelRef status
          subject { __typename ... on WorkspaceResource { id displayLabel workspaceTitle updatedAt } } } } }`,
    ),
    shape(
      'one by id',
      'query ($id: ID!) { workspaceResource(id: $id) { id displayLabel fullName user { id fullName } } }',
      { id: ids[0] },
    ),
    shape('fifty aliases', `{ ${aliases.join(' ')} }`),
    shape(
      'deep',
      `{ externalReferences(subjectType: WORKSPACE_RESOURCE, first: 100) { nodes { id serviceName
          subject { __typename ... on WorkspaceResource { id displayLabel
            user { id fullName } role { id name } workspace { id title } } } } } }`,
    ),
  ];
}
